"""What the page on licences says is so: of each package, by what the installed one says of itself."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path
from typing import NamedTuple

import pytest

from rhapsode import ffmpeg

packaging = pytest.importorskip("packaging.requirements", reason="pytest brings it")

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "content" / "guide" / "licences.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
FOR_WORK_ON_IT = {"all", "test", "dev"}
FAMILIES = (
    # The longest name of a family first: LGPL has GPL in it. A family is how a trove classifier tells a licence.
    ("LGPL", r"\bLGPL|Lesser General Public"),
    ("GPL", r"\bGPL|General Public License"),
    ("OFL", r"\bOFL|SIL Open Font"),
    ("MPL", r"\bMPL|Mozilla Public"),
    ("Apache", r"\bApache"),
    ("BSD", r"\b0?BSD\b|BSD-"),
    ("PSF", r"\bPSF|Python Software Foundation"),
    ("Zlib", r"\bZlib"),
    ("CC0", r"\bCC0"),
    ("public domain", r"[Pp]ublic [Dd]omain"),
    ("MIT", r"\bMIT\b"),
)


class Row(NamedTuple):
    package: str
    licence: str
    remark: str
    extra: str = ""


def rows(heading: str) -> list[Row]:
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")][2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [Row(*one) if len(one) == 3 else Row(*one[1:], one[0]) for one in cells]


NEEDED, EXTRAS, BROUGHT = map(rows, ("What the program needs", "What the extras need", "What those bring along"))
ROWS = list({row.package: row for row in (*NEEDED, *EXTRAS, *BROUGHT)}.values())


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def named(requirements: list[str]) -> set[str]:
    return {normal(packaging.Requirement(one).name) for one in requirements}


def families(words: str) -> set[str]:
    """The families of licences that `words` name, each part of a list for itself."""
    parts = re.split(r",| AND | OR |\n", words)
    return {next((name for name, pattern in FAMILIES if re.search(pattern, part)), part.strip()) for part in parts}


def stated(package: str) -> str:
    """What the installed `package` says its licence is; empty where it says nothing."""
    about = metadata(package)
    classified = [one for one in about.get_all("Classifier") or () if one.startswith("License ::")]
    first, *_ = (about.get("License") or "").removeprefix("UNKNOWN").splitlines() or [""]
    told = first if families(first) & {name for name, _ in FAMILIES} else ""  # "Dual License" tells nothing
    return about.get("License-Expression") or told or "\n".join(classified) or first


def test_the_families_tell_licences_apart():
    assert families("LGPL-3.0-or-later") == {"LGPL"}
    assert families("License :: OSI Approved :: GNU General Public License v3 (GPLv3)") == {"GPL"}
    assert families("BSD-3-Clause AND 0BSD AND MIT") == {"BSD", "MIT"}
    assert families("Something Else") == {"Something Else"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.package)
def test_a_package_says_of_itself_what_the_page_says(row):
    try:
        said = stated(row.package)
    except PackageNotFoundError:
        pytest.skip(f"{row.package} is not installed here")
    if row.licence == "none stated":
        assert not said
        return
    exact = metadata(row.package).get("License-Expression")
    if exact:
        assert set(re.split(r" AND | OR ", exact)) == set(row.licence.split(", "))
    # Free words may end in a remark ("dependency licenses"), which names no licence.
    known = {name for name, _ in FAMILIES}
    assert families(said) & known == families(row.licence)


def test_the_page_has_what_the_project_asks_for_and_nothing_else():
    assert {normal(row.package) for row in NEEDED} == named(PROJECT["dependencies"])
    for extra, wanted in PROJECT["optional-dependencies"].items():
        if extra not in FOR_WORK_ON_IT:
            assert {normal(row.package) for row in EXTRAS if row.extra == extra} == named(wanted), extra


def test_the_page_has_what_those_bring_along():
    """On this machine; a row that is needed on another one only is not looked for."""
    listed = {normal(row.package) for row in ROWS}
    waiting = [row.package for row in (*NEEDED, *EXTRAS)]
    met: set[str] = set()
    while waiting:
        package = normal(waiting.pop())
        if package in met:
            continue
        met.add(package)
        try:
            wanted = map(packaging.Requirement, requires(package) or ())
        except PackageNotFoundError:
            continue
        waiting += [one.name for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})]
    assert met <= listed


def test_what_is_under_copyleft_is_named_on_the_page_and_in_the_readme():
    words = {row.package: f"{row.licence} {row.remark}" for row in ROWS}
    bound = {package for package, said in words.items() if re.search(r"\b(?:[AL]?GPL|MPL)-", said)} - {"docutils"}
    warned = PAGE.partition("## ")[0]
    short = README.partition("## Licence")[2]
    assert {"espeakng-loader", "imageio-ffmpeg", "lameenc", "mutagen", "piper-tts", "pyttsx3"} <= bound
    for package in bound:
        assert package in warned
    for name in ("espeak-ng", "ffmpeg", "lameenc", "mutagen", "piper", "pyttsx3", "certifi"):
        assert name in short.replace("Piper", "piper")


def test_the_notice_goes_with_the_package():
    assert PROJECT["license"] == "MIT"
    files = [path for pattern in PROJECT["license-files"] for path in ROOT.glob(pattern)]
    assert {path.name for path in files} == {"LICENSE", "NOTICE"}


def test_the_ffmpeg_that_pip_brings_is_under_the_gpl():
    program = ffmpeg._from_pip()
    if program is None:
        pytest.skip("imageio-ffmpeg brings no program for this machine")
    said = subprocess.run([program, "-L"], capture_output=True, text=True, check=True).stdout
    assert "GNU General Public License" in said
    assert "version 3" in said


@pytest.mark.parametrize("name", ["a.mp3", "a.m4b", "a.opus", "a.flac", "a.wav"])
def test_a_render_imports_no_mutagen(name, tmp_path):
    (tmp_path / "a.md").write_text("# One\n\nSome words here.\n")
    program = (
        "import sys; sys.modules['mutagen'] = None\n"
        "from rhapsode.__main__ import main\n"
        f"sys.argv = ['rhapsode', 'render', 'a.md', '-o', {name!r}, '--engine', 'tone', '--jobs', '1']\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / name).stat().st_size > 0
