"""How far a track's word onsets are from an independent forced alignment of its sound.

    python tests/benchmarks/score_onsets.py [--calibrate TRACK_OF_ESPEAK] TRACK...

Each sentence is cut out of the finished file as a player decodes it, and its text laid along it by pocketsphinx with
the English model it carries, as `rhapsode verify` does. Its frames are 10 ms, and its model has a habit of its own: it
is measured on a track of espeak-ng, whose marks are right to a few milliseconds, and taken off where `--calibrate`
names one. Words that its dictionary lacks are laid as espeak-ng would say them. Words whose written and spoken form
differ are left out, and so are sentences that cannot be laid; both are counted.
"""

import argparse
import json
import math
import statistics
from functools import partial
from pathlib import Path

from rhapsode import speaking
from rhapsode.mixing import read_track
from rhapsode.plugins import EngineChoice
from rhapsode.verifying.hearing_job import decoded
from rhapsode.verifying.passages import passages
from rhapsode.verifying.pronunciations import ways_to_say
from rhapsode.verifying.word_finder import WordFinder

ESPEAK = partial(speaking.pronounce, EngineChoice("espeak"), voice="en-us")


def taught(sentences):
    """A recogniser that knows the words of `sentences`, and of whose voice nothing is known."""
    finder = WordFinder()
    for word, ways in ways_to_say({word for one in sentences for word in one.words}, [ESPEAK]).items():
        for phones in ways:
            finder.learn(word, phones)
    return finder


def errors(path):
    """Signed errors in ms (ours less theirs) as `(error, position in the sentence, word)`, and what was left out."""
    track = read_track(path)
    sentences = passages(track, [True] * len(track.utterances))
    finder = taught(sentences)
    found, left = [], {"sentences": 0, "words": 0}
    for one in sentences:
        zero_ms = one.start_ms - one.lead_ms
        pcm = decoded(path, zero_ms / 1000, (one.end_ms + one.tail_ms - zero_ms) / 1000)
        laid = finder.hear(pcm, one.words, math.inf) if one.words else None
        if laid is None:
            left["sentences"] += 1
            left["words"] += len(one.words)
            continue
        left["words"] += len(one.words) - len(one.word_ms)
        found += [
            (one.word_ms[word.place][0] - zero_ms - word.start_ms, word.place, one.words[word.place])
            for word in laid.words
            if word.place in one.word_ms
        ]
    return found, left


def score(path, habit_ms=0.0):
    """The figures of one track; `habit_ms` is the aligner's own, taken off each error."""
    found, left = errors(path)
    found = [(error - habit_ms, place, word) for error, place, word in found]
    signed = [error for error, _, _ in found]
    bias = statistics.median(signed)

    def spread(values):
        ordered = sorted(abs(value) for value in values)
        p95 = ordered[int(0.95 * len(ordered))]
        return {"median_ms": round(statistics.median(ordered), 1), "p95_ms": round(p95, 1)}

    return {
        "track": path.name,
        "words": len(found),
        "left_out": left,
        "habit_ms": round(habit_ms, 1),
        "signed_median_ms": round(bias, 1),
        "absolute": spread(signed),
        "less_the_bias": spread([error - bias for error in signed]),
        "first_words": spread([error for error, place, _ in found if place == 0]),
        "later_words": spread([error for error, place, _ in found if place > 0]),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calibrate", type=Path, metavar="TRACK_OF_ESPEAK")
    parser.add_argument("tracks", nargs="+", type=Path)
    asked = parser.parse_args()
    habit_ms = score(asked.calibrate)["signed_median_ms"] if asked.calibrate else 0.0
    for track in asked.tracks:
        print(json.dumps(score(track, habit_ms), indent=1))
