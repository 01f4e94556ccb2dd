"""What of a track is to be proven, utterance by utterance."""

from rhapsode.model import Block, Document, Ledger, TimedUtterance, TimedWord, Track
from rhapsode.verifying.passages import MARGIN_MS, passages


def track(*utterances, frames=10_000):
    return Track(None, Document("T", (Block("b1", "paragraph", "x"),)), 1000, frames, (), utterances, Ledger())


def said(spoken, start, end, words=(), block="b1", *, exact=True):
    timed = tuple(TimedWord(text, 0, 0, first, last) for text, first, last in words)
    return TimedUtterance("u", "s1", block, spoken, spoken, start, end, timed, exact)


def test_a_margin_ends_half_way_to_the_neighbour():
    first, second = passages(track(said("One.", 500, 900), said("Two.", 1000, 1400)), [True, True])
    assert (first.lead_ms, first.tail_ms) == (MARGIN_MS, 50)
    assert (second.lead_ms, second.tail_ms) == (50, MARGIN_MS)


def test_a_cue_may_stand_where_another_block_begins_and_only_there():
    made = track(said("One.", 0, 400), said("Two.", 800, 1200), said("Three.", 1600, 2000, block="b2"))
    assert [(one.cue_before, one.cue_after) for one in passages(made, [True] * 3)] == [
        (True, False),
        (False, True),
        (True, True),
    ]


def test_a_written_word_times_the_one_it_is_said_as():
    words = [("Since", 0, 200), ("1905", 200, 900), ("Dr.", 900, 1100), ("Quill", 1100, 1500)]
    made = track(said("Since nineteen oh five doctor Quill", 0, 1500, words))
    (one,) = passages(made, [True])
    assert one.words == ("since", "nineteen", "oh", "five", "doctor", "quill")
    assert one.word_ms == {0: (0, 200), 5: (1100, 1500)}
    assert len(one.spans_ms) == 4


def test_guessed_times_prove_nothing():
    (one,) = passages(track(said("One two.", 0, 900, [("One", 0, 400), ("two.", 400, 900)], exact=False)), [True])
    assert one.words == ("one", "two")
    assert one.word_ms == {}
    assert one.spans_ms == ()


def test_words_that_are_not_to_be_recognised_are_left_out():
    (one,) = passages(track(said("One two.", 0, 900, [("One", 0, 400), ("two.", 400, 900)])), [False])
    assert one.words == ()
    assert len(one.spans_ms) == 2
