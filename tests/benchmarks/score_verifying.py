"""How often `rhapsode verify` is wrong: false alarms on a clean track, and faults put into it that it does not find.

    python tests/benchmarks/score_verifying.py TRACK [COUNT]

TRACK is one in which all is well, in English. Each of COUNT of its sentences (default 40, chosen by a fixed seed) gets
each kind of fault in turn, in its decoded sound; a fault counts as found when the sentence has any. Damage to the file
leaves the timeline as it was; what the voice did moves it along and takes its word times away, as an engine without
marks that dropped or doubled a word would. Words are cut where the recogniser hears them.
"""

import json
import math
import random
import sys
from array import array
from collections import Counter
from pathlib import Path

from score_onsets import taught

from rhapsode.mixing import read_track
from rhapsode.pool import process_pool, usable_processors
from rhapsode.proving import verify
from rhapsode.verifying.hearing_job import decoded
from rhapsode.verifying.judging import sound_faults, word_faults
from rhapsode.verifying.passages import passages
from rhapsode.verifying.sound_measures import measured

BYTES_PER_MS = 32
AFTER_MS = 1_500
HOW = ("sound", "words of a known voice", "words of a strange voice")


def noise(rng, pcm):
    level = max(50.0, math.sqrt(sum(one * one for one in array("h", pcm)) / (len(pcm) / 2)))
    return array("h", [max(-32768, min(32767, round(rng.gauss(0, level)))) for _ in range(len(pcm) // 2)]).tobytes()


def at(ms):
    return max(0, round(ms)) * BYTES_PER_MS


def faults(one, pcm, span, run, other, rng):
    """Kind to the passage and its sound after the damage; `span` is the word's place in `pcm`, which goes on AFTER_MS
    beyond the passage, `run` that of three words in a row, or of all where there are fewer."""
    first, last = at(span[0]), at(span[1])
    length = at(one.lead_ms + one.end_ms - one.start_ms + one.tail_ms)
    lead, tail = at(one.lead_ms), at(one.tail_ms)
    silence = bytes(last - first)
    half = rng.uniform(0.5, 0.7)
    middle_ms = one.start_ms + (one.end_ms - one.start_ms) * half
    guessed = one._replace(word_ms={}, spans_ms=())
    word_ms = span[1] - span[0]
    own = pcm[:length]
    return {
        "word cut out of the file": (one, (pcm[:first] + pcm[last:])[:length]),
        "word dropped by the voice": (guessed._replace(end_ms=one.end_ms - word_ms), own[:first] + own[last:]),
        "three words dropped by the voice": (
            guessed._replace(end_ms=one.end_ms - (run[1] - run[0])),
            own[: at(run[0])] + own[at(run[1]) :],
        ),
        "word silenced": (one, own[:first] + silence + own[last:]),
        "word became noise": (one, own[:first] + noise(rng, own[first:last]) + own[last:]),
        "word doubled in the file": (one, (pcm[:last] + pcm[first:])[:length]),
        "word doubled by the voice": (guessed._replace(end_ms=one.end_ms + word_ms), own[:last] + own[first:]),
        "sentence silenced": (one, bytes(length)),
        "sentence became noise": (
            one,
            own[:lead] + noise(rng, own[lead : length - tail]) + own[length - tail :],
        ),
        "sentence swapped in the file": (one, (other[1] + bytes(length))[:length]),
        "sentence swapped by the voice": (
            other[0]._replace(words=one.words, word_ms={}, spans_ms=()),
            other[1],
        ),
        "sentence broken off by the voice": (
            guessed._replace(end_ms=middle_ms),
            own[: lead + at(middle_ms - one.start_ms)] + bytes(tail),
        ),
    }


def is_found(one, pcm, finder):
    """By sound alone, with the words of a voice that the recogniser knows, and with those of one that it does not."""
    pcm = pcm.ljust(at(one.lead_ms + one.end_ms - one.start_ms), b"\0")
    sound = measured(pcm)
    by_sound = bool(sound_faults(one, sound))
    heard = word_faults(one, pcm, sound, finder)
    return by_sound, by_sound or bool(heard.faults), by_sound or bool(heard.astray)


def score(path, count):
    track = read_track(path)
    with process_pool(usable_processors()) as pool:
        clean = verify(track, pool)
    rng = random.Random(1)
    sentences = [one for one in passages(track, [True] * len(track.utterances)) if len(one.words) > 1]
    finder = taught(sentences)

    def sound(one, after_ms=0.0):
        return decoded(
            path,
            (one.start_ms - one.lead_ms) / 1000,
            (one.end_ms + one.tail_ms - one.start_ms + one.lead_ms + after_ms) / 1000,
        )

    tried, found = Counter(), {how: Counter() for how in HOW}
    for one in rng.sample(sentences, min(count, len(sentences))):
        pcm = sound(one, AFTER_MS)
        laid = finder.hear(pcm[: at(one.lead_ms + one.end_ms - one.start_ms + one.tail_ms)], one.words, math.inf)
        if laid is None or len(laid.words) != len(one.words):
            continue
        word = rng.choice(laid.words)
        neighbour = rng.choice([other for other in sentences if other.words != one.words])
        first = rng.randrange(max(1, len(laid.words) - 2))
        run = laid.words[first].start_ms, laid.words[first : first + 3][-1].end_ms
        damaged = faults(one, pcm, (word.start_ms, word.end_ms), run, (neighbour, sound(neighbour)), rng)
        for kind, (changed, heard) in damaged.items():
            tried[kind] += 1
            for how, is_so in zip(HOW, is_found(changed, heard, finder), strict=True):
                found[how][kind] += is_so
    return {
        "track": path.name,
        "sentences": len(track.utterances),
        "false_alarms": len(clean.faulty),
        "voice_known": clean.well_heard,
        "times_realtime": round(track.seconds(track.frames) / clean.took_s, 1),
        "tried": len(tried) and max(tried.values()),
        "found": {kind: {how: found[how][kind] for how in HOW} for kind in tried},
    }


if __name__ == "__main__":
    print(json.dumps(score(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 40), indent=1))
