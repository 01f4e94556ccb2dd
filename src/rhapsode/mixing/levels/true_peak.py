"""The true peak of a finished file, found where it must be: in the encoded pieces that hold its loudest moments."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Sequence
from math import log10
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from rhapsode import ffmpeg
from rhapsode.errors import EncoderError
from rhapsode.mixing.levels.waveform_peaks import height

MOMENTS = 2
"""How many moments are listened to."""
FADES = "afade=t=in:d=0.05,afade=t=out:st=0.7:d=0.05"
"""A hard cut would be a peak of its own."""
FINE_HZ = 96_000
FULL_SCALE = 1 << 15
METER = "ebur128=framelog=verbose:peak=true:metadata=1,ametadata=mode=print:key=lavfi.r128.true_peak:file=-"
ASIDE_S = 0.2
"""What a decoder may leave out at the ends: encoders' delays, and what they hold back."""
AROUND_S = 0.4
"""How much is decoded on both sides of one: a file cannot be entered to the sample."""


class LoudMoment(NamedTuple):
    """A tenth of a second, and how loud its loudest sample is before the gain."""

    height: int
    piece: int
    """Which piece it lies in."""
    tenth: int
    """Which of the piece's it is."""


def loudest(pieces: Iterable[Sequence[int]]) -> list[LoudMoment]:
    """The loudest moment and the next ones in its piece, so that one run of a meter hears them all.

    `pieces` are the lowest and the highest sample of each piece's tenths of a second, in turn; of equals the earliest
    counts.
    """
    known = [(height(peaks), at, peaks) for at, peaks in enumerate(pieces)]
    highest, piece, peaks = max(known, key=itemgetter(0), default=(0, 0, ()))
    if not highest:
        return []
    heights = [max(high, -low) for low, high in zip(peaks[::2], peaks[1::2], strict=True)]
    tenths = heapq.nlargest(MOMENTS, range(len(heights)), key=lambda tenth: (heights[tenth], -tenth))
    return [LoudMoment(heights[tenth], piece, tenth) for tenth in tenths if heights[tenth]]


def excesses_db(
    streams: Sequence[bytes], form: Sequence[str], ceiling_dbtp: float, lengths_s: Sequence[float], section: str = ""
) -> list[float]:
    """By how many dB the true peak of each encoded stream is above the ceiling; 0 where it is not.

    All of each is decoded at `FINE_HZ`, where samples show what lies between those of a lower rate. Raises
    EncoderError, which names the `section`, where that is not about `lengths_s` long.
    """
    import audioop

    from rhapsode.work_folders import work_folder  # a render of nothing new needs none

    with work_folder() as folder:
        inputs: list[str | Path] = []
        outputs: list[str | Path] = []
        raws = [Path(folder, f"{at}.raw") for at in range(len(streams))]
        for at, (stream, raw) in enumerate(zip(streams, raws, strict=True)):
            file = raw.with_suffix("")
            file.write_bytes(stream)
            inputs += [*form, "-i", file]
            outputs += ["-map", f"{at}", "-f", "s16le", "-ac", "1", "-ar", f"{FINE_HZ}", raw]
        ffmpeg.run([*inputs, *outputs], section=section)
        for raw, length_s in zip(raws, lengths_s, strict=True):
            if not raw.is_file() or raw.stat().st_size < 2 * FINE_HZ * (length_s - ASIDE_S):
                raise ffmpeg.lacking("less sound than it was given to decode", section)
        ceiling = FULL_SCALE * 10 ** (ceiling_dbtp / 20)
        return [max(0.0, 20 * log10(max(1, audioop.max(raw.read_bytes(), 2)) / ceiling)) for raw in raws]


def true_peak(stream: bytes, form: Sequence[str], moments: Sequence[float], section: str = "") -> float:
    """The highest true peak of an encoded `stream` around `moments` (in seconds), as a share of full scale.

    ITU-R BS.1770-4, annex 2, by ffmpeg's meter; `form` is what ffmpeg is told of the stream. 0 without an ffmpeg; where
    there is one, and it fails, raises EncoderError, which names the `section`.
    """
    try:
        ffmpeg.find()
    except EncoderError:
        return 0.0
    from rhapsode.work_folders import work_folder  # a render of nothing new needs none

    inputs: list[str | Path] = []
    with work_folder() as folder:
        file = Path(folder, "stream")
        file.write_bytes(stream)
        # Without fast seeking ffmpeg reads an MP3 from its beginning to each moment; at a constant rate it need not.
        for moment in moments:
            place = ("-ss", f"{max(0.0, moment - AROUND_S):.3f}", "-t", f"{2 * AROUND_S:.3f}")
            inputs += ["-fflags", "+fastseek", *form, *place, "-i", file]
        places = range(len(moments))
        faded = "".join(f"[{at}:a:0]{FADES}[a{at}];" for at in places)
        joined = faded + "".join(f"[a{at}]" for at in places) + f"concat=n={len(places)}:v=0:a=1,"
        graph = ("-filter_complex", f"{joined}{METER}[done]", "-map", "[done]")
        said = ffmpeg.run([*inputs, *graph, "-f", "null", "-"], section=section)
    found = [float(value) for value in re.findall(rb"true_peak=([\d.]+)", said)]
    if not found:
        raise ffmpeg.lacking("no true peak of the sound that it was given", section)
    return max(found)
