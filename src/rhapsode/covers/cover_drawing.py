"""The picture of a track: its title in full over its own waveform, in colours that the title decides.

A square of two fields. The upper has the title, larger the shorter it is, with what stands behind its colon as a
subtitle below and the site above; the lower has the waveform and the authors. What no font can set is left out, never
shown as boxes: without its title a cover has the waveform in the title's place.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple
from unicodedata import east_asian_width

from rhapsode.covers.line_breaking import atoms, balanced, clusters, wrapped
from rhapsode.covers.type_faces import FontFile
from rhapsode.covers.typesetting import PlacedLine, Setter, TypeStyle, coverage
from rhapsode.pictures import png

SIDE = 1_400
"""Width and height in pixels: the least that podcast folders take."""
MARGIN = 116
PANEL_TOP = 968
"""Where the lower field begins."""
TITLE_END = PANEL_TOP - 64
SIZES = (232, 196, 168, 152, 138, 126, 114, 104, 94, 86, 78, 71, 64, 58, 52, 46, 40)
"""Of the title in pixels: the largest at which all of it has room without a word being cut."""
CUT_SIZE = 86
"""From here down a word that is wider than the page is cut: a name of forty syllables, a line of a script without
spaces."""
POSTER_LINES = 2
"""At most, at a size above `ORDINARY_SIZE`: a word or two stand large, a sentence does not shout."""
ORDINARY_SIZE = 168
DESCENT = 0.3
"""Room below a last baseline, in ems."""
SUBTITLE_SHARE, SUBTITLE_SIZES = 0.46, (64, 40)
"""Of the title's size, within these."""
AUTHOR_SIZES = (48, 42, 36, 32)
SITE_SIZE = 34
CAPTION_MARGIN, CAPTION_SIZES, FOOT_SIZE = 72, (104, 94, 86, 78, 71, 64, 58, 52, 46, 40), 36
"""Below a photograph: room above and below, sizes of the title, and of authors and site."""
BOLD, REGULAR, SMALL = TypeStyle(600, 72), TypeStyle(400, 36), TypeStyle(500, 18)
BAR, STEP = 11, 20
"""Width of a bar of the waveform, and from one to the next."""
SHADES = 7
"""From paper to ink: with those of the lower field sixteen colours, which take half a byte a pixel."""

Colour = tuple[int, int, int]


class Palette(NamedTuple):
    """Three colours; `paper` is the upper field and what is written on `panel`, the lower."""

    paper: Colour
    ink: Colour
    panel: Colour


PALETTES = (
    Palette((21, 35, 62), (248, 241, 228), (240, 178, 92)),
    Palette((70, 20, 36), (250, 238, 226), (236, 160, 138)),
    Palette((18, 54, 47), (244, 241, 224), (150, 204, 158)),
    Palette((48, 34, 78), (246, 238, 246), (192, 172, 236)),
    Palette((38, 40, 45), (248, 244, 234), (238, 200, 84)),
    Palette((10, 62, 74), (244, 242, 230), (246, 158, 126)),
    Palette((246, 239, 225), (34, 34, 40), (158, 52, 38)),
    Palette((245, 240, 228), (28, 40, 46), (18, 92, 94)),
    Palette((240, 233, 216), (30, 32, 48), (42, 62, 138)),
    Palette((224, 233, 240), (24, 34, 58), (30, 56, 102)),
    Palette((250, 230, 222), (58, 20, 30), (138, 38, 62)),
    Palette((228, 234, 216), (28, 44, 34), (44, 90, 64)),
)
"""Ink on paper has a contrast of more than 10 to 1, paper on panel of more than 4.5 (WCAG 2.2)."""

_HEAD_AND_REST = re.compile(r"(.{3,}?)(?:(?<!\d):\s+|：\s*|\s+[–—|]\s+(?![a-zа-я]))(.{3,})", re.S)
LONG_TITLE = 24
"""Letters from which a title is looked at for a subtitle, characters as wide as two counted twice."""
_OPENING, _CLOSING = "“«„‘(（「『[", "”»“’)）」』]"


class Drawing(NamedTuple):
    """A drawn cover."""

    data: bytes
    """PNG."""
    bundled: bool
    """Whether no font of the system's was wanted: so it is the same on every machine."""


def drawn(title: str, authors: Sequence[str], peaks: Sequence[int], *, site: str = "", language: str = "") -> Drawing:
    """A cover of `title` and `authors` (one line each) over `peaks`, pairs of lowest and highest sample.

    `site` is where the article stands, empty for none; `language` (BCP 47) decides the forms of Chinese characters.
    """
    palette = palette_of(title)
    above, faces = _upper(title, site, language)
    below, more = _lower(authors, language)
    upper = coverage(above, SIDE, 0, PANEL_TOP).translate(_shades(0))
    lower = coverage(below, SIDE, PANEL_TOP, SIDE - PANEL_TOP).translate(_shades(SHADES + 1))
    rows = bytearray(upper + lower)
    if any(placed.size > SITE_SIZE for placed in above):
        _wave(rows, peaks, *((1_112, 84) if below else (1_184, 116)), SHADES + 1)
    else:
        _wave(rows, peaks, (PANEL_TOP + MARGIN) // 2 - 40, 260, 0)
    bundled = all(face.bundled for face in faces | more)
    return Drawing(png(_halved(bytes(rows)), (SIDE, SIDE), bits=4, palette=_colours(palette), compression=6), bundled)


def _upper(title: str, site: str, language: str) -> tuple[list[PlacedLine], frozenset[FontFile]]:
    placed: list[PlacedLine] = []
    top = float(MARGIN)
    kicker = Setter(site, SMALL, language)
    head, rest = head_and_rest(title)
    main, sub = Setter(head, BOLD, language), Setter(rest, REGULAR, language)
    if kicker.text and not kicker.missing:
        lines = _cut(wrapped(atoms(kicker.text), kicker.width, (SIDE - 2 * MARGIN) / SITE_SIZE), 1)
        placed += _set(kicker, lines, SITE_SIZE, top, main.right_to_left)
        top = placed[-1].baseline + 84
    if not main.text or main.missing or sub.missing:
        return placed, kicker.faces
    placed += _titled(main, sub, top, TITLE_END, SIZES)
    return placed, kicker.faces | main.faces | sub.faces


def _titled(main: Setter, sub: Setter, top: float, end: float, sizes: Sequence[int]) -> list[PlacedLine]:
    """Title and subtitle between the rows `top` and `end`, as large as there is room for."""
    size, lines, below = _fitted(main, sub, end - top, sizes)
    placed = _set(main, lines, size, top, main.right_to_left)
    if below:
        small = _subtitle_size(size)
        under = placed[-1].baseline + max(placed[-1].line.bottom, 0.2) * size + 0.62 * small
        placed += _set(sub, below, small, under, main.right_to_left)
    return placed


def caption(title: str, authors: Sequence[str], height: int, *, site: str = "", language: str = "") -> bytes:
    """A PNG of `SIDE` by `height` pixels to stand below a photograph: the title, and small the authors and the site."""
    head, rest = head_and_rest(title)
    main, sub = Setter(head, BOLD, language), Setter(rest, REGULAR, language)
    foot = Setter(" · ".join(filter(None, (", ".join(authors), site))), SMALL, language)
    placed: list[PlacedLine] = []
    end = height - CAPTION_MARGIN
    if foot.text and not foot.missing:
        lines = _cut(wrapped(atoms(foot.text), foot.width, (SIDE - 2 * MARGIN) / FOOT_SIZE), 1)
        line = foot.line(lines[0])
        placed.append(PlacedLine(line, SMALL, FOOT_SIZE, _left(line.width * FOOT_SIZE, main.right_to_left), end))
        end -= 2 * FOOT_SIZE
    if main.text and not main.missing and not sub.missing:
        placed += _titled(main, sub, CAPTION_MARGIN, end, CAPTION_SIZES)
    rows = coverage(placed, SIDE, 0, height).translate(_shades(0))
    return png(_halved(rows), (SIDE, height), bits=4, palette=_colours(palette_of(title)), compression=6)


def palette_of(title: str) -> Palette:
    """The colours that go with `title`."""
    return PALETTES[zlib.crc32(title.encode("utf-8", "replace")) % len(PALETTES)]


def head_and_rest(title: str) -> tuple[str, str]:
    """A title and its subtitle: what stands before and behind its first colon or dash, where that is no quotation's."""
    if sum(2 if east_asian_width(letter) in "WF" else 1 for letter in title) < LONG_TITLE or not (
        found := _HEAD_AND_REST.fullmatch(title)
    ):
        return title, ""
    head, rest = found[1], found[2]
    open_still = any(head.count(first) > head.count(last) for first, last in zip(_OPENING, _CLOSING, strict=True))
    return (title, "") if open_still or head.count('"') % 2 else (head.strip(), rest.strip())


def _subtitle_size(size: float) -> int:
    most, least = SUBTITLE_SIZES
    return round(min(most, max(least, SUBTITLE_SHARE * size)))


def _fitted(main: Setter, sub: Setter, height: float, sizes: Sequence[int]) -> tuple[int, list[str], list[str]]:
    """The largest size at which title and subtitle have room in `height`, and the lines of both."""
    width = SIDE - 2 * MARGIN
    words, under = atoms(main.text), atoms(sub.text)
    widest = max(main.width(word.rstrip()) for word in words)
    lines: list[str] = []
    below: list[str] = []
    for size in sizes:
        if widest * size > width and size > CUT_SIZE:
            continue
        pieces = [part for word in words for part in _parts(word, main, width / size)] if size <= CUT_SIZE else words
        lines = wrapped(pieces, main.width, width / size)
        if size > ORDINARY_SIZE and (len(lines) > POSTER_LINES or under):
            continue
        small = _subtitle_size(size)
        below = balanced(under, sub.width, width / small) if under else []
        taken = size * (main.line(lines[0]).top + main.leading * (len(lines) - 1) + DESCENT)
        if taken + (small * (sub.leading * len(below) + DESCENT) if below else 0) <= height:
            return size, balanced(pieces, main.width, width / size), below
    below = _cut(below, 2)
    room = height / sizes[-1] - (sub.leading * len(below) + 1 if below else 0)
    return sizes[-1], _cut(lines, int(room / main.leading)), below


def _parts(word: str, setter: Setter, limit: float) -> list[str]:
    if setter.width(word.rstrip()) <= limit:
        return [word]
    return wrapped(clusters(word), setter.width, limit)


def _cut(lines: list[str], most: int) -> list[str]:
    """At most `most` of `lines`, with a sign that there is more."""
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1].rstrip(' ,;:.')[:-1]}…"]


def _lower(authors: Sequence[str], language: str) -> tuple[list[PlacedLine], frozenset[FontFile]]:
    setter = Setter(", ".join(authors), SMALL, language)
    if not setter.text or setter.missing:
        return [], frozenset()
    width = SIDE - 2 * MARGIN
    for size in AUTHOR_SIZES:
        lines = balanced(atoms(setter.text), setter.width, width / size)
        if len(lines) == 1 or size == AUTHOR_SIZES[-1]:
            break
    set_lines = [setter.line(line) for line in _cut(lines, 2)]
    first = SIDE - MARGIN + 12 - size * setter.leading * (len(set_lines) - 1)
    return [
        PlacedLine(
            line, SMALL, size, _left(line.width * size, setter.right_to_left), first + at * setter.leading * size
        )
        for at, line in enumerate(set_lines)
        if line.width * size <= width
    ], setter.faces


def _left(width: float, right: bool) -> float:
    return SIDE - MARGIN - width if right else MARGIN


def _set(setter: Setter, lines: Sequence[str], size: float, top: float, right: bool) -> list[PlacedLine]:
    """`lines` from `top`, where the ink of the first begins."""
    set_lines = [setter.line(text) for text in lines]
    first = top + set_lines[0].top * size
    return [
        PlacedLine(line, setter.style, size, _left(line.width * size, right), first + at * setter.leading * size)
        for at, line in enumerate(set_lines)
    ]


def _wave(rows: bytearray, peaks: Sequence[int], middle: int, half: int, base: int) -> None:
    """Bars with round ends from pairs of lowest and highest sample, `half` pixels at the loudest."""
    bars = (SIDE - 2 * MARGIN + STEP - BAR) // STEP
    pairs = len(peaks) // 2
    loudest = max((abs(peak) for peak in peaks), default=0) or 1
    # Moments, for stretches of speech are all alike.
    moments = (peaks[2 * (at := bar * pairs // bars) : 2 * at + 2] for bar in range(bars))
    heights = [
        BAR // 2 + 1 + (half - BAR) * max((abs(peak) for peak in pair), default=0) // loudest for pair in moments
    ]
    full, none = bytes([base + SHADES]) * BAR + bytes([base]) * (STEP - BAR), bytes([base]) * STEP
    caps = [_cap(above, base) for above in range(BAR // 2 + 1)]
    for away in range(max(heights)):
        row = b"".join(
            full if away <= height - len(caps) else caps[away - height + len(caps) - 1] if away < height else none
            for height in heights
        )[: SIDE - 2 * MARGIN]
        for at in (middle + away, middle - 1 - away):
            rows[at * SIDE + MARGIN : at * SIDE + MARGIN + len(row)] = row


def _cap(above: int, base: int) -> bytes:
    """The row of a bar's round end that is `above` pixels over where the bar stops being straight."""
    radius = BAR / 2
    half = sqrt(max(0.0, radius**2 - min(above + 0.5, radius) ** 2))
    shades = (max(0.0, min(1.0, half - abs(at + 0.5 - radius) + 0.5)) for at in range(BAR))
    return bytes(base + round(SHADES * shade) for shade in shades) + bytes([base]) * (STEP - BAR)


def _shades(base: int) -> bytes:
    return bytes(base + (SHADES * covered + 127) // 255 for covered in range(256))


def _colours(palette: Palette) -> bytes:
    fields = ((palette.paper, palette.ink), (palette.panel, palette.paper))
    return bytes(
        (low * (SHADES - shade) + high * shade + SHADES // 2) // SHADES
        for ground, ink in fields
        for shade in range(SHADES + 1)
        for low, high in zip(ground, ink, strict=True)
    )


def _halved(rows: bytes) -> list[bytes]:
    """Two palette indices (0 to 15) in a byte, the left one higher (ISO/IEC 15948, 7.2)."""
    left, right = int.from_bytes(rows[::2]), int.from_bytes(rows[1::2])
    packed = (left << 4 | right).to_bytes(len(rows) // 2)
    return [packed[at : at + SIDE // 2] for at in range(0, len(packed), SIDE // 2)]
