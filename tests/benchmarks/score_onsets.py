"""How far a track's word onsets are from an independent forced alignment of its sound.

    python tests/benchmarks/score_onsets.py TRACK...

Each sentence is cut out of the finished file as a player decodes it and aligned by pocketsphinx with the English model
it carries. Its frames are 10 ms, and its model has a habit of its own, so the signed median is printed beside the
absolute errors. Sentences with a word that its dictionary lacks are left out, and so are words whose written and spoken
form differ; both are counted.
"""

import json
import re
import statistics
import subprocess
import sys
from pathlib import Path

import imageio_ffmpeg

from rhapsode.mixing import read_track

RATE_HZ = 16_000
FRAME_MS = 10
MARGIN_MS = 150
WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")


def sound(path):
    """The whole file as 16 kHz mono 16-bit PCM."""
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    command = [ffmpeg, "-v", "error", "-i", path, "-ac", "1", "-ar", str(RATE_HZ), "-f", "s16le", "-"]
    return subprocess.run(command, check=True, capture_output=True).stdout


def plain(text):
    return WORD.findall(text.lower().replace("’", "'"))


def aligned(decoder, pcm, words):
    """Onset in ms of each of `words` in `pcm`, or None where they cannot be aligned."""
    if not words or any(decoder.lookup_word(word) is None for word in words):
        return None
    decoder.set_align_text(" ".join(words))
    decoder.start_utt()
    decoder.process_raw(pcm, full_utt=True)
    decoder.end_utt()
    found = [s for s in decoder.seg() or () if not s.word.startswith(("<", "[", "+"))]
    names = [re.sub(r"\(\d+\)$", "", s.word) for s in found]
    return [s.start_frame * FRAME_MS for s in found] if names == words else None


def errors(path):
    """Signed errors in ms (ours less theirs) as `(error, position in the sentence, word)`, and what was left out."""
    from pocketsphinx import Config, Decoder

    # Wide beams: the default ones lose the path of a synthetic voice half-way through a long sentence.
    wide = {"beam": 1e-120, "pbeam": 1e-120, "wbeam": 1e-100}
    decoder = Decoder(Config(samprate=RATE_HZ, loglevel="FATAL", bestpath=False, **wide))
    track, pcm = read_track(path), sound(path)
    found, left = [], {"sentences": 0, "words": 0}
    for said in track.utterances:
        words = plain(said.spoken)
        begin_ms = max(0, said.start_frame * 1000 / track.rate_hz - MARGIN_MS)
        end_ms = said.end_frame * 1000 / track.rate_hz + MARGIN_MS
        first = int(begin_ms * RATE_HZ / 1000)
        onsets = aligned(decoder, pcm[2 * first : 2 * int(end_ms * RATE_HZ / 1000)], words)
        parts = [plain(word.text) for word in said.words]
        if onsets is None or [part for some in parts for part in some] != words or not all(parts):
            left["sentences"] += 1
            left["words"] += len(said.words)
            continue
        at = 0
        for place, (word, some) in enumerate(zip(said.words, parts, strict=True)):
            theirs = first * 1000 / RATE_HZ + onsets[at]
            at += len(some)
            found.append((word.start_frame * 1000 / track.rate_hz - theirs, place, word.text))
    return found, left


def score(path):
    found, left = errors(path)
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
        "signed_median_ms": round(bias, 1),
        "absolute": spread(signed),
        "less_the_bias": spread([error - bias for error in signed]),
        "first_words": spread([error for error, place, _ in found if place == 0]),
        "later_words": spread([error for error, place, _ in found if place > 0]),
    }


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(json.dumps(score(Path(name)), indent=1))
