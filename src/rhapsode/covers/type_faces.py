"""Which font has a letter: those that pip brought, in a fixed order, and only then what the system has.

The order decides the picture, so it is the same on every machine; what the system adds differs from one to the next.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import uharfbuzz

CJK_FACES = {"ja": 0, "ko": 1, "zh": 2, "zh-tw": 3, "zh-hant": 3, "zh-hk": 4, "yue": 4}
"""Where in the collection of Noto Sans CJK each language's forms of the characters are."""
SYSTEM_FOLDERS = {
    "win32": ("C:/Windows/Fonts",),
    "darwin": ("/System/Library/Fonts", "/System/Library/Fonts/Supplemental", "/Library/Fonts"),
}
"""Where fonts lie where no fontconfig can be asked."""
LIKELY = (
    "Hiragino Sans GB", "ヒラギノ角ゴシック W6", "PingFang", "AppleSDGothicNeo", "Arial Unicode", "Apple Symbols",
    "YuGothM", "msgothic", "msyh", "msjh", "malgun", "Nirmala", "LeelawUI", "ebrima", "gadugi", "seguisym",
    "seguihis", "Noto",
)  # fmt: skip
"""What the files there with many letters are called, those of a Mac, then those of Windows."""
FC_MATCH_SECONDS = 5


class FontFile(NamedTuple):
    """A face in a file."""

    path: str
    number: int = 0
    """Which of a collection's faces."""
    bundled: bool = True
    """Whether pip brought it, so that every machine has the same."""


def face_of(letters: str, language: str = "") -> FontFile | None:
    """The first face with all of `letters`, its forms those of `language` (BCP 47) where they differ."""
    own = next((face for face in bundled_faces(language) if has(face, letters)), None)
    return own or next((face for face in _system_faces(letters, language) if has(face, letters)), None)


def has(face: FontFile, letters: str) -> bool:
    """Whether `face` has a glyph for each of `letters`."""
    font = font_of(face, 400)
    return all(font.get_nominal_glyph(ord(letter)) for letter in letters)


@cache
def bundled_faces(language: str = "") -> tuple[FontFile, ...]:
    """What pip brought, in order: Literata, Noto Sans by script, Noto Emoji and symbols, Noto Sans CJK."""
    sans = [path for path in _files("manimgx_fonts", ".ttf") if "Italic" not in path.name]
    late = ("NotoEmoji", "NotoSansSymbols")  # they have figures too, which no title wants from them
    sans.sort(key=lambda path: (path.name.startswith(late), path.name))
    serif = [path for path in _files("fontpkg_literata", ".ttf") if "Italic" not in path.name]
    cjk = [(path, _cjk_index(language)) for path in _files("manimgx_fonts_cjk", ".ttc")]
    return tuple(FontFile(str(path), index) for path, index in [*((path, 0) for path in (*serif, *sans)), *cjk])


def is_serif(face: FontFile) -> bool:
    """Whether it is the one that titles are set in wherever it has the letters."""
    return Path(face.path).name.startswith("Literata")


def _cjk_index(language: str) -> int:
    parts = language.lower().replace("_", "-").replace("cmn", "zh").split("-")
    return next((CJK_FACES[key] for key in ("-".join(parts[:2]), parts[0]) if key in CJK_FACES), 0)


def _files(package: str, suffix: str) -> list[Path]:
    spec = find_spec(package)
    found = [
        path for place in (spec and spec.submodule_search_locations) or () for path in Path(place).rglob(f"*{suffix}")
    ]
    return sorted(found)


@cache
def _system_faces(letters: str, language: str) -> tuple[FontFile, ...]:
    return tuple(_asked(letters, language)) or tuple(_looked_for())


def _asked(letters: str, language: str) -> Iterator[FontFile]:
    """What fontconfig would take (fc-match(1)); it answers with something even where nothing fits."""
    if not (program := shutil.which("fc-match")):
        return
    wanted = " ".join(f"{ord(letter):x}" for letter in letters)
    pattern = f":charset={wanted}" + (f":lang={language}" if language.replace("-", "").isalnum() else "")
    command = [program, "--sort", "--format", "%{file}\t%{index}\n", pattern]
    try:
        said = subprocess.run(command, capture_output=True, timeout=FC_MATCH_SECONDS, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return
    for line in said.decode("utf-8", "replace").splitlines()[:20]:
        path, _, index = line.partition("\t")
        if path.lower().endswith((".ttf", ".otf", ".ttc", ".otc")):
            yield FontFile(path, int(index or 0) & 0xFFFF, bundled=False)  # above are named instances


def _looked_for() -> Iterator[FontFile]:
    for name in LIKELY:
        for folder in SYSTEM_FOLDERS.get(sys.platform, ()):
            for path in sorted(Path(folder).glob(f"{name}*")):
                if path.suffix.lower() in (".ttf", ".otf", ".ttc"):
                    yield FontFile(str(path), bundled=False)


@cache
def font_of(face: FontFile, weight: int, optical_pt: int = 12) -> uharfbuzz.Font:
    """`face` at `weight` (100 to 900) and, where it has such an axis, for reading at `optical_pt`."""
    import uharfbuzz

    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(face.path), face.number))
    font.set_variations({"wght": weight, "opsz": optical_pt})
    return font
