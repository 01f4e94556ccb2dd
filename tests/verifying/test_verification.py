"""Damage done to finished tracks is found and named; where there is none, nothing is."""

import pytest

from rhapsode.errors import EncoderError
from verifying.damaged_tracks import cut_out, damaged, kinds, noisy, rendered, silenced, verified, words_of


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return rendered(tmp_path_factory.mktemp("plain"), "espeak")


def test_a_clean_track_is_proven_by_its_sound(plain):
    found = verified(plain, words=False)
    assert found.faults == ()
    assert found.recognised == 0
    assert "words were not recognised" in found.proof


@pytest.mark.parametrize("form", ["mp3", "m4b", "opus", "flac"])
def test_so_is_one_in_every_format(tmp_path, form):
    assert verified(rendered(tmp_path, "espeak", form), words=False).faults == ()


@pytest.mark.parametrize("number", [0, 1, 5])
def test_an_utterance_that_was_silenced_is_named(plain, tmp_path, number):
    said = plain.utterances[number]
    found = verified(damaged(plain, tmp_path / "x.wav", silenced(said.start_frame, said.end_frame)), words=False)
    assert kinds(found) == {(number, "silent")}
    assert found.faults[0].start_ms == said.start_frame * 1000 / plain.rate_hz


def test_one_that_is_noise_is_named(plain, tmp_path):
    said = plain.utterances[2]
    found = verified(damaged(plain, tmp_path / "x.wav", noisy(said.start_frame, said.end_frame)), words=False)
    assert (2, "noise") in kinds(found)
    assert found.faulty == (2,)


def test_one_that_breaks_off_is_named(plain, tmp_path):
    said = plain.utterances[2]
    middle = said.start_frame + (said.end_frame - said.start_frame) * 6 // 10
    found = verified(damaged(plain, tmp_path / "x.wav", silenced(middle, said.end_frame)), words=False)
    assert (2, "ends_early") in kinds(found)
    assert found.faulty == (2,)


def test_a_word_that_was_silenced_is_named(plain, tmp_path):
    start, end = words_of(plain, 3)["morning"]
    found = verified(damaged(plain, tmp_path / "x.wav", silenced(start, end)), words=False)
    assert kinds(found) == {(3, "silent_word")}
    assert abs(found.faults[0].start_ms - start * 1000 / plain.rate_hz) < 1


def test_a_file_that_lost_a_piece_is_wrong_from_there_on(plain, tmp_path):
    start, end = words_of(plain, 2)["across"]
    found = verified(damaged(plain, tmp_path / "x.wav", cut_out(start, end)), words=False)
    assert found.faulty[0] == 2
    assert found.faulty[-1] == len(plain.utterances) - 1


def test_a_track_whose_file_is_no_sound_is_an_error(plain, tmp_path):
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"RIFF nothing")
    with pytest.raises(EncoderError):
        verified(plain._replace(path=broken), words=False)


def test_a_text_too_short_for_its_length_is_named(plain):
    said = plain.utterances[3]
    longer = said._replace(spoken=f"{said.spoken} {said.spoken}")
    others = (*plain.utterances[:3], longer, *plain.utterances[4:])
    assert (3, "short") in kinds(verified(plain._replace(utterances=others), words=False))


def test_another_language_is_proven_by_energy_and_length_only(plain):
    foreign = plain._replace(document=plain.document._replace(language="de"))
    found = verified(foreign)
    assert found.recognised == 0
    assert found.faults == ()


def test_a_voice_that_the_recogniser_hardly_knows_is_said_to_be_one(plain):
    pytest.importorskip("pocketsphinx", reason="the extra [verify] is not installed")
    found = verified(plain)
    assert found.faults == ()
    assert found.recognised == len(plain.utterances)
    assert not found.well_heard
    assert "not known well enough" in found.proof
