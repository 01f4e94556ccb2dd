"""From a script and its stored clips to finished files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import replace
from itertools import accumulate, chain
from math import log10
from pathlib import Path

from rhapsode.errors import RhapsodeError
from rhapsode.files import replacing, write_atomically
from rhapsode.mixing import flacfile, mp3file, mp4file, opusfile, wavfile
from rhapsode.mixing.assembly import Assembly, encoding
from rhapsode.mixing.capsule import to_bytes
from rhapsode.mixing.chapters import one_line
from rhapsode.mixing.cover import Cover, cover_from, cover_of, drawn
from rhapsode.mixing.encoding import Work
from rhapsode.mixing.formats import Coding, check, choose, coding
from rhapsode.mixing.labels import Labels, for_section, labels
from rhapsode.mixing.master import Master
from rhapsode.mixing.programme import Programme, Reel, fine_peaks, programme, waveform
from rhapsode.mixing.sheets import Entry, cue, m3u8
from rhapsode.mixing.timeline import timed_sections, timed_utterances
from rhapsode.mixing.track import MixedTrack
from rhapsode.model import Ledger, Progress, Script, Speech
from rhapsode.store import Store, key_of

WRITERS = {
    "mp3": mp3file.write,
    "m4b": mp4file.write,
    "m4a": mp4file.write,
    "opus": opusfile.write,
    "flac": flacfile.write,
    "wav": wavfile.write,
}
"""How each format's file is put together."""

CUE_KINDS = {"mp3": "MP3", "wav": "WAVE"}
"""What a CUE sheet calls a file's form; it knows few, and players take WAVE for the rest."""

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
    With `master.split` the files stand in a folder named as `target` without its suffix, and the track's path is the
    playlist among them. Raises EncoderError, UsageError (format, options, cover or music that cannot be read) and
    RhapsodeError.
    """
    check(target, master)
    if not script.utterances:
        raise RhapsodeError("there is nothing to speak", "the script has no sentence")
    form = coding(choose(target, master), master, speech.rate_hz)
    made = programme(script, speech, store, executor, master=master, coding=form)
    works = [work for reel in made.reels for work in reel.works]
    say = _reporter(script, progress, sum(reel.plan.frames for reel in made.reels))
    # What a file is made of besides sound is made here while the workers encode.
    with encoding([] if form.format == "wav" else works, form, store, executor) as done:
        whole = _track(script, speech, target, made.reels, gain_db=made.gain_db)
        whole = whole._replace(format=form.format, loudness_lufs=made.loudness_lufs)
        words = labels(script, master, speech.engine, _cover(script, master, whole, store))
        tracks = _sections(whole, script, speech, made) if master.split else [whole]
        made = made.without_surveys()  # a long text's take room that its capsule can use
        capsules = [to_bytes(track) for track in tracks]
        for frames in done:
            say(frames)
    files = []
    for at, (track, reel, capsule) in enumerate(zip(tracks, made.reels, capsules, strict=True), 1):
        tags = replace(words, capsule=capsule)
        if master.split:
            tags = for_section(tags, track, at, len(tracks))
        assembly = Assembly(track, tags, reel.works, form, reel.plan, store, executor, say)
        with replacing(track.path) as half:
            sha256 = WRITERS[form.format](half, assembly)
        files.append(track.path)
    whole = whole._replace(true_peak_dbtp=_peak_dbtp(works, form, store))
    if master.split:
        return _listed(whole, words, tracks)
    finished = whole._replace(files=tuple(files), sha256=sha256, bytes=target.stat().st_size)
    return _measured(finished) if master.measure else finished


def _track(script: Script, speech: Speech, target: Path, reels: Sequence[Reel], *, gain_db: float) -> MixedTrack:
    """The timeline of the files that `reels` become, one after another."""
    offsets = [0, *accumulate(reel.plan.frames for reel in reels)]
    placed = chain.from_iterable(map(Reel.placed, reels, offsets))
    timed = tuple(timed_utterances(script, placed))
    sections = timed_sections(script.sections, timed, rate_hz=speech.rate_hz, frames=offsets[-1])
    return MixedTrack(
        path=target,
        document=script.document,
        rate_hz=speech.rate_hz,
        frames=offsets[-1],
        sections=sections,
        utterances=timed,
        ledger=script.ledger,
        peaks=waveform(fine_peaks(reels), gain_db),
        files=(target,),
        hits=speech.hits,
        misses=speech.misses,
    )


def _sections(whole: MixedTrack, script: Script, speech: Speech, made: Programme) -> list[MixedTrack]:
    """A track for each reel, which holds one section, in the folder beside which `whole` would stand."""
    tracks = []
    first = 0
    width = max(2, len(str(len(made.reels))))
    for number, reel in enumerate(made.reels, 1):
        said = script.utterances[first : first + sum(len(piece.parts) for piece in reel.pieces)]
        first += len(said)
        section = next(section for section in script.sections if section.id == said[0].section_id)
        path = whole.path.with_suffix("") / f"{number:0{width}} {file_name(section.title)}{whole.path.suffix}"
        own = script._replace(sections=(section,), utterances=said, ledger=Ledger())
        track = _track(own, speech, path, [reel], gain_db=made.gain_db)
        tracks.append(track._replace(format=whole.format, loudness_lufs=whole.loudness_lufs))
    return tracks


def file_name(title: str) -> str:
    """`title` as a file may be called on every system; at most 60 characters."""
    plain = re.sub(r'[<>:"/\\|?*]+', " ", one_line(title))
    return " ".join(plain[:60].split()).strip(". ") or "section"


def _measured(track: MixedTrack) -> MixedTrack:
    from rhapsode.mixing.inspection import inspect

    found = inspect(track.path)
    return track._replace(loudness_lufs=found.loudness_lufs, true_peak_dbtp=found.true_peak_dbtp)


def _peak_dbtp(works: Sequence[Work], form: Coding, store: Store) -> float | None:
    """The true peak of the finished files, in dB, as it was found in their loudest pieces."""
    share = max((float(store.get(work.peak_key(form)) or 0) for work in works if work.moments), default=0.0)
    return round(20 * log10(share), 1) if share > 0 else None


def _listed(whole: MixedTrack, words: Labels, tracks: Sequence[MixedTrack]) -> MixedTrack:
    """Write playlist and CUE sheet beside the files, and point the track at them."""
    folder = tracks[0].path.parent
    entries = [
        Entry(track.path.name, one_line(track.sections[0].title), track.frames / track.rate_hz) for track in tracks
    ]
    playlist, sheet = folder / f"{folder.name}.m3u8", folder / f"{folder.name}.cue"
    listed = m3u8(entries, words).encode("utf-8", "replace")
    write_atomically(playlist, listed)
    write_atomically(sheet, cue(entries, words, CUE_KINDS.get(whole.format, "WAVE")).encode("utf-8", "replace"))
    files = (playlist, *(track.path for track in tracks), sheet)
    return whole._replace(
        path=playlist, files=files, sha256=hashlib.sha256(listed).hexdigest(), bytes=playlist.stat().st_size
    )


def _cover(script: Script, master: Master, track: MixedTrack, store: Store) -> Cover | None:
    if master.cover:
        return cover_from(master.cover)
    if script.document.cover:
        with suppress(ValueError):
            return cover_of(script.document.cover)
    if not master.generate_cover:
        return None
    title, authors = master.title or script.document.title, master.authors or script.document.authors
    key = key_of({"kind": "cover", "title": title, "authors": authors, "peaks": track.peaks})
    kept = store.get(key)
    if kept is None:
        kept = drawn(title, authors, track.peaks).data
        store.put(key, kept)
    return cover_of(kept)


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
