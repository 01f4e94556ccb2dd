"""An ffmpeg that says all went well, and gave nothing, rubbish or too little, is not believed at any step."""

import shlex
import sys
import wave

import pytest

from rhapsode import ffmpeg
from rhapsode.errors import EncoderError, RhapsodeError, UsageError
from rhapsode.mixing import Master, inspect
from rhapsode.mixing.readback.file_metadata import metadata
from rhapsode.pipeline import Request, render
from rhapsode.store import Store
from rhapsode.verifying.hearing_job import decoded

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the untrue one is a script")
TEXT = "# The stall\n\nIt cost five dollars then, and was open until late.\n\n# The song\n\nA song went round!\n"

UNTRUE = """
import pathlib, subprocess, sys
real, way, step, *arguments = sys.argv[1:]
if way == "true" or "-version" in arguments or step not in " ".join(arguments):
    sys.exit(subprocess.run([real, *arguments]).returncode)
files = [pathlib.Path(b) for a, b in zip(arguments, arguments[1:]) if b.startswith("/") and a != "-i"]
if way == "nothing":
    sys.exit(0)
if way == "rubbish":
    for file in files:
        file.write_bytes(b"This is no sound. " * 40)
    sys.stdout.write("This is no sound. " * 40)
    sys.exit(0)
done = subprocess.run([real, *arguments], stdout=subprocess.PIPE, check=True)
for file in files:
    file.write_bytes(file.read_bytes()[: file.stat().st_size * 2 // 3])
sys.stdout.buffer.write(done.stdout[: len(done.stdout) * 2 // 3])
"""


@pytest.fixture
def untrue(tmp_path, monkeypatch):
    """Makes the ffmpeg in use untrue, in a way, at the step whose arguments have a word in them."""

    def made(way, step=""):
        ffmpeg.find.cache_clear()
        monkeypatch.delenv("RHAPSODE_FFMPEG", raising=False)
        parts = [sys.executable, tmp_path / "untrue.py", ffmpeg.find(), way, step]
        (tmp_path / "untrue.py").write_text(UNTRUE)
        program = tmp_path / "first" / "ffmpeg"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f'#!/bin/sh\nexec {shlex.join(map(str, parts))} "$@"\n')
        program.chmod(0o755)
        monkeypatch.setenv("RHAPSODE_FFMPEG", str(program))
        ffmpeg.find.cache_clear()

    yield made
    ffmpeg.find.cache_clear()


@pytest.fixture
def rendered(tmp_path):
    source = tmp_path / "stall.md"
    source.write_text(TEXT)

    def made(suffix, **options):
        target = tmp_path / f"stall.{suffix}"
        request = Request(str(source), engine="tone", voice=options.pop("voice", ""))
        store = Store(tmp_path / "untrue store")
        try:
            return render(request, target, master=Master(generate_cover=False, **options), store=store, jobs=1)
        except RhapsodeError:
            assert not target.exists()
            assert not list(tmp_path.glob(".*.part*"))
            raise

    return made


STEPS = {
    "loudness": ("mp3", {}, "biquad"),
    "true peak": ("mp3", {}, "ebur128"),
    "Opus": ("opus", {}, "libopus"),
    "AAC": ("m4b", {}, "aac_coder"),
    "FLAC": ("flac", {}, "frame_size"),
    "MP3": ("mp3", {"sample_rate_hz": 44_100}, "libmp3lame"),
    "another rate in WAV": ("wav", {"sample_rate_hz": 44_100}, "aresample"),
    "peaks watched": ("mp3", {"loudness": "-9"}, "96000"),
}


CASES = [(step, way) for step in STEPS for way in ("nothing", "rubbish", "shorter")]
CASES.remove(("true peak", "shorter"))  # two thirds of the lines that say the peak still say it


@pytest.mark.parametrize(("step", "way"), CASES)
def test_no_step_believes_it(untrue, rendered, step, way):
    suffix, options, word = STEPS[step]
    untrue(way, word)
    with pytest.raises(EncoderError, match="all went well, but gave") as caught:
        rendered(suffix, **options)
    said = str(caught.value)
    assert caught.value.exit_code == 5
    assert "ffmpeg version " in said
    assert "first/ffmpeg" in said
    assert "in the section 'The stall'" in said
    untrue("true")
    rendered(suffix, **options)


def use_program(folder, monkeypatch, content):
    """Have a program of that content be the ffmpeg in use."""
    program = folder / "ffmpeg"
    program.write_bytes(content)
    program.chmod(0o755)
    monkeypatch.setenv("RHAPSODE_FFMPEG", str(program))
    ffmpeg.find.cache_clear()


@pytest.mark.parametrize("way", ["nothing", "rubbish"])
def test_one_that_is_untrue_in_everything_is_named_without_a_version(untrue, rendered, monkeypatch, way, tmp_path):
    untrue("true")
    use_program(tmp_path, monkeypatch, b"#!/bin/sh\n" + {"nothing": b"exit 0\n", "rubbish": b"echo rubbish\n"}[way])
    with pytest.raises(EncoderError, match="which does not tell its version, says that all went well"):
        rendered("mp3")
    with pytest.raises(EncoderError, match="is no ffmpeg"):
        ffmpeg.version()


def test_a_program_that_cannot_be_started_is_named(untrue, monkeypatch, tmp_path, rendered):
    untrue("true")
    use_program(tmp_path, monkeypatch, bytes(100))
    with pytest.raises(EncoderError, match="cannot be started"):
        rendered("mp3")


def sound_file(path, frames):
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 2, 22_050, 0, "NONE", ""))
        sound.writeframes(bytes(2 * frames))
    return path


@pytest.mark.parametrize("way", ["nothing", "rubbish", "shorter"])
def test_a_cue_is_read_or_the_error_is_the_programs(untrue, rendered, tmp_path, way):
    cue = sound_file(tmp_path / "cue.wav", 4_000)
    untrue(way)
    with pytest.raises(EncoderError, match=r"all went well, but gave .* for .*cue.wav"):
        rendered("wav", section_cue=cue)


def test_a_cue_without_sound_is_the_users_error(rendered, tmp_path):
    with pytest.raises(UsageError, match="no sound in"):
        rendered("wav", section_cue=sound_file(tmp_path / "cue.wav", 0))


def test_what_is_read_of_a_file_is_not_believed_either(untrue, rendered, tmp_path):
    untrue("true")
    track = rendered("mp3")
    for way in ("nothing", "rubbish"):
        untrue(way)
        for read in (inspect, metadata):
            with pytest.raises(EncoderError, match="all went well, but gave no"):
                read(track.path)
    untrue("nothing")
    with pytest.raises(EncoderError, match="no sound of"):
        decoded(track.path, 0.0, 1.0)
    for way in ("nothing", "rubbish", "shorter"):
        untrue(way)
        with pytest.raises(EncoderError, match="bytes of sound instead of"):
            track.segment()
