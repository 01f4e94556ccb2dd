"""A program of its own: a PDF on standard input, what stands on its pages on standard output, a line of JSON at a time.

It runs by itself so that a file made to harm takes nothing with it: PDFium is written in C++, and this process has a
limit of memory and of processor time (where the system has such limits). It imports nothing of the rest.

Lines: first `{"pages": 12, "title": ..., "author": ..., "made": ..., "language": ...}`, or `{"fault": ...}`; then for
each page `{"page": 1, "width": 612.0, "height": 792.0, "runs": [...], "fonts": [...]}`, or `{"page": 1, "fault": ...}`;
and last `{"stopped": 7}` where time ran out. A run is `[text, x0, x1, y, size, font, upright]`: points from the page's
lower left corner, `y` that of the baseline, `font` an index into all fonts told so far, which are `[name, weight]`.
"""

from __future__ import annotations

import ctypes
import json
import sys
import time
from math import ceil, hypot
from typing import Any

MEMORY_BYTES = 420_000_000
SOFT_S, SOFT_S_PER_MB, LONGEST_SOFT_S, LAST_PAGE_S = 5.0, 6.0, 30.0, 3
"""Of processor time: pages are begun until the first, and as much more for each megabyte as honest pages take, up to
the third; where the page begun then takes more than the last, the system ends this process."""
MOST_PAGES = 3_000
MOST_GLYPHS = 200_000
"""On one page."""
MOST_RUNS = 200_000
"""On all pages together."""
GAP = 0.9
"""Of the size of type: a wider space ends a run."""
PASSWORD = 4
SPACES = frozenset((10, 13, 32))
HYPHEN = 2
"""What the library makes of one at a line's end."""
LIGATURES = dict(zip((11, 12, 13, 14, 15, 27, 28, 29, 30, 31), ("ff", "fi", "fl", "ffi", "ffl") * 2, strict=True))
"""Of the TeX text encodings OT1 and T1."""


def main() -> None:
    """Read standard input and write standard output."""
    data = sys.stdin.buffer.read()
    limit_s = min(LONGEST_SOFT_S, SOFT_S + SOFT_S_PER_MB * len(data) / 1e6)
    confine(len(data), ceil(limit_s) + LAST_PAGE_S)
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(data)
    except Exception as fault:
        locked = getattr(fault, "err_code", 0) == PASSWORD
        tell({"fault": "password" if locked else str(fault)})
        return
    about = document.get_metadata_dict()
    tell({
        "pages": len(document),
        "title": about.get("Title", ""),
        "author": about.get("Author", ""),
        "made": about.get("CreationDate", ""),
        "language": language(raw, document),
    })  # fmt: skip
    fonts: dict[tuple[str, int], int] = {}
    runs = 0
    for number in range(min(len(document), MOST_PAGES)):
        if time.process_time() > limit_s or runs > MOST_RUNS:
            tell({"stopped": number})
            return
        known = len(fonts)
        try:
            page: dict[str, Any] = read_page(raw, document[number], fonts)
        except Exception as fault:
            page = {"fault": str(fault) or type(fault).__name__}
        runs += len(page.get("runs", ()))
        tell({"page": number + 1, **page, "fonts": list(fonts)[known:]})


def confine(size: int, longest_s: int) -> None:
    """Have the system end this process before it takes too much."""
    try:
        import resource
    except ImportError:  # Windows: the caller's time limit is all there is
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES + 2 * size, MEMORY_BYTES + 2 * size))
    resource.setrlimit(resource.RLIMIT_CPU, (longest_s, longest_s))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def tell(what: dict[str, Any]) -> None:
    """Write a line."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def language(raw: Any, document: Any) -> str:
    """What the catalogue says."""
    try:
        length = raw.FPDFCatalog_GetLanguage(document.raw, None, 0)
        buffer = ctypes.create_string_buffer(length)
        raw.FPDFCatalog_GetLanguage(document.raw, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length)
        return buffer.raw[:length].decode("utf-16-le").rstrip("\0")
    except (AttributeError, TypeError, UnicodeDecodeError):
        return ""


def read_page(raw: Any, page: Any, fonts: dict[tuple[str, int], int]) -> dict[str, Any]:
    """The runs of one page, in the order of its content."""
    text = page.get_textpage()  # kept, for it closes itself
    turn, width, height = raw.FPDFPage_GetRotation(page.raw), page.get_width(), page.get_height()
    box = page.get_cropbox()
    count = min(raw.FPDFText_CountChars(text.raw), MOST_GLYPHS)
    runs = Runs(raw, text.raw, fonts, Frame(turn, box, width, height)).read(count)
    return {"width": width, "height": height, "runs": runs}


class Frame:
    """From a page's own coordinates to those of the page as it is shown."""

    def __init__(self, turn: int, box: tuple[float, float, float, float], width: float, height: float) -> None:
        self.turn, self.left, self.bottom, self.width, self.height = turn, box[0], box[1], width, height

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point."""
        x, y = x - self.left, y - self.bottom
        return ((x, y), (y, self.height - x), (self.width - x, self.height - y), (self.width - y, x))[self.turn]

    def upright(self, a: float, b: float) -> bool:
        """Whether writing in the direction `(a, b)` reads from left to right as shown."""
        across, up = ((a, b), (b, -a), (-a, -b), (-b, a))[self.turn]
        return across > 0 and abs(up) < 0.1 * across


class Runs:
    """Joins glyphs to runs of one font on one line.

    Each question to the library takes a microsecond, so a word's glyphs are not all asked where they stand: its first
    and its last tell. A text object has one font, one size and one baseline.
    """

    def __init__(self, raw: Any, text: Any, fonts: dict[tuple[str, int], int], frame: Frame) -> None:
        self._raw, self._text, self._fonts, self._frame = raw, text, fonts, frame
        self._runs: list[list[Any]] = []
        self._style: tuple[float, float, int, bool] = (0.0, 1.0, 0, True)
        self._word: list[str] = []
        self._first = 0
        self._open = False
        self._box = raw.FS_RECTF()

    def read(self, count: int) -> list[list[Any]]:
        """The first `count` glyphs."""
        raw, text, word = self._raw, self._text, self._word
        code_of, object_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetTextObject
        object_of.restype = ctypes.c_void_p  # an address is all that is wanted of it
        last = None
        for index in range(count):
            code = code_of(text, index)
            if code in SPACES and (code == 32 or raw.FPDFText_IsGenerated(text, index)):
                self._space(code, index)
                continue
            found = object_of(text, index)
            if found != last:
                self._end_word(index)
                self._choose_style(index)
                last = found
            if not word:
                self._first = index
            word.append(chr(code) if 32 < code < 0xD800 else sign(code))
        self._end_word(count)
        return [run for run in self._runs if run[0].strip()]

    def _space(self, code: int, index: int) -> None:
        self._end_word(index)
        if code == 32 and self._open:
            self._runs[-1][0] += " "
        elif code != 32:
            self._open = False

    def _choose_style(self, index: int) -> None:
        raw, text = self._raw, self._text
        matrix, flags, name = raw.FS_MATRIX(), ctypes.c_int(), ctypes.create_string_buffer(200)
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetMatrix(text, index, matrix)
        raw.FPDFText_GetFontInfo(text, index, name, 200, flags)
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        size = raw.FPDFText_GetFontSize(text, index) * hypot(matrix.c, matrix.d)
        font = (name.value.decode("utf-8", "replace"), raw.FPDFText_GetFontWeight(text, index))
        number = self._fonts.setdefault(font, len(self._fonts))
        upright = self._frame.upright(matrix.a, matrix.b)
        style = (round(self._frame.place(x.value, y.value)[1], 2), round(size, 2), number, upright)
        self._open = self._open and style[1:] == self._style[1:] and abs(style[0] - self._style[0]) < 0.05 * size
        self._style = style

    def _end_word(self, index: int) -> None:
        if not self._word:
            return
        text = "".join(self._word)
        self._word.clear()
        low, high = self._ends(self._first), self._ends(index - 1)
        left, right = min(low[0], high[0]), max(low[1], high[1])
        y, size, font, upright = self._style
        run = self._runs[-1] if self._open else None
        # The letters of a ligature all have its box.
        if run is not None and (-0.5 * size < left - run[2] < GAP * size or run[1] <= left <= right <= run[2]):
            run[0] += text
            run[2] = max(run[2], right)
        else:
            self._runs.append([text, left, right, y, size, font, upright])
            self._open = True

    def _ends(self, index: int) -> tuple[float, float]:
        """Where the glyph at `index` begins and ends."""
        box = self._box
        self._raw.FPDFText_GetLooseCharBox(self._text, index, box)
        ends = self._frame.place(box.left, box.bottom)[0], self._frame.place(box.right, box.top)[0]
        return round(min(ends), 2), round(max(ends), 2)


def sign(code: int) -> str:
    """A code as a character; one that is none as nothing. TeX's fonts without a map have ligatures below 32."""
    if code < 32:
        return "-" if code == HYPHEN else LIGATURES.get(code, "")
    return chr(code) if not 0xD800 <= code < 0xE000 and code not in (0xFFFE, 0xFFFF) else ""


if __name__ == "__main__":
    main()
