"""Scripts and engines for the speaking room's tests."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

from rhapsode.errors import SpeechFailed
from rhapsode.model import Clip, Document, Ledger, Script, Section, Span, Utterance, Voice
from rhapsode.speaking.tone import ToneEngine

PLAIN = Voice()


def script_of(*texts: str, voice: Voice = PLAIN, titles: Sequence[str] = ("One",)) -> Script:
    """A script with an utterance per text, all in the last of `titles`' sections."""
    sections = tuple(Section(f"s{n}", 1, title, ()) for n, title in enumerate(titles, 1))
    utterances = tuple(
        Utterance(f"u{n}", sections[-1].id, f"b{n}", text, (Span(0, len(text), 0, len(text)),), text, voice=voice)
        for n, text in enumerate(texts, 1)
    )
    return Script(Document("A title", ()), sections, utterances, Ledger())


class _Troubled(ToneEngine):
    """A tone engine that meets trouble at the word `trouble`; `once` limits it to one time in a life of the file."""

    def fingerprint(self):
        return {"kind": type(self).__name__}

    def synthesize(self, text, marks, voice, take=0):
        marker = os.environ.get("TROUBLE_ONCE", "")
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


class RaisingEngine(_Troubled):
    name = "speaking_samples:RaisingEngine"

    def meet(self, text):
        raise SpeechFailed("no breath left")
