"""From a script and its stored clips to one finished file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from pathlib import Path

from rhapsode.errors import RhapsodeError
from rhapsode.files import replacing
from rhapsode.mixing import flacfile, mp3file, mp4file, opusfile, wavfile
from rhapsode.mixing.assembly import Assembly
from rhapsode.mixing.encoding import Work
from rhapsode.mixing.formats import choose, coding
from rhapsode.mixing.jobs import batches, results
from rhapsode.mixing.labels import labels
from rhapsode.mixing.loudness import gain_db, integrated
from rhapsode.mixing.master import Master, ceiling_dbtp, target_lufs
from rhapsode.mixing.pieces import Piece, pieces
from rhapsode.mixing.placing import Plan, plan
from rhapsode.mixing.survey import Survey, survey, survey_key
from rhapsode.mixing.timeline import Placed, timed_sections, timed_utterances
from rhapsode.mixing.track import MixedTrack
from rhapsode.model import Progress, Script, Speech
from rhapsode.store import Store

BUCKETS = 1_600
"""Most buckets in a track's waveform."""

WRITERS = {
    "mp3": mp3file.write,
    "m4b": mp4file.write,
    "m4a": mp4file.write,
    "opus": opusfile.write,
    "flac": flacfile.write,
    "wav": wavfile.write,
}
"""How each format's file is put together."""

Report = Callable[[Progress], None]


def mix(
    script: Script,
    speech: Speech,
    store: Store,
    target: Path,
    *,
    executor: Executor,
    master: Master = Master(),  # noqa: B008 a frozen value
    progress: Report | None = None,
) -> MixedTrack:
    """Join, master, encode and tag; `target` is replaced in one step, or left as it was.

    `store` must hold every clip of `speech`; surveys and encoded pieces are added to it. `executor` runs the jobs.
    Raises EncoderError, UsageError (format, options, music that cannot be read) and RhapsodeError.
    """
    if not script.utterances:
        raise RhapsodeError("there is nothing to speak", "the script has no sentence")
    form = coding(choose(target, master), master, speech.rate_hz)
    cut = pieces(script.utterances, speech.keys, speech.rate_hz, {})
    surveys = _surveys(cut, store, executor, metered=target_lufs(master.loudness) is not None)
    loudness = integrated(s.levels for s in surveys)
    gain = gain_db(loudness, target_lufs(master.loudness))
    layout = plan([s.frames for s in surveys], speech.rate_hz, form)
    ceiling = None if target_lufs(master.loudness) is None else ceiling_dbtp(master)
    works = [Work(piece, gain, ceiling, count) for piece, count in zip(cut, layout.counts, strict=True)]
    track = _track(script, speech, target, surveys=surveys, layout=layout)
    track = replace(
        track, format=form.format, peaks=_peaks(surveys, gain), loudness_lufs=loudness and round(loudness + gain, 2)
    )
    say = _reporter(script, progress, layout.frames)
    assembly = Assembly(track, labels(script, master, speech.engine), works, form, layout, store, executor, say)
    with replacing(target) as half:
        WRITERS[form.format](half, assembly)
        digest, size = _digest(half)
    return replace(track, sha256=digest, bytes=size)


def _surveys(cut: Sequence[Piece], store: Store, executor: Executor, *, metered: bool) -> list[Survey]:
    keys = [survey_key(piece, metered=metered) for piece in cut]
    missing = [piece for piece, key in zip(cut, keys, strict=True) if key not in store]
    calls = [partial(survey, store, batch, metered=metered) for batch in batches(missing, lambda p: len(p.parts))]
    for _ in results(executor, calls):
        pass
    return [Survey.from_bytes(store.get(key) or b"") for key in keys]


def _track(script: Script, speech: Speech, target: Path, *, surveys: Sequence[Survey], layout: Plan) -> MixedTrack:
    placed = [
        Placed(start + offset, sound)
        for start, known in zip(layout.starts, surveys, strict=True)
        for offset, sound in zip(known.starts, known.sounds, strict=True)
    ]
    return MixedTrack(
        path=target,
        document=script.document,
        rate_hz=speech.rate_hz,
        frames=layout.frames,
        sections=timed_sections(script.sections, script.utterances, placed, speech.rate_hz, layout.frames),
        utterances=tuple(timed_utterances(script, placed)),
        ledger=script.ledger,
        files=(target,),
        hits=speech.hits,
        misses=speech.misses,
        warnings=script.warnings,
    )


def _peaks(surveys: Sequence[Survey], gain: float) -> tuple[int, ...]:
    """The waveform after the gain, in at most `BUCKETS` buckets, lowest and highest in turn."""
    fine = [pair for known in surveys for pair in known.peaks]
    step = -(-len(fine) // BUCKETS) or 1
    factor = 10 ** (gain / 20)
    flat: list[int] = []
    for at in range(0, len(fine), step):
        bucket = fine[at : at + step]
        flat.append(max(-32_768, round(factor * min(low for low, _ in bucket))))
        flat.append(min(32_767, round(factor * max(high for _, high in bucket))))
    return tuple(flat)


def _reporter(script: Script, progress: Report | None, total: int) -> Callable[[int], None]:
    done = 0

    def say(frames: int) -> None:
        nonlocal done
        done = min(total, done + frames)
        if progress:
            reached = done * len(script.sections) // max(total, 1)
            title = script.sections[min(reached, len(script.sections) - 1)].title if script.sections else ""
            progress(Progress("mix", title, done, total))

    return say


def _digest(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size
