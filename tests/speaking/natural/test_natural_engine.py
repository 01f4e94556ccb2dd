"""The real engine, as pip brings it."""

from itertools import pairwise

import pytest

pytest.importorskip("hibari", reason="the extra [natural] is not installed")

from rhapsode.errors import CannotSay, VoiceNotFound
from rhapsode.model import Mark, Voice, words
from rhapsode.plugins import EngineChoice, engine
from rhapsode.request import Request, write
from rhapsode.speaking.drivers.trim import QUIET, edges
from rhapsode.speaking.processes.children import run_child

HEART = Voice("heart")
TEXT = "A clear voice carries far, and well-known words keep their time."


@pytest.fixture(scope="module")
def natural():
    return engine(EngineChoice("natural"))


def seconds(clip):
    return clip.frames / clip.rate_hz


def test_a_sentence_has_its_sound_and_a_mark_for_each_word(natural):
    clip = natural.synthesize(TEXT, (), HEART)
    assert clip.rate_hz == natural.rate_hz("heart") == 24_000
    assert 3 < seconds(clip) < 6
    assert [(word.start, word.end) for word in clip.words] == [
        (start, end - (text[-1] in ",.")) for start, end in words(TEXT) for text in [TEXT[start:end]]
    ]
    assert all(a.frame < b.frame for a, b in pairwise(clip.words))
    assert clip.words[-1].frame < clip.frames


def test_a_clip_is_trimmed_to_its_speech(natural):
    clip = natural.synthesize(TEXT, (), HEART)
    assert edges(clip.samples, clip.rate_hz) == (0, clip.frames)
    assert max(abs(int.from_bytes(clip.samples[n : n + 2], "little", signed=True)) for n in range(0, 20_000, 2)) > QUIET


def test_a_clip_is_the_same_bytes_in_any_process_after_any_other(natural):
    natural.synthesize("Something else entirely, and longer than the other.", (), HEART)
    ours = natural.synthesize(TEXT, (), HEART)
    (theirs,) = run_child(_fresh, TEXT, patience_s=60)
    assert ours == theirs


def _fresh(text):
    yield engine(EngineChoice("natural")).synthesize(text, (), HEART)


def test_another_take_is_another_breath_and_a_little_slower_with_the_same_words(natural):
    one, two = (natural.synthesize(TEXT, (), HEART, take) for take in (0, 1))
    assert one.samples != two.samples
    assert seconds(two) / seconds(one) == pytest.approx(1 / 0.95, rel=0.02)
    assert [word.start for word in one.words] == [word.start for word in two.words]


@pytest.mark.parametrize("name", ["why-we-read-aloud.md", "the-song-under-the-scene.txt"])
def test_a_rate_is_met_and_is_the_rate_of_the_other_engine_in_any_article(natural, content, name):
    said = write(Request(str(content / name))).utterances
    texts = [one.text for one in said[:: len(said) // 20]]
    usual = lasts(natural, texts, "heart", 175)
    (other,) = run_child(_espeak_lasts, texts, patience_s=60)  # apart: started here, it would answer no other's fork
    assert usual == pytest.approx(other, rel=0.03)
    for rate_wpm in (150, 200, 250):
        assert usual / lasts(natural, texts, "heart", rate_wpm) == pytest.approx(rate_wpm / 175, rel=0.03)


def lasts(engine, texts, voice, rate_wpm):
    return sum(seconds(engine.synthesize(text, (), Voice(voice, "", rate_wpm))) for text in texts)


def _espeak_lasts(texts):
    yield lasts(engine(EngineChoice("espeak")), texts, "gmw/en", 175)


def test_a_pitch_is_heard(natural):
    np = pytest.importorskip("numpy")

    def pitch_hz(semitones):
        clip = natural.synthesize("Ah, oh, all are here now.", (), Voice("heart", "", 175, semitones))
        sound = np.frombuffer(clip.samples, "<i2").astype(float)
        found = []
        for start in range(0, len(sound) - 2_400, 600):
            window = sound[start : start + 2_400]
            if np.abs(window).mean() < 800:
                continue
            like = np.correlate(window, window, "full")[2_399:]
            lag = 60 + int(np.argmax(like[60:300]))
            if like[lag] > 0.6 * like[0]:
                found.append(24_000 / lag)
        return float(np.median(found))

    assert pitch_hz(4) / pitch_hz(0) == pytest.approx(2 ** (4 / 12), rel=0.04)
    assert pitch_hz(-4) / pitch_hz(0) == pytest.approx(2 ** (-4 / 12), rel=0.04)


@pytest.mark.parametrize("text", ["", " ", "...", "🙂", "—!?"])
def test_a_text_without_a_word_is_silent(natural, text):
    assert natural.synthesize(text, (), HEART).frames == 0


@pytest.mark.parametrize("text", ["Москва is cold.", "東京", "It was ½.", "Γειά σου"])
def test_a_text_that_cannot_be_read_is_refused_and_not_silent(natural, text):
    with pytest.raises(CannotSay):
        natural.synthesize(text, (), HEART)


def test_a_text_of_any_length_is_said_to_its_last_word(natural):
    text = ("So many words in one breath, and no full stop to be seen anywhere " * 40).strip()
    clip = natural.synthesize(text, (), HEART)
    assert [word.start for word in clip.words] == [start for start, _ in words(text)]
    assert seconds(clip) == pytest.approx(len(words(text)) * 60 / 190, rel=0.25)


def test_control_characters_and_one_letter(natural):
    assert natural.synthesize("\x00one\x00 two\x07", (), HEART).samples
    assert seconds(natural.synthesize("a", (), HEART)) > 0.1


def test_phonemes_are_said(natural):
    text = "I say lead here."
    mark = (Mark(6, 10, "phonemes", "lɛd"),)
    assert natural.phonemes(text, mark, HEART).split()[2] == "ˈlɛd"
    assert natural.phonemes(text, (), HEART).split()[2] == "ˈlid"
    assert natural.synthesize(text, mark, HEART).samples != natural.synthesize(text, (), HEART).samples


def test_a_voice_that_is_not_here_is_named_and_never_fetched(natural, monkeypatch, tmp_path):
    monkeypatch.setenv("HIBARI_HOME", str(tmp_path))
    assert [voice.id for voice in natural.voices()] == ["heart"]
    with pytest.raises(VoiceNotFound, match="rhapsode voices --get emma"):
        natural.synthesize("Hello.", (), Voice("emma"))
    with pytest.raises(VoiceNotFound, match="no voice 'nobody'"):
        natural.synthesize("Hello.", (), Voice("nobody"))
    assert list(tmp_path.iterdir()) == []


def test_it_speaks_through_pyttsx3():
    import pyttsx3

    from rhapsode.speaking.natural import neural_driver

    made = pyttsx3.init(neural_driver.NAME)
    heard = []
    made.connect("finished-utterance", lambda name, completed: heard.append(completed))
    made.say("Hello there.")
    made.runAndWait()
    assert heard == [True]
    assert made.getProperty("sound").frames > 5_000
