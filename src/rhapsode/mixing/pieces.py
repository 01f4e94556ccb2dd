"""Pieces: runs of utterances that are joined, measured, encoded and stored as one.

Where they begin depends on the script alone (never on sound, processors or what is stored), and only on the
neighbourhood, so that an edit moves few of them. A piece begins and ends inside a pause, so the silence on both sides
takes up what an encoder adds at its start and end.
"""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from rhapsode.mixing.timeline import lead_frames, pauses_ms
from rhapsode.model import Utterance

CUT_MS = 250
"""Shortest pause that a piece may end in: the part before the cut outlasts the delay of every encoder used."""
FEWEST = 4
"""Utterances in a piece, but for the last: enough pauses to take up the rounding to whole encoder frames unheard."""
SECTION_CHARACTERS = 900
"""A section begins a new piece once the last one has this many (about a minute)."""
RUN = 24
"""Mean number of utterances in a piece where no section ends."""
MOST = 96
"""Utterances after which a piece ends at the next pause long enough."""


@dataclass(frozen=True, slots=True)
class Part:
    """One clip and the silence after it."""

    clip: str
    """Store key."""
    gap: int
    """Frames of silence after it, and after its last cue."""
    volume_db: float = 0.0
    cue_before: str = ""
    """Store key of samples at the track's rate; empty for none."""
    cue_after: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """What a job needs to make its stretch of the track; small, without sound."""

    rate_hz: int
    lead: int
    """Frames of silence before the first clip."""
    parts: tuple[Part, ...]
    whole: int = 1
    """The length is brought to a multiple of this many frames."""
    first: int = 0
    """Index of its first utterance in the script; no part of its key."""

    def identity(self) -> dict[str, object]:
        """What decides its samples."""
        described = asdict(self)
        del described["first"]
        return described


def frame_size(rate_hz: int) -> int:
    """Frames in one MP3 frame at this rate (ISO 11172-3 and 13818-3, layer III): the grid that pieces keep to."""
    return 576 if rate_hz <= 24_000 else 1_152


def pieces(
    utterances: Sequence[Utterance],
    clips: Mapping[str, str],
    rate_hz: int,
    cues: Mapping[str, str],
    section_cue: str = "",
) -> list[Piece]:
    """The script as pieces. `clips` are store keys by utterance id, `cues` by path."""
    gaps = [pause * rate_hz // 1000 for pause in pauses_ms(utterances)]
    cuts = [*cut_points(utterances), len(utterances)]
    leads = {cut: lead_frames(gaps[cut], rate_hz) if cut else gaps[0] for cut in cuts}
    made = []
    for start, end in itertools.pairwise(cuts):
        parts = []
        for at in range(start, end):
            gap = gaps[at + 1] - (leads[end] if at + 1 == end < len(utterances) else 0)
            said = utterances[at]
            opens = at > 0 and utterances[at - 1].section_id != said.section_id
            before = cues.get(said.cue_before, "") or (section_cue if opens else "")
            after = cues.get(said.cue_after, "")
            parts.append(Part(clips[said.id], gap, said.voice.volume_db, before, after))
        whole = frame_size(rate_hz) if end < len(utterances) else 1
        made.append(Piece(rate_hz, leads[start], tuple(parts), whole, start))
    return made


def cut_points(utterances: Sequence[Utterance]) -> Iterator[int]:
    """The index of each piece's first utterance, beginning with 0."""
    pauses = pauses_ms(utterances)
    start = characters = 0
    for at, utterance in enumerate(utterances):
        if at == 0:
            yield 0
        elif at - start >= FEWEST and pauses[at] >= CUT_MS:
            opens = utterance.section_id != utterances[at - 1].section_id
            full = characters >= SECTION_CHARACTERS
            if (full and (opens or _falls_here(utterance))) or at - start >= MOST:
                yield at
                start, characters = at, 0
        characters += len(utterance.text)


def _falls_here(utterance: Utterance) -> bool:
    """A cut that goes by the sentence itself, so that an edit further up does not move it."""
    return zlib.crc32(utterance.text.encode("utf-8", "surrogatepass")) % RUN == 0
