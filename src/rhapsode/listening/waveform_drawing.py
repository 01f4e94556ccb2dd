"""The waveform as drawing and as picture, from the peaks that were gathered while mixing."""

from __future__ import annotations

from collections.abc import Sequence
from colorsys import hls_to_rgb

from rhapsode.pictures import png

WIDTH = 1000
HEIGHT = 100
FULL_SCALE = 32_768


def bars(peaks: Sequence[int], count: int) -> list[float]:
    """`count` heights from 0 to 1: the mean swing of each stretch of `peaks` (low, high pairs), loudest at 1.

    The mean, since the largest of every few seconds of speech is the same and says nothing."""
    pairs = list(zip(peaks[::2], peaks[1::2], strict=False))
    if not pairs:
        return [0.0] * count
    stretches = [pairs[i * len(pairs) // count : max((i + 1) * len(pairs) // count, i * len(pairs) // count + 1)]
                 for i in range(count)]  # fmt: skip
    swings = [sum(high - low for low, high in stretch) / len(stretch) for stretch in stretches]
    top = max(swings)
    return [swing / top if top > 0 else 0.0 for swing in swings]


def outline(peaks: Sequence[int]) -> str:
    """The waveform as an SVG path, `WIDTH` by `HEIGHT`, mirrored about the middle; a flat line where there is none."""
    middle = HEIGHT / 2
    heights = [max(1.0, height * (middle - 1)) for height in bars(peaks, WIDTH // 4)]
    return "".join(
        f"M{number * 4 + 1} {middle - height:.0f}h2v{2 * height:.0f}h-2z" for number, height in enumerate(heights)
    )


def bar_picture(heights: Sequence[float], side: int, hue: float) -> bytes:
    """Upright bars of `heights` (0 to 1) centred on a dark ground of `hue` (0 to 1), as PNG."""
    ground, ink = (_rgb(hue, light, 0.35) for light in (0.2, 0.86))
    slot = side * 0.7 / len(heights)
    spans = [(int(side * 0.15 + (i + 0.2) * slot), int(side * 0.15 + (i + 0.8) * slot)) for i in range(len(heights))]
    rows = []
    for y in range(side):
        away = abs(y - side / 2) / (side * 0.3)
        row = bytearray(ground * side)
        for (left, right), height in zip(spans, heights, strict=True):
            if away <= height:
                row[left * 3 : right * 3] = ink * (right - left)
        rows.append(bytes(row))
    return png(rows, (side, side))


def _rgb(hue: float, light: float, colour: float) -> bytes:
    return bytes(round(255 * part) for part in hls_to_rgb(hue, light, colour))
