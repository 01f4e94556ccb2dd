"""What the page for contributors says is so: its floors are the linter's, and its examples do what they promise."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from code_blocks import code_blocks
from rhapsode import ffmpeg, testing

ROOT = Path(__file__).parent.parent
BLOCKS = {block.name: block for block in code_blocks(ROOT / ".github" / "CONTRIBUTING.md") if block.name}
ROOMS = {"reading", "scripting", "speaking", "mixing", "listening", "verifying"}


def run(folder, *args, paths):
    """Python with `args` in `folder`, where `paths` come first."""
    given = os.pathsep.join([*map(str, paths), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, *args],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": given},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def rhapsode(folder, *args, paths):
    return json.loads(run(folder, "-m", "rhapsode", *args, "--json", paths=paths))


@pytest.fixture
def house(tmp_path):
    """A copy of the package with a function that adds blocks of the page to it: files, tables, and rows of tables."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))

    def add(*names):
        for name in names:
            place, _, table = name.partition(" ")
            file, text = tmp_path / place, BLOCKS[name].text
            if table:
                before = file.read_text("utf-8")
                after, count = re.subn(rf"^({table}\b[^\n]*= \{{)", rf"\1\n{text}", before, flags=re.MULTILINE)
                assert count == 1, f"there is no table {table} in {place}"
                file.write_text(after, "utf-8")
            elif file.exists():
                file.write_text(f"{file.read_text('utf-8')}\n{text}", "utf-8")
            else:
                file.write_text(text, "utf-8")
        return [tmp_path / "src"]

    return add


def test_the_floors_are_those_that_the_linter_keeps():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = [set(re.findall(r"rhapsode\.(\w+)", layer)) for layer in contracts[0]["layers"]]
    named = [re.match(r"((?:\w+ {1,2})+)", line)[1].split() for line in BLOCKS["floors"].text.splitlines()]
    floors = []
    for names in named:
        (floor,) = {number for name in names for number, layer in enumerate(layers) if name in layer}
        floors.append(floor)
    assert floors == sorted(floors)
    assert set(floors) == set(range(len(layers)))
    assert {names[0] for names, floor in zip(named, floors, strict=True) if layers[floor] == ROOMS} == ROOMS


def test_one_sentence_goes_through_the_rooms_as_it_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    exec(compile(BLOCKS["walk"].text, "walk", "exec"), {"__name__": "walk"})


def test_the_reader_reads_once_its_package_is_installed(tmp_path):
    site = tmp_path / "site"
    about = site / "gemtext-1.0.dist-info"
    about.mkdir(parents=True)
    (site / "gemtext.py").write_text(BLOCKS["gemtext.py"].text)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: gemtext\nVersion: 1.0\n")
    groups = tomllib.loads(BLOCKS["gemtext"].text)["project"]["entry-points"]
    lines = [
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in points.items())
        for group, points in groups.items()
    ]
    (about / "entry_points.txt").write_text("".join(lines))
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "tides.gmi").write_text(
        "# Tides\n\nThe water rises.\n=> gemini://example.org/moon By the moon\n## At night\n* It falls\n"
        "> Said the keeper.\n```\nnot to be read\n```\nAnd rises again.\n"
    )
    plan = rhapsode(tmp_path, "sections", "notes/tides.gmi", "--engine", "tone", paths=[site])
    assert [(section["level"], section["title"], section["words"]) for section in plan["sections"]] == [
        (1, "Tides", 7), (2, "At night", 14),
    ]  # fmt: skip
    assert [(skip["text"], skip["line"]) for skip in plan["skipped"]] == [("not to be read", 9)]
    (track,) = rhapsode(tmp_path, "render", "notes", "-o", "out/", "--engine", "tone", paths=[site])["tracks"]
    assert [one["text"] for one in track["utterances"]][:3] == ["Tides", "The water rises.", "By the moon"]


def test_the_engine_is_tried_without_being_installed(tmp_path):
    (tmp_path / "morse.py").write_text(BLOCKS["morse.py"].text)
    (tmp_path / "a.md").write_text("Call SOS now.\n")
    command = ("render", "a.md", "-o", "a.wav", "--engine", "morse:MorseEngine")
    (track,) = rhapsode(tmp_path, *command, paths=[tmp_path])["tracks"]
    starts = {word["text"]: word["start"] for word in track["utterances"][0]["words"]}
    dots = 27 + 7  # S, O and S with the silences between them, and the silence between words, by Morse's own measure
    assert starts["now."] - starts["SOS"] == pytest.approx(0.03 * dots, abs=0.001)
    (other,) = rhapsode(tmp_path, *command, "--engine-setting", "pitch_hz=440", paths=[tmp_path])["tracks"]
    assert other["sha256"] != track["sha256"]


@pytest.mark.slow
def test_the_engine_passes_every_check(tmp_path):
    (tmp_path / "morse.py").write_text(BLOCKS["morse.py"].text)
    (tmp_path / "test_morse.py").write_text(BLOCKS["checks"].text)
    said = run(tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_morse.py", paths=[tmp_path])
    passed = re.search(r"^(\d+) passed", said, re.MULTILINE)
    assert passed, said
    assert int(passed[1]) == len(testing.ENGINE_CHECKS)


def test_the_format_is_whole_once_its_rows_are_there(tmp_path, house):
    paths = house("src/rhapsode/mixing/encoding/formats.py FORMATS", "src/rhapsode/mixing/mixdown.py WRITERS")
    (tmp_path / "a.md").write_text("# One\n\nSome words here.\n\n## Two\n\nAnd the rest of them.\n")
    (track,) = rhapsode(tmp_path, "render", "a.md", "-o", "a.ogg", "--engine", "tone", paths=paths)["tracks"]
    pcm = ffmpeg.run(["-i", tmp_path / "a.ogg", "-f", "s16le", "-ac", "1", "-ar", "48000", "pipe:1"])
    assert len(pcm) / 2 / 48_000 == pytest.approx(track["seconds"], abs=0.001)
    found = rhapsode(tmp_path, "inspect", "a.ogg", paths=paths)
    assert [chapter["title"] for chapter in found["chapters"]] == ["One", "Two"]
    assert found["timeline"] is True
    assert found["tags"]["title"] == "One"


def test_the_language_is_said_in_words_once_its_file_and_row_are_there(tmp_path, house):
    paths = house(
        "src/rhapsode/scripting/rules/dutch.py",
        "src/rhapsode/scripting/rules/__init__.py LANGUAGES",
        "src/rhapsode/scripting/data/abbreviations.toml",
    )
    (tmp_path / "a.md").write_text("Het kost € 5,50 per kg, bijv. voor dr. Mulder. Dat is 20% minder dan op 3 km.\n")
    command = ("render", "a.md", "-o", "a.wav", "--engine", "tone", "--language", "nl")
    (track,) = rhapsode(tmp_path, *command, paths=paths)["tracks"]
    assert [one["spoken"] for one in track["utterances"]] == [
        "Het kost 5 euro 50 per kg, bijvoorbeeld voor dokter Mulder.",
        "Dat is 20 procent minder dan op 3 kilometer.",
    ]
