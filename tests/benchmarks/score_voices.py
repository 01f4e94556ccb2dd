"""How well a recogniser that knows nothing of the text understands each voice: word error rate.

    python tests/benchmarks/score_voices.py [--engines natural espeak] [--whisper FOLDER] [--every N] SOURCE...

A SOURCE is any text that rhapsode reads, or a table of cases (`.tsv`: class, written, spoken), whose second column is
read. Each sentence is spoken by itself at 175 words per minute and recognised by pocketsphinx with the English models
that its wheel carries; with --whisper, by faster-whisper (to be installed) with the converted model in FOLDER. What was
to be said and what was heard both go through rhapsode's own normaliser, so that digits count as their words. The rate
is insertions, deletions and substitutions over the words that were to be said.
"""

import argparse
import re
import subprocess
import time
from pathlib import Path

import imageio_ffmpeg

from rhapsode.model import Block, Document, Voice
from rhapsode.plugins import EngineChoice, engine
from rhapsode.request import Request, write
from rhapsode.scripting import write_script
from rhapsode.scripting.normalize import normalize
from rhapsode.scripting.numerals import cardinal, ordinal, year

RATE_HZ = 16_000
NUMBER = re.compile(r"(?P<minus>(?<!\w)-)?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<ordinal>st|nd|rd|th)?")
SIGNS = {"&": "and", "+": "plus", "=": "equals", "×": "times", "÷": "divided by", "−": "minus", "%": "percent"}
VOICES = {"espeak": "gmw/en-us"}


def sentences(source):
    if source.suffix == ".tsv":
        written = [line.split("\t")[1] for line in source.read_text("utf-8").splitlines() if line.count("\t") >= 2]
        blocks = tuple(Block(f"b{n}", "paragraph", text) for n, text in enumerate(written, 1))
        return write_script(Document("", blocks, language="en")).utterances
    return write(Request(str(source))).utterances


def plain(text):
    said = NUMBER.sub(_in_words, normalize(text, "en").lower().replace("’", "'")).replace("-", " ")
    for sign, words in SIGNS.items():
        said = said.replace(sign, f" {words} ")
    return re.sub(r"[^a-z' ]+", " ", said).replace("' ", " ").split()


def _in_words(found):
    number = int(found["digits"].replace(",", ""))
    if found["ordinal"]:
        words = ordinal(number)
    else:
        words = year(number) if 1_100 <= number < 2_000 and "," not in found["digits"] else cardinal(number)
    return f" {'minus ' * bool(found['minus'])}{words} "


def mistakes(wanted, heard):
    """Least edits from one list of words to the other (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for n, want in enumerate(wanted, 1):
        last, row[0] = row[0], n
        for m, word in enumerate(heard, 1):
            last, row[m] = row[m], min(row[m] + 1, row[m - 1] + 1, last + (want != word))
    return row[-1]


def pcm(clip):
    """The clip at 16 kHz, half a second of silence around it."""
    command = ["-v", "error", "-f", "s16le", "-ac", "1", "-ar", str(clip.rate_hz), "-i", "-"]
    end = ["-f", "s16le", "-ar", str(RATE_HZ), "-"]
    silence = bytes(clip.rate_hz)
    given = silence + bytes(clip.samples) + silence
    program = [imageio_ffmpeg.get_ffmpeg_exe(), *command, *end]
    return subprocess.run(program, input=given, check=True, capture_output=True).stdout


def sphinx():
    from pocketsphinx import Config, Decoder

    decoder = Decoder(Config(samprate=RATE_HZ, loglevel="FATAL"))

    def hear(samples):
        decoder.start_utt()
        decoder.process_raw(samples, full_utt=True)
        decoder.end_utt()
        return decoder.hyp().hypstr if decoder.hyp() else ""

    return hear


def whisper(folder):
    import numpy as np
    from faster_whisper import WhisperModel

    model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1)

    def hear(samples):
        sound = np.frombuffer(samples, "<i2").astype(np.float32) / 32_768
        found, _ = model.transcribe(sound, language="en", beam_size=5, condition_on_previous_text=False)
        return " ".join(piece.text for piece in found)

    return hear


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sources", type=Path, nargs="+")
    parser.add_argument("--engines", nargs="+", default=["natural", "espeak"])
    parser.add_argument("--whisper", type=Path)
    parser.add_argument("--every", type=int, default=1, help="only each Nth sentence")
    parser.add_argument("--show", action="store_true", help="print what was misheard")
    chosen = parser.parse_args()
    hear = whisper(chosen.whisper) if chosen.whisper else sphinx()
    name = f"whisper {chosen.whisper.name}" if chosen.whisper else "pocketsphinx"
    for source in chosen.sources:
        texts = sentences(source)[:: chosen.every]
        for speaker in chosen.engines:
            made = engine(EngineChoice(speaker))
            wrong = words = 0
            begun = time.perf_counter()
            for said in texts:
                voice = Voice(VOICES.get(speaker, made.default_voice))
                wanted = plain(said.text)
                heard = plain(hear(pcm(made.synthesize(said.text, said.marks, voice))))
                some = mistakes(wanted, heard)
                if some and chosen.show:
                    print(f"  {some}: {' '.join(wanted)}\n     {' '.join(heard)}")
                wrong, words = wrong + some, words + len(wanted)
            rate = 100 * wrong / max(words, 1)
            print(
                f"{source.name:<32}{speaker:<10}{name}: {rate:5.2f} % of {words} words"
                f" in {len(texts)} sentences ({time.perf_counter() - begun:.0f} s)",
                flush=True,
            )


if __name__ == "__main__":
    main()
