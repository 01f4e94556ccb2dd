"""From a source to a track, by the tone engine: what the rooms do together."""

import errno
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rhapsode import ffmpeg, pipeline
from rhapsode.errors import RhapsodeError, SpeechFailed
from rhapsode.mixing import read_track
from rhapsode.pipeline import Request, outline, render
from rhapsode.plugins import Engine
from rhapsode.store import Store

BODY = """
# A Small Title

This is the lead. It has two sentences.

## A First Heading

Some words stand here, and they go on for a while to make a paragraph. The next one is short.

## A Second Heading

The last paragraph stands here, and it is about as long as the first one was, more or less.
"""
TEXT = f"---\nauthor: Ann Author\n---\n{BODY}"


@pytest.fixture
def article(tmp_path):
    file = tmp_path / "article.md"
    file.write_text(TEXT)
    return file


def request(source, **options):
    return Request(str(source), engine="tone", **options)


def decoded_frames(path, rate_hz):
    command = [ffmpeg.find(), "-v", "error", "-i", str(path), "-f", "s16le", "-ac", "1", "-ar", str(rate_hz), "-"]
    return len(subprocess.run(command, capture_output=True, check=True).stdout) // 2


def test_outline_and_track_agree(article, store):
    plan = outline(request(article), store)
    track = render(request(article), article.with_suffix(".mp3"), store=store, jobs=1)
    assert [(s.id, s.level, s.title) for s in plan.script.sections] == [
        (s.id, s.level, s.title) for s in track.sections
    ]
    assert [s.title for s in track.sections] == ["A Small Title", "A First Heading", "A Second Heading"]
    assert track.document.authors == ("Ann Author",)
    assert track.ledger.balanced


@pytest.mark.parametrize("suffix", [".mp3", ".wav"])
def test_the_timeline_is_what_a_player_decodes(article, store, suffix):
    track = render(request(article), article.with_suffix(suffix), store=store, jobs=1)
    assert abs(decoded_frames(track.path, track.rate_hz) - track.frames) <= 1_152
    assert track.sections[0].start_frame == 0
    assert track.sections[-1].end_frame == track.frames
    assert all(a.end_frame == b.start_frame for a, b in zip(track.sections, track.sections[1:], strict=False))
    assert all(a.end_frame <= b.start_frame for a, b in zip(track.utterances, track.utterances[1:], strict=False))


def test_every_word_of_the_source_is_timed_once(article, store):
    track = render(request(article), article.with_suffix(".mp3"), store=store, jobs=1)
    assert [word.text for utterance in track.utterances for word in utterance.words] == [
        word for word in BODY.split() if word.strip("#")
    ]


def test_the_second_render_speaks_nothing_and_one_changed_sentence_speaks_one(article, store):
    target = article.with_suffix(".mp3")
    first = render(request(article), target, store=store, jobs=1)
    again = render(request(article), target, store=store, jobs=1)
    article.write_text(TEXT.replace("two sentences", "exactly two sentences"))
    changed = render(request(article), target, store=store, jobs=1)
    assert (first.hits, again.misses) == (0, 0)
    assert (changed.hits, changed.misses) == (first.misses - 1, 1)
    assert first.sha256 == again.sha256 != changed.sha256


def test_any_executor_will_do(article, store, tmp_path):
    ours = render(request(article), tmp_path / "ours.mp3", store=store, jobs=2)
    with ThreadPoolExecutor(1) as pool:
        theirs = render(
            request(article), tmp_path / "again" / "ours.mp3", store=Store(tmp_path / "other"), executor=pool
        )
    assert theirs.sha256 == ours.sha256


def test_a_failure_leaves_the_old_track(article, store):
    target = article.with_suffix(".mp3")
    target.write_bytes(b"the old track")
    with pytest.raises(SpeechFailed):
        render(Request(str(article), engine="test_pipeline:Mute"), target, store=store, jobs=1)
    assert target.read_bytes() == b"the old track"
    assert {path.name for path in article.parent.iterdir() if path.suffix in (".mp3", ".part")} == {target.name}


def test_the_pipeline_loads_no_heavy_library_in_the_parent():
    code = (
        "import sys, json\nfrom rhapsode import pipeline\n"
        "heavy = ('pyttsx3', 'pydub', 'rich', 'lxml', 'yaml', 'markdown_it', 'mutagen', 'numpy')\n"
        "print(json.dumps([m for m in sys.modules if m.split('.')[0] in heavy]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


class Mute(Engine):
    """An engine that cannot speak."""

    name = "test_pipeline:Mute"

    def voices(self):
        return []

    def synthesize(self, text, marks, voice, take=0):
        raise SpeechFailed("mute")


def test_a_track_carries_its_timeline_but_not_the_folders_it_came_from(article, store):
    track = render(request(article), article.with_suffix(".mp3"), store=store, jobs=1)
    found = read_track(track.path)
    assert found.document.source == "article.md"
    assert found.utterances == track.utterances
    assert found.sections == track.sections


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (MemoryError(), "the system gives no more to this render: Cannot allocate memory: end other programs"),
        (
            OSError(errno.EMFILE, os.strerror(errno.EMFILE)),
            "the system gives no more to this render: Too many open files",
        ),
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "No space left on device: made.mp3 or the temporary folder"),
    ],
    ids=str,
)
def test_what_the_system_does_not_give_is_named_with_its_cure(fault, told, tmp_path, monkeypatch):
    def mix(*_, **__):
        raise fault

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pipeline.mixing, "mix", mix)
    with pytest.raises(RhapsodeError) as refused:
        render(Request("-", stdin=b"Some words.", engine="tone"), Path("made.mp3"), jobs=1)
    assert str(refused.value).startswith(told)
