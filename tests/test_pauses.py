"""The silences of a finished track, measured in its samples, against the table of pauses in the guide."""

import wave
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.mixing import Master
from rhapsode.model import NORMAL_RATE_WPM, Utterance
from rhapsode.pauses import pauses_ms
from rhapsode.pipeline import Request, render

ARTICLE = """\
# A Plain Title

The lead stands here. It goes on.

## The First Heading

Some words.

- one item
- another item

> Quoted words.

| Town | People |
|---|---|
| Oslo | many |

After the table.

### A Deeper Heading

More words.

---

The end.
"""

PAUSES_MS = (
    500,  # before the first word
    2_000,  # title, lead
    300,  # sentence, sentence
    1_500,  # a section begins
    800,  # heading, paragraph
    650,  # paragraph, list
    400,  # item, item
    650,  # item, quotation
    650,  # quotation, table
    400,  # row, row
    400,  # row, paragraph
    1_200,  # a heading too deep for a section of its own
    800,  # heading, paragraph
    1_200,  # a break between paragraphs
    2_500,  # after the last word
)
NEAR_MS = 5
QUIET = 33
"""Peak of 16 bits below which a sample is silent: -60 dBFS."""


def rendered(tmp_path, store, **options):
    source = tmp_path / "article.md"
    source.write_text(ARTICLE, "utf-8")
    request = Request(str(source), depth=2, **options)
    master = Master(loudness="none", generate_cover=False)
    track = render(request, tmp_path / "article.wav", master=master, store=store, jobs=1)
    with wave.open(str(track.path)) as file:
        sound = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(int)
        return track, np.abs(sound) >= QUIET, file.getframerate()


def scaled(rate_wpm):
    scale = max(0.5, NORMAL_RATE_WPM / rate_wpm)
    return [round(pause * scale) for pause in PAUSES_MS]


@pytest.mark.parametrize("rate_wpm", [120, 175, 300])
def test_every_silence_is_the_styles(tmp_path, store, rate_wpm):
    """The longest rest inside a sentence of tones is 59 ms, so each longer silence is a pause."""
    _, loud, rate_hz = rendered(tmp_path, store, engine="tone", rate_wpm=rate_wpm)
    edges = np.flatnonzero(np.diff(np.concatenate(([True], loud, [True])).astype(int)))
    silences_ms = np.diff(edges)[::2] * 1000 / rate_hz
    assert silences_ms[silences_ms > 100] == pytest.approx(scaled(rate_wpm), abs=NEAR_MS)


@pytest.mark.parametrize("rate_wpm", [120, 175, 300])
def test_every_silence_of_a_voice_is_the_styles(tmp_path, store, rate_wpm):
    """A voice rests inside its sentences too, so the silences are measured where the timeline says that they are."""
    track, loud, rate_hz = rendered(tmp_path, store, engine="espeak", rate_wpm=rate_wpm)
    ends = [0, *(one.end_frame for one in track.utterances)]
    starts = [*(one.start_frame for one in track.utterances), len(loud) - 1]
    at = np.concatenate(([-1], np.flatnonzero(loud), [len(loud)]))
    middles = [(end + start) // 2 for end, start in zip(ends, starts, strict=True)]
    following = np.searchsorted(at, middles)
    silences_ms = (at[following] - at[following - 1] - 1) * 1000 / rate_hz
    assert silences_ms == pytest.approx(scaled(rate_wpm), abs=NEAR_MS)


@given(st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 3_000)), min_size=1, max_size=9))
def test_pauses_are_the_larger_wish(wishes: list[tuple[int, int]]) -> None:
    said = [Utterance("u", "s", "b", "x", (), "x", before_ms=before, after_ms=after) for before, after in wishes]
    pauses = pauses_ms(said)
    assert pauses[0] == wishes[0][0]
    assert pauses[-1] == wishes[-1][1]
    assert pauses[1:-1] == [max(a, b) for (_, a), (b, _) in pairwise(wishes)]
