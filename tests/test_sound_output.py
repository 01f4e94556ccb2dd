"""Sound as it comes: to players of our own that note what they hear, and to miniaudio's device that nobody hears."""

import os
import shutil
import sys
import time
import wave

import pytest

from rhapsode import sound_output
from rhapsode.errors import RhapsodeError
from rhapsode.playback import Player
from rhapsode.sound_output import DeviceOutput, PipedOutput, endless_wav

RATE_HZ = 8_000
PATIENCE_S = 60
posix = pytest.mark.skipif(os.name == "nt", reason="the fake players are shell scripts")

EAR = """#!{python}
import sys
with open({heard!r}, "ab") as heard, open({calls!r}, "a") as calls:
    calls.write(" ".join(sys.argv[1:]) + "\\n")
    calls.flush()
    while data := sys.stdin.buffer.raw.read(512):
        heard.write(data)
        heard.flush()
"""


@pytest.fixture
def ear(tmp_path):
    """A program that notes what it was called with and what it heard."""
    script = tmp_path / "ear"
    script.write_text(EAR.format(python=sys.executable, heard=str(tmp_path / "heard"), calls=str(tmp_path / "calls")))
    script.chmod(0o755)
    script.with_name("heard").touch()
    return script


class Speech:
    """Two seconds of samples that differ, then the end; `held` gives nothing for now."""

    def __init__(self, frames=2 * RATE_HZ):
        self.sound = b"".join((at % 65_521).to_bytes(2, "little") for at in range(1, frames + 1))
        self.at, self.held = 0, False

    def pull(self, frames):
        if self.held:
            return b""
        given = self.sound[self.at : self.at + 2 * frames]
        self.at += len(given)
        return given or None


def wait_until(true):
    end_s = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end_s, "it never came"
        time.sleep(0.01)


@posix
def test_a_player_hears_all_of_it_in_its_own_words(ear):
    speech, output = Speech(), PipedOutput(Player(str(ear), stream=("raw", "{rate}", "-")))
    output.start(RATE_HZ, speech.pull)
    wait_until(lambda: output.has_ended)
    assert output.fault is None
    assert ear.with_name("heard").read_bytes() == speech.sound
    assert ear.with_name("calls").read_text() == "raw 8000 -\n"
    output.close()


@posix
def test_a_player_that_nothing_is_known_of_gets_a_wav_file(ear, tmp_path):
    speech, output = Speech(), PipedOutput(Player(str(ear)))
    output.start(RATE_HZ, speech.pull)
    wait_until(lambda: output.has_ended)
    output.close()
    heard = ear.with_name("heard").read_bytes()
    assert heard == endless_wav(RATE_HZ) + speech.sound
    with wave.open(str(ear.with_name("heard"))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE_HZ)
        assert file.readframes(len(speech.sound)) == speech.sound


@posix
def test_what_is_given_is_little_more_than_what_was_heard(ear):
    speech, output = Speech(20 * RATE_HZ), PipedOutput(Player(str(ear), stream=("-",)))
    output.start(RATE_HZ, speech.pull)
    wait_until(lambda: output.heard_frames() > RATE_HZ // 2)
    given = speech.at // 2
    assert given - output.heard_frames() < (sound_output.LEAD_S + 1) * RATE_HZ
    output.close()


@posix
def test_what_is_forgotten_is_lost_with_its_player_and_another_goes_on(ear):
    speech, output = Speech(), PipedOutput(Player(str(ear), stream=("-",)))
    output.start(RATE_HZ, speech.pull)
    wait_until(lambda: output.heard_frames() > 0)
    speech.held = True
    output.forget()
    assert output.heard_frames() == 0
    speech.at = len(speech.sound) - 2_000
    speech.held = False
    wait_until(lambda: output.has_ended)
    assert ear.with_name("calls").read_text() == "-\n-\n"
    assert ear.with_name("heard").read_bytes().endswith(speech.sound[-2_000:])
    output.close()


@posix
@pytest.mark.parametrize(
    ("last", "message"),
    [
        ("echo 'bad luck' >&2; exit 3", r"ear could not play it \(bad luck\)"),
        ("exit 0", "ear ended before the text did: install"),
        ("kill -9 $$", r"ear could not play it \(it was ended by signal 9\): install"),
        ("echo 'audio open failed' >&2; exit 0", "no sound device"),
    ],
)
def test_a_player_that_ends_too_soon_is_a_fault(ear, last, message):
    ear.write_text(f"#!/bin/sh\n{last}\n")
    speech, output = Speech(60 * RATE_HZ), PipedOutput(Player(str(ear), stream=("-",)))
    output.start(RATE_HZ, speech.pull)
    wait_until(lambda: output.fault)
    with pytest.raises(RhapsodeError, match=message):
        raise output.fault
    output.close()


@posix
def test_one_that_cannot_be_started_is_told_with_what_to_do(ear):
    ear.write_bytes(b"\x7fELF and no more")
    output = PipedOutput(Player(str(ear), stream=("-",)))
    output.start(RATE_HZ, Speech().pull)
    wait_until(lambda: output.fault)
    assert str(output.fault).startswith("ear cannot be started (Exec format error): install")
    output.close()


@posix
def test_who_goes_back_while_the_last_of_it_is_heard_hears_more(ear):
    speech, output = Speech(), PipedOutput(Player(str(ear), stream=("-",)))
    output.start(RATE_HZ, speech.pull)
    wait_until(lambda: ear.with_name("calls").exists() and output._process.stdin.closed)
    assert not output.has_ended
    speech.at = len(speech.sound) - 2_000
    output.forget()
    wait_until(lambda: output.has_ended)
    assert output.fault is None
    assert ear.with_name("heard").read_bytes().endswith(speech.sound[-2_000:])
    assert ear.with_name("calls").read_text() == "-\n-\n"
    output.close()


@posix
@pytest.mark.skipif(shutil.which("ffplay") is None, reason="needs ffplay")
def test_ffplay_itself_plays_what_it_is_given(tmp_path, monkeypatch):
    monkeypatch.setenv("RHAPSODE_PLAYER", "ffplay")
    monkeypatch.setenv("SDL_AUDIODRIVER", "disk")
    monkeypatch.setenv("SDL_DISKAUDIOFILE", str(tmp_path / "played"))
    speech, output = Speech(), sound_output.sound_output()
    output.start(44_100, speech.pull)
    wait_until(lambda: output.has_ended or output.fault)
    output.close()
    assert output.fault is None
    assert speech.sound in (tmp_path / "played").read_bytes()
    monkeypatch.setenv("SDL_AUDIODRIVER", "alsa")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "nothing"))
    output = sound_output.sound_output()
    output.start(44_100, Speech(60 * 44_100).pull)
    wait_until(lambda: output.fault)
    assert "no sound device here" in str(output.fault)
    output.close()


@posix
def test_closing_ends_a_player_that_listens_no_more(ear):
    ear.write_text("#!/bin/sh\nexec sleep 600\n")
    speech, output = Speech(600 * RATE_HZ), PipedOutput(Player(str(ear), stream=("-",)))
    output.start(RATE_HZ, speech.pull)
    wait_until(lambda: output.heard_frames() > 0)
    player = output._process
    output.close()
    assert player.returncode is not None


def test_a_device_is_given_all_of_it():
    miniaudio = pytest.importorskip("miniaudio", reason="the play extra is not installed")
    speech, output = Speech(RATE_HZ), DeviceOutput([miniaudio.Backend.NULL])
    output.start(RATE_HZ, speech.pull)
    wait_until(lambda: output.has_ended)
    assert speech.at == len(speech.sound)
    assert output.heard_frames() == RATE_HZ - RATE_HZ // 10
    output.forget()
    assert output.heard_frames() == 0
    output.close()
    output.close()


def test_a_machine_without_a_device_is_told_so(capfd, monkeypatch):
    miniaudio = pytest.importorskip("miniaudio", reason="the play extra is not installed")
    output, opened = DeviceOutput(), miniaudio.PlaybackDevice
    monkeypatch.setattr(miniaudio, "PlaybackDevice", lambda *_, **__: opened(backends=[miniaudio.Backend.NULL]))
    with pytest.raises(RhapsodeError, match="no sound device here"):
        output.start(RATE_HZ, Speech().pull)
    assert capfd.readouterr() == ("", "")


def test_the_player_that_is_named_comes_first_then_the_device(monkeypatch, ear):
    monkeypatch.setenv("RHAPSODE_PLAYER", str(ear))
    named = sound_output.sound_output()
    assert isinstance(named, PipedOutput)
    named.close()
    monkeypatch.delenv("RHAPSODE_PLAYER")
    pytest.importorskip("miniaudio", reason="the play extra is not installed")
    assert isinstance(sound_output.sound_output(), DeviceOutput)


def test_with_neither_library_nor_player_it_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.delenv("RHAPSODE_PLAYER", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sound_output, "find_spec", lambda _: None)
    with pytest.raises(RhapsodeError) as caught:
        sound_output.sound_output()
    assert "rhapsode[play]" in caught.value.cure
