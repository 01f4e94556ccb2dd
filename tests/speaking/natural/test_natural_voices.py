"""Fetching a voice: only when asked, whole or not at all. The source is a folder, the model the one that pip brings."""

import hashlib
import re
import shutil

import pytest
from click.testing import CliRunner

pytest.importorskip("hibari", reason="the extra [natural] is not installed")

from rhapsode.__main__ import main
from rhapsode.cli import voices_command
from rhapsode.errors import EngineError
from rhapsode.model import Voice
from rhapsode.plugins import EngineChoice, engine
from rhapsode.speaking.natural import hibari_package, natural_voices


@pytest.fixture
def natural():
    return engine(EngineChoice("natural"))


@pytest.fixture
def source(monkeypatch, tmp_path):
    """A place that has the bundled model under the name of another voice, and a cache that is empty."""
    monkeypatch.setenv("HIBARI_HOME", str(tmp_path / "cache"))
    known = natural_voices.registry()
    model = natural_voices.path(known["heart"])
    digest = hashlib.sha256(model.read_bytes()).hexdigest()
    kore = known["kore"]._replace(bytes=model.stat().st_size, sha256=digest)
    monkeypatch.setattr(natural_voices, "registry", lambda: known | {"kore": kore})
    folder = tmp_path / "source"
    folder.mkdir()
    shutil.copy(model, folder / kore.file)
    monkeypatch.setattr(hibari_package.module("voices"), "BASE_URL", f"{folder.as_uri()}/")
    return folder


def test_what_is_offered_says_size_licence_source_and_place(natural, source, tmp_path):
    offered = {voice.id: voice for voice in natural.offers()}
    assert sorted(offered) == ["emma", "fable", "fenrir", "kore"]
    kore = offered["kore"]
    assert kore.bytes == 7_936_868
    assert kore.licence == "Apache-2.0"
    assert kore.address.startswith(source.as_uri())
    assert kore.place == str(tmp_path / "cache" / "af_kore.int8.onnx")
    assert "en-GB" in offered["emma"].languages
    assert not (tmp_path / "cache").exists()


def test_a_voice_that_was_fetched_speaks(natural, source):
    kore = next(voice for voice in natural.offers() if voice.id == "kore")
    natural.fetch(kore)
    assert "kore" in [voice.id for voice in natural.voices()]
    assert "kore" not in [voice.id for voice in natural.offers()]
    clip = natural.synthesize("Good evening.", (), Voice("kore"))
    assert clip == natural.synthesize("Good evening.", (), Voice("heart"))  # the model is the same here


def test_a_file_that_is_not_the_one_announced_is_not_kept(natural, source, tmp_path):
    kore = next(voice for voice in natural.offers() if voice.id == "kore")
    (source / "af_kore.int8.onnx").write_bytes(b"something else")
    with pytest.raises(EngineError, match="cannot be fetched"):
        natural.fetch(kore)
    assert list((tmp_path / "cache").iterdir()) == []


def test_the_command_says_what_it_fetches_before_it_does(source, tmp_path):
    done = CliRunner().invoke(voices_command.command, ["--get", "kore"])
    assert done.exit_code == 0, done.output
    said = done.output.splitlines()
    assert said[0] == "kore: 7.9 MB, Apache-2.0"
    assert said[1].strip().startswith("from file:")
    assert said[2].strip() == f"to   {tmp_path / 'cache' / 'af_kore.int8.onnx'}"
    assert (tmp_path / "cache" / "af_kore.int8.onnx").exists()
    again = CliRunner().invoke(voices_command.command, ["--get", "kore"])
    assert again.output == "The voice kore is here already.\n"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nobody", r"no voice 'nobody' can be fetched: choose one of emma,"),
        ("emma", r"'emma' cannot be fetched \([^()]*\): check the connection, or put the file at"),
    ],
)
def test_a_voice_that_cannot_be_had_is_one_line(source, capsys, monkeypatch, name, said):
    monkeypatch.setattr("sys.argv", ["rhapsode", "voices", "--get", name])
    with pytest.raises(SystemExit) as ended:
        main()
    shown = capsys.readouterr().err.strip()
    assert ended.value.code == 4
    assert re.search(said, shown)
    assert "\n" not in shown


def test_a_voice_asked_for_by_name_before_it_is_here(source, monkeypatch, capsys, tmp_path, store):
    monkeypatch.setenv("RHAPSODE_STORE", str(tmp_path / "store"))
    monkeypatch.setattr("sys.argv", ["rhapsode", "say", "Hello.", "--voice", "emma", "-o", str(tmp_path / "a.mp3")])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 4
    assert "the voice 'emma' is not here yet: fetch it with: rhapsode voices --get emma" in capsys.readouterr().err
    assert not (tmp_path / "cache").exists()
