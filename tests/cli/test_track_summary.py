"""A finished track in a few short lines."""

from pathlib import Path

import pytest

from made_tracks import HARBOUR, timeline
from rhapsode.cli.track_summary import better_voice, next_step, skipped_words, summary
from rhapsode.model import Ledger, Skip
from rhapsode.speaking.natural.natural_engine import NaturalEngine


@pytest.fixture
def track():
    made = timeline(HARBOUR)._replace(
        path=Path("audio/harbour.mp3"), bytes=738_000, loudness_lufs=-19.04, hits=20, misses=3
    )
    return made._replace(ledger=Ledger(60, 43, made.ledger.skipped), files=(Path("audio/harbour.mp3"),))


def test_it_says_where_what_and_what_was_done(track, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    lines = summary(track, "harbour.md").splitlines()
    assert lines[0] == "audio/harbour.mp3"
    assert lines[1].endswith("738 KB, -19.0 LUFS")
    assert lines[2] == "  3 of 23 sentences spoken now"
    assert summary(track._replace(misses=0), "harbour.md", replaced=True).startswith("audio/harbour.mp3 (replaced)\n")
    assert "nothing spoken anew" in summary(track._replace(misses=0), "harbour.md")


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal_or_than_is_easy_to_read(track, columns, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(columns))
    files = tuple(Path(f"audio/harbour-by-night.{end}") for end in ("mp3", "vtt", "srt", "html", "epub"))
    shown = summary(track._replace(files=files), "harbour.md").splitlines()
    assert max(map(len, shown)) <= min(columns, 80)
    assert "harbour-by-night.epub" in " ".join(shown)


def test_a_long_name_stays_in_one_piece(track, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    path = Path("audio") / f"{'a-very-long-name-' * 6}.mp3"
    assert summary(track._replace(path=path), "x.md").splitlines()[0] == str(path)


@pytest.mark.parametrize(
    ("paths", "step"),
    [
        (["audio/a.mp3"], "Next: rhapsode publish audio/a.mp3 --to shelf"),
        (["audio/a b.mp3"], "Next: rhapsode publish 'audio/a b.mp3' --to shelf"),
        (["out/a.mp3", "out/b.mp3"], "Next: rhapsode publish out --to shelf"),
        (["audio/a/a.m3u8"], ""),
        ([], ""),
    ],
)
def test_the_next_step_is_a_command(paths, step):
    assert next_step(map(Path, paths)) == step


@pytest.mark.parametrize(
    ("voices", "engine", "missing", "told"),
    [
        (("espeak gmw/en",), "auto", "install it with: pip", True),
        (("espeak gmw/en-US", "espeak gmw/de"), "auto", "install it with: pip", True),
        (("espeak gmw/en",), "auto", "", False),
        (("espeak gmw/en",), "espeak", "install it with: pip", False),
        (("espeak gmw/de", "espeak gmw/en"), "auto", "install it with: pip", False),
        (("natural heart",), "auto", "", False),
        ((), "auto", "install it with: pip", False),
    ],
)
def test_how_to_get_the_natural_voice_is_told_who_went_without_it(track, monkeypatch, voices, engine, missing, told):
    monkeypatch.setattr(NaturalEngine, "missing", lambda self: missing)
    hint = better_voice([voices], engine)
    assert hint == ("For a natural English voice, install it with: pip" if told else "")


def test_a_command_is_never_cut_so_that_it_can_be_pasted(track, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    source = "/home/somebody/a folder with spaces/and a long name  of an article.txt"
    skipping = track._replace(ledger=Ledger(60, 43, (Skip("b1", "note", "...", "it is a note", 17),)))
    assert f"`rhapsode sections '{source}'`" in summary(skipping, source)


@pytest.mark.parametrize(
    ("count", "source", "line"),
    [
        (1, "a.md", "1 word skipped: see `rhapsode sections a.md`"),
        (2, "an article.md", "2 words skipped: see `rhapsode sections 'an article.md'`"),
        (3, "-", "3 words skipped"),
    ],
)
def test_skipped_words_are_counted_and_led_to(count, source, line):
    assert skipped_words(count, source) == line
