"""The estimate is near what the engine then takes, whatever the script."""

import pytest

from rhapsode import speaking
from rhapsode.clips import unpack
from rhapsode.estimate import speech_ms
from rhapsode.pipeline import Request, write
from rhapsode.plugins import EngineChoice
from rhapsode.pool import process_pool

TEXTS = {
    "en": "Near the old harbour the market opens early, and nobody minds the rain or the noise of the gulls.",
    "de": "Am alten Hafen öffnet der Markt sehr früh, und niemand stört sich am Regen oder an den Möwen.",
    "ru": "Рядом со старой гаванью рынок открывается рано, и никому не мешает ни дождь, ни крик чаек.",
    "ar": "قرب الميناء القديم يفتح السوق باكرا ولا يهتم احد بالمطر او بصوت الطيور.",
    "zh": "老港口附近的市场开得很早,没有人在意下雨或者海鸥的声音。",
    "hi": "पुराने बंदरगाह के पास बाज़ार जल्दी खुलता है और किसी को बारिश की परवाह नहीं है।",
}


@pytest.mark.parametrize("language", TEXTS)
def test_within_a_third_of_what_espeak_takes(language, store):
    script = write(Request("-", TEXTS[language].encode(), language=language))
    with process_pool(1) as pool:
        speech = speaking.speak(speaking.plan(script, EngineChoice("espeak"), store), store, pool)
    clips = [unpack(store.get(speech.keys[utterance.id])) for utterance in script.utterances]
    spoken_ms = sum(clip.frames * 1000 / clip.rate_hz for clip in clips)
    guess_ms = sum(speech_ms(utterance.text, 175) for utterance in script.utterances)
    assert guess_ms == pytest.approx(spoken_ms, rel=0.34)


def test_twice_the_rate_is_half_the_time():
    assert speech_ms("some words", 350) == speech_ms("some words", 175) / 2


def test_digits_take_longer_than_letters():
    assert speech_ms("1999", 175) > 3 * speech_ms("nine", 175)
