"""Spectra and pitch to sound: pulses through a filter, plus shaped noise, plus a part with phases of its own.

Per frame of 12.5 ms the model gives five spectral parts of 601 bins, and the sound's short-time spectrum is

    S = exp(lh) exp(i pi tanh(theta)) E + exp(ln) Z + exp(lr) exp(i phi)

where E is that of a train of band-limited pulses at F0 and Z complex noise of unit variance (hibari, "ONNX interface").
Its inverse transform, windows of 1,200 samples every 300 added up, is the sound.

Everything stays in 32 bits with frames as rows, in blocks that fit a processor's cache; the noise is drawn once and
used from its first row again for every utterance, which makes an utterance the same bytes wherever it is spoken.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import complex64, float32
    from numpy.typing import NDArray

RATE_HZ = 24_000
HOP = 300
WINDOW = 1_200
BINS = WINDOW // 2 + 1
LOUDEST = 7.0
"""Where the logarithm of a magnitude is cut."""
LOWEST_HZ, HIGHEST_HZ = 40.0, 11_000.0
"""F0 below the first is unvoiced; no harmonic lies above the second."""
NOISE_FRAMES = 1_024
"""Rows of noise, 12.8 s: longer than nearly every utterance; a longer one begins again."""
BLOCK = 64
"""Frames worked on at once."""


def sound(heads: NDArray[float32], f0_hz: NDArray[float32], seed: int = 0) -> NDArray[float32]:
    """`(frames * HOP,)` samples, about -1 to 1, of `heads` `(frames, 5 * BINS)` and `f0_hz` `(frames,)`.

    `heads` is used up.
    """
    import numpy as np

    frames, tail = len(f0_hz), WINDOW // HOP - 1
    pulsed = np.pad(pulses(f0_hz), WINDOW // 2, mode="reflect")
    windows = np.lib.stride_tricks.sliding_window_view(pulsed, WINDOW)[::HOP]
    window = _window()
    summed = np.zeros((frames + tail, HOP), np.float32)
    for start in range(0, frames, BLOCK):
        end = min(start + BLOCK, frames)
        spectrum = _spectrum(heads[start:end], windows[start:end], _noise(seed, start, end))
        parts = np.fft.irfft(spectrum, WINDOW, axis=1)
        parts *= window
        parts = parts.reshape(end - start, -1, HOP)
        for hop in range(tail + 1):
            summed[start + hop : end + hop] += parts[:, hop]
    summed /= _weight(frames)
    return summed.reshape(-1)[WINDOW // 2 :][: frames * HOP]


def pulses(f0_hz: NDArray[float32]) -> NDArray[float32]:
    """`(frames * HOP,)`: all harmonics of F0 up to HIGHEST_HZ at amplitude 1, nothing where it is unvoiced.

    The sum of cos(h t) for h = 1 to H is sin((H + 1/2) t) / (2 sin(t / 2)) - 1/2 (the Dirichlet kernel).
    """
    import numpy as np

    frames = len(f0_hz)
    places = (np.arange(frames * HOP, dtype=np.float32) + np.float32(0.5)) / np.float32(HOP) - np.float32(0.5)
    hz = np.interp(places, np.arange(frames, dtype=np.float32), f0_hz).astype(np.float32)
    voiced = hz > LOWEST_HZ
    np.maximum(hz, LOWEST_HZ, out=hz)
    turns = np.cumsum(hz, dtype=np.float64)
    turns /= RATE_HZ
    turns -= np.floor(turns)
    half = (turns * math.pi).astype(np.float32)
    highest = np.floor(HIGHEST_HZ / hz) + np.float32(0.5)
    below = 2 * np.sin(half)
    above = np.sin(2 * highest * half)
    peak = np.abs(below) <= 2e-3  # the limit at the pulse itself
    below[peak] = 1
    above[peak] = highest[peak]
    above /= below
    above -= 0.5
    above[~voiced] = 0
    sounded: NDArray[float32] = above
    return sounded


def _spectrum(heads: NDArray[float32], windows: NDArray[float32], noise: NDArray[complex64]) -> NDArray[complex64]:
    import numpy as np

    lh, theta, ln, lr, phi = (heads[:, place : place + BINS] for place in range(0, 5 * BINS, BINS))
    # Scaled by its length both ways and back in the window: of float32 only that goes through numpy's fast transform.
    spectrum: NDArray[complex64] = np.fft.rfft(windows * _pulse_window(), axis=1, norm="forward")  # type: ignore[assignment]
    angle = np.tanh(theta)
    angle *= np.float32(math.pi)
    part = np.empty(angle.shape, np.complex64)
    _polar(lh, angle, part)
    spectrum *= part
    np.multiply(noise, _magnitude(ln), out=part)
    spectrum += part
    _polar(lr, phi, part)
    spectrum += part
    return spectrum


def _polar(logarithm: NDArray[float32], angle: NDArray[float32], out: NDArray[complex64]) -> None:
    import numpy as np

    magnitude = _magnitude(logarithm)
    np.multiply(np.cos(angle), magnitude, out=out.real)
    np.multiply(np.sin(angle), magnitude, out=out.imag)


def _magnitude(logarithm: NDArray[float32]) -> NDArray[float32]:
    import numpy as np

    cut: NDArray[float32] = np.minimum(logarithm, np.float32(LOUDEST))
    np.exp(cut, out=cut)
    return cut


def _noise(seed: int, start: int, end: int) -> NDArray[complex64]:
    import numpy as np

    table = _noise_table(seed)
    return table.take(np.arange(start, end), axis=0, mode="wrap")


@cache
def _noise_table(seed: int) -> NDArray[complex64]:
    import numpy as np

    drawn = np.random.default_rng(seed).standard_normal((NOISE_FRAMES, 2 * BINS), dtype=np.float32)
    return drawn.view(np.complex64)


@cache
def _window() -> NDArray[float32]:
    import numpy as np

    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)).astype(np.float32)


@cache
def _pulse_window() -> NDArray[float32]:
    import numpy as np

    # E is divided by 300, and the forward transform divides by its length.
    return (_window() * np.float32(WINDOW / HOP)).astype(np.float32)


def _weight(frames: int) -> NDArray[float32]:
    """`(frames + 3, HOP)`: the squared windows that overlap at each sample, never 0."""
    import numpy as np

    squared = (_window() ** 2).reshape(-1, HOP)
    weight = np.zeros((frames + len(squared) - 1, HOP), np.float32)
    for hop, part in enumerate(squared):
        weight[hop : hop + frames] += part
    return np.maximum(weight, np.float32(1e-11))
