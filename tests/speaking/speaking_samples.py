"""Scripts and engines for the speaking room's tests."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

from rhapsode.errors import CannotSay, SpeechFailed
from rhapsode.model import Block, Clip, Document, Ledger, Script, Section, Span, Utterance, Voice, WordMark, count_words
from rhapsode.plugins import VoiceInfo
from rhapsode.speaking.tone_engine import ToneEngine
from rhapsode.writing_systems import systems_of

PLAIN = Voice()


def script_of(*texts: str, voice: Voice = PLAIN, titles: Sequence[str] = ("One",)) -> Script:
    """A script with an utterance per text, all in the last of `titles`' sections."""
    sections = tuple(Section(f"s{n}", 1, title, ()) for n, title in enumerate(titles, 1))
    utterances = tuple(
        Utterance(f"u{n}", sections[-1].id, f"b{n}", text, (Span(0, len(text), 0, len(text)),), text, voice=voice)
        for n, text in enumerate(texts, 1)
    )
    blocks = tuple(Block(f"b{n}", "paragraph", text, line=n) for n, text in enumerate(texts, 1))
    words = sum(map(count_words, texts))
    return Script(Document("A title", blocks), sections, utterances, Ledger(words, words))


class _Troubled(ToneEngine):
    """A tone engine that meets trouble at the word `trouble`, until there is the file `once` where one is named."""

    def __init__(self, isolation="piece", once=""):
        self.isolation, self.once = isolation, once

    def fingerprint(self):
        return {"kind": type(self).__name__}

    def synthesize(self, text, marks, voice, take=0):
        marker = self.once
        if "trouble" in text and not (marker and Path(marker).exists()):
            if marker:
                Path(marker).touch()
            return self.meet(text)
        return super().synthesize(text, marks, voice)

    def meet(self, text):
        raise NotImplementedError


class DyingEngine(_Troubled):
    name = "speaking_samples:DyingEngine"

    def meet(self, text):
        os._exit(1)


class HangingEngine(_Troubled):
    name = "speaking_samples:HangingEngine"

    def meet(self, text):
        time.sleep(60)


class SilentEngine(_Troubled):
    name = "speaking_samples:SilentEngine"

    def meet(self, text):
        return Clip(b"", 22_050)


class HalfSampleEngine(_Troubled):
    name = "speaking_samples:HalfSampleEngine"

    def meet(self, text):
        return Clip(bytes(100_001), 22_050)


class RaisingEngine(_Troubled):
    name = "speaking_samples:RaisingEngine"

    def meet(self, text):
        raise SpeechFailed("no breath left")


class UnableEngine(_Troubled):
    name = "speaking_samples:UnableEngine"

    def meet(self, text):
        raise CannotSay("no letters for it")


class HelpedEngine(RaisingEngine):
    name = "speaking_samples:HelpedEngine"
    stand_in = "tone"


class CountingEngine(ToneEngine):
    """Its clips say, as the frame of their one word, how many this process has made."""

    name = "speaking_samples:CountingEngine"
    isolation = "worker"
    made = 0

    def synthesize(self, text, marks, voice, take=0):
        type(self).made += 1
        return Clip(bytes(2 * 9_000), 22_050, (WordMark(0, len(text), self.made),))


class StudiousEngine(ToneEngine):
    """Speaks only where it was told of the voice, once, and by another process; it notes which."""

    name = "speaking_samples:StudiousEngine"
    isolation = "piece"
    takes_phonemes = True

    def __init__(self, notes=""):
        super().__init__()
        self.notes, self.told = notes, []

    def study(self, voice):
        with Path(self.notes).open("a") as file:
            file.write(f"{voice} {os.getpid()}\n")
        return os.getpid()

    def remember(self, voice, found):
        self.told.append((voice, found))

    def synthesize(self, text, marks, voice, take=0):
        ((known, student),) = self.told
        assert known == voice.family
        assert student != os.getpid()
        return Clip(bytes(2 * 9_000), 22_050, ())


class Letters(ToneEngine):
    """Speaks English at 24,000 Hz, louder than a tone, and reads Latin letters only."""

    name = "speaking_samples:Letters"
    default_voice = "letters/en"
    stand_in = "speaking_samples:Polyglot"

    def rate_hz(self, voice):
        return 24_000

    def loudness_lufs(self, voice):
        return -18.0

    def reads(self, voice):
        return frozenset({"Latin"})

    def voices(self):
        return [VoiceInfo("letters/en", "Letters", ("en-us", "en"))]

    def synthesize(self, text, marks, voice, take=0):
        return super().synthesize(text, marks, voice)._replace(rate_hz=24_000)


class Polyglot(ToneEngine):
    """Speaks Russian, French and Japanese, but of Japanese only the kana."""

    name = "speaking_samples:Polyglot"
    default_voice = "many/en"

    def loudness_lufs(self, voice):
        return -21.0

    def reads(self, voice):
        return systems_of(voice.partition("/")[2]) - {"Chinese"}

    def voices(self):
        return [VoiceInfo(f"many/{tag}", tag, (tag,)) for tag in ("en", "ru", "fr", "ja", "el")]


class Incomplete(ToneEngine):
    name = "speaking_samples:Incomplete"

    def missing(self):
        return "pip install breath"
