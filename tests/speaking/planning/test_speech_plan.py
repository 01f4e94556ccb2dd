"""What decides a clip is in its key, and what does not is not."""

import pytest
from speaking_samples import script_of

from rhapsode.errors import VoiceNotFound
from rhapsode.model import Mark, Voice
from rhapsode.plugins import EngineChoice, VoiceInfo
from rhapsode.speaking.planning.casting import Casting
from rhapsode.speaking.planning.speech_plan import make_plan

VOICES = [VoiceInfo("tone/low", "Low", ("en",)), VoiceInfo("tone/high", "High", ("fr",))]


def casting(voices=lambda choice: VOICES):
    return Casting(EngineChoice("tone"), voices)


def key(script, store):
    return make_plan(script, casting(), store).keys["u1"]


CHANGES = {
    "text": lambda u: u._replace(text="other"),
    "rate": lambda u: u._replace(voice=Voice(rate_wpm=200)),
    "pitch": lambda u: u._replace(voice=Voice(pitch_st=2)),
    "voice": lambda u: u._replace(voice=Voice(family="tone/high")),
    "language": lambda u: u._replace(voice=Voice(language="fr")),
    "phonemes": lambda u: u._replace(marks=(Mark(0, 4, "phonemes", "a"),)),
}
NO_CHANGES = {
    "pauses": lambda u: u._replace(before_ms=100, after_ms=900),
    "volume": lambda u: u._replace(voice=Voice(volume_db=-6)),
    "cue": lambda u: u._replace(cue_before="bell.wav"),
    "the default voice by name": lambda u: u._replace(voice=Voice(family="tone/low")),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_decides_the_sound_is_in_the_key(change, store):
    plain = script_of("text")
    assert key(plain, store) != key(plain._replace(utterances=tuple(map(change, plain.utterances))), store)


@pytest.mark.parametrize("change", NO_CHANGES.values(), ids=NO_CHANGES)
def test_what_does_not_is_not(change, store):
    plain = script_of("text")
    assert key(plain, store) == key(plain._replace(utterances=tuple(map(change, plain.utterances))), store)


def test_a_voice_that_is_not_there_is_refused_before_anything_is_spoken(store):
    with pytest.raises(VoiceNotFound, match=r"tone/low"):
        make_plan(script_of("text", voice=Voice(family="lo")), casting(), store)


def test_voices_are_asked_for_only_where_one_is_wanted(store):
    asked = []

    def voices(choice):
        asked.append(True)
        return VOICES

    make_plan(script_of("text"), casting(voices), store)
    assert not asked
    make_plan(script_of("text", voice=Voice(language="en")), casting(voices), store)
    assert asked


def test_a_language_in_passing_without_a_voice_is_said_by_the_first_voice(store):
    script = script_of("here", "dort", voice=Voice(language="en"))
    first, second = script.utterances
    foreign = second._replace(voice=Voice(language="de"), marks=(Mark(0, 4, "language", "nl"),))
    plan = make_plan(script._replace(utterances=(first, foreign)), casting(), store)
    assert [task.voice.family for task in plan.missing] == ["tone/low", "tone/low"]
    assert plan.missing[1].marks[0].value == "tone/low"
    assert ["'de'" in warning or "'nl'" in warning for warning in plan.warnings] == [True, True]
    with pytest.raises(VoiceNotFound):
        make_plan(script._replace(utterances=(foreign, first)), casting(), store)
