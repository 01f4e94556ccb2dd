"""Listening to a source while it is made: all of it in order, as a render says it, and from wherever one likes."""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest

from rhapsode import pipeline
from rhapsode.clips import unpack
from rhapsode.errors import EngineError, SourceMissing, SourceUnreadable, UsageError
from rhapsode.executors import InlineExecutor
from rhapsode.live import reading_aloud
from rhapsode.mixing import Master
from rhapsode.mixing.joining.joined_pieces import shaped
from rhapsode.request import Request, read_text

TEXT = (
    "# Tides\n\nThe water rises. It is *slow*.\n\n## At night\n\nIt falls again, by $5.\n\n## The end\n\nAll is calm.\n"
)


def request(tmp_path, text=TEXT, **more):
    source = tmp_path / "article.md"
    source.write_text(text)
    return Request(str(source), **{"engine": "tone", **more})


def long_text(sections, sentences=40):
    parts = [f"## Part {part}\n" for part in range(sections)]
    return "\n".join(
        part + "\n" + " ".join(f"Sentence {n} of part {at} tells of the sea." for n in range(sentences)) + "\n"
        for at, part in enumerate(parts)
    )


def heard(asked, store, **how):
    with reading_aloud(asked, store=store, **how) as reading:
        return list(reading)


def noted(notes):
    return notes.read_text("utf-8").splitlines() if notes.exists() else []


@pytest.mark.parametrize("engine", ["tone", "espeak"])
def test_a_render_afterwards_speaks_nothing_and_has_the_same_sentences(tmp_path, store, engine):
    asked = request(tmp_path, TEXT + "\nПривет, мир! The sign is λ here.\n" + long_text(6), engine=engine)
    said = heard(asked, store, jobs=2)
    track = pipeline.render(asked, tmp_path / "track.wav", store=store, jobs=1, master=Master(format="wav"))
    assert track.misses == 0
    assert [one.utterance.id for one in said] == [one.id for one in track.utterances]
    assert [one.utterance.text for one in said] == [one.spoken for one in track.utterances]
    assert [[word.text for word in one.words] for one in said] == [
        [word.text for word in one.words] for one in track.utterances
    ]


def test_the_samples_are_the_renders_clips_as_it_joins_them(tmp_path, store):
    asked = request(tmp_path, engine="espeak")
    said = heard(asked, store, jobs=1)
    plan = pipeline.outline(asked, store).plan
    assert not plan.missing
    for one in said:
        clip = unpack(store.get(plan.keys[one.utterance.id]))
        assert one.samples == b"".join(shaped(clip, 0.0))
        assert one.rate_hz == plan.rate_hz


def test_the_timeline_is_the_renders_but_for_what_encoders_round(tmp_path, store):
    asked = request(tmp_path)
    said = heard(asked, store, executor=InlineExecutor())
    track = pipeline.render(asked, tmp_path / "track.wav", store=store, jobs=1, master=Master(format="wav"))
    at = 0
    for one in said:
        assert one.start_frame == at + one.pause_frames
        assert len(one.sound) == 2 * (one.pause_frames + one.tail_frames) + len(one.samples)
        at += len(one.sound) // 2
        for word in one.words:
            assert one.start_frame <= word.start_frame <= word.end_frame <= one.end_frame
        for before, after in pairwise(one.words):
            assert before.end_frame <= after.start_frame
    assert said[-1].tail_frames > 0
    assert not any(one.tail_frames for one in said[:-1])
    apart = [b.start_frame - a.start_frame for a, b in pairwise(said)]
    in_track = [b.start_frame - a.start_frame for a, b in pairwise(track.utterances)]
    assert apart == pytest.approx(in_track, abs=track.rate_hz * 0.03)  # pauses take up an encoder's whole frames


def test_a_seek_ahead_is_spoken_before_all_else(tmp_path, store):
    notes = tmp_path / "notes"
    asked = request(
        tmp_path,
        long_text(30),
        engine="live_engines:NotingEngine",
        engine_settings=(("notes", str(notes)),),
    )
    with reading_aloud(asked, store=store, executor=InlineExecutor(), look_ahead_s=20) as reading:
        first = next(reading)
        reading.seek(section="Part 20")
        later = next(reading)
        reading.cancel()
    assert first.number == 0
    assert (later.section.title, later.pause_frames) == ("Part 20", 0)
    spoken = noted(notes)
    assert "Part 20" in spoken
    assert not any("of part 10 " in text for text in spoken)
    assert len(spoken) < 60


def test_a_seek_goes_by_number_id_section_and_time_and_back(tmp_path, store):
    asked = request(tmp_path, long_text(4))
    with reading_aloud(asked, store=store, executor=InlineExecutor()) as reading:
        every = list(reading)
        for place, number in (
            ({"utterance": 7}, 7),
            ({"utterance": every[9].utterance.id}, 9),
            ({"section": 1}, next(one.number for one in every if one.section.title == "Part 1")),
            ({"section": "Part 2"}, next(one.number for one in every if one.section.title == "Part 2")),
            ({"seconds": every[12].position_s + 0.1}, 12),
            ({"seconds": 0.0}, 0),
        ):
            reading.seek(**place)
            assert next(reading).number == number
        reading.seek(seconds=1e9)
        assert next(reading, None) is None
        for wrong in ({"section": "nowhere"}, {"section": 99}, {"utterance": "u9999"}, {}):
            with pytest.raises(UsageError):
                reading.seek(**wrong)
        reading.seek(utterance=0)
        assert [one.number for one in reading] == [one.number for one in every]
    assert every[5].position_s == pytest.approx(every[5].start_frame / every[5].rate_hz, abs=1.0)


def test_what_is_made_ahead_is_bounded(tmp_path, store):
    notes = tmp_path / "notes"
    asked = request(
        tmp_path, long_text(40), engine="live_engines:NotingEngine", engine_settings=(("notes", str(notes)),)
    )
    with reading_aloud(asked, store=store, executor=InlineExecutor(), look_ahead_s=30) as reading:
        for _ in range(3):
            said = next(reading)
        reading._threads[0].join()  # all is written
        ahead_s = reading.position_s(len(noted(notes))) - said.position_s
    assert 0 < ahead_s < 30 + 35


@pytest.mark.parametrize("engine", ["live_engines:StumblingEngine", "live_engines:StumblingInTurnEngine"])
def test_a_sentence_that_nobody_can_say_costs_no_other(tmp_path, store, engine):
    text = "# One\n\nFirst it goes. Then they stumble here. After that it goes on. And on.\n"
    with reading_aloud(request(tmp_path, text, engine=engine), store=store, jobs=1) as reading:
        said = list(reading)
        assert [bool(one.samples) for one in said] == [True, True, False, True, True]
        assert "stumble" in said[2].fault
        assert any("stumble" in warning for warning in reading.warnings)


def test_a_value_that_was_damaged_is_spoken_anew(tmp_path, store):
    asked = request(tmp_path)
    before = heard(asked, store, executor=InlineExecutor())
    plan = pipeline.outline(asked, store).plan
    store.path(plan.keys[before[2].utterance.id]).write_bytes(b"RHC1 and no more")
    with reading_aloud(asked, store=store, executor=InlineExecutor()) as reading:
        after = list(reading)
        assert any("damaged" in warning for warning in reading.warnings)
    assert [one.samples for one in after] == [one.samples for one in before]
    assert [one.start_frame for one in after] == [one.start_frame for one in before]


def test_errors_come_to_whoever_listens(tmp_path, store):
    (tmp_path / "empty.md").write_text("***\n")
    for asked, error in (
        (Request(str(tmp_path / "none.md"), engine="tone"), SourceMissing),
        (Request(str(tmp_path / "empty.md"), engine="tone"), SourceUnreadable),
        (request(tmp_path, engine="nobody"), EngineError),
    ):
        with reading_aloud(asked, store=store, jobs=1) as reading:
            with pytest.raises(error):
                next(reading)
            with pytest.raises(error):
                next(reading)
            with pytest.raises(error):
                reading.wait_until_read()


def test_any_executor_will_do_and_is_left_open(tmp_path, store):
    asked = request(tmp_path, engine="espeak")
    with ThreadPoolExecutor(2) as pool:
        said = heard(asked, store, executor=pool)
        assert pool.submit(int, "1").result() == 1
    assert [one.samples for one in said] == [one.samples for one in heard(asked, store, jobs=1)]


def test_a_cancel_from_elsewhere_ends_the_waiting(tmp_path, store):
    with ThreadPoolExecutor(1) as pool:
        gate = threading.Event()
        pool.submit(gate.wait)
        reading = reading_aloud(request(tmp_path), store=store, executor=pool)
        threading.Timer(0.2, reading.cancel).start()
        assert list(reading) == []
        gate.set()
    reading.cancel()
    assert list(reading) == []


def child_processes():
    stats = {path.parent.name: path.read_text() for path in Path("/proc").glob("[0-9]*/stat")}
    fields = {int(name): stat.rpartition(")")[2].split() for name, stat in stats.items()}
    return [pid for pid, field in fields.items() if int(field[1]) == os.getpid() and field[0] != "Z"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts processes in /proc")
@pytest.mark.parametrize("engine", ["espeak", "auto"])
def test_nothing_is_left_running(tmp_path, store, engine):
    before = child_processes()
    with reading_aloud(request(tmp_path, long_text(40), engine=engine), store=store, jobs=2) as reading:
        next(reading)
        threads = reading._threads
    assert child_processes() == before
    assert not any(thread.is_alive() for thread in threads)


def test_the_text_of_somebody_else_can_be_given(tmp_path, store):
    document = read_text(b"# Here\n\nNothing of it is in a file.")
    with reading_aloud(Request("-", engine="tone"), document, store, executor=InlineExecutor()) as reading:
        assert [one.utterance.source_text for one in reading] == ["Here", "Nothing of it is in a file."]
        assert reading.document.title == "Here"
        assert [section.title for section in reading.sections] == ["Here"]
        assert reading.is_written


def test_engines_are_asked_for_no_more_than_they_allow(tmp_path, store):
    asked = request(tmp_path, long_text(2), engine="live_engines:SparingEngine")
    with reading_aloud(asked, store=store, executor=InlineExecutor()) as reading:
        said = [next(reading)]
        with pytest.raises(UsageError):
            said.extend(reading)
    assert len(said) <= 10


def test_what_sentences_are_put_together_of_and_voices_are_listed_in_is_made_anew_too(tmp_path, store):
    pytest.importorskip("hibari", reason="a sentence is put together where two engines say it")
    asked = request(tmp_path, "# Tides\n\nIt rises. He said привет to all of them. And so on.\n", engine="auto")
    before = heard(asked, store, executor=InlineExecutor())
    plan = pipeline.outline(asked, store).plan
    store.drop(plan.keys[before[2].utterance.id])
    kept = set(plan.keys.values())
    for file, _ in store.entries():
        if file.parent.name + file.name not in kept:
            file.write_bytes(b"no more")
    with reading_aloud(asked, store=store, executor=InlineExecutor()) as reading:
        after = list(reading)
        assert sum("damaged" in warning for warning in reading.warnings) > 1
    assert [one.samples for one in after] == [one.samples for one in before]


def test_a_worker_that_is_killed_costs_nothing(tmp_path, store):
    asked = request(tmp_path, long_text(6))
    with reading_aloud(asked, store=store, jobs=1, look_ahead_s=5) as reading:
        said = [next(reading)]
        (worker,) = reading._own._started._processes.values()
        worker.kill()
        said.extend(reading)
    assert [one.number for one in said] == list(range(len(said)))
    assert len(said) == 6 * 41
    assert not any(one.fault for one in said)


def test_an_end_waits_for_nothing_that_takes_its_time(tmp_path, store, monkeypatch):
    from rhapsode import reading as room

    asked_for, gate = threading.Event(), threading.Event()

    def slow(*_, **__):
        asked_for.set()
        gate.wait()
        return read_text(b"Too late.")

    monkeypatch.setattr(room, "read", slow)
    with reading_aloud(request(tmp_path), store=store, jobs=1) as reading:
        assert asked_for.wait(60)
        writer, speaker = reading._threads
    assert writer.is_alive()
    assert not speaker.is_alive()
    assert list(reading) == []
    gate.set()
    writer.join(60)
    assert not writer.is_alive()
    assert not reading._planned
