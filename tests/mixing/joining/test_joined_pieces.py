"""What a piece is: its clips where they are said to begin, its silences silent, its music where the words allow."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rhapsode.clips import pack
from rhapsode.errors import DamagedValue
from rhapsode.mixing.cutting.pieces import Piece, PiecePart
from rhapsode.mixing.joining.joined_pieces import join, mixed, shaped, spread, with_intro, with_outro
from rhapsode.mixing.pydub_segments import audio
from rhapsode.model import Clip, WordMark
from rhapsode.store import Store, key_of

RATE = 10_000
EDGE = 30
"""Frames of 3 ms at this rate."""


def loud(frames: int, level: int = 1_000) -> bytes:
    return array("h", [level] * frames).tobytes()


def values(samples: bytes | memoryview) -> list[int]:
    return array("h", bytes(samples)).tolist()


class Sounds:
    """A store, and keys for what is put into it."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(folder)

    def clip(self, frames: int, level: int = 1_000, rate_hz: int = RATE) -> str:
        key = key_of({"clip": [frames, level, rate_hz]})
        self.store.put(key, pack(Clip(loud(frames, level), rate_hz, (WordMark(0, 1, frames // 2),))))
        return key

    def cue(self, frames: int, level: int = 500) -> str:
        key = key_of({"cue": [frames, level]})
        self.store.put(key, loud(frames, level))
        return key


@pytest.fixture
def sounds(tmp_path: Path) -> Sounds:
    return Sounds(tmp_path / "sounds")


def middle(level: int, frames: int) -> list[int]:
    return [level] * (frames - 2 * EDGE)


def test_every_clip_begins_where_it_is_said_to_and_all_else_is_silent(sounds: Sounds) -> None:
    parts = (PiecePart(sounds.clip(400, 900), 50), PiecePart(sounds.clip(300, 700), 20), PiecePart(sounds.clip(200), 7))
    joined = join(Piece(RATE, 11, parts), sounds.store)
    heard = values(joined.segment.raw_data)
    assert joined.segment.frame_rate == RATE
    assert joined.starts == (11, 11 + 400 + 50, 11 + 400 + 50 + 300 + 20)
    assert len(heard) == 11 + 400 + 50 + 300 + 20 + 200 + 7
    for start, frames, level in zip(joined.starts, (400, 300, 200), (900, 700, 1_000), strict=True):
        assert heard[start + EDGE : start + frames - EDGE] == middle(level, frames)
        assert all(heard[start : start + frames])
        heard[start : start + frames] = [0] * frames
    assert not any(heard)
    assert [clip.frames for clip in joined.clips] == [400, 300, 200]
    assert [clip.words[0].frame for clip in joined.clips] == [200, 150, 100]


def test_cues_stand_against_their_clip_and_before_its_silence(sounds: Sounds) -> None:
    before, after = sounds.cue(33, 400), sounds.cue(44, 300)
    part = PiecePart(sounds.clip(200), 60, cue_before=before, cue_after=after)
    joined = join(Piece(RATE, 5, (part, PiecePart(sounds.clip(150), 0))), sounds.store)
    heard = values(joined.segment.raw_data)
    assert heard[:5] == [0] * 5
    assert heard[5:38] == [400] * 33
    assert joined.starts == (38, 38 + 200 + 44 + 60)
    assert heard[38 + 200 : 38 + 200 + 44] == [300] * 44
    assert heard[38 + 244 : 38 + 304] == [0] * 60
    assert len(heard) == 38 + 304 + 150


@given(
    gaps=st.lists(st.integers(600, 3_000), min_size=1, max_size=5),
    lead=st.integers(0, 400),
    cue=st.integers(0, 90),
)
def test_the_length_is_the_nearest_whole_number_of_encoder_frames(
    tmp_path_factory: pytest.TempPathFactory, gaps: list[int], lead: int, cue: int
) -> None:
    sounds = Sounds(tmp_path_factory.mktemp("whole"))
    beep = sounds.cue(cue) if cue else ""
    parts = tuple(PiecePart(sounds.clip(101), gap, cue_before=beep, cue_after=beep) for gap in gaps)
    plain = lead + sum(gaps) + len(gaps) * (101 + 2 * cue)
    joined = join(Piece(RATE, lead, parts, whole=576), sounds.store)
    frames = int(joined.segment.frame_count())
    assert frames % 576 == 0
    assert abs(frames - plain) <= 288
    assert joined.starts[0] == lead + cue  # what is added or taken is silence behind a clip
    assert int(join(Piece(RATE, lead, parts), sounds.store).segment.frame_count()) == plain


def test_a_clip_of_another_rate_is_as_long_as_before(sounds: Sounds) -> None:
    joined = join(Piece(RATE, 0, (PiecePart(sounds.clip(4_000, rate_hz=2 * RATE), 10),)), sounds.store)
    assert [clip.rate_hz for clip in joined.clips] == [RATE]
    assert int(joined.segment.frame_count()) == pytest.approx(2_010, abs=2)


def test_a_sound_that_is_missing_is_a_damaged_value(sounds: Sounds) -> None:
    part = PiecePart(sounds.clip(200), 0)
    for lacking in (part._replace(clip="0" * 64), part._replace(cue_after="0" * 64)):
        with pytest.raises(DamagedValue):
            join(Piece(RATE, 0, (lacking,)), sounds.store)


def test_edges_rise_and_fall_alike_and_the_rest_is_untouched() -> None:
    heard = values(b"".join(shaped(Clip(loud(400, 3_100), RATE, ()), 0.0)))
    assert heard[:EDGE] == [3_100 * (at + 1) // (EDGE + 1) for at in range(EDGE)]
    assert heard[EDGE:-EDGE] == middle(3_100, 400)
    assert heard[-EDGE:] == heard[:EDGE][::-1]


def test_a_falling_edge_of_what_is_below_zero_comes_nearer_to_it_at_each_frame() -> None:
    heard = values(b"".join(shaped(Clip(loud(400, -3_100), RATE, ()), 0.0)))
    assert heard[-EDGE - 1 :] == sorted(heard[-EDGE - 1 :])
    assert heard[: EDGE + 1] == sorted(heard[: EDGE + 1], reverse=True)
    assert heard[-1] > -200


@pytest.mark.parametrize("frames", [0, 1, 2, 3, 4, 7, 59, 61])
def test_a_clip_shorter_than_two_edges_keeps_its_length(frames: int) -> None:
    heard = values(b"".join(shaped(Clip(loud(frames), RATE, ()), 0.0)))
    assert len(heard) == frames
    assert all(value >= 500 for value in heard[frames // 2 : frames // 2 + 1])  # never faded away altogether
    assert heard == heard[::-1]


def test_a_volume_is_a_gain_in_decibels_that_never_leaves_the_scale() -> None:
    heard = values(b"".join(shaped(Clip(loud(2_000, 1_000), RATE, ()), 20.0)))
    assert heard[1_000] == pytest.approx(10_000, abs=1)
    assert len(heard) == 2_000
    over = values(b"".join(shaped(Clip(loud(2_000, 30_000), RATE, ()), 6.0)))
    assert 30_000 < over[1_000] <= 32_767
    nearly = values(b"".join(shaped(Clip(loud(2_000, 16_000), RATE, ()), 6.0)))
    assert nearly[1_000] == pytest.approx(16_000 * 10 ** (6 / 20), abs=2)  # up to full scale nothing is held down


@given(st.integers(0, 900), st.integers(1, 700))
def test_a_sound_is_laid_over_another_to_the_frame_and_never_makes_it_longer(at: int, frames: int) -> None:
    base = [(7 * n) % 201 - 100 for n in range(700)]
    under = audio(array("h", base).tobytes(), RATE)
    at = min(at, 700)
    added = [300 + n % 5 for n in range(frames)]
    laid = mixed(under, audio(array("h", added).tobytes(), RATE), at)
    heard = values(laid.raw_data)
    wanted = [b + (added[n - at] if at <= n < at + frames else 0) for n, b in enumerate(base)]
    assert heard == wanted
    assert laid.frame_rate == RATE


def seconds(heard: list[int]) -> float:
    return len(heard) / RATE


def test_an_intro_is_heard_alone_and_the_speech_after_it_begins_on_an_encoder_frame() -> None:
    speech, music = audio(loud(6 * RATE, 2_000), RATE), audio(loud(10 * RATE, 2_000), RATE)
    both, later = with_intro(speech, music, 576)
    heard = values(both.raw_data)
    assert later % 576 == 0
    assert 6 * RATE <= later < 6 * RATE + 576  # 10 s of music, 4 of them under the words
    assert len(heard) == later + 6 * RATE
    alone = heard[2 * RATE : 4 * RATE]
    assert min(alone) > 1_900
    words = heard[later + RATE // 2 : later + RATE]
    assert all(2_000 < value < 2_000 * 1.11 for value in words)  # music 20 dB below the words
    assert heard[later + 4 * RATE + 1 :] == [2_000] * (2 * RATE - 1)  # and none once it is over
    assert heard[0] == 0


def test_an_outro_begins_under_the_last_words_and_goes_on_until_it_ends() -> None:
    speech, music = audio(loud(8 * RATE, 2_000), RATE), audio(loud(10 * RATE, 2_000), RATE)
    heard = values(with_outro(speech, music, 7 * RATE).raw_data)
    assert heard[: 3 * RATE] == [2_000] * (3 * RATE)
    assert all(2_000 < value < 2_000 * 1.11 for value in heard[6 * RATE : 7 * RATE - 100])
    assert len(heard) == 13 * RATE  # 4 s under the words, which end at 7 s, and 6 s after them
    assert min(heard[9 * RATE : 10 * RATE]) > 1_900
    assert abs(heard[-1]) < 20


def test_an_outro_under_words_shorter_than_it_begins_with_them() -> None:
    heard = values(with_outro(audio(loud(RATE, 2_000), RATE), audio(loud(10 * RATE, 2_000), RATE), RATE).raw_data)
    assert len(heard) == 10 * RATE


def test_a_short_outro_does_not_end_the_silence_behind_the_words() -> None:
    heard = values(with_outro(audio(loud(9 * RATE, 2_000), RATE), audio(loud(RATE, 2_000), RATE), 2 * RATE).raw_data)
    assert len(heard) == 9 * RATE


def test_music_moves_the_words_of_its_piece_and_not_their_distance(sounds: Sounds) -> None:
    parts = tuple(PiecePart(sounds.clip(seconds * RATE), 400 - seconds) for seconds in (2, 1, 3))
    plain = join(Piece(RATE, 10, parts), sounds.store)
    music = sounds.cue(10 * RATE, 1_000)
    opened = join(Piece(RATE, 10, parts, whole=576, intro=music), sounds.store)
    later = opened.starts[0] - plain.starts[0]
    assert later % 576 == 0
    assert later >= 6 * RATE
    assert abs(opened.starts[1] - opened.starts[0] - (plain.starts[1] - plain.starts[0])) <= 288
    closed = join(Piece(RATE, 10, parts, outro=music), sounds.store)
    assert closed.starts == plain.starts
    assert int(closed.segment.frame_count()) == plain.starts[2] + 3 * RATE + 6 * RATE


@example([1_000, 900], 1)
@example([1_000, 900], -1)
@example([3, 4], 10)
@example([3, 4], -10)
@given(st.lists(st.integers(0, 30_000), min_size=1, max_size=9), st.integers(-288, 288))
def test_rounding_is_spread_thin(gaps: list[int], change: int) -> None:
    found = spread(gaps, change)
    wide = [gap for gap in gaps if gap > abs(change)]
    if wide:
        assert sum(found) == sum(gaps) + change
        assert max(abs(a - b) for a, b in zip(found, gaps, strict=True)) <= -(-abs(change) // len(wide))
        assert all(a == b for a, b in zip(found, gaps, strict=True) if b <= abs(change))
    else:
        assert found == [*gaps[:-1], gaps[-1] + max(change, 0)]
    assert min(found) >= 0
    assert spread([], change) == []
