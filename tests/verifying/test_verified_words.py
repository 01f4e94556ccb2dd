"""By a recogniser, in a voice that it knows: damage to a single word is found and named."""

import pytest

from verifying.damaged_tracks import cut_out, damaged, doubled, noisy, rendered, swapped, verified, words_of

pytest.importorskip("pocketsphinx", reason="the extra [verify] is not installed")
pytest.importorskip("hibari", reason="the extra [natural] is not installed")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def natural(tmp_path_factory):
    return rendered(tmp_path_factory.mktemp("natural"), "natural")


def test_a_clean_track_is_proven_word_by_word(natural):
    found = verified(natural)
    assert found.faults == ()
    assert found.recognised == len(natural.utterances)
    assert found.well_heard
    assert found.unknown_words == ()


@pytest.mark.parametrize(("number", "word"), [(1, "nobody"), (2, "across"), (3, "morning"), (4, "daughter")])
def test_a_word_cut_out_is_named(natural, tmp_path, number, word):
    found = verified(damaged(natural, tmp_path / "x.wav", cut_out(*words_of(natural, number)[word])))
    assert number in found.faulty
    assert found.faulty[0] == number
    assert any(word in fault.words for fault in found.faults if fault.number == number)


@pytest.mark.parametrize(("number", "word"), [(1, "nobody"), (3, "train"), (4, "ledger")])
def test_a_word_said_twice_is_named(natural, tmp_path, number, word):
    found = verified(damaged(natural, tmp_path / "x.wav", doubled(*words_of(natural, number)[word])))
    assert found.faulty[0] == number


@pytest.mark.parametrize(("number", "word"), [(1, "speaks"), (3, "train"), (4, "everything")])
def test_a_word_that_became_noise_is_named(natural, tmp_path, number, word):
    found = verified(damaged(natural, tmp_path / "x.wav", noisy(*words_of(natural, number)[word])))
    assert found.faulty == (number,)


def test_two_that_changed_places_are_both_named(natural, tmp_path):
    one, other = ((said.start_frame, said.end_frame) for said in (natural.utterances[1], natural.utterances[3]))
    found = verified(damaged(natural, tmp_path / "x.wav", swapped(one, other)))
    assert found.faulty == (1, 3)


def test_without_a_timeline_of_its_own_a_missing_word_is_named_all_the_same(natural):
    said = natural.utterances[4]
    guessed = said._replace(spoken=said.spoken.replace("down in", "down yesterday morning in"), exact=False)
    others = (*natural.utterances[:4], guessed, *natural.utterances[5:])
    found = verified(natural._replace(utterances=others))
    assert found.faulty == (4,)
    assert {word for fault in found.faults for word in fault.words} == {"yesterday", "morning"}
