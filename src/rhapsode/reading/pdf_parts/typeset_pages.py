"""A PDF's pages as runs of type, read in a process of its own that has limits of time and memory."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from rhapsode.errors import SourceRefused, SourceUnreadable

PROGRAM = Path(__file__).with_name("glyph_runs.py")
LONGEST_S = 120.0
"""By the clock; the program itself stops much sooner by the processor's."""
_BOLD = re.compile(r"bold|black|heavy|demi|medi(?!um)|cmbx|sfbx|cmssbx|-bd|semib", re.I)
_ITALIC = re.compile(r"ital|obli|cmti|sfti|cmsl|sfsl|slant|-it\b", re.I)
_MATHEMATICAL = re.compile(
    r"\b(?:cm(?:mi|sy|ex|bsy)|lmmath|latinmodern-?math|ms[ab]m|rsfs|euf|eus|symbol|standardsym|wasy|tx(?:mi|sy|ex)|px(?:mi|sy|ex))"
    r"|math|newtxmi",
    re.I,
)
_MONOSPACED = re.compile(r"courier|mono(?!t)|cmtt|sftt|lmtt|typewriter|consol|menlo|nimbusm|inconsol|-tt\b|txtt", re.I)
_EXTENSION = re.compile(r"\bcmex|lmex", re.I)
_LARGE_SIGNS = str.maketrans("ZRXPYQ", "∫∫∑∑∏∏")
"""TeX's extension fonts: operators, small and large, under the codes of letters."""


class Face(NamedTuple):
    """A font."""

    name: str
    bold: bool
    italic: bool
    mathematical: bool
    """Made for formulas."""
    monospaced: bool


class TypeRun(NamedTuple):
    """Type of one font on one line. Points from the page's lower left corner."""

    text: str
    x0: float
    x1: float
    y: float
    """Of the baseline."""
    size: float
    face: Face
    upright: bool


class TypesetPage(NamedTuple):
    """A page and what stands on it, in the order of its content."""

    number: int
    width: float
    height: float
    runs: list[TypeRun]


class Typeset(NamedTuple):
    """A whole PDF."""

    pages: list[TypesetPage]
    stated: Mapping[str, str]
    """`title`, `author`, `made`, `language`, as the file states them."""


def read_pages(data: bytes, location: str, warnings: list[str]) -> Typeset:
    """All pages that can be read in time; what cannot is a warning.

    Raises SourceUnreadable, or SourceRefused where the file is locked or takes more than it may.
    """
    output, ended_early = _output(data)
    lines = [_line(line) for line in output.splitlines()]
    first = lines[0] if lines else {}
    if "fault" in first:
        _complain(str(first["fault"]), location)
    pages = _pages(lines[1:], warnings)
    if ended_early and not pages:
        raise SourceRefused(f"{location} takes more time or memory than a PDF may", "save it anew, in smaller parts")
    reached, total = max((line.get("page", 0) for line in lines), default=0), int(first.get("pages", 0))
    if reached < total:
        warnings.append(f"the PDF takes too long to read; pages from {reached + 1} on were left out")
    return Typeset(pages, {key: str(first.get(key, "")) for key in ("title", "author", "made", "language")})


def _output(data: bytes) -> tuple[bytes, bool]:
    """What the program wrote, and whether it was ended before its time."""
    command = [sys.executable, "-P", str(PROGRAM)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=LONGEST_S, check=False)
    except subprocess.TimeoutExpired as late:
        return late.stdout or b"", True
    return done.stdout, done.returncode != 0


def _line(line: bytes) -> dict[str, Any]:
    """A line of the program's; one cut short, where it was ended, is none."""
    try:
        value = json.loads(line)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _complain(fault: str, location: str) -> None:
    if fault == "password":
        raise SourceRefused(f"{location} is locked with a password", "save it without one")
    reason = " ".join(fault.split())[:120]
    raise SourceUnreadable(f"{location} is not a PDF that can be read ({reason})", "save it anew")


def _pages(lines: list[dict[str, Any]], warnings: list[str]) -> list[TypesetPage]:
    faces: list[Face] = []
    pages = []
    for line in lines:
        faces += [_face(name) for name, _ in line.get("fonts", ())]
        if "fault" in line:
            warnings.append(f"page {line['page']} cannot be read ({str(line['fault'])[:100]}); left out")
        elif "runs" in line:
            runs = [_run(one, faces) for one in line["runs"]]
            pages.append(TypesetPage(line["page"], line["width"], line["height"], runs))
    return pages


def _run(one: list[Any], faces: list[Face]) -> TypeRun:
    text, x0, x1, y, size, font, upright = one
    face = faces[font]
    text = text.translate(_LARGE_SIGNS) if _EXTENSION.search(face.name) else text
    return TypeRun(text, x0, x1, y, size or 1.0, face, upright)


@lru_cache(maxsize=1000)
def _face(name: str) -> Face:
    plain = name.partition("+")[2] or name
    found = (bool(pattern.search(plain)) for pattern in (_BOLD, _ITALIC, _MATHEMATICAL, _MONOSPACED))
    return Face(plain, *found)
