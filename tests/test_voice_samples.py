"""Samples of voices, by the tone engine and by one that cannot speak."""

import pytest

from rhapsode.errors import SpeechFailed
from rhapsode.mixing import inspect
from rhapsode.plugins import Engine, VoiceInfo
from rhapsode.speaking.tone_engine import ToneEngine
from rhapsode.voice_samples import NUMBERS, SENTENCES, sample_voices, sentence


class Mute(Engine):
    """An engine that cannot speak."""

    name = "test_voice_samples:Mute"
    isolation = "caller"

    def voices(self):
        return [VoiceInfo("mute", "Mute", ("en",))]

    def synthesize(self, text, marks, voice, take=0):
        raise SpeechFailed("mute")


@pytest.mark.parametrize(
    ("languages", "said"),
    [(("en-GB",), SENTENCES["en"]), (("DE", "en"), SENTENCES["de"]), (("chr",), NUMBERS), ((), NUMBERS)],
)
def test_a_voice_speaks_its_own_language(languages, said):
    assert sentence(VoiceInfo("x", "X", languages)) == said


def test_every_voice_is_heard_and_timed_and_one_that_fails_is_told(tmp_path):
    told = []
    voices = [("tone", voice) for voice in ToneEngine().voices()]
    voices.insert(1, (Mute.name, Mute().voices()[0]))
    made = list(sample_voices(voices, tmp_path, told.append))
    assert [one.voice for one in made] == ["tone/low", "tone/high"]
    assert [one.text for one in made] == [SENTENCES["en"], SENTENCES["fr"]]
    assert all(one.speed > 0 for one in made)
    assert all(inspect(one.sound).seconds > 1 for one in made)
    (line,) = told
    assert line.startswith("test_voice_samples:Mute mute: ")


def test_all_may_be_asked_to_say_the_same(tmp_path):
    (made,) = sample_voices([("tone", ToneEngine().voices()[0])], tmp_path, print, "A bell rang.")
    assert made.text == "A bell rang."
