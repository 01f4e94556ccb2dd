"""The stock drivers, made safe: tested here on pyttsx3's own espeak driver, which returns before it has spoken."""

import sys
import wave

import pytest
from speaking_samples import script_of

from rhapsode import speaking
from rhapsode.clips import unpack
from rhapsode.errors import SpeechFailed
from rhapsode.model import Voice
from rhapsode.plugins import EngineChoice
from rhapsode.pool import process_pool
from rhapsode.speaking.processes.children import run_child
from rhapsode.speaking.system_engine import read_mono

LINUX = pytest.mark.skipif(
    sys.platform != "linux", reason="the platform's own voice may not be installed on a build machine"
)


@LINUX
def test_every_sentence_is_whole_whatever_run_and_wait_says(store):
    long = " ".join(f"This is clause number {n}, and it goes on," for n in range(60)) + " and here it ends."
    script = script_of("Short.", long, "Another one.", voice=Voice(language="en"))
    with process_pool(1) as pool:
        speech = speaking.speak(speaking.plan(script, EngineChoice("system"), store), store, pool)
    short, whole, other = (unpack(store.get(speech.keys[u.id])) for u in script.utterances)
    assert whole.frames > 100 * whole.rate_hz
    assert short.frames < whole.frames / 50
    assert other.frames > 0


def _save(finish):
    """Drive `port.save` with an engine that never finishes, or finishes without a file."""
    from pathlib import Path

    from rhapsode.speaking.drivers import pyttsx3_port as port

    class Stub:
        def __init__(self):
            self.callbacks = {}

        def connect(self, topic, callback):
            self.callbacks[topic] = callback
            return topic

        def disconnect(self, token):
            self.callbacks.pop(token, None)

        def save_to_file(self, text, file):
            if finish:
                self.callbacks["finished-utterance"](name=None, completed=True)

        def runAndWait(self):
            pass

    port.save(Stub(), "text", Path("/nonexistent/utterance.wav"), limit_s=0.1)
    yield


@LINUX
@pytest.mark.parametrize(("finish", "cause"), [(False, "did not finish"), (True, "wrote no sound")])
def test_a_driver_that_lies_is_an_error(finish, cause):
    with pytest.raises(SpeechFailed, match=cause):
        list(run_child(_save, finish, patience_s=20))


def write_wave(path, rate_hz, channels):
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(2)
        sound.setframerate(rate_hz)
        sound.writeframes(b"\x10\x20" * channels * rate_hz)


def test_another_rate_or_two_channels_are_brought_to_ours(tmp_path):
    write_wave(tmp_path / "a.wav", 16_000, 2)
    samples = read_mono(tmp_path / "a.wav", 22_050)
    assert abs(len(samples) // 2 - 22_050) < 100


def test_the_right_form_is_read_as_it_is(tmp_path):
    write_wave(tmp_path / "a.wav", 22_050, 1)
    assert read_mono(tmp_path / "a.wav", 22_050) == b"\x10\x20" * 22_050


def test_rubbish_is_an_error_that_says_so(tmp_path):
    (tmp_path / "a.wav").write_bytes(b"FORM nothing of the kind")
    with pytest.raises(SpeechFailed, match="cannot be read"):
        read_mono(tmp_path / "a.wav", 22_050)
