"""Every option of the file against every other: what a decoder makes of each track, or that it was refused at once.

    python tests/mixing/option_crossing.py [--every 1]

prints what is wrong with any of the 2,160 tracks of the crossing (some ten minutes), or of every so many. The tones are
no speech, so nothing here depends on a voice.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Executor
from itertools import product
from pathlib import Path
from typing import NamedTuple

from rhapsode import pipeline
from rhapsode.errors import UsageError
from rhapsode.ffmpeg import find
from rhapsode.mixing import Master, read_track
from rhapsode.model import Track
from rhapsode.request import Request
from rhapsode.store import Store

TEXT = "".join(
    f"{'#' * level} {title}\n\n{title} has some words of its own. They are said, and then there are more of them.\n\n"
    for level, title in ((1, "Alpha"), (2, "Beta"), (3, "Gamma"), (4, "Delta"), (2, "Epsilon"))
)
SECTIONS = {1: 1, 2: 3, 3: 4, 6: 5}
"""By depth: how many headings of `TEXT` are at most so deep."""

MPEG = (8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)  # ISO 11172-3, 13818-3, and MPEG-2.5
RATES = {"mp3": MPEG, "m4b": MPEG, "m4a": MPEG, "opus": (48_000,)}
"""AAC could have three more, which no voice has; Opus always decodes at one (RFC 7845)."""
CEILING_DBTP = {"acx": -3.5}
TARGET_LUFS = {"podcast": -19.0, "acx": -20.0, "-23.5": -23.5, "-40": -40.0}
"""Those that these tones reach below the ceiling."""


class Options(NamedTuple):
    """One point of the crossing."""

    format: str
    split: bool
    loudness: str
    sample_rate_hz: int | None
    depth: int


class Heard(NamedTuple):
    """What ffmpeg makes of a file."""

    rate_hz: int
    frames: int
    lufs: float
    peak_dbtp: float


def crossing() -> Iterator[Options]:
    """All of them."""
    formats = ("mp3", "m4b", "m4a", "opus", "flac", "wav")
    loudness = ("podcast", "acx", "none", "-5", "-23.5", "-40")
    rates_hz = (None, 8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 50_000, 96_000, 192_000)
    return map(Options._make, product(formats, (False, True), loudness, rates_hz, (1, 2, 6)))


def heard(path: Path) -> Heard:
    """`path` as ffmpeg decodes and measures it."""
    command = [find(), "-hide_banner", "-i", path, "-filter_complex", "[0:a]asplit[a][b];[b]ebur128=peak=true[m]"]
    out = ["-map", "[a]", "-f", "s16le", "-c:a", "pcm_s16le", "pipe:1", "-map", "[m]", "-f", "null", "-"]
    done = subprocess.run([*command, *out], capture_output=True, check=True)
    said = done.stderr.decode("utf-8", "replace")
    rate = int(re.search(r"Audio: .*?, (\d+) Hz", said)[1])
    summary = said[said.rindex("Summary:") :]
    lufs, peak = (float(re.search(rf"{name}:\s+(-?[\d.]+|-inf)", summary)[1]) for name in ("I", "Peak"))
    return Heard(rate, len(done.stdout) // 2, lufs, peak)


def allowed(options: Options) -> bool:
    """Whether the format can have such a rate."""
    return options.sample_rate_hz is None or options.sample_rate_hz in RATES.get(options.format, (options[3],))


def wrong(options: Options, folder: Path, store: Store, pool: Executor) -> list[str]:
    """What is not as it should be with the track of `options`."""
    target = folder / f"track.{options.format}"
    master = Master(loudness=options.loudness, split=options.split, sample_rate_hz=options.sample_rate_hz)
    request = Request("-", stdin=TEXT.encode(), engine="tone", depth=options.depth)
    begun = time.perf_counter()
    try:
        track = pipeline.render(request, target, master=master, store=store, executor=pool)
    except UsageError as error:
        late = time.perf_counter() - begun > 0.2 or any(folder.iterdir())
        return [f"refused late: {error}"] * late + [f"refused: {error}"] * allowed(options)
    sounds = [path for path in track.files or (track.path,) if path.suffix == target.suffix]
    found = [] if allowed(options) else ["made, though the format has no such rate"]
    found += _of_files(options, track, sounds)
    found += [f"left behind: {path.name}" for path in folder.rglob(".*")]
    for path in (*(track.files or (track.path,)), *sorted(folder.glob("*/"), reverse=True)):
        path.rmdir() if path.is_dir() else path.unlink()
    return found


def _of_files(options: Options, track: Track, sounds: list[Path]) -> Iterator[str]:
    if len(track.sections) != SECTIONS[options.depth]:
        yield f"{len(track.sections)} sections"
    if len(sounds) != (len(track.sections) if options.split else 1):
        yield f"{len(sounds)} files"
    length_s = 0.0
    for path in sounds:
        back, decoded = read_track(path), heard(path)
        length_s += decoded.frames / decoded.rate_hz
        yield from _of_file(options, back, decoded)
    if abs(length_s - track.seconds(track.frames)) > len(sounds) * 2 / min(track.rate_hz, decoded.rate_hz):
        yield f"{length_s:.5f} s, not {track.seconds(track.frames):.5f}"
    if not options.split:
        if hashlib.sha256(sounds[0].read_bytes()).hexdigest() != track.sha256:
            yield "another checksum"
        if back.utterances != track.utterances or back.sections != track.sections:
            yield "another timeline"
        if track.loudness_lufs is not None and abs(decoded.lufs - track.loudness_lufs) > 1:
            yield f"{decoded.lufs} LUFS, not {track.loudness_lufs} as told"
        if options.loudness in TARGET_LUFS and abs(decoded.lufs - TARGET_LUFS[options.loudness]) > 1:
            yield f"{decoded.lufs} LUFS"


def _of_file(options: Options, back: Track, decoded: Heard) -> Iterator[str]:
    wanted_hz = 48_000 if options.format == "opus" else options.sample_rate_hz or back.rate_hz
    if decoded.rate_hz != wanted_hz:
        yield f"{decoded.rate_hz} Hz"
    if options.loudness != "none" and decoded.peak_dbtp > CEILING_DBTP.get(options.loudness, -1.0) + 0.3:
        yield f"true peak {decoded.peak_dbtp} dBTP"


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--every", type=int, default=1)
    every = parser.parse_args().every
    begun, made, faults = time.perf_counter(), 0, 0
    with tempfile.TemporaryDirectory() as scratch, pipeline.workers(2) as pool:
        folder = Path(scratch, "tracks")
        folder.mkdir()
        for options in list(crossing())[::every]:
            made += 1
            try:
                found = wrong(options, folder, Store(Path(scratch, "store")), pool)
            except Exception as fault:
                found = [f"{type(fault).__name__}: {fault}"]
            faults += bool(found)
            for one in found:
                print(*options, one, sep="\t", flush=True)
    print(f"{made} tracks or refusals, {faults} at fault, {time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
