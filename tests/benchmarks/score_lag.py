"""How exactly each format keeps the time of a long track: every section of the decoded file against the same as WAV.

    python tests/benchmarks/score_lag.py [--hours 10] [--formats mp3 m4b opus flac]

For each format: how late its sections are in samples (least, median, most), by cross-correlation of the first seconds
of each; the drift from the first to the last; how much longer the file is; and the loudest sample within 20 ms of a
join of pieces, next to the quietest speech around it. The text is generated; needs some 4 GB of disk for ten hours.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from speed import prose, render

from rhapsode.ffmpeg import find
from rhapsode.mixing import read_track
from rhapsode.mixing.cutting.pieces import cut_points
from rhapsode.model import Track
from rhapsode.pipeline import Request, write

FRAME = {"mp3": 576, "m4b": 1_024, "opus": 441, "flac": 0}
"""The codec's frame at 22,050 Hz, in samples."""
SECONDS = 4
REACH = 2_000
"""Samples early or late that are looked at."""


def decoded(path: Path, rate_hz: int, folder: Path) -> np.ndarray:
    raw = folder / f"{path.suffix[1:]}.raw"
    form = ["-f", "s16le", "-ar", str(rate_hz), "-ac", "1"]
    subprocess.run([find(), "-v", "error", "-y", "-i", path, *form, raw], check=True)
    return np.memmap(raw, "<i2", "r")


def lag(wanted: np.ndarray, heard: np.ndarray, at: int, rate_hz: int) -> int:
    """By how many samples `heard` is later than `wanted` after sample `at`."""
    first = wanted[at : at + SECONDS * rate_hz].astype(float)
    around = heard[max(0, at - REACH) : at + SECONDS * rate_hz + REACH].astype(float)
    size = 1 << (len(first) + len(around)).bit_length()
    product = np.fft.irfft(np.fft.rfft(around, size) * np.conj(np.fft.rfft(first, size)), size)
    return int(np.argmax(product[: 2 * REACH])) - min(at, REACH)


def joins(track: Track, source: Path) -> list[int]:
    """The frames in whose neighbourhood pieces meet: the middle of the pause before each piece's first clip."""
    cuts = [at for at in cut_points(write(Request(str(source))).utterances) if at]
    return [(track.utterances[at - 1].end_frame + track.utterances[at].start_frame) // 2 for at in cuts]


def loudest_at_joins(sound: np.ndarray, frames: list[int], rate_hz: int) -> tuple[int, int]:
    """The loudest sample within 20 ms of a join, and the quietest of the loudest in the second of speech before one."""
    near, speech = rate_hz // 50, rate_hz
    at_join = max(int(np.abs(sound[at - near : at + near].astype(int)).max()) for at in frames)
    before = min(int(np.abs(sound[at - 2 * speech : at].astype(int)).max()) for at in frames if at > 2 * speech)
    return at_join, before


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hours", type=float, default=10)
    parser.add_argument("--formats", nargs="*", default=list(FRAME))
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "long.md"
        source.write_text(prose(chosen.hours * 60), "utf-8")
        store = folder / "store"
        tracks = {}
        for suffix in ("wav", *chosen.formats):
            render(source, store, suffix)
            tracks[suffix] = read_track(Path(f"{store}.{suffix}"))
        track = tracks["wav"]
        wanted = decoded(track.path, track.rate_hz, folder)
        meets = joins(track, source)
        starts = [section.start_frame for section in track.sections]
        print(f"{len(starts)} sections, {len(meets)} joins, {track.frames} frames")
        for suffix in chosen.formats:
            heard = decoded(tracks[suffix].path, track.rate_hz, folder)
            lags = [lag(wanted, heard, at, track.rate_hz) for at in starts]
            at_join, speech = loudest_at_joins(heard, meets, track.rate_hz)
            print(
                f"{suffix:5} late by {min(lags)} / {int(np.median(lags))} / {max(lags)} samples"
                f" (frame {FRAME[suffix]}), drift {lags[-1] - lags[0]}, longer by {len(heard) - len(wanted)};"
                f" loudest at a join {at_join}, quietest speech {speech}",
                flush=True,
            )
            if max(lags) - min(lags) > FRAME[suffix] or at_join > speech:
                sys.exit(f"{suffix} does not keep time")


if __name__ == "__main__":
    main()
