"""From what a user or a script asks for to a voice that is there."""

import pytest

from rhapsode.errors import VoiceNotFound
from rhapsode.plugins import VoiceInfo
from rhapsode.speaking.planning.voices import of_language, resolve

VOICES = [
    VoiceInfo("gmw/af", "Afrikaans", ("af",)),
    VoiceInfo("gmw/en", "English (Great Britain)", ("en-gb",)),
    VoiceInfo("gmw/en-US", "English (America)", ("en-us",)),
    VoiceInfo("roa/fr", "French (France)", ("fr-fr",)),
    VoiceInfo("sit/cmn", "Chinese (Mandarin)", ("cmn",)),
    VoiceInfo("gmq/nb", "Norwegian Bokmål", ("nb",)),
    VoiceInfo("roa/pt-BR", "Portuguese (Brazil)", ("pt-br",)),
]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("gmw/en-US", "gmw/en-US"),
        ("en-us", "gmw/en-US"),
        ("EN_US", "gmw/en-US"),
        ("English (America)", "gmw/en-US"),
        ("en", "gmw/en"),
        ("en-AU", "gmw/en"),
        ("en-GB", "gmw/en"),
        ("fr-CA", "roa/fr"),
        ("zh", "sit/cmn"),
        ("zh-CN", "sit/cmn"),
        ("zh-Hans-CN", "sit/cmn"),
        ("no", "gmq/nb"),
        ("pt", "roa/pt-BR"),
        ("en-us+f3", "gmw/en-US+f3"),
    ],
)
def test_a_wish_finds_its_voice(wanted, found):
    assert resolve(wanted, VOICES, "espeak") == found


def test_an_unknown_voice_lists_near_matches_on_one_line():
    with pytest.raises(VoiceNotFound) as caught:
        resolve("Frensh (France)", VOICES, "espeak")
    assert "roa/fr" in str(caught.value)
    assert "rhapsode voices" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("wanted", "near"),
    [("english", "en, gmw/en-US, gmw/en"), ("Frensh", "fr"), ("norwegian", "gmq/nb"), ("brazil", "")],
)
def test_near_matches_are_near(wanted, near):
    with pytest.raises(VoiceNotFound) as caught:
        resolve(wanted, VOICES, "espeak")
    assert caught.value.cure == (
        f"did you mean {near}? see `rhapsode voices` for all" if near else "see `rhapsode voices`"
    )


def test_a_voice_for_any_language_takes_what_no_other_can():
    every = [*VOICES, VoiceInfo("tone/low", "Low", ("mul",))]
    assert resolve("ka", every, "tone") == "tone/low"
    assert resolve("fr", every, "tone") == "roa/fr"


def test_a_language_without_a_voice_is_said_plainly():
    with pytest.raises(VoiceNotFound, match=r"no voice for the language 'ha'.*--voice"):
        of_language("ha", VOICES, "espeak")
    assert of_language("fr-CA", VOICES, "espeak") == "roa/fr"
