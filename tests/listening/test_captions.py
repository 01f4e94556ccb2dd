import json
import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_tracks import ARABIC, HARBOUR, HOSTILE, timeline
from rhapsode.errors import UsageError
from rhapsode.listening.caption_words import LINE_COLUMNS, columns
from rhapsode.listening.captions import FORMATS, captions
from rhapsode.listening.cues import LINES, cues
from rhapsode.listening.inline_markup import sentences
from rhapsode.model import Block, Document, TimedWord, Track


def shown(track: Track) -> str:
    return " ".join(" ".join(cue.lines) for cue in cues(track))


def spoken(track: Track) -> list[str]:
    return [w.text for u in track.utterances for w in u.words]


def printed(track):
    """Every sentence without what only steers a screen: controls, direction controls, non-characters."""
    return "".join(c for u in track.utterances for c in f" {u.text}" if not steers(c))


def steers(c):
    control = unicodedata.category(c) == "Cc" and not c.isspace()
    return (
        control
        or c in "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff"
        or ("\ufdd0" <= c <= "\ufdef")
    )


@pytest.mark.parametrize("document", [HARBOUR, ARABIC, HOSTILE])
def test_every_spoken_word_is_in_exactly_one_cue(document):
    track = timeline(document)
    assert shown(track).split() == printed(track).split()


def test_times_are_the_timeline_s_own():
    track = timeline(HARBOUR)
    first = cues(track)[0]
    assert first.start_ms == track.utterances[0].start_frame * 1000 // track.rate_hz
    assert first.lines == ("The harbour at night",)


def test_a_long_sentence_is_cut_and_each_part_starts_with_its_first_word():
    track = timeline(HARBOUR)
    long = next(u for u in track.utterances if u.text.startswith("Their lamps"))
    parts = [c for c in cues(track) if c.start_ms >= long.start_frame * 1000 // track.rate_hz][:2]
    assert parts[0].lines[0].startswith("Their lamps")
    starts = {w.start_frame * 1000 // track.rate_hz: w.text for w in long.words}
    assert parts[1].lines[0].startswith(starts[parts[1].start_ms])


texts = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=120), min_size=1, max_size=6
)


@given(texts, st.integers(0, 400), st.integers(0, 300))
def test_cues_never_overlap_never_run_past_the_end_and_fit_two_lines(pieces, word_ms, pause_ms):
    blocks = tuple(Block(f"b{i}", "paragraph", text) for i, text in enumerate(pieces, 1))
    track = timeline(Document("T", blocks), word_ms=word_ms, pause_ms=pause_ms)
    made = cues(track)
    end_ms = track.frames * 1000 // track.rate_hz
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(made))
    assert all(cue.start_ms < cue.end_ms <= end_ms for cue in made)
    if word_ms >= 2:
        assert "".join(shown(track).split()) == "".join(printed(track).split())
        assert all(len(cue.lines) <= LINES for cue in made)
        assert all(columns(line) <= LINE_COLUMNS for cue in made for line in cue.lines)


def test_a_chinese_sentence_without_spaces_is_cut_to_fit():
    text = "港口的夜晚很安静只有灯光在水面上画出一条缓慢的线" * 5 + "。"
    made = cues(timeline(Document("T", (Block("b1", "paragraph", text),)), word_ms=9000))
    assert "".join("".join(c.lines) for c in made) == text
    assert all(columns(line) <= LINE_COLUMNS for c in made for line in c.lines)
    assert len(made) > 2


CHINESE = (
    "每年秋天，渔船都要在天黑以前回到港口；船上的灯一盏一盏地亮起来，"
    "码头上的人数着灯光，直到最后一盏也靠了岸，才慢慢走回家去。"
)


def told(text, *spans, frames=90_000):
    """A block of one sentence, `spans` its words, as long as `frames`."""
    track = timeline(Document("T", (Block("b1", "paragraph", text),)))
    timed = tuple(TimedWord(text[a:b], a, b, frames * a // len(text), frames * b // len(text)) for a, b in spans)
    said = track.utterances[0]._replace(text=text, words=timed, start_frame=0, end_frame=frames)
    return track._replace(utterances=(said,), frames=frames)


@pytest.mark.parametrize(
    "spans",
    [[], [(0, len(CHINESE))], [(0, 4), (5, 19), (20, 31), (32, 40), (41, 51), (52, len(CHINESE))]],
    ids=["no words", "one word", "a word a clause"],
)
def test_a_sentence_without_spaces_is_cut_after_a_comma_at_its_share_of_the_time(spans):
    track = told(CHINESE, *spans)
    made = cues(track)
    assert "".join("".join(cue.lines) for cue in made) == CHINESE
    assert len(made) == 2
    assert made[0].lines[-1][-1] in "，；"
    heard = len("".join(made[0].lines)) / len(CHINESE)
    assert made[1].start_ms == pytest.approx(heard * track.frames * 1000 / track.rate_hz, abs=60)


def test_no_line_begins_with_closing_or_ends_with_opening_punctuation():
    text = "他说：「灯塔（一八五一年）还亮着！」" * 6
    lines = [line for cue in cues(told(text, (0, len(text)))) for line in cue.lines]
    assert len(lines) > 2
    assert not any(line[0] in "：」）！" or line[-1] in "「（" for line in lines)


def test_foreign_words_in_a_sentence_without_spaces_stay_whole():
    text = "我们用Raspberry和Python写了一个很长很长的程序" * 4
    lines = [line for cue in cues(told(text, (0, len(text)))) for line in cue.lines]
    assert sum(line.count("Raspberry") for line in lines) == sum(line.count("Python") for line in lines) == 4


def test_korean_words_are_never_cut():
    text = "항구의 밤은 조용하고 배들은 어두워진 뒤에 천천히 돌아와 부두에 줄지어 선다 그리고 사람들은 집으로 간다."
    lines = [line for cue in cues(timeline(Document("T", (Block("b1", "paragraph", text),)))) for line in cue.lines]
    assert " ".join(lines) == text


def test_marks_above_letters_take_no_column_and_are_never_cut_off():
    assert columns("ที่นี่") == 2
    text = "ที่นี่" * 60
    lines = [line for cue in cues(told(text, (0, len(text)))) for line in cue.lines]
    assert "".join(lines) == text
    assert all(line[0] in "ทน" for line in lines)


def test_a_sentence_with_spaces_but_no_times_is_cut_between_its_words():
    text = "The lamps were lit one by one along the quay " * 4 + "again."
    made = cues(told(text))
    assert " ".join(line for cue in made for line in cue.lines) == text
    assert len(made) > 1


def test_sentences_of_one_run_each_have_their_own_captions():
    text = "船在天黑以后回来。码头等着它们。"
    track = timeline(Document("T", (Block("b1", "paragraph", text),)), word_ms=900)
    words = [TimedWord(u.text, text.index(u.text), text.index(u.text) + len(u.text), u.start_frame, u.end_frame)
             for u in track.utterances]  # fmt: skip
    said = tuple(u._replace(words=(word,)) for u, word in zip(track.utterances, words, strict=True))
    made = cues(track._replace(utterances=said))
    assert [cue.lines for cue in made] == [("船在天黑以后回来。",), ("码头等着它们。",)]
    assert [cue.start_ms for cue in made] == [u.start_frame * 1000 // track.rate_hz for u in said]


def test_punctuation_between_words_keeps_its_place():
    text = "“Wait” — he said – 5 / 6 ( twice )."
    assert shown(timeline(Document("T", (Block("b1", "paragraph", text),)))) == text


def test_vtt_escapes_and_its_arrows_only_stand_in_timing_lines():
    text = captions(timeline(HOSTILE), "vtt")
    assert text.startswith("WEBVTT\n\nNOTE Made by rhapsode\n\nNOTE ")
    timing = re.compile(r"^\d\d:\d\d:\d\d\.\d{3} --> \d\d:\d\d:\d\d\.\d{3}$")
    assert all(timing.match(line) for line in text.splitlines() if "-->" in line)
    assert "<script>" not in text.split("\n\n", 3)[3]


def test_srt_numbers_from_one_with_commas():
    text = captions(timeline(HARBOUR), "srt")
    assert text.startswith("1\n00:00:00,120 --> 00:00:00,")
    assert not re.search(r"\d\.\d{3} -->", text)


def test_lrc_has_tags_a_line_per_cue_and_word_times():
    track = timeline(HARBOUR)
    lines = captions(track, "lrc").splitlines()
    assert lines[0] == "[ti:The harbour at night]"
    assert "[ar:Ada Quill]" in lines
    assert "[00:00.12]The harbour at night" in lines
    words_line = next(row for row in captions(track, "lrc-words").splitlines() if "harbour" in row and "<" in row)
    assert words_line == "[00:00.12]<00:00.12>The <00:00.18>harbour <00:00.24>at <00:00.30>night<00:00.36>"


def test_json_holds_every_word_with_its_seconds():
    track = timeline(HARBOUR)
    data = json.loads(captions(track, "json"))
    assert [w["text"] for u in data["utterances"] for w in u["words"]] == spoken(track)
    assert data["utterances"][0]["words"][1]["start"] == pytest.approx(0.18, abs=1e-3)
    assert data["sections"][0]["title"] == "The harbour at night"


def test_interpolated_times_are_admitted():
    track = timeline(HARBOUR, exact=False)
    assert "interpolated" in captions(track, "vtt")
    assert "interpolated" in captions(track, "lrc")
    assert json.loads(captions(track, "json"))["words_exact"] is False
    assert "interpolated" not in captions(timeline(HARBOUR), "vtt")


def test_an_announcement_has_no_caption_but_is_in_the_json():
    track = timeline(HARBOUR)
    said = track.utterances[3]._replace(text="", spoken="List:", words=())
    track = track._replace(utterances=(*track.utterances[:3], said, *track.utterances[4:]))
    assert "List:" not in captions(track, "vtt")
    assert "List:" in captions(track, "json")


def test_a_track_without_words_gives_empty_captions():
    empty = timeline(HARBOUR)._replace(utterances=())
    assert cues(empty) == []
    assert captions(empty, "vtt").startswith("WEBVTT\n")
    assert captions(empty, "srt") == ""
    assert captions(empty, "lrc").startswith("[ti:")


def test_an_unknown_format_names_the_known_ones():
    with pytest.raises(UsageError, match="vtt") as caught:
        captions(timeline(HARBOUR), "sub")
    assert all(name in str(caught.value) for name in FORMATS)


def test_a_word_that_reaches_over_sentences_is_shown_sentence_by_sentence():
    text = "船在天黑以后回来。码头等着它们。"
    track = timeline(Document("T", (Block("b1", "paragraph", text),)), word_ms=900)
    first, second = track.utterances
    reaching = first.words[0]._replace(text=text, end=len(text))
    track = track._replace(utterances=(first._replace(words=(reaching,)), second._replace(words=())))
    assert [cue.lines for cue in cues(track)] == [("船在天黑以后回来。",), ("码头等着它们。",)]
    placed = sentences(track)["b1"]
    assert [text[s.start : s.end] for s in placed] == ["船在天黑以后回来。", "码头等着它们。"]


def test_a_note_mark_that_is_not_spoken_is_not_shown():
    track = timeline(Document("T", (Block("b1", "paragraph", "Its rhythm[1] is slow [2] here."),)))
    said = track.utterances[0]
    words = tuple(word for word in said.words if word.text != "[2]")
    track = track._replace(utterances=(said._replace(text="Its rhythm is slow here.", words=words),))
    assert shown(track) == "Its rhythm is slow here."


def test_words_that_do_not_fit_their_sentence_are_shown_as_they_are():
    track = timeline(Document("T", (Block("b1", "paragraph", "One two three."),)))
    track = track._replace(utterances=(track.utterances[0]._replace(text="Something else"),))
    assert shown(track) == "One two three."
