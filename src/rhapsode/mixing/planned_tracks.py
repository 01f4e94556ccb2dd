"""Planned files as tracks: everything that is known of them before they are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, chain
from pathlib import Path

from rhapsode.files import spelled
from rhapsode.mixing.containers.chapter_list import one_line
from rhapsode.mixing.cutting.timeline import timed_sections, timed_utterances
from rhapsode.mixing.levels.gain import Gain
from rhapsode.mixing.levels.waveform_peaks import waveform
from rhapsode.mixing.mixed_track import MixedTrack
from rhapsode.mixing.planned_files import PlannedFile, fine_peaks
from rhapsode.model import Ledger, Script, Speech


def track_of(
    planned: Sequence[PlannedFile], script: Script, speech: Speech, target: Path, gain: Gain, form: str
) -> MixedTrack:
    """The track that the `planned` files are, heard one after another."""
    offsets = [0, *accumulate(file.placement.frames for file in planned)]
    placed = chain.from_iterable(map(PlannedFile.clips, planned, offsets))
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
        format=form,
        loudness_lufs=gain.loudness_lufs,
        peaks=waveform(fine_peaks(planned), gain.db),
        files=(target,),
        hits=speech.hits,
        misses=speech.misses,
        voices=speech.voices,
    )


def section_tracks(
    planned: Sequence[PlannedFile], script: Script, speech: Speech, target: Path, gain: Gain, form: str
) -> list[MixedTrack]:
    """A track for each of the `planned` files, which hold one section each.

    They lie in a folder called as `target` without its suffix, and are numbered and called by their sections' titles.
    """
    tracks = []
    first = 0
    width = max(2, len(str(len(planned))))
    for number, file in enumerate(planned, 1):
        said = script.utterances[first : first + sum(len(piece.parts) for piece in file.pieces)]
        first += len(said)
        section = next(section for section in script.sections if section.id == said[0].section_id)
        path = target.with_suffix("") / f"{number:0{width}} {file_name(section.title)}{target.suffix}"
        own = script._replace(sections=(section,), utterances=said, ledger=Ledger())
        tracks.append(track_of([file], own, speech, path, gain, form))
    return tracks


def file_name(title: str) -> str:
    """`title` as a file may be called on every system; at most 60 characters."""
    plain = re.sub(r'[<>:"/\\|?*]+', " ", one_line(title))
    return spelled(" ".join(plain[:60].split()).strip(". ")) or "section"
