"""The waveform as a picture: one path, a tick per chapter."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from rhapsode.mixing.readback.file_metadata import FileChapter

WIDTH, HEIGHT, TICK = 1_600, 240, 24


def svg(peaks: Sequence[int], chapters: Sequence[FileChapter], seconds: float, title: str) -> str:
    """An SVG of the pairs of lowest and highest sample in `peaks`, with a titled tick where each chapter begins."""
    pairs = [(peaks[at], peaks[at + 1]) for at in range(0, len(peaks) - 1, 2)]
    width = max(len(pairs), 1)
    top = " ".join(f"L{at},{_y(high)}" for at, (_, high) in enumerate(pairs))
    bottom = " ".join(f"L{at},{_y(low)}" for at, (low, _) in reversed(list(enumerate(pairs))))
    outline = f"M0,{_y(0)} {top} {bottom} Z" if pairs else f"M0,{_y(0)}"
    ticks = "".join(
        f'<line x1="{x}" x2="{x}" y1="0" y2="{HEIGHT + TICK}"><title>{escape(_printable(chapter.title))}</title></line>'
        for chapter in chapters
        for x in [round(chapter.start / seconds * width, 2) if seconds else 0]
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT + TICK}" width="{WIDTH}" '
        f'height="{HEIGHT + TICK}" preserveAspectRatio="none" role="img"><title>{escape(_printable(title))}</title>'
        f'<path fill="#2a6f97" d="{outline}"/>'
        f'<g stroke="#c1121f" vector-effect="non-scaling-stroke">{ticks}</g></svg>\n'
    )


def _y(sample: int) -> int:
    return round(HEIGHT / 2 - sample / 32_768 * HEIGHT / 2)


def _printable(text: str) -> str:
    """XML 1.0 cannot hold control characters."""
    return "".join(c for c in text if c.isprintable())
