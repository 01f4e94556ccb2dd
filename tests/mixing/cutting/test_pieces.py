from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from mixtools import script

from rhapsode.mixing.cutting.pieces import CUT_MS, FEWEST, PieceLayout, cut_points, frame_size, pieces
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
