"""Pieces: runs of utterances that are joined, measured, encoded and stored as one.

Where they begin depends on the script alone (never on sound, processors or what is stored), and only on the
neighbourhood, so that an edit moves few of them. A piece begins and ends inside a pause, so the silence on both sides
takes up what an encoder adds at its start and end.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from rhapsode.mixing.cutting.timeline import lead_ms
from rhapsode.mixing.master import RoomTone
from rhapsode.model import Utterance
from rhapsode.pauses import pauses_ms
from rhapsode.store import key_of

CUT_MS = 250
"""Shortest pause that a piece may end in: the part before the cut outlasts the delay of every encoder used."""
FEWEST = 4
"""Utterances in a piece, but for the last: enough pauses to take up the rounding to whole encoder frames unheard."""
SECTION_CHARACTERS = 600
"""A section begins a new piece once the last one has this many (some forty seconds)."""
RUN = 8
"""Mean number of utterances in a piece where no section ends."""
MOST = 16
"""Utterances after which a piece ends at the next pause long enough."""


class PiecePart(NamedTuple):
    """One clip and the silence after it."""

    clip: str
    """Store key."""
    gap: int
    """Frames of silence after it, and after its last cue."""
    volume_db: float = 0.0
    cue_before: str = ""
    """Store key of samples at the track's rate; empty for none."""
    cue_after: str = ""


class Piece(NamedTuple):
    """What a job needs to make its stretch of the track; small, without sound."""

    rate_hz: int
    lead: int
    """Frames of silence before the first clip."""
    parts: tuple[PiecePart, ...]
    whole: int = 1
    """The length is brought to a multiple of this many frames."""
    intro: str = ""
    """Store key of music before and under its beginning; empty for none."""
    outro: str = ""
    """Store key of music under and after its end; empty for none."""
    opens: bool = False
    """Whether it begins a section; no part of its identity."""
    identity: str = ""
    """What decides its samples, as a digest."""
    section: str = ""
    """Title of the section it begins in, for errors; no part of its identity."""


def identified(piece: Piece) -> Piece:
    """`piece` with its identity."""
    around = [piece.rate_hz, piece.lead, piece.whole, piece.intro, piece.outro]
    return piece._replace(identity=key_of({"kind": "piece", "parts": piece.parts, "around": around}))


class PieceLayout(NamedTuple):
    """What besides the script decides where sounds and silences go."""

    cues: Mapping[str, str] = MappingProxyType({})
    """Store keys of the script's own cues by path."""
    titles: Mapping[str, str] = MappingProxyType({})
    """Of the sections, by id."""
    section_cue: str = ""
    """Store key of the sound before each section but the first."""
    intro: str = ""
    outro: str = ""
    split: bool = False
    """Whether each section becomes a file."""
    room_tone_ms: RoomTone | None = None
    """Limits of the silence at both ends of a file."""


def frame_size(rate_hz: int) -> int:
    """Frames in one MP3 frame at this rate (ISO 11172-3 and 13818-3, layer III): the grid that pieces keep to."""
    return 576 if rate_hz <= 24_000 else 1_152


def pieces(
    utterances: Sequence[Utterance],
    clips: Mapping[str, str],
    rate_hz: int,
    layout: PieceLayout,
    gains_db: Mapping[str, float] = MappingProxyType({}),
) -> list[Piece]:
    """The script as pieces. `clips` are store keys by utterance id, `gains_db` what some are made louder by."""
    pauses = pauses_ms(utterances)
    cuts = [*cut_points(utterances, split=layout.split), len(utterances)]
    sides = {cut: _sides(utterances, pauses, cut, layout) for cut in cuts}
    made = []
    for start, end in pairwise(cuts):
        parts = []
        for at in range(start, end):
            gap = sides[end][0] if at + 1 == end else pauses[at + 1]
            volume_db = utterances[at].voice.volume_db + gains_db.get(utterances[at].id, 0.0)
            parts.append(_part(utterances, at, clips[utterances[at].id], gap * rate_hz // 1000, volume_db, layout))
        ends_file = end == len(utterances) or (layout.split and _opens(utterances, end))
        piece = Piece(
            rate_hz,
            sides[start][1] * rate_hz // 1000,
            tuple(parts),
            1 if ends_file else frame_size(rate_hz),
            intro=layout.intro if start == 0 else "",
            outro=layout.outro if end == len(utterances) else "",
            opens=_opens(utterances, start),
            section=layout.titles.get(utterances[start].section_id, ""),
        )
        made.append(identified(piece))
    return made


def _opens(utterances: Sequence[Utterance], at: int) -> bool:
    return at == 0 or utterances[at - 1].section_id != utterances[at].section_id


def _sides(utterances: Sequence[Utterance], pauses: Sequence[int], cut: int, layout: PieceLayout) -> tuple[int, int]:
    """The silence at a cut, in milliseconds: before it and after it."""
    first, last = cut == 0, cut == len(utterances)
    after = pauses[cut] if first else 0 if last else lead_ms(pauses[cut])
    before = pauses[cut] - after
    if layout.room_tone_ms and (first or last or (layout.split and _opens(utterances, cut))):
        rooms = layout.room_tone_ms
        after = min(max(after, rooms.least_head), rooms.most_head)
        before = min(max(before, rooms.least_tail), rooms.most_tail)
    return before, after


def _part(
    utterances: Sequence[Utterance], at: int, clip: str, gap: int, volume_db: float, layout: PieceLayout
) -> PiecePart:
    said = utterances[at]
    own = layout.cues.get(said.cue_before, "")
    before = own or (layout.section_cue if at and _opens(utterances, at) else "")
    return PiecePart(clip, gap, volume_db, before, layout.cues.get(said.cue_after, ""))


def cut_points(utterances: Sequence[Utterance], *, split: bool = False) -> Iterator[int]:
    """The index of each piece's first utterance, beginning with 0; with `split` every section begins one."""
    pauses = pauses_ms(utterances)
    start = characters = 0
    for at, utterance in enumerate(utterances):
        if at == 0 or (split and _opens(utterances, at)):
            yield at
            start, characters = at, 0
        elif at - start >= FEWEST and pauses[at] >= CUT_MS:
            full = characters >= SECTION_CHARACTERS
            if (full and (_opens(utterances, at) or _falls_here(utterance))) or at - start >= MOST:
                yield at
                start, characters = at, 0
        characters += len(utterance.text)


def _falls_here(utterance: Utterance) -> bool:
    """A cut that goes by the sentence itself, so that an edit further up does not move it."""
    return zlib.crc32(utterance.text.encode("utf-8", "surrogatepass")) % RUN == 0
