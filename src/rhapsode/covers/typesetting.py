"""A line of text as glyphs in their places, shaped by HarfBuzz, and as pixels."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from rhapsode.covers.line_breaking import JOINER, SELECTORS, clusters
from rhapsode.covers.type_faces import FontFile, face_of, font_of, has, is_serif
from rhapsode.covers.writing_order import levels, runs_right_to_left, seen_order

JOINERS = JOINER + "\u200c"
"""They steer how letters join and need no glyph."""


class TypeStyle(NamedTuple):
    """How letters are cut."""

    weight: int
    optical_pt: int
    """Larger means finer: `opsz`, where a font has it."""


class Glyph(NamedTuple):
    """One glyph of a line, its place in ems to the right of the line's beginning and above its baseline."""

    font: FontFile
    number: int
    x: float
    y: float


class LineOfType(NamedTuple):
    """A line of glyphs from left to right; all measures in ems."""

    text: str
    glyphs: tuple[Glyph, ...]
    width: float
    top: float
    """How far the ink reaches above the baseline."""
    bottom: float
    """How far it reaches below."""


class Setter:
    """Sets lines of one text in one style; knows which face has each of its letters."""

    def __init__(self, text: str, style: TypeStyle, language: str = "") -> None:
        self.style = style
        self.right_to_left = runs_right_to_left(text)
        self.missing: list[str] = []
        """Letters and figures that no face has."""
        self._faces: dict[str, FontFile | None] = {}
        self._main: FontFile | None = None
        kept = []
        for cluster in clusters(plain(text)):
            if self._place(cluster, language) is not None or cluster.isspace():
                kept.append(cluster)
            elif unicodedata.category(cluster[0])[0] in "LN":
                self.missing.append(cluster)
        self.text = " ".join("".join(kept).split())
        """What can be set of it: a sign that no face has goes without a trace."""
        self.width = lru_cache(4_096)(lambda line: self.line(line).width)
        """The width of a line of it in ems."""

    @property
    def faces(self) -> frozenset[FontFile]:
        """Those that have its letters."""
        return frozenset(face for face in self._faces.values() if face)

    @property
    def leading(self) -> float:
        """From one baseline to the next, in ems: scripts with signs above and below need more room."""
        letters = {face for cluster, face in self._faces.items() if face and cluster[0].isalpha()}
        if all(map(is_serif, letters)):
            return 1.13
        return 1.28 if all(is_serif(face) or "CJK" in face.path for face in letters) else 1.36

    def _place(self, cluster: str, language: str) -> FontFile | None:
        if cluster not in self._faces:
            needed = "".join(letter for letter in cluster if letter not in JOINERS) or " "
            neutral = not cluster[0].isalpha() and self._main is not None and has(self._main, needed)
            self._faces[cluster] = self._main if neutral else face_of(needed, language)
            if self._main is None and cluster[0].isalpha():
                self._main = self._faces[cluster]
        return self._faces[cluster]

    def line(self, text: str) -> LineOfType:
        """`text`, a part of the whole, as one line."""
        pieces, depths = self._runs(text)
        glyphs: list[Glyph] = []
        pen = top = bottom = 0.0
        for (piece, face), depth in seen_order(list(zip(pieces, depths, strict=True)), depths):
            font = font_of(face, *self.style)
            em = font.face.upem
            for number, advance, x, y in _shaped(piece, face, self.style, bool(depth % 2)):
                glyphs.append(Glyph(face, number, pen + x / em, y / em))
                if extents := font.get_glyph_extents(number):
                    top = max(top, (y + extents.y_bearing) / em)
                    bottom = max(bottom, -(y + extents.y_bearing + extents.height) / em)
                pen += advance / em
        return LineOfType(text, tuple(glyphs), pen, top, bottom)

    def _runs(self, text: str) -> tuple[list[tuple[str, FontFile]], list[int]]:
        """Stretches of one face and one level, in the order of the text."""
        depths = iter(levels(text, right_to_left=self.right_to_left))
        parts = []
        for cluster in clusters(text):
            depth, *_ = [next(depths) for _ in cluster]
            if face := self._faces.get(cluster) or self._main:
                parts.append((cluster, face, depth))
        grouped = [(key, "".join(part[0] for part in run)) for key, run in groupby(parts, lambda part: part[1:])]
        return [(run, face) for (face, _), run in grouped], [depth for (_, depth), _ in grouped]


def plain(text: str) -> str:
    """`text` with letters and accents as one where there is such a letter, without what asks for coloured emoji."""
    return unicodedata.normalize("NFC", text).translate(dict.fromkeys(map(ord, SELECTORS)))


def _shaped(text: str, face: FontFile, style: TypeStyle, right_to_left: bool) -> list[tuple[int, int, int, int]]:
    """Number, advance and offsets of each glyph, in the font's units, from left to right."""
    import uharfbuzz

    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if right_to_left else "ltr"
    uharfbuzz.shape(font_of(face, *style), buffer)
    places = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    return [(info.codepoint, place.x_advance, place.x_offset, place.y_offset) for info, place in places]


class PlacedLine(NamedTuple):
    """A line and where it stands, in pixels."""

    line: LineOfType
    style: TypeStyle
    size: float
    """Of an em."""
    x: float
    baseline: float
    """From the top."""


def coverage(lines: Sequence[PlacedLine], width: int, top: int, height: int) -> bytes:
    """How much of each pixel `lines` cover, 0 to 255, in `height` rows of `width` pixels from the row `top`."""
    import uharfbuzz

    pen = uharfbuzz.RasterDraw()
    pen.extents = uharfbuzz.RasterExtents(x_origin=0, y_origin=0, width=width, height=height, stride=width)
    for placed in lines:
        above = top + height - placed.baseline  # the rasterer counts rows from below
        for glyph in placed.line.glyphs:
            font = font_of(glyph.font, *placed.style)
            scale = placed.size / font.face.upem
            pen.transform = (scale, 0, 0, scale, placed.x + glyph.x * placed.size, above + glyph.y * placed.size)
            pen.draw_glyph(font, glyph.number)
    image = pen.render()
    if image is None:
        return bytes(width * height)
    rows, stride = image.buffer, image.extents.stride
    return b"".join(rows[at * stride : at * stride + width] for at in range(height - 1, -1, -1))
