"""The record beside a track: what it holds, what is made of it alone, and what it never overwrites."""

import json
import shutil
import subprocess
import sys

import pytest

import rhapsode
from rhapsode import mixing, track_record
from rhapsode.errors import SourceUnreadable
from rhapsode.listening import publish

TEXT = "# Tides\n\nThe *water* rises in 1851.[1]\n\n## At night\n\nIt falls, “again” and again.\n"
VIEWS = ("captions", "page")


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    """A folder with `a.mp3` and its record."""
    folder = tmp_path_factory.mktemp("rendered")
    rhapsode.narrate(TEXT, folder / "a.mp3", engine="tone", jobs=1, record=True)
    return folder


@pytest.fixture
def folder(rendered, tmp_path):
    return shutil.copytree(rendered, tmp_path / "own")


def run(*args):
    return subprocess.run(
        [sys.executable, "-m", "rhapsode", *map(str, args)], capture_output=True, text=True, check=False
    )


def held(folder):
    return json.loads((folder / "a.json").read_text("utf-8"))


def test_it_says_what_the_render_said_and_how_to_know_the_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text(TEXT)
    done = run("render", "a.md", "-o", "a.mp3", "--engine", "tone", "--json")
    (said,) = json.loads(done.stdout)["tracks"]
    record = held(tmp_path)
    same = "title seconds format bytes loudness_lufs true_peak_dbtp voices words skipped sha256 warnings".split()
    assert {name: record[name] for name in same} == {name: said[name] for name in same}
    for told, whole in zip(record["sections"], said["sections"], strict=True):
        assert told == whole | {at: int(whole[at] * 1000 + 0.001) / 1000 for at in ("start", "end")}
    assert said["files"] == ["a.mp3", "a.json"]
    assert record["versions"]["rhapsode"] == rhapsode.__version__
    assert record["versions"]["pyttsx3"]
    assert str(tmp_path) not in json.dumps(record)


def test_the_same_render_has_the_same_record(rendered, tmp_path):
    rhapsode.narrate(TEXT, tmp_path / "a.mp3", engine="tone", jobs=1, record=True)
    assert (tmp_path / "a.json").read_bytes() == (rendered / "a.json").read_bytes()


@pytest.mark.parametrize("suffix", ["m4b", "opus", "flac", "wav"])
def test_it_holds_the_timeline_that_is_in_the_file(suffix, tmp_path):
    made = rhapsode.narrate(TEXT, tmp_path / f"a.{suffix}", engine="tone", jobs=1, record=True)
    told, inside = mixing.read_track(tmp_path / "a.json"), mixing.read_track(made.path)
    assert told.timeline == inside.timeline
    assert told.utterances == inside.utterances == made.utterances
    assert told.document.blocks == made.document.blocks
    assert (told.path, told.sha256, told.bytes) == (made.path, made.sha256, made.bytes)


def test_captions_and_a_page_are_made_of_it_alone(folder, tmp_path):
    publish([mixing.read_track(folder / "a.mp3")], tmp_path / "sound", views=VIEWS)
    (folder / "a.mp3").unlink()
    assert (
        run("publish", folder / "a.json", "--to", tmp_path / "alone", "--view", "captions", "--view", "page").returncode
        == 0
    )
    names = {path.name for path in (tmp_path / "alone").iterdir()}
    assert names == {"a.vtt", "a.srt", "a.lrc", "a.words.lrc", "a.json", "a.html"}
    for name in names - {"a.json"}:
        assert (tmp_path / "alone" / name).read_bytes() == (tmp_path / "sound" / name).read_bytes()


def test_without_the_sound_what_needs_it_is_refused_or_left_out(folder, tmp_path):
    (folder / "a.mp3").unlink()
    every = run("publish", folder / "a.json", "--to", tmp_path / "every")
    assert every.returncode == 0
    assert "there is no a.mp3 beside its record" in every.stderr
    for asked in (["--view", "epub"], ["--view", "feed"], ["--view", "page", "--single-file"]):
        refused = run("publish", folder / "a.json", "--to", tmp_path / "none", *asked)
        assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
        assert "there is no a.mp3 beside its record" in refused.stderr
    assert not (tmp_path / "none").exists()


def test_the_captions_as_json_are_the_record_with_every_word(folder, tmp_path):
    for source in ("a.mp3", "a.json"):
        run("publish", folder / source, "--to", tmp_path / source, "--view", "json")
        shown = held(tmp_path / source)
        words = [word["text"] for said in shown.pop("utterances") for word in said["words"]]
        assert words == "Tides The water rises in 1851. At night It falls, “again” and again.".split()
        assert shown == held(folder)
    assert run("publish", tmp_path / "a.mp3" / "a.json", "--to", tmp_path / "x", "--view", "vtt").returncode == 0


def test_verify_goes_by_its_checksum(folder):
    assert run("verify", "--sound-only", folder / "a.mp3").returncode == 0
    assert run("verify", "--sound-only", folder / "a.json").returncode == 0
    with (folder / "a.mp3").open("ab") as file:
        file.write(b"x")
    found = run("verify", "--sound-only", folder / "a.mp3")
    assert found.returncode == 1
    assert found.stdout.splitlines()[-1] == "a.mp3 is not the file that a.json records: it was changed since"
    told = run("verify", "--sound-only", "--json", folder / "a.json")
    assert told.returncode == 1
    assert json.loads(told.stdout)["tracks"][0]["unchanged"] is False


def test_verify_reads_it_where_the_file_has_lost_its_timeline(folder):
    from mutagen.id3 import ID3

    ID3(folder / "a.mp3").delete()
    with pytest.raises(SourceUnreadable):
        mixing.read_track(folder / "a.mp3")
    found = run("verify", "--sound-only", folder / "a.mp3")
    assert "all is there" in found.stdout
    assert "was changed since" in found.stdout


def test_without_a_record_nothing_is_said_of_it(folder):
    (folder / "a.json").unlink()
    told = run("verify", "--sound-only", "--json", folder / "a.mp3")
    assert told.returncode == 0
    assert json.loads(told.stdout)["tracks"][0]["unchanged"] is None


def test_the_record_of_another_format_is_not_this_files(folder):
    rhapsode.narrate(TEXT, folder / "a.wav", engine="tone", jobs=1)
    assert mixing.read_recorded(folder / "a.wav").unchanged is None


def test_a_file_of_somebody_elses_is_left_alone_with_a_warning(tmp_path):
    (tmp_path / "a.json").write_text('{"mine": 1}')
    made = rhapsode.narrate(TEXT, tmp_path / "a.mp3", engine="tone", jobs=1, record=True)
    assert (tmp_path / "a.json").read_text() == '{"mine": 1}'
    assert made.files == (tmp_path / "a.mp3",)
    assert [warning for warning in made.warnings if "a.json was not made by rhapsode" in warning]


def test_none_is_written_where_none_is_wanted(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text(TEXT)
    run("render", "a.md", "-o", "a.mp3", "--engine", "tone", "--jobs", "1", "--no-record")
    run("say", "Hello.", "-o", "b.wav", "--engine", "tone")
    run("render", "a.md", "-o", "c.mp3", "--engine", "tone", "--jobs", "1", "--split")
    rhapsode.narrate(TEXT, tmp_path / "d.mp3", engine="tone", jobs=1)
    assert not list(tmp_path.rglob("*.json"))


@pytest.mark.parametrize(
    "change",
    [
        {"generator": "me"},
        {"schema": 99},
        {"timeline": "no base64"},
        {"timeline": "AAAA"},
        {"audio": None, "timeline": None},
        {"versions": 3},
        {"warnings": 3},
    ],
    ids=str,
)
def test_a_broken_record_is_one_line_and_the_sound_is_read_without_it(change, folder):
    (folder / "a.json").write_text(json.dumps(held(folder) | change))
    with pytest.raises(SourceUnreadable, match=r"a\.json is no record of a track") as caught:
        mixing.read_track(folder / "a.json")
    assert "\n" not in str(caught.value)
    assert mixing.read_recorded(folder / "a.mp3").unchanged is None


def test_its_sound_is_looked_for_beside_it_and_nowhere_else(folder):
    (folder / "a.json").write_text(json.dumps(held(folder) | {"audio": "../../a.mp3"}))
    assert mixing.read_track(folder / "a.json").path == folder / "a.mp3"


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b"[" * 100_000, b'{"generator": "rhapsode"'])
def test_what_is_no_json_is_no_record(data, tmp_path):
    (tmp_path / "a.json").write_bytes(data)
    with pytest.raises(ValueError, match=r"JSON|nothing of a track|Expecting"):
        track_record.load_record(tmp_path / "a.json")
