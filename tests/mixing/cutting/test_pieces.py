from __future__ import annotations

import zlib
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from mixtools import script, utterance

from rhapsode.mixing.cutting.pieces import (
    CUT_MS,
    FEWEST,
    MOST,
    RUN,
    SECTION_CHARACTERS,
    Piece,
    PieceLayout,
    PiecePart,
    cut_points,
    frame_size,
    identified,
    pieces,
)
from rhapsode.mixing.master import RoomTone
from rhapsode.model import Script, Utterance
from rhapsode.pauses import pauses_ms

RATE = 22_050


def cut(made: Script, **layout: object) -> list[int]:
    """How many utterances each piece has."""
    clips = {said.id: f"clip of {said.text}" for said in made.utterances}
    return [len(piece.parts) for piece in pieces(made.utterances, clips, RATE, PieceLayout(**layout))]  # type: ignore[arg-type]


sentences = st.lists(st.text("abcdefgh ", min_size=1, max_size=80), min_size=0, max_size=40)


@settings(max_examples=50)
@given(st.lists(sentences, min_size=1, max_size=6))
def test_pieces_hold_every_utterance_and_end_in_silence(sections: list[list[str]]) -> None:
    made = script([(f"Heading {at}", 1, lines) for at, lines in enumerate(sections)])
    cuts = [*cut_points(made.utterances), len(made.utterances)]
    assert cuts[0] == 0
    assert sum(cut(made)) == len(made.utterances)
    pauses = pauses_ms(made.utterances)
    for start, end in pairwise(cuts[:-1]):
        assert end - start >= FEWEST
        assert pauses[end] >= CUT_MS


def test_silence_is_neither_lost_nor_added_at_a_cut() -> None:
    made = script([(f"Heading {at}", 1, ["A sentence of some length, to fill the piece."] * 30) for at in range(6)])
    clips = {said.id: said.id for said in made.utterances}
    found = pieces(made.utterances, clips, RATE, PieceLayout())
    assert len(found) > 3
    silence = sum(piece.lead + sum(part.gap for part in piece.parts) for piece in found)
    wanted = sum(pauses_ms(made.utterances)) * RATE / 1000
    assert abs(silence - wanted) <= len(found) + len(made.utterances)


def changed(said: tuple[Utterance, ...], at: int) -> tuple[Utterance, ...]:
    return (*said[:at], said[at]._replace(text="Something else altogether."), *said[at + 1 :])


def test_an_edit_far_up_moves_no_cut_further_down() -> None:
    made = script([("Only heading", 1, [f"This is sentence number {at} of very many." for at in range(2_000)])])
    before = set(cut_points(made.utterances))
    after = set(cut_points(changed(made.utterances, 100)))
    assert len(before) > 20
    assert {at for at in before if at > 300} == {at for at in after if at > 300}


def test_a_text_without_headings_is_still_cut() -> None:
    made = script([("", 1, [f"This is sentence number {at} of very many." for at in range(2_000)])])
    assert max(cut(made)) <= 200


def test_split_begins_a_piece_at_every_section() -> None:
    made = script([(f"H{at}", 1, ["Short."]) for at in range(5)])
    assert cut(made, split=True) == [2] * 5
    assert len(cut(made)) < 5


def test_the_grid_is_the_mp3_frame() -> None:
    assert [frame_size(rate) for rate in (16_000, 22_050, 24_000, 44_100, 48_000)] == [576, 576, 576, 1_152, 1_152]


LEAD_MS = 150
"""What of a pause belongs to the section after it, at most half."""


def placed(made: Script, **layout: object) -> list[Piece]:
    clips = {said.id: f"clip {said.id}" for said in made.utterances}
    return pieces(made.utterances, clips, 1_000, PieceLayout(**layout))  # type: ignore[arg-type]


def of_length(*characters: int, pause_ms: int = 300) -> list[Utterance]:
    """Utterances of one section after one that has no say, none of them a cut by itself."""
    texts = []
    for count in characters:
        text = next(t for n in range(99) if zlib.crc32((t := f"{n:02}".ljust(count, "x")).encode()) % RUN)
        texts.append(utterance("s1", "b1", text, 0, after=pause_ms)._replace(id=f"u{len(texts)}"))
    return texts


def test_a_section_ends_a_piece_that_is_long_enough_and_no_other() -> None:
    for first, cuts in ((SECTION_CHARACTERS - 6, [0, 4]), (SECTION_CHARACTERS - 7, [0])):
        said = [*of_length(first, 2, 2, 2), utterance("s2", "b2", "00xx", 0)]
        assert list(cut_points(said)) == cuts
    few = [*of_length(SECTION_CHARACTERS, 2, 2), utterance("s2", "b2", "00xx", 0)]
    assert list(cut_points(few)) == [0]  # one sentence too few
    count_again = [*of_length(SECTION_CHARACTERS, 2, 2, 2), *of_length(9, 2, 2, 2), utterance("s3", "b3", "x", 0)]
    count_again[4:8] = [one._replace(section_id="s2") for one in count_again[4:8]]
    assert list(cut_points(count_again)) == [0, 4]  # the second section is short, whatever the first was


def test_no_piece_has_more_than_the_most_where_a_pause_allows_it() -> None:
    assert list(cut_points(of_length(*[2] * (2 * MOST + 1)))) == [0, MOST, 2 * MOST]
    late = of_length(*[2] * (2 * MOST))
    late[MOST - 1] = late[MOST - 1]._replace(after_ms=CUT_MS - 1)
    assert list(cut_points(late)) == [0, MOST + 1]
    late[MOST - 1] = late[MOST - 1]._replace(after_ms=CUT_MS)
    assert list(cut_points(late)) == [0, MOST]


def test_each_piece_counts_its_own_sentences() -> None:
    for second, cuts in ((4, [0, 4, 8]), (3, [0, 4])):
        said = of_length(*[SECTION_CHARACTERS, 2, 2, 2] * 2, 2, 2)
        said[4:] = [one._replace(section_id="s2") for one in said[4:]]
        said[4 + second :] = [one._replace(section_id="s3") for one in said[4 + second :]]
        assert list(cut_points(said)) == cuts


def test_a_sentence_that_falls_there_cuts_a_long_piece_alone() -> None:
    falling = next(t for n in range(99) if not zlib.crc32((t := f"falls {n}").encode()) % RUN)
    for first, cuts in ((SECTION_CHARACTERS - 8, [0, 5]), (SECTION_CHARACTERS - 9, [0])):
        said = of_length(first, 2, 2, 2, 2, 2, 2)
        said[5] = said[5]._replace(text=falling)
        assert list(cut_points(said)) == cuts


def test_with_split_every_section_begins_a_piece_and_the_counting_anew() -> None:
    said = [*of_length(2, 2), *of_length(*[2] * MOST, 2)]
    said[2:] = [one._replace(section_id="s2") for one in said[2:]]
    assert list(cut_points(said, split=True)) == [0, 2, 2 + MOST]


def test_silences_at_cuts_and_ends_are_the_pauses_shared_out() -> None:
    made = script([("Head", 1, ["x" * SECTION_CHARACTERS, "Two.", "Three."]), ("Next", 2, ["Four.", "Five."])])
    first, second = placed(made)
    assert first.lead == 1_200  # all that the first utterance asks for
    assert [part.gap for part in first.parts] == [800, 300, 300, 1_200 - LEAD_MS]
    assert second.lead == LEAD_MS
    assert [part.gap for part in second.parts] == [800, 300, 300]
    assert [part.clip for part in second.parts] == ["clip u5", "clip u6", "clip u7"]
    assert (first.whole, second.whole) == (frame_size(1_000), 1)  # the end of the file need be on no grid
    assert (first.opens, second.opens) == (True, True)
    assert (first.section, second.section) == ("", "")


def test_room_tone_bounds_the_ends_of_files_and_nothing_between() -> None:
    made = script([("Head", 1, ["x" * SECTION_CHARACTERS, "Two.", "Three."]), ("Next", 2, ["Four."])])
    room = RoomTone(2_000, 3_000, 4_000, 5_000)
    whole = placed(made, room_tone_ms=room)
    assert [(piece.lead, piece.parts[-1].gap) for piece in whole] == [(2_000, 1_200 - LEAD_MS), (LEAD_MS, 4_000)]
    split = placed(made, room_tone_ms=room, split=True)
    assert [(piece.lead, piece.parts[-1].gap) for piece in split] == [(2_000, 4_000), (2_000, 4_000)]
    assert [piece.whole for piece in split] == [1, 1]
    most = placed(made, room_tone_ms=RoomTone(0, 100, 0, 200))
    assert [(piece.lead, piece.parts[-1].gap) for piece in most] == [(100, 1_200 - LEAD_MS), (LEAD_MS, 200)]


def test_music_is_at_the_two_ends_and_titles_name_where_a_piece_begins() -> None:
    made = script([(f"H{at}", 1, ["x" * SECTION_CHARACTERS, "Two.", "Three."]) for at in range(3)])
    titles = {"s1": "First", "s2": "Second", "s3": "Third"}
    found = placed(made, intro="in", outro="out", titles=titles)
    assert [piece.intro for piece in found] == ["in", "", ""]
    assert [piece.outro for piece in found] == ["", "", "out"]
    assert [piece.section for piece in found] == ["First", "Second", "Third"]


def test_the_sound_between_sections_is_before_each_but_the_first_unless_it_has_its_own() -> None:
    made = script([(f"H{at}", 1, ["One."]) for at in range(3)])
    said = list(made.utterances)
    said[4] = said[4]._replace(cue_before="gong.wav")
    said[5] = said[5]._replace(cue_after="gong.wav")
    (piece,) = placed(made._replace(utterances=tuple(said)), section_cue="bell", cues={"gong.wav": "gong"})
    assert [part.cue_before for part in piece.parts] == ["", "", "bell", "", "gong", ""]
    assert [part.cue_after for part in piece.parts] == ["", "", "", "", "", "gong"]
    (plain,) = placed(made)
    assert not any(part.cue_before or part.cue_after for part in plain.parts)


def test_a_piece_inside_a_section_opens_none_and_volumes_add_up() -> None:
    made = script([("", 1, [f"Sentence {n}." for n in range(MOST + 2)])])
    loud = tuple(one._replace(voice=one.voice._replace(volume_db=2.5)) for one in made.utterances)
    clips = {one.id: one.id for one in loud}
    found = pieces(loud, clips, 1_000, PieceLayout(), {loud[1].id: -1.0})
    assert [piece.opens for piece in found] == [True, *[False] * (len(found) - 1)]
    assert [part.volume_db for part in found[0].parts[:3]] == [2.5, 1.5, 2.5]
    assert placed(made)[0].parts[0].volume_db == 0.0


def test_whatever_decides_the_samples_of_a_piece_decides_its_identity_and_nothing_else_does() -> None:
    piece = identified(Piece(1_000, 5, (PiecePart("clip", 7),), 576, "in", "out", False, "", "Title"))
    assert identified(piece._replace(opens=True, section="Other")).identity == piece.identity
    others = (
        {"rate_hz": 2_000},
        {"lead": 6},
        {"whole": 1},
        {"intro": ""},
        {"outro": ""},
        *(
            {"parts": (piece.parts[0]._replace(**change),)}
            for change in ({"gap": 8}, {"clip": "x"}, {"volume_db": 1.0})
        ),
        *({"parts": (piece.parts[0]._replace(**change),)} for change in ({"cue_before": "x"}, {"cue_after": "x"})),
    )
    found = [identified(piece._replace(**change)).identity for change in others]
    assert len({piece.identity, *found}) == len(others) + 1
