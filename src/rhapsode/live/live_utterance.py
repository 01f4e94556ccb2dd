"""What is handed on: a sentence as sound, with its words, at its place in what was listened to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rhapsode.clips import unpack
from rhapsode.metadata_text import printable
from rhapsode.mixing.cutting.timeline import ClipTiming, timed_words
from rhapsode.mixing.joining.joined_pieces import shaped
from rhapsode.model import Block, Clip, Section, TimedWord, Utterance, words
from rhapsode.resampling import at_rate
from rhapsode.speaking import PlannedUtterance
from rhapsode.store import Store


class LiveUtterance(NamedTuple):
    """A sentence to be heard now. Frames are counted from the beginning of the listening, silences included."""

    number: int
    """Which of the source's sentences, from 0, those that cannot be read left out."""
    utterance: Utterance
    """As in the script."""
    section: Section
    """The one it stands in."""
    start_frame: int
    """Where its clip begins: `pause_frames` after the end of what was handed on before."""
    pause_frames: int
    """Silence before it."""
    samples: bytes
    """16-bit signed little-endian mono PCM, `rate_hz` frames a second; empty where it could not be spoken."""
    rate_hz: int
    """The same for all of one listening."""
    words: Sequence[TimedWord] = ()
    """Of the source, in order, with their characters in the block's text, and when they are said."""
    exact: bool = True
    """Whether word times come from the engine's marks; else they are interpolated."""
    tail_frames: int = 0
    """Silence after it: the end of the track."""
    position_s: float = 0.0
    """About where its clip begins in the whole, in seconds."""
    fault: str = ""
    """Why it could not be spoken; mostly empty."""
    seeks: int = 0
    """How often `seek` was called before it was chosen: what is of an earlier place is told by it."""

    @property
    def end_frame(self) -> int:
        """Where its clip ends."""
        return self.start_frame + len(self.samples) // 2

    @property
    def sound(self) -> bytes:
        """Its samples with the silences around them: one utterance's after the other's is all that is to be played."""
        return bytes(2 * self.pause_frames) + self.samples + bytes(2 * self.tail_frames)

    @property
    def is_heading(self) -> bool:
        """Whether a section begins with it."""
        return self.utterance.role in {"title", "heading"}

    @property
    def shown_text(self) -> tuple[str, int | None]:
        """The sentence as the source has it, on one line, and at which of its block's characters that begins.

        What is no text of the source, as an announcement, is as it is said, and begins nowhere.
        """
        block = next((one for one in self.section.blocks if one.id == self.utterance.block_id), None)
        if not (block and self.words):
            return printable(self.utterance.text), None
        start, end = self.words[0].start, self.words[-1].end
        while start and not block.text[start - 1].isspace():
            start -= 1
        while end < len(block.text) and not block.text[end].isspace():
            end += 1
        return printable(block.text[start:end]), start


def sounding(planned: PlannedUtterance, key: str, store: Store, rate_hz: int, section: str) -> Clip:
    """The clip as a render joins it: at the track's rate and its volume, its edges faded; not yet mastered.

    Raises DamagedValue where the store has not what it should, EncoderError where it cannot be brought to the rate.
    """
    (clip,) = at_rate([store.read(key, unpack)], rate_hz, section)
    return clip._replace(samples=b"".join(shaped(clip, planned.volume_db)))


def timed(said: Utterance, clip: Clip, block: Block | None, start: int, heard: int) -> tuple[Sequence[TimedWord], bool]:
    """The source's words in the clip that begins at frame `start`, and whether the engine itself told their times.

    `heard` is where in the block what was said before ends.
    """
    text = block.text if block else ""
    starts, onsets = [word.start for word in clip.words], [word.frame for word in clip.words]
    timing = ClipTiming(clip.frames, starts, onsets)
    return timed_words(said, timing, text, words(text), start=start, said=heard), bool(starts)
