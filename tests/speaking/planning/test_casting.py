"""Who says what, where several engines could."""

import pytest
from speaking_samples import script_of

from rhapsode import plugins, speaking
from rhapsode.clips import unpack
from rhapsode.errors import EngineError, VoiceNotFound
from rhapsode.model import Mark, Voice
from rhapsode.plugins import EngineChoice
from rhapsode.pool import process_pool
from rhapsode.speaking.planning import casting
from rhapsode.speaking.planning.speech_plan import GAP_MS

LETTERS, POLYGLOT = EngineChoice("speaking_samples:Letters"), EngineChoice("speaking_samples:Polyglot")
ENGLISH = Voice(language="en")


def said_by(plan):
    return [(task.text.strip(), str(task.engine.name).rpartition(":")[2], task.voice.family) for task in plan.missing]


def spoken(plan, store):
    with process_pool(1) as pool:
        speech = speaking.speak(plan, store, pool)
    return speech, [unpack(store.get(speech.keys[one.id])) for one in plan.script.utterances]


@pytest.fixture
def auto(monkeypatch):
    """`auto`, where Letters is the best engine and Polyglot the next."""
    names = {"letters": "speaking_samples:Letters", "polyglot": "speaking_samples:Polyglot"}
    monkeypatch.setattr(casting, "BEST", tuple(names.values()))
    monkeypatch.setattr(plugins, "engine_names", lambda: list(names.values()))
    return EngineChoice("auto")


def test_each_language_gets_the_best_engine_that_has_it(auto, store):
    script = script_of("Good morning.", "Bonjour.", voice=ENGLISH)
    first, second = script.utterances
    script = script._replace(utterances=(first, second._replace(voice=Voice(language="fr"))))
    plan = speaking.plan(script, auto, store)
    assert said_by(plan) == [("Good morning.", "Letters", "letters/en"), ("Bonjour.", "Polyglot", "many/fr")]
    assert plan.rate_hz == 24_000
    assert plan.gains_db == {"u2": 3.0}
    speech, clips = spoken(plan, store)
    assert speech.engine == "speaking_samples:Letters, speaking_samples:Polyglot"
    assert [clip.rate_hz for clip in clips] == [24_000, 22_050]


@pytest.mark.parametrize(
    ("wanted", "voice"),
    [
        ("en", "letters/en"),
        ("en-us", "letters/en"),
        ("many/en", "many/en"),
        ("fr", "many/fr"),
        ("Letters", "letters/en"),
    ],
)
def test_a_voice_by_name_or_tag_is_the_first_that_says_so_exactly(auto, store, wanted, voice):
    plan = speaking.plan(script_of("text", voice=Voice(family=wanted)), auto, store)
    assert plan.voices[0].voice == voice


def test_a_voice_of_another_language_than_the_text_is_told(auto, store):
    plan = speaking.plan(script_of("Guten Tag.", voice=Voice(family="fr", language="de")), auto, store)
    assert plan.warnings == ("the voice 'fr' speaks 'fr', and the text is in 'de'",)
    assert not speaking.plan(script_of("Bon.", voice=Voice(family="fr", language="fr-CA")), auto, store).warnings


def test_a_word_in_other_letters_is_said_by_a_voice_that_reads_them(store):
    text = "They saw Чайковский, twice."
    plan = speaking.plan(script_of(text, voice=ENGLISH), LETTERS, store)
    (warning,) = plan.warnings
    assert warning.startswith(f"'Чайковский,' in {text!r} is said by speaking_samples:Polyglot many/ru")
    assert said_by(plan) == [
        ("They saw", "Letters", "letters/en"),
        ("Чайковский,", "Polyglot", "many/ru"),
        ("twice.", "Letters", "letters/en"),
    ]
    _, (clip,) = spoken(plan, store)
    assert clip.rate_hz == 24_000
    assert [text[word.start : word.end] for word in clip.words] == ["They", "saw", "Чайковский,", "twice."]
    parts = [unpack(store.get(task.key)) for task in plan.missing]
    expected = sum(round(part.frames * 24_000 / part.rate_hz) for part in parts) + 2 * (24_000 * GAP_MS // 1000)
    assert abs(clip.frames - expected) <= len(parts)


def test_one_greek_letter_is_said_in_the_sentence_s_own_language(store):
    plan = speaking.plan(script_of("The angle α is small.", voice=ENGLISH), LETTERS, store)
    assert ("α", "Polyglot", "many/en") in said_by(plan)
    plan = speaking.plan(script_of("The word λόγος is old.", voice=ENGLISH), LETTERS, store)
    assert ("λόγος", "Polyglot", "many/el") in said_by(plan)


def test_a_language_mark_goes_to_the_engine_that_has_it(store):
    script = script_of("He said bonjour to us.", voice=ENGLISH)
    (said,) = script.utterances
    marked = said._replace(marks=(Mark(8, 15, "language", "fr"), Mark(19, 21, "phonemes", "ʌs")))
    plan = speaking.plan(script._replace(utterances=(marked,)), LETTERS, store)
    assert [one[1:] for one in said_by(plan)] == [
        ("Letters", "letters/en"), ("Polyglot", "many/fr"), ("Letters", "letters/en"),
    ]  # fmt: skip
    last = plan.missing[-1]
    (phonemes,) = last.marks
    assert last.text[phonemes.start : phonemes.end] == "us"


def test_what_nobody_can_read_is_not_spoken_and_is_in_the_ledger(store):
    script = script_of("The word 漢字 is written so.", "And on it goes.", voice=ENGLISH)
    plan = speaking.plan(script, LETTERS, store)
    (warning,) = plan.warnings
    assert "not spoken: '漢字' is in Chinese letters, which no voice here reads" in warning
    ledger = plan.script.ledger
    assert ledger.balanced
    assert [(skip.text.strip(), skip.words) for skip in ledger.skipped] == [("漢字", 1)]
    assert "漢字" not in "".join(task.text for task in plan.missing)


def test_a_text_that_nobody_can_read_is_an_error(store):
    japanese = script_of("吾輩は猫である。", "名前はまだ無い。", voice=Voice(language="ja"))
    with pytest.raises(VoiceNotFound, match="most of the text is in Japanese letters, which no voice here reads"):
        speaking.plan(japanese, POLYGLOT, store)


def test_a_sentence_in_its_own_language_is_not_said_by_halves(store):
    script = script_of(
        "This is a long sentence in English, which says nothing of importance.", "吾輩は猫である。", voice=ENGLISH
    )
    first, second = script.utterances
    script = script._replace(utterances=(first, second._replace(voice=Voice(language="ja"))))
    plan = speaking.plan(script, LETTERS._replace(name="speaking_samples:Polyglot"), store)
    assert [said.id for said in plan.script.utterances] == ["u1"]
    assert plan.script.ledger.balanced
    assert plan.script.ledger.skipped_words == 1


def test_an_engine_that_is_not_complete_says_what_to_install(store):
    with pytest.raises(EngineError, match="pip install breath"):
        speaking.plan(script_of("text"), EngineChoice("speaking_samples:Incomplete"), store)


def test_a_single_engine_gives_no_gain_and_no_warning(store):
    plan = speaking.plan(script_of("text", voice=ENGLISH), EngineChoice("tone"), store)
    assert not plan.gains_db
    assert not plan.warnings
    assert len(plan.voices) == 1
