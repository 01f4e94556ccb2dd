"""Every engine of ours does what any engine must; and each check finds the fault that it looks for."""

import pytest

from rhapsode import plugins, testing
from rhapsode.model import Clip, WordMark
from rhapsode.plugins import EngineChoice
from rhapsode.speaking.tone_engine import ToneEngine
from speech_server import serving

FAST = ("tone", "http")
SLOW = ("espeak", "system", "natural", "piper")


@pytest.fixture(scope="module")
def choices():
    with serving() as server:
        yield {"http": EngineChoice("http", (("rate_hz", "22050"), ("url", server.url)))}


@pytest.mark.parametrize(
    "name", [*FAST, *(pytest.param(name, marks=[pytest.mark.slow, pytest.mark.timeout(400)]) for name in SLOW)]
)
@pytest.mark.parametrize("check", testing.ENGINE_CHECKS, ids=lambda check: check.__name__)
def test_our_engines(check, name, choices, tmp_path):
    choice = choices.get(name, EngineChoice(name))
    if cure := plugins.engine(choice).missing():
        pytest.skip(cure)
    check(choice, tmp_path)


class Faulty(ToneEngine):
    """One fault of each kind, by the class's setting."""

    name = "test_testing:Faulty"
    isolation = "piece"
    takes_phonemes = True
    made = 0

    def __init__(self, fault=""):
        self.fault = fault

    def rate_hz(self, voice):
        return 16_000 if self.fault == "rate" else 22_050

    def synthesize(self, text, marks, voice, take=0):
        type(self).made += 1
        clip = super().synthesize(text[: self.cut(text)], marks, self.slow(voice))
        if self.fault == "marks":
            return clip._replace(words=(WordMark(4, 7, 100), WordMark(0, 3, 50)))
        if self.fault == "chance":
            import os

            return Clip(os.urandom(20_000), 22_050)
        return clip

    def slow(self, voice):
        return voice._replace(rate_wpm=175) if self.fault == "pace" else voice

    def cut(self, text):
        return {"long": 100, "letter": 1 - (len(text) == 1)}.get(self.fault, len(text)) or 0


@pytest.mark.parametrize(
    ("fault", "check"),
    [
        ("rate", testing.facts_agree),
        ("pace", testing.a_faster_rate_is_shorter),
        ("marks", testing.marks_are_in_order),
        ("long", testing.a_long_text_is_said_whole),
        ("chance", testing.equal_texts_give_equal_clips),
        ("", testing.phonemes_are_said),
    ],
)
def test_a_fault_is_found(fault, check, tmp_path):
    with pytest.raises(Exception):  # noqa: B017, PT011  # an assertion, or the render's own error
        check(EngineChoice("test_testing:Faulty", (("fault", fault),)), tmp_path)
