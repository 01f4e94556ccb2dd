"""The real engine, as pip brings it."""

from itertools import pairwise

import pytest
from speaking_samples import script_of

from rhapsode import speaking
from rhapsode.clips import unpack
from rhapsode.errors import VoiceNotFound
from rhapsode.model import Mark, Voice
from rhapsode.plugins import EngineChoice
from rhapsode.pool import process_pool
from rhapsode.speaking.espeak.espeak_engine import SpokenPart, pitch, spoken_parts
from rhapsode.speaking.processes import speech_jobs
from rhapsode.speaking.processes.children import run_child
from rhapsode.store import Store

ENGLISH = Voice("gmw/en")


def speak(store, script, jobs=1):
    with process_pool(jobs) as pool:
        speech = speaking.speak(speaking.plan(script, EngineChoice("espeak"), store), store, pool)
    return [unpack(store.get(speech.keys[utterance.id])) for utterance in script.utterances]


def ask(name, *args):
    """Call a method of a fresh engine in a child, as the program does."""
    return next(run_child(_ask, name, *args, patience_s=30))


def _ask(name, *args):
    from rhapsode.speaking.espeak.espeak_engine import EspeakEngine

    yield getattr(EspeakEngine(), name)(*args)


def test_a_sentence_has_its_sound_and_a_mark_for_each_word(store):
    text = "A clear voice carries far."
    (clip,) = speak(store, script_of(text))
    assert 1.0 < clip.frames / clip.rate_hz < 3.0
    assert [text[word.start : word.end] for word in clip.words] == ["A", "clear", "voice", "carries", "far"]
    assert clip.words[0].frame < 0.05 * clip.rate_hz
    assert all(a.frame < b.frame for a, b in pairwise(clip.words))


def test_word_marks_count_characters_not_bytes(store):
    text = "Émile naïvely ate crème brûlée today."
    (clip,) = speak(store, script_of(text))
    assert text[clip.words[-1].start : clip.words[-1].end] == "today"


def test_a_faster_rate_is_shorter_and_a_higher_pitch_is_another_sound(store):
    slow, fast, high = (
        speak(store, script_of("The same words again.", voice=Voice(rate_wpm=120)))
        + speak(store, script_of("The same words again.", voice=Voice(rate_wpm=300)))
        + speak(store, script_of("The same words again.", voice=Voice(rate_wpm=120, pitch_st=6)))
    )
    assert fast.frames < 0.6 * slow.frames
    assert high.samples != slow.samples


def test_the_same_script_gives_the_same_bytes_whatever_the_number_of_workers(tmp_path):
    texts = [f"Sentence number {n} is a little longer than the last, but it is not the same." for n in range(60)]
    one, two = (speak(Store(tmp_path / str(jobs)), script_of(*texts), jobs) for jobs in (1, 2))
    assert [clip.samples for clip in one] == [clip.samples for clip in two]


def test_phonemes_are_said_and_their_word_keeps_its_place():
    text = "I say lead here."
    marks = (Mark(6, 10, "phonemes", "lɛd"),)
    assert ask("phonemes", text, marks, ENGLISH).replace("ˈ", "").split()[2] == "lɛd"
    assert "lˈiːd" in ask("phonemes", text, (), ENGLISH)
    clip = ask("synthesize", text, marks, ENGLISH)
    assert [text[word.start : word.end] for word in clip.words] == ["I", "say", "lead", "here"]


def test_brackets_in_a_text_are_never_taken_for_phonemes():
    text = "see [[t@m]] and lead"
    with_marks = ask("phonemes", text, (Mark(16, 20, "phonemes", "lɛd"),), ENGLISH)
    assert with_marks.startswith("sˈiː tˈiː")


def test_a_stretch_in_another_language_is_spoken_by_its_own_voice():
    text = "He said guten Tag to us."
    marks = (Mark(8, 17, "language", "gmw/de"),)
    assert "ɡˈuːtən tˈɑːk" in ask("phonemes", text, marks, ENGLISH)
    clip = ask("synthesize", text, marks, ENGLISH)
    assert [text[word.start : word.end] for word in clip.words] == ["He", "said", "guten", "Tag", "to", "us"]


def test_pieces_cover_the_text_and_leave_no_stretch_without_a_word():
    text = "Ah, «bon», no."
    assert spoken_parts(text, (Mark(4, 9, "language", "roa/fr"),), "gmw/en") == [
        SpokenPart(0, 4, "gmw/en"),
        SpokenPart(4, 9, "roa/fr"),
        SpokenPart(9, 14, "gmw/en"),
    ]
    assert spoken_parts("Ah, bon.", (Mark(4, 7, "language", "roa/fr"),), "gmw/en")[-1] == SpokenPart(4, 8, "roa/fr")


def test_pitch_is_an_octave_for_half_the_scale():
    assert (pitch(0), pitch(12), pitch(-12), pitch(99)) == (50, 99, 0, 99)


def test_voices_have_ids_that_speak(store):
    voices = speech_jobs.voices(EngineChoice("espeak"), store)
    assert {"gmw/en", "roa/fr", "gmw/de"} <= {voice.id for voice in voices}
    assert speech_jobs.voices(EngineChoice("espeak"), store) == voices


def test_an_unknown_voice_is_refused(store):
    with pytest.raises(VoiceNotFound, match="gmw/en"):
        speaking.plan(script_of("text", voice=Voice(family="gmw/enn")), EngineChoice("espeak"), store)


@pytest.mark.slow
def test_every_voice_that_is_listed_speaks(tmp_path):
    store = Store(tmp_path)
    for voice in speech_jobs.voices(EngineChoice("espeak"), store):
        (clip,) = speak(store, script_of("ma na lo 1 2 3", voice=Voice(family=voice.id)))
        assert clip.frames > 0.3 * clip.rate_hz, voice.id
