"""From a script and its stored clips to finished files: the order of everything that this room does."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from rhapsode.errors import RhapsodeError
from rhapsode.files import replacing
from rhapsode.mixing.containers import flac_file, mp3_file, mp4_file, opus_file, wav_file
from rhapsode.mixing.containers.assembly import Assembly
from rhapsode.mixing.containers.cover import begun_cover
from rhapsode.mixing.containers.playlists import write_lists
from rhapsode.mixing.containers.track_tags import for_section, track_tags
from rhapsode.mixing.cutting.pieces import pieces
from rhapsode.mixing.embedded_timeline import to_bytes
from rhapsode.mixing.encoding.encoded_pieces import encoding, highest_dbtp
from rhapsode.mixing.encoding.formats import LAMEENC, check, choose, coding
from rhapsode.mixing.joining.music import piece_layout
from rhapsode.mixing.levels.gain import chosen_gain
from rhapsode.mixing.levels.measuring import measured_pieces
from rhapsode.mixing.levels.voice_levels import voice_gains
from rhapsode.mixing.master import Master, ceiling_dbtp, target_lufs
from rhapsode.mixing.mixed_track import MixedTrack
from rhapsode.mixing.planned_files import planned_files
from rhapsode.mixing.planned_tracks import section_tracks, track_of
from rhapsode.mixing.pydub_segments import audio
from rhapsode.model import Progress, Script, Speech
from rhapsode.steps import step
from rhapsode.store import Store

WRITERS = {
    "mp3": mp3_file.write,
    "m4b": mp4_file.write,
    "m4a": mp4_file.write,
    "opus": opus_file.write,
    "flac": flac_file.write,
    "wav": wav_file.write,
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

    `store` must hold every clip of `speech`; what is measured and encoded is added to it. `executor` runs the jobs.
    With `master.split` the files stand in a folder named as `target` without its suffix, and the track's path is the
    playlist among them. Raises EncoderError, UsageError (format, options, cover or music that cannot be read) and
    RhapsodeError.
    """
    check(target, master)
    if not script.utterances:
        raise RhapsodeError("there is nothing to speak", "the script has no sentence")
    form = coding(choose(target, master), master, speech.rate_hz)
    wanted = target_lufs(master.effective_loudness)
    ceiling = ceiling_dbtp(master) - form.overshoot_db

    layout = piece_layout(script, master, store, speech.rate_hz)
    gains_db = speech.gains_db if wanted is None else voice_gains(script, speech, store, executor)
    cut = pieces(script.utterances, speech.keys, speech.rate_hz, layout, gains_db)
    with step("measure"):
        measured = measured_pieces(cut, store, executor, metered=wanted is not None)
    gain = chosen_gain(cut, measured, wanted, ceiling, store, executor)
    planned = planned_files(cut, measured, gain, wanted, form, split=master.split)
    del measured
    jobs = [job for file in planned for job in file.jobs]
    say = _reporter(script, progress, sum(file.placement.frames for file in planned))
    # What a file is made of besides sound is made here while the workers encode.
    with step("encode"), encoding([] if form.format == "wav" else jobs, form, store, executor) as done:
        whole = track_of(planned, script, speech, target, gain, form.format)
        cover = begun_cover(script.document, master, whole.peaks, store, executor)
        tracks = section_tracks(planned, script, speech, target, gain, form.format) if master.split else [whole]
        # A long text's measurements take room that its timeline as bytes can use.
        planned = [file.without_measurements() for file in planned]
        timelines = [to_bytes(track) for track in tracks]
        for frames in done:
            say(frames)
        tags = track_tags(script, master, speech.engine, cover())
    written = []
    for at, (track, timeline, file) in enumerate(zip(tracks, timelines, planned, strict=True), 1):
        store.bring(job.key for job in file.jobs)
        own = replace(tags, timeline=timeline)
        own = for_section(own, track, at, len(tracks)) if master.split else own
        with step("write"):
            written.append(_write(Assembly(track, own, file.jobs, form, file.placement, store, executor, say)))
    peak = highest_dbtp(jobs, store)
    if master.split:
        return write_lists(whole._replace(true_peak_dbtp=peak), tags, tracks)
    finished = written[0]._replace(true_peak_dbtp=peak).described(timeline=timelines[0])
    return _listened_to(finished) if master.measure else finished


def _write(assembly: Assembly) -> MixedTrack:
    track = assembly.track
    with replacing(track.path) as half:
        sha256 = WRITERS[assembly.coding.format](half, assembly)
    return track._replace(sha256=sha256, bytes=track.path.stat().st_size)


def _listened_to(track: MixedTrack) -> MixedTrack:
    from rhapsode.mixing.readback.inspection import inspect

    found = inspect(track.path)
    return track._replace(loudness_lufs=found.loudness_lufs, true_peak_dbtp=found.true_peak_dbtp)


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


def preload() -> None:
    """Load pydub and the encoder before worker processes are forked off, so that none has to do it again.

    What is missing is found out where it is needed.
    """
    audio(bytes(2), 22_050)
    with suppress(ImportError):
        import_module(LAMEENC)
