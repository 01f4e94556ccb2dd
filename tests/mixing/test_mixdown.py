from __future__ import annotations

import wave
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from mixtools import RATE, SECTIONS, Bench, bench, decoded, mixed, script, tone

from rhapsode.clips import pack
from rhapsode.errors import UsageError
from rhapsode.executors import InlineExecutor
from rhapsode.mixing import Master, inspect, mix, read_track
from rhapsode.model import Clip
from rhapsode.pool import process_pool


@pytest.mark.parametrize("suffix", ["mp3", "m4b", "m4a", "opus", "flac", "wav"])
def test_a_player_decodes_exactly_the_timeline(tmp_path: Path, suffix: str) -> None:
    made = bench(script(SECTIONS), tmp_path / "store")
    track = mix(made.script, made.speech, made.store, tmp_path / f"x.{suffix}", executor=InlineExecutor())
    rate_hz = 48_000 if suffix == "opus" else track.rate_hz  # the file's own: a change of rate may round up
    assert len(decoded(track.path, rate_hz)) == 2 * round(track.frames * rate_hz / track.rate_hz)


@pytest.mark.parametrize("suffix", ["mp3", "m4b", "m4a", "opus", "flac", "wav"])
def test_a_track_carries_its_own_timeline(tmp_path: Path, suffix: str) -> None:
    made = bench(script(SECTIONS), tmp_path / "store")
    track = mix(made.script, made.speech, made.store, tmp_path / f"x.{suffix}", executor=InlineExecutor())
    assert read_track(track.path) == track._replace(sha256="", true_peak_dbtp=None)


def test_loudness_none_leaves_every_sample_of_a_clip_but_its_edges(tmp_path: Path) -> None:
    made = bench(script(SECTIONS), tmp_path / "store")
    track = mix(
        made.script,
        made.speech,
        made.store,
        tmp_path / "x.wav",
        executor=InlineExecutor(),
        master=Master(loudness="none"),
    )
    sound = decoded(track.path, track.rate_hz)
    for utterance in track.utterances:
        clip = made.clips[utterance.id].samples
        inside = slice(200, len(clip) - 200)
        assert sound[2 * utterance.start_frame : 2 * utterance.end_frame][inside] == clip[inside]


LONG = [
    (f"Section {n}", 1 + (n > 0), [f"Sentence {m} of part {n}, with some words." for m in range(14)]) for n in range(8)
]


FORMATS = ["mp3", *(pytest.param(name, marks=pytest.mark.slow) for name in ("m4b", "opus", "flac", "wav"))]


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_bytes_are_the_same_with_any_number_of_jobs_and_again(tmp_path: Path, suffix: str) -> None:
    made = bench(script(LONG), tmp_path / "clips", frames_per_character=300)
    written = set()
    for jobs in (1, 2, 4):
        store = bench(made.script, tmp_path / f"store{jobs}", frames_per_character=300).store
        with process_pool(jobs) as executor:
            for _ in range(2):
                track = mix(made.script, made.speech, store, tmp_path / f"x.{suffix}", executor=executor)
                written.add((track.sha256, track.path.read_bytes()))
    assert len(written) == 1


def test_one_sentence_changed_encodes_one_piece(tmp_path: Path) -> None:
    made = bench(script(LONG), tmp_path / "store")
    last = made.speech.keys[made.script.utterances[-1].id]
    made.store.put(last, pack(Clip(tone(30_000, 500, level=12_000), RATE)))  # the peak is found there
    mixed(made, tmp_path / "x.mp3", generate_cover=False)
    before = {path for path, _ in made.store.entries()}
    other = Clip(tone(30_000, 700), RATE)
    made.store.put("f" * 64, pack(other))
    keys = {**made.speech.keys, "u20": "f" * 64}
    mixed(made._replace(speech=made.speech._replace(keys=keys)), tmp_path / "x.mp3", generate_cover=False)
    assert len({path for path, _ in made.store.entries()} - before) == 3, "the clip, its piece surveyed and encoded"


def test_nothing_changed_does_no_work(tmp_path: Path) -> None:
    made = bench(script(LONG), tmp_path / "store")
    first = mixed(made, tmp_path / "x.mp3")

    class Refusing(InlineExecutor):
        def submit(self, fn: object, /, *args: object, **kwargs: object) -> object:  # type: ignore[override]
            raise AssertionError("there was nothing to do")

    again = mix(made.script, made.speech, made.store, tmp_path / "y.mp3", executor=Refusing())
    assert again.sha256 == first.sha256


def test_a_failure_leaves_the_old_target_whole(tmp_path: Path) -> None:
    made = bench(script(LONG), tmp_path / "store")
    target = tmp_path / "x.mp3"
    target.write_bytes(b"old")
    missing = made._replace(speech=made.speech._replace(keys={**made.speech.keys, "u3": "0" * 64}))
    with pytest.raises(Exception, match="missing from the store"):
        mixed(missing, target)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("suffix", ["wav", "mp3"])
def test_the_silence_heard_between_sentences_is_the_styles(tmp_path: Path, suffix: str) -> None:
    made = bench(script(LONG), tmp_path / "store")
    track = mixed(made, tmp_path / f"x.{suffix}", loudness="none")
    sound = np.abs(np.frombuffer(decoded(track.path, RATE), "<i2").astype(int))
    for one, following, said in zip(track.utterances, track.utterances[1:], made.script.utterances, strict=False):
        after = made.script.utterances[made.script.utterances.index(said) + 1]
        wanted = max(said.after_ms, after.before_ms)
        middle = (one.end_frame + following.start_frame) // 2
        left = middle - int(np.argmax(sound[middle::-1] > 1_000))
        right = middle + int(np.argmax(sound[middle:] > 1_000))
        # The tones' own edges are faded over 3 ms, and not counted.
        assert abs((right - left) * 1000 / RATE - wanted) <= 5.5


def test_split_gives_a_file_per_section_with_lists(tmp_path: Path) -> None:
    made = bench(
        script([('One/"a"', 1, ["Said."]), ("Two: b?", 2, ["More."]), ("Two: b?", 2, ["End."])]), tmp_path / "s"
    )
    track = mixed(made, tmp_path / "book.mp3", split=True)
    assert track.path == tmp_path / "book" / "book.m3u8"
    playlist, *files, sheet = track.files
    assert [file.name for file in files] == ["01 One a.mp3", "02 Two b.mp3", "03 Two b.mp3"]
    assert [line for line in playlist.read_text("utf-8").splitlines() if line[0] != "#"] == [
        file.name for file in files
    ]
    assert sheet.read_text("utf-8").count("INDEX 01 00:00:00") == 3
    parts = [read_track(file) for file in files]
    assert sum(part.frames for part in parts) == track.frames
    assert [part.sections[0].title for part in parts] == [section.title for section in track.sections]
    assert track.segment().frame_count() == track.frames
    assert [len(decoded(file, RATE)) // 2 for file in files] == [part.frames for part in parts]


def test_split_files_tell_their_number(tmp_path: Path) -> None:
    from mutagen.id3 import ID3

    made = bench(script([("One", 1, ["Said."]), ("Two", 2, ["More."])]), tmp_path / "s")
    track = mixed(made, tmp_path / "book.mp3", split=True, title="Album")
    tags = ID3(track.files[2])
    assert (str(tags["TIT2"]), str(tags["TALB"]), str(tags["TRCK"])) == ("Two", "Album", "2/2")


def music(path: Path, seconds: int, rate: int = 44_100) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, rate, 0, "NONE", ""))
        mono = np.frombuffer(tone(rate * seconds, 330, rate), "<i2")
        file.writeframes(np.repeat(mono, 2).tobytes())
    return path


def power(sound: np.ndarray, hz: float) -> float:
    """How much of the tone is in `sound`, in dB."""
    wave_form = np.exp(-2j * np.pi * hz * np.arange(len(sound)) / RATE)
    return float(20 * np.log10(np.abs((sound * wave_form).mean()) + 1e-9))


def test_music_plays_before_and_softly_under_the_first_words(tmp_path: Path) -> None:
    made = bench(script([("Title", 1, ["A sentence that goes on for a while."] * 6)]), tmp_path / "store")
    song = music(tmp_path / "song.wav", 12)
    plain = mixed(made, tmp_path / "plain.wav", loudness="none")
    track = mixed(made, tmp_path / "x.wav", loudness="none", intro=song, outro=song)
    later = track.utterances[0].start_frame - plain.utterances[0].start_frame
    assert abs(later / RATE - 8) < 0.1
    sound = np.frombuffer(decoded(track.path, RATE), "<i2").astype(float)
    assert len(sound) == track.frames
    loud = power(sound[3 * RATE : 4 * RATE], 330)
    first = track.utterances[0].start_frame
    assert power(sound[first : first + RATE // 2], 330) <= loud - 19
    last = track.utterances[-1].end_frame
    assert power(sound[last + 3 * RATE : last + 4 * RATE], 330) > loud - 6
    assert np.abs(sound[-200:]).max() < 300, "faded out"


def test_a_section_cue_stands_before_each_section_but_the_first(tmp_path: Path) -> None:
    made = bench(script([(f"S{n}", 1, ["A sentence."] * 4) for n in range(4)]), tmp_path / "store")
    plain = mixed(made, tmp_path / "plain.wav")
    track = mixed(made, tmp_path / "x.wav", section_cue=music(tmp_path / "bell.wav", 1))
    assert abs(track.frames - plain.frames - 3 * RATE) <= 3 * 576
    assert track.utterances[0].start_frame == plain.utterances[0].start_frame


def test_music_that_is_none_is_refused(tmp_path: Path) -> None:
    made = bench(script([("S", 1, ["A sentence."])]), tmp_path / "store")
    (tmp_path / "song.mp3").write_text("no sound")
    with pytest.raises(UsageError, match="cannot be read"):
        mixed(made, tmp_path / "x.wav", intro=tmp_path / "song.mp3")


def test_acx_gives_room_at_both_ends_and_keeps_its_limits(tmp_path: Path) -> None:
    made = bench(script([("Title", 1, ["A sentence to be heard."] * 8)]), tmp_path / "store")
    track = mixed(made, tmp_path / "x.mp3", preset="acx")
    sound = np.frombuffer(decoded(track.path, 44_100), "<i2").astype(float) / 32_768
    rms = 20 * np.log10(np.sqrt((sound**2).mean()))
    assert -23 <= rms <= -18
    assert 20 * np.log10(np.abs(sound).max()) <= -3
    assert 0.5 <= track.seconds(track.utterances[0].start_frame) <= 1
    assert 1 <= track.seconds(track.frames - track.utterances[-1].end_frame) <= 5


def test_volume_is_applied_when_mixing(tmp_path: Path) -> None:
    def quiet(made: Bench) -> Bench:
        first, *rest = made.script.utterances
        softer = first._replace(voice=first.voice._replace(volume_db=-12.0))
        return made._replace(script=made.script._replace(utterances=(softer, *rest)))

    made = bench(script([("Title of it", 1, ["A sentence to be heard."] * 4)]), tmp_path / "store")
    levels = []
    for one in (made, quiet(made)):
        track = mixed(one, tmp_path / "x.wav", loudness="none")
        sound = np.frombuffer(decoded(track.path, RATE), "<i2").astype(float)
        first = track.utterances[0]
        levels.append(20 * np.log10(np.abs(sound[first.start_frame : first.end_frame]).max()))
    assert levels[0] - levels[1] == pytest.approx(12, abs=0.1)


def test_master_options_reach_the_tags(tmp_path: Path) -> None:
    made = bench(script([("Title", 1, ["A sentence."])]), tmp_path / "store")
    master = Master(title="Other", authors=("A", "B"), generate_cover=False)
    track = mix(made.script, made.speech, made.store, tmp_path / "x.flac", executor=InlineExecutor(), master=master)
    from mutagen.flac import FLAC

    file = FLAC(track.path)
    assert (file["title"], file["artist"]) == (["Other"], ["A", "B"])
    assert "lyrics" not in file
    assert not file.pictures


def test_a_measured_track_reports_the_finished_file(tmp_path: Path) -> None:
    made = bench(script([("Title", 1, ["A sentence."] * 6)]), tmp_path / "store")
    track = mixed(made, tmp_path / "x.m4b", measure=True)
    found = inspect(track.path)
    assert (track.loudness_lufs, track.true_peak_dbtp) == (found.loudness_lufs, found.true_peak_dbtp)
    assert found.true_peak_dbtp is not None


@pytest.mark.parametrize("suffix", FORMATS[:-1])
def test_no_click_stands_in_a_silence(tmp_path: Path, suffix: str) -> None:
    made = bench(script(LONG), tmp_path / "store", frames_per_character=500)
    track = mixed(made, tmp_path / f"x.{suffix}", loudness="none", generate_cover=False)
    sound = np.abs(np.frombuffer(decoded(track.path, RATE), "<i2").astype(int))
    # A codec smears sound over its window: 60 ms. Beyond it no sample of a silence, joins and all, may be heard.
    near = 60 * RATE // 1000
    for one, following in pairwise(track.utterances):
        silence = sound[one.end_frame + near : following.start_frame - near]
        assert silence.max(initial=0) < 100


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_true_peak_reported_is_the_files(tmp_path: Path, suffix: str) -> None:
    made = bench(script(LONG), tmp_path / "store", frames_per_character=500)
    made.store.put(made.speech.keys["u40"], pack(Clip(tone(20_000, 500, level=20_000), RATE)))
    track = mixed(made, tmp_path / f"x.{suffix}", generate_cover=False)
    assert track.true_peak_dbtp == pytest.approx(inspect(track.path).true_peak_dbtp, abs=0.3)


def test_of_sections_that_are_alike_the_one_that_is_listened_to_is_made(tmp_path: Path) -> None:
    made = bench(script([("Refrain", 1, ["A sentence."])] * 4), tmp_path / "store", frames_per_character=500)
    own = list(made.speech.keys.values())
    alike = dict(zip(made.speech.keys, [*own[:4], *own[2:4], *own[6:]], strict=True))
    made.store.put(own[3], pack(Clip(tone(20_000, 500, level=20_000), RATE)))
    track = mixed(made._replace(speech=made.speech._replace(keys=alike)), tmp_path / "x.mp3", split=True)
    assert track.true_peak_dbtp is not None
