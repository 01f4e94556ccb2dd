"""Engines that keep a record of what they were asked for, or fail at a word."""

from pathlib import Path

from rhapsode.errors import CannotSay, UsageError
from rhapsode.speaking.tone_engine import ToneEngine


class NotingEngine(ToneEngine):
    """Writes each text down in the file `notes` as it is spoken."""

    name = "noting"

    def __init__(self, notes):
        self._notes = Path(notes)

    def synthesize(self, text, marks, voice, take=0):
        with self._notes.open("a", encoding="utf-8") as notes:
            notes.write(text + "\n")
        return super().synthesize(text, marks, voice, take)


class StumblingEngine(ToneEngine):
    """Cannot say a sentence with the word stumble in it; nobody stands in."""

    name = "stumbling"

    def synthesize(self, text, marks, voice, take=0):
        if "stumble" in text:
            raise CannotSay("it stumbles")
        return super().synthesize(text, marks, voice, take)


class StumblingInTurnEngine(StumblingEngine):
    """The same, in a fresh process for each run of sentences."""

    name = "stumbling-in-turn"
    isolation = "piece"


class SparingEngine(ToneEngine):
    """May be asked for ten clips."""

    name = "sparing"

    def allow(self, clips):
        if clips > 10:
            raise UsageError(f"{clips} clips are more than 10", "ask for fewer")
