"""A plan that grows with its script, so that what is said first can be spoken before the rest is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rhapsode.errors import VoiceNotFound, quoted
from rhapsode.model import Section, Utterance
from rhapsode.plugins import EngineChoice
from rhapsode.speaking.planning.casting import Casting, CastVoice, ListVoices
from rhapsode.speaking.planning.speech_plan import PlanInTheMaking, SpeechPlan, cast_all
from rhapsode.speaking.planning.stretches import stretches
from rhapsode.speaking.planning.unreadable import CURE, REASON, is_lost, letters_of
from rhapsode.store import Store


class PlannedUtterance(NamedTuple):
    """An utterance, and where its clip will be."""

    utterance: Utterance
    key: str
    """Store key of its clip, as a render gives it."""
    volume_db: float
    """What it is made louder by: its voice's own wish, and what brings it to the loudness of the first voice."""
    run: int
    """Those of the same number are spoken by one process, one after the other; -1: alone."""


class GrowingPlan:
    """Who says what, found out as utterances come; with the keys that a plan of the whole script has.

    What nobody can read is left out. The track's rate and loudness are those of the voice that says most, which is not
    known yet: here the first one leads.
    """

    def __init__(
        self, sections: Sequence[Section], choice: EngineChoice, store: Store, list_voices: ListVoices
    ) -> None:
        """Raises EngineError for an engine that is not there or not complete."""
        self._casting = Casting(choice, list_voices)
        self._made = PlanInTheMaking(sections, self._casting, store)
        self._unread: VoiceNotFound | None = None
        self.leading: CastVoice | None = None
        """The first voice; None before the first utterance."""
        self.warnings: dict[str, None] = {}
        """In the order in which they came up."""

    @property
    def rate_hz(self) -> int:
        """Of the first voice; 0 before the first utterance."""
        return self._casting.engine(self.leading.choice).rate_hz(self.leading.voice) if self.leading else 0

    def add(self, utterances: Sequence[Utterance]) -> list[PlannedUtterance]:
        """Plan the next ones; those that can be read. Raises VoiceNotFound."""
        cast, warnings = cast_all(utterances, self._casting, self.leading)
        self.warnings.update(dict.fromkeys(warnings))
        planned = []
        for said in utterances:
            cut = stretches(said, cast[said.id], self._casting)
            unread = [said.text[one.start : one.end].strip() for one in cut if not one.cast]
            for passage in unread:
                reason = REASON.format(letters=letters_of(passage, said.voice.language))
                self.warnings[f"not spoken: {quoted(passage, 40)} is {reason}: {CURE}"] = None
                self._unread = VoiceNotFound(f"the text is {reason}", CURE)
            if is_lost(said, cut):
                continue
            self.leading = self.leading or cast[said.id]
            self._made.add(said, cast[said.id], [one for one in cut if one.cast])
            volume_db = said.voice.volume_db + self._made.gain_db(said.id, self.leading)
            planned.append(PlannedUtterance(said, self._made.key(said.id), volume_db, self._made.run(said.id)))
        self.warnings.update(self._casting.unmet)
        return planned

    def end(self) -> None:
        """Say that no more will come. Raises VoiceNotFound where nothing of what came can be read."""
        if self.leading is None and self._unread:
            raise self._unread

    def part(self, planned: Sequence[PlannedUtterance]) -> SpeechPlan:
        """What `speaking.speak` must do for these alone; nothing, where the store has all of them."""
        return self._made.part([one.utterance.id for one in planned])
