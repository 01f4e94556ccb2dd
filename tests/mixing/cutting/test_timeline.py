"""The one timeline: words, utterances and sections are where they are heard, whatever the alignment and the marks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.mixing.cutting.timeline import (
    LEAD_MS,
    ClipTiming,
    PlacedClip,
    lead_ms,
    timed_sections,
    timed_utterances,
    timed_words,
)
from rhapsode.model import Block, Document, Ledger, Script, Section, Span, TimedUtterance, Utterance, words


def utterance(spoken: str, alignment: tuple[Span, ...], **options: int) -> Utterance:
    return Utterance("u1", "s1", "b1", spoken, alignment, "", **options)


def timed(
    source: str, spoken: str, alignment: tuple[Span, ...], timing: ClipTiming, **options: int
) -> list[tuple[str, int, int]]:
    found = timed_words(utterance(spoken, alignment), timing, source, words(source), **options)
    return [(word.text, word.start_frame, word.end_frame) for word in found]


def whole(text: str) -> tuple[Span, ...]:
    return (Span(0, len(text), 0, len(text)),)


def test_words_begin_at_the_engines_marks() -> None:
    text = "The cat sat."
    timing = ClipTiming(1_200, (0, 4, 8), (0, 300, 700))
    assert [(w, begin) for w, begin, _ in timed(text, text, whole(text), timing)] == [
        ("The", 0), ("cat", 300), ("sat.", 700)
    ]  # fmt: skip


def test_a_clip_lies_where_it_was_put() -> None:
    text = "Now"
    assert timed(text, text, whole(text), ClipTiming(900), start=5_000) == [("Now", 5_000, 5_900)]


def test_a_word_that_the_engine_swallowed_is_interpolated() -> None:
    text = "on the mat"
    timing = ClipTiming(1_000, (0, 7), (0, 700))
    assert timed(text, text, whole(text), timing) == [("on", 0, 200), ("the", 300, 600), ("mat", 700, 1_000)]


def test_one_written_word_said_as_many_lasts_for_all_of_them() -> None:
    source, spoken = "by 1999 all", "by nineteen ninety nine all"
    alignment = (Span(0, 3, 0, 3), Span(3, 23, 3, 7), Span(23, 27, 7, 11))
    timing = ClipTiming(2_700, [s for s, _ in words(spoken)], [s * 100 for s, _ in words(spoken)])
    assert timed(source, spoken, alignment, timing) == [("by", 0, 200), ("1999", 300, 2_300), ("all", 2_400, 2_700)]


def test_many_written_words_said_as_one_share_its_time() -> None:
    source, spoken = "10 km", "tenkilometres"
    found = timed(source, spoken, (Span(0, 13, 0, 5),), ClipTiming(1_300))
    assert [word for word, *_ in found] == ["10", "km"]
    assert found[0][1] == 0
    assert found[0][2] <= found[1][1] < found[1][2] == 1_300


def test_what_is_skipped_inside_a_sentence_has_no_time() -> None:
    source, spoken = "It works [12] well", "It works well"
    alignment = (Span(0, 9, 0, 9), Span(9, 9, 9, 14), Span(9, 13, 14, 18))
    assert [word for word, *_ in timed(source, spoken, alignment, ClipTiming(1_300))] == ["It", "works", "well"]


def test_what_is_skipped_at_the_edge_of_a_word_is_no_part_of_it() -> None:
    source, spoken = "with a note.[1]", "with a note."
    alignment = (Span(0, 12, 0, 12), Span(12, 12, 12, 15))
    assert [word for word, *_ in timed(source, spoken, alignment, ClipTiming(1_200))] == ["with", "a", "note."]


def test_an_announcement_has_no_words() -> None:
    assert timed("The text", "Figure", (Span(0, 6, 0, 0),), ClipTiming(600)) == []


def test_a_word_cut_by_two_sentences_is_timed_once() -> None:
    source = "end.Begin now"
    assert [word for word, *_ in timed(source, "Begin now", (Span(0, 9, 4, 13),), ClipTiming(900), said=9)] == ["now"]


def test_half_a_word_is_timed_though_all_that_is_said_of_it_is_marked() -> None:
    assert timed("end.Begin", "Begin", (Span(0, 5, 4, 9),), ClipTiming(900, (0,), (0,))) == [("Begin", 0, 900)]


def test_a_half_word_that_the_engine_did_not_mark_is_timed_at_either_end() -> None:
    first = timed("end.Begin now", "Begin now", (Span(0, 9, 4, 13),), ClipTiming(900, (6,), (600,)))
    assert first == [("Begin", 0, 500), ("now", 600, 900)]
    last = timed("now end.Begin", "now end", (Span(0, 7, 0, 7),), ClipTiming(700, (0,), (0,)))
    assert last == [("now", 0, 300), ("end", 400, 700)]


def test_a_word_said_longer_than_it_is_written_lasts_until_it_is_said() -> None:
    found = timed("ab cd", "ab cdefg", (Span(0, 8, 0, 5),), ClipTiming(800, (0, 3), (0, 300)))
    assert found[-1][2] == 800


def test_a_mark_behind_the_text_or_at_a_place_marked_before_changes_nothing() -> None:
    text = "on the mat"
    right = timed(text, text, whole(text), ClipTiming(1_000, (0, 3, 7), (0, 300, 700)))
    assert timed(text, text, whole(text), ClipTiming(1_000, (0, 3, 7, 10), (0, 300, 700, 800))) == right
    assert timed(text, text, whole(text), ClipTiming(1_000, (0, 3, 3, 7), (0, 300, 500, 700))) == right


def test_a_clip_that_begins_with_silence_has_its_first_word_after_it() -> None:
    text = "on the mat"
    found = timed(text, text, (Span(0, 3, 0, 3), Span(3, 10, 3, 10)), ClipTiming(1_000, (0, 3, 7), (90, 300, 700)))
    assert [begin for _, begin, _ in found] == [90, 300, 700]


@pytest.mark.parametrize("start", [(1 << 32) - 901, (1 << 32) - 900, 1 << 32, 1 << 40])
def test_a_word_may_be_heard_after_any_number_of_hours(start: int) -> None:
    assert timed("Now", "Now", whole("Now"), ClipTiming(900), start=start) == [("Now", start, start + 900)]


def test_marks_that_go_back_in_time_do_not_turn_words_around() -> None:
    text = "on the mat"
    found = timed(text, text, whole(text), ClipTiming(1_000, (0, 3, 7), (0, 700, 300)))
    edges = [edge for _, begin, end in found for edge in (begin, end)]
    assert [word for word, *_ in found] == ["on", "the", "mat"]
    assert edges == sorted(edges)


def test_an_utterance_lasts_as_long_as_its_clip_from_where_that_lies() -> None:
    blocks = (Block("b1", "paragraph", "One two."), Block("b2", "paragraph", "Three."))
    said = (
        Utterance("u1", "s1", "b1", "One", (Span(0, 3, 0, 3),), "One"),
        Utterance("u2", "s1", "b1", "two.", (Span(0, 4, 4, 8),), "two."),
        Utterance("u3", "s1", "b2", "Three.", whole("Three."), "Three."),
    )
    script = Script(Document("t", blocks), (Section("s1", 1, "t", blocks),), said, Ledger(3, 3, ()))
    clips = (
        PlacedClip(100, ClipTiming(900, (0,), (50,))),
        PlacedClip(1_200, ClipTiming(300)),
        PlacedClip(2_000, ClipTiming(70)),
    )
    found = list(timed_utterances(script, clips))
    assert [(one.id, one.block_id, one.start_frame, one.end_frame, one.exact) for one in found] == [
        ("u1", "b1", 100, 1_000, True), ("u2", "b1", 1_200, 1_500, False), ("u3", "b2", 2_000, 2_070, False)
    ]  # fmt: skip
    assert [[(word.text, word.start_frame, word.end_frame) for word in one.words] for one in found] == [
        [("One", 150, 1_000)], [("two.", 1_200, 1_500)], [("Three.", 2_000, 2_070)]
    ]  # fmt: skip


def test_an_announcement_between_two_sentences_of_a_block_takes_no_word_from_them() -> None:
    block = Block("b1", "paragraph", "One two.")
    said = (
        Utterance("u1", "s1", "b1", "One", (Span(0, 3, 0, 3),), "One"),
        Utterance("u2", "s1", "b1", "Note", (), ""),
        Utterance("u3", "s1", "b1", "two.", (Span(0, 4, 4, 8),), "two."),
    )
    script = Script(Document("t", (block,)), (Section("s1", 1, "t", (block,)),), said, Ledger(2, 2, ()))
    found = timed_utterances(script, [PlacedClip(at, ClipTiming(100)) for at in (0, 200, 400)])
    assert [[word.text for word in one.words] for one in found] == [["One"], [], ["two."]]


def test_a_first_section_in_which_nothing_is_said_takes_no_time() -> None:
    sections = [Section(name, 1, "t", ()) for name in ("s0", "s1", "s2", "s3")]
    said = [TimedUtterance("u", name, "b", "", "", at, at + 500) for name, at in (("s1", 1_000), ("s3", 2_100))]
    found = timed_sections(sections, said, rate_hz=1_000, frames=3_000)
    assert [(one.start_frame, one.end_frame) for one in found] == [(0, 0), (0, 1_950), (1_950, 1_950), (1_950, 3_000)]


@pytest.mark.parametrize(("gap_ms", "lead"), [(0, 0), (1, 0), (100, 50), (299, 149), (300, 150), (5_000, 150)])
def test_a_section_begins_in_the_middle_of_its_silence_and_not_long_before_its_words(gap_ms: int, lead: int) -> None:
    assert lead_ms(gap_ms) == lead


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, str, tuple[Span, ...], ClipTiming]:
    """Source and spoken text made together, span by span, and marks as careless as an engine's."""
    source = spoken = ""
    alignment = []
    for _ in range(draw(st.integers(1, 8))):
        kind = draw(st.sampled_from(("same", "other", "said only", "written only")))
        text = draw(st.text("ab1 .é中", min_size=1, max_size=9))
        here = "" if kind == "said only" else text
        there = {"same": text, "other": draw(st.text("xyz ", min_size=1, max_size=20)), "said only": text}.get(kind, "")
        alignment.append(Span(len(spoken), len(spoken) + len(there), len(source), len(source) + len(here)))
        source, spoken = source + here, spoken + there
    frames = draw(st.integers(0, 50_000))
    starts = sorted(draw(st.sets(st.integers(0, len(spoken) + 5), max_size=12)))
    at = sorted(draw(st.lists(st.integers(0, 60_000), min_size=len(starts), max_size=len(starts))))
    return source, spoken, tuple(alignment), ClipTiming(frames, starts, at)


@given(cases(), st.integers(0, 1_000_000))
def test_words_are_in_order_inside_their_clip_and_never_overlap(
    case: tuple[str, str, tuple[Span, ...], ClipTiming], start: int
) -> None:
    source, spoken, alignment, timing = case
    found = list(timed_words(utterance(spoken, alignment), timing, source, words(source), start=start))
    edges = [start, *(edge for word in found for edge in (word.start_frame, word.end_frame)), start + timing.frames]
    assert edges == sorted(edges)
    assert all(source[word.start : word.end] == word.text for word in found)
    places = [(word.start, word.end) for word in found]
    assert places == sorted(set(places))


@given(cases())
def test_every_written_word_that_is_said_has_a_time(case: tuple[str, str, tuple[Span, ...], ClipTiming]) -> None:
    source, spoken, alignment, timing = case
    found = {(w.start, w.end) for w in timed_words(utterance(spoken, alignment), timing, source, words(source))}
    voiced = {at for s in alignment if s.spoken_end > s.spoken_start for at in range(s.source_start, s.source_end)}
    said = [sorted(voiced.intersection(range(*span))) for span in words(source)]
    assert found == {(run[0], run[-1] + 1) for run in said if run}


@given(st.lists(st.text("ab1.é中", min_size=1, max_size=6), min_size=2, max_size=9), st.data())
def test_each_word_marked_is_timed_as_the_clock_would(said: list[str], data: st.DataObject) -> None:
    before, spoken = data.draw(st.sampled_from(("", "Said before. "))), " ".join(said)
    starts = [start for start, _ in words(spoken)]
    frames = data.draw(st.integers(0, 50_000))
    onsets = sorted(data.draw(st.integers(0, frames)) for _ in starts)
    timing, source, space = ClipTiming(frames, starts, onsets), before + spoken, spoken.index(" ")
    edges = (0, space, space + 1, len(spoken))
    at_once, in_three = (
        tuple(Span(a, b, a + len(before), b + len(before)) for a, b in pairwise(cut)) for cut in ((0, edges[-1]), edges)
    )
    assert timed(source, spoken, at_once, timing) == timed(source, spoken, in_three, timing)


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 40_000), st.integers(1, 40_000)), max_size=3), min_size=1, max_size=9)
)
def test_sections_follow_on_one_another_and_hold_their_utterances(runs: list[list[tuple[int, int]]]) -> None:
    at, said, gaps = 0, [], {}
    for number, run in enumerate(runs):
        for gap, length in run:
            gaps.setdefault(f"s{number}", gap)
            said.append(TimedUtterance("u", f"s{number}", "b", "", "", at + gap, at + gap + length))
            at += gap + length
    sections = [Section(f"s{number}", 1, "t", ()) for number in range(len(runs))]
    found = timed_sections(sections, said, rate_hz=22_050, frames=at + 7)
    assert [section.id for section in found] == [section.id for section in sections]
    edges = [0, *(section.end_frame for section in found)]
    assert [section.start_frame for section in found] == edges[:-1]
    assert edges == sorted(edges)
    assert edges[-1] == at + 7
    by_id = {section.id: section for section in found}
    for one in said:
        assert by_id[one.section_id].start_frame <= one.start_frame
        assert one.end_frame <= by_id[one.section_id].end_frame
    heard = [section for section in found if section.id in gaps][1:]
    for section in heard:
        first = next(one for one in said if one.section_id == section.id)
        assert first.start_frame - section.start_frame == min(gaps[section.id] // 2, LEAD_MS * 22_050 // 1000)
