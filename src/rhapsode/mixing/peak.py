"""The true peak of a finished file, found where it must be: at its loudest moments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import log10
from pathlib import Path

from rhapsode.errors import EncoderError
from rhapsode.mixing import converter
from rhapsode.store import Store, key_of

MOMENTS = 3
"""How many moments are listened to."""
DEMUXERS = {".mp3": "mp3", ".m4b": "mov", ".m4a": "mov", ".opus": "ogg", ".flac": "flac", ".wav": "wav"}
"""What ffmpeg would otherwise guess, each time anew and from many bytes."""
FADES = "afade=t=in:d=0.05,afade=t=out:st=0.7:d=0.05"
"""A hard cut would be a peak of its own."""
AROUND_S = 0.4
"""How much is decoded on both sides of one: a file cannot be entered to the sample."""


def loudest(peaks: Sequence[int], seconds: float) -> list[float]:
    """Where the waveform (lowest and highest sample in turn) is highest, in seconds, the highest first."""
    heights = [max(-low, high) for low, high in zip(peaks[::2], peaks[1::2], strict=True)]
    order = sorted(range(len(heights)), key=lambda at: -heights[at])[:MOMENTS]
    return [(at + 0.5) * seconds / len(heights) for at in order if heights[at]]


def true_peak(path: Path, peaks: Sequence[int], seconds: float, digest: str, store: Store) -> float | None:
    """True peak of the file's loudest moments in dB relative to full scale (ITU-R BS.1770-4, annex 2, ffmpeg's meter).

    Kept in `store` under the file's `digest`. None for silence, or where there is no ffmpeg.
    """
    key = key_of({"kind": "true peak", "sha256": digest})
    kept = store.get(key)
    if kept is None:
        kept = str(_heard(path, loudest(peaks, seconds))).encode()
        store.put(key, kept)
    value = float(kept)
    return round(20 * log10(value), 1) if value > 0 else None


def _heard(path: Path, moments: Sequence[float]) -> float:
    """The highest true peak around `moments`, as a share of full scale; 0 where there is none."""
    if not moments:
        return 0.0
    inputs: list[str | Path] = []
    # Without fast seeking ffmpeg reads an MP3 from its beginning to each moment; at a constant rate it need not.
    opening = ("-fflags", "+fastseek", *(("-f", DEMUXERS[path.suffix]) if path.suffix in DEMUXERS else ()))
    for moment in moments:
        place = ("-ss", f"{max(0.0, moment - AROUND_S):.3f}", "-t", f"{2 * AROUND_S:.3f}")
        inputs += [*opening, *place, "-i", path.absolute()]
    count = len(moments)
    faded = "".join(f"[{at}:a:0]{FADES}[a{at}];" for at in range(count))
    joined = faded + "".join(f"[a{at}]" for at in range(count)) + f"concat=n={count}:v=0:a=1,"
    meter = "ebur128=framelog=quiet:peak=true:metadata=1,ametadata=mode=print:key=lavfi.r128.true_peak:file=-[done]"
    try:
        said = converter.run([*inputs, "-filter_complex", joined + meter, "-map", "[done]", "-f", "null", "-"])
    except EncoderError:
        return 0.0
    return max((float(value) for value in re.findall(rb"true_peak=([\d.]+)", said)), default=0.0)
