"""The whole programme before it becomes files: pieces, what is known of them, the gain, and the timeline."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import NamedTuple

from rhapsode.errors import RhapsodeError
from rhapsode.mixing import music
from rhapsode.mixing.encoding import Work
from rhapsode.mixing.formats import Coding
from rhapsode.mixing.jobs import batches, results, start
from rhapsode.mixing.master import Master, ceiling_dbtp, target_lufs
from rhapsode.mixing.peak import loudest
from rhapsode.mixing.pieces import Layout, Piece, pieces
from rhapsode.mixing.placing import Plan, plan
from rhapsode.mixing.settling import settled
from rhapsode.mixing.survey import PEAKS_PER_SECOND, Survey, survey, survey_key
from rhapsode.mixing.timeline import Placed
from rhapsode.model import Script, Speech
from rhapsode.pool import usable_processors
from rhapsode.store import Store

METERED_SAMPLES = 16_000_000
"""Samples that one job surveys, about. Each job starts a program, so a short track has no more than processors."""
LOUD_LUFS = -18.0
"""Beyond this the limiter shapes most sentences, and what the encoder adds to them is watched."""
BUCKETS = 1_600
"""Most buckets in a track's waveform."""


class Reel(NamedTuple):
    """What goes into one file: some of the pieces, placed."""

    pieces: Sequence[Piece]
    surveys: Sequence[Survey]
    works: Sequence[Work]
    plan: Plan

    def placed(self, offset: int = 0) -> Iterator[Placed]:
        """Where each clip lies, in order, if the file begins at `offset`."""
        for begin, known in zip(self.plan.starts, self.surveys, strict=True):
            for at, sound in known.sounds():
                yield Placed(offset + begin + at, sound)


class Programme(NamedTuple):
    """Every reel, and what is the same for all."""

    reels: Sequence[Reel]
    gain_db: float
    loudness_lufs: float | None
    """After the gain."""

    def without_surveys(self) -> Programme:
        """What is left to do once every timeline is made."""
        return self._replace(reels=[reel._replace(surveys=()) for reel in self.reels])


def programme(
    script: Script, speech: Speech, store: Store, executor: Executor, *, master: Master, coding: Coding
) -> Programme:
    """Cut the script into pieces, survey them in parallel, and settle gain and places."""
    target = target_lufs(master.effective_loudness)
    cut = pieces(script.utterances, speech.keys, speech.rate_hz, _layout(script, master, store, speech.rate_hz))
    surveys = _surveys(cut, store, executor, metered=target is not None)
    gain, loudness, ceiling = 0.0, None, None
    if target is not None:
        ceiling = ceiling_dbtp(master) - coding.overshoot_db
        gain, loudness = settled(cut, surveys, target, ceiling, store, executor)
    moments = _moments(surveys)
    watched = coding.lossy and target is not None and target > LOUD_LUFS
    reels = []
    for first, last in _runs(cut, split=master.split):
        known = surveys[first:last]
        placed = plan([one.frames for one in known], speech.rate_hz, coding)
        works = [
            Work(piece, gain, ceiling, count * coding.frame, coding.makeup_db, watched, moments.get(number, ()))
            for number, piece, count in zip(range(first, last), cut[first:last], placed.counts, strict=True)
        ]
        reels.append(Reel(cut[first:last], known, works, placed))
    return Programme(reels, gain, None if loudness is None else round(loudness, 2))


def _moments(surveys: Sequence[Survey]) -> dict[int, tuple[float, ...]]:
    """By the number of the one piece that holds them: where the programme is loudest, in seconds of the piece."""
    found = loudest(known.peaks for known in surveys)
    return {moment.piece: tuple((one.tenth + 0.5) / PEAKS_PER_SECOND for one in found) for moment in found[:1]}


def _layout(script: Script, master: Master, store: Store, rate_hz: int) -> Layout:
    paths = {path for said in script.utterances for path in (said.cue_before, said.cue_after) if path}
    cues = music.load(map(Path, sorted(paths)), store, rate_hz, music.MOST_CUE_S)
    every = music.load([master.section_cue], store, rate_hz, music.MOST_CUE_S)
    around = music.load([master.intro, master.outro], store, rate_hz, music.MOST_MUSIC_S)
    return Layout(
        cues=cues,
        section_cue=next(iter(every.values()), ""),
        intro=around.get(str(master.intro), ""),
        outro=around.get(str(master.outro), ""),
        split=master.split,
        rooms_ms=master.rooms_ms,
    )


def _surveys(cut: Sequence[Piece], store: Store, executor: Executor, *, metered: bool) -> list[Survey]:
    keys = [survey_key(piece, metered=metered) for piece in cut]
    missing = [piece for piece, key in zip(cut, keys, strict=True) if key not in store]

    def samples(piece: Piece) -> int:
        return sum(store.size(part.clip) + 2 * part.gap for part in piece.parts) // 2

    calls = [
        partial(survey, store, batch, metered=metered)
        for batch in batches(missing, samples, usable_processors(), METERED_SAMPLES)
    ]
    for _ in results(start(executor, calls)):
        pass
    try:
        return [Survey.from_bytes(store.get(key) or b"") for key in keys]
    except ValueError as fault:
        raise RhapsodeError("the store holds a damaged value", "clear the store and run the command again") from fault


def _runs(cut: Sequence[Piece], *, split: bool) -> list[tuple[int, int]]:
    """The pieces of each file, as indices."""
    if not split:
        return [(0, len(cut))]
    begins = [at for at, piece in enumerate(cut) if piece.opens]
    return list(zip(begins, [*begins[1:], len(cut)], strict=True))


def fine_peaks(reels: Sequence[Reel]) -> array[int]:
    """Lowest and highest sample of every 100 ms of all reels, in turn, before the gain."""
    fine = array("h")
    for reel in reels:
        for known in reel.surveys:
            fine.extend(known.peaks)
    return fine


def waveform(fine: Sequence[int], gain: float = 0.0) -> tuple[int, ...]:
    """Lowest and highest samples in turn, brought to at most `BUCKETS` pairs, louder by `gain` dB."""
    step = 2 * (-(-len(fine) // (2 * BUCKETS)) or 1)
    factor = 10 ** (gain / 20)
    flat: list[int] = []
    for at in range(0, len(fine), step):
        bucket = fine[at : at + step]
        flat.append(max(-32_768, round(factor * min(bucket[::2]))))
        flat.append(min(32_767, round(factor * max(bucket[1::2]))))
    return tuple(flat)
