"""How well the script says what is written, against the corpus of cases with right answers.

    python tests/benchmarks/score_speech.py [CORPUS]

A case is right when espeak-ng gives the same phonemes for what the script says and for what the case expects. "And"
is left out on both sides, also inside a name (AT&T); stress, length, reduced vowels and pauses are forgiven. A
capital A by itself in an expected form is the letter's name, which espeak-ng would read as the article: it is spelled
out for it. Beside each figure stands what espeak-ng makes of the text unaided; what it says rightly then must not be
lost.
"""

import json
import re
import sys
import time
from collections import Counter
from pathlib import Path

from rhapsode import speaking
from rhapsode.model import Block, Document
from rhapsode.plugins import EngineChoice
from rhapsode.scripting import write_script
from rhapsode.scripting.normalize import normalize
from rhapsode.scripting.sentences import split
from rhapsode.store import Store, default_folder

VOICE = "en-us"
HOSTILE = (
    "1,",
    "1",
    "1.",
    "-1",
    "$1",
    "1/",
    "1:",
    "(",
    "a-",
    "www.",
    "IV ",
    "&",
    "[",
    "<",
    "#",
    "A.",
    "e.g.",
    "“",
    "1-1-",
)
LANGUAGES = {
    "english_golden_rules": "en", "test_english_clean": "en", "test_deutsch": "de", "test_french": "fr",
    "test_spanish": "es", "test_italian": "it", "test_dutch": "nl", "test_polish": "pl", "test_russian": "ru",
}  # fmt: skip


def document(text):
    return Document("", (Block("b1", "paragraph", text),), language="en")


def said(text):
    """What the whole room makes of `text`."""
    return " ".join(one.text for one in write_script(document(text)).utterances)


def folded(ipa):
    """Phonemes as they are compared."""
    joined = re.sub(r"[ˈˌː\u200d\u0361\s-]", "", ipa)
    joined = re.sub(r"[æɐəa]nd|ən(?=t)", "", joined)
    return re.sub(r"[ɐəᵻɪʌɚ]", "ə", joined).replace("ɾ", "t").replace("əɹ", "ɜ")


def letters(text):
    return re.sub(r"(?<![\w'’])A(?= [A-Z]\b)", "eigh", text)


def phoneme_cases(path, store):
    """`(class, written, expected, said, right, right unaided)` of each case."""
    cases = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line.strip()]
    texts = [(written, letters(expected), said(written)) for _, written, expected in cases]
    sounds = speaking.pronounce(EngineChoice("espeak"), [text or " " for three in texts for text in three], VOICE)
    for number, (kind, written, expected) in enumerate(cases):
        raw, wanted, got = (folded(ipa) for ipa in sounds[3 * number : 3 * number + 3])
        yield kind, written, expected, texts[number][2], got == wanted, raw == wanted


def show_phonemes(path, store):
    rows = list(phoneme_cases(path, store))
    right, alone = sum(row[4] for row in rows), sum(row[5] for row in rows)
    lost = [row for row in rows if row[5] and not row[4]]
    print(
        f"{path.name:<16} {right:>4} of {len(rows)} right ({right / len(rows):.3f}); unaided {alone}; lost {len(lost)}"
    )
    misses = Counter(row[0] for row in rows if not row[4])
    for kind, count in misses.most_common():
        print(f"  {count} of {sum(row[0] == kind for row in rows)} {kind}")
        for _, written, expected, got, right_now, alone_now in rows:
            if not right_now and _ == kind:
                print(f"      {written!r}: {got!r}, expected {expected!r}{' LOST' if alone_now else ''}")


def show_sentences(path):
    for name, cases in json.loads(path.read_text("utf-8")).items():
        right = sum(
            [" ".join(one.split()) for one in split(text, LANGUAGES[name]) if one.strip()]
            == [" ".join(one.split()) for one in sentences]
            for text, sentences in cases
        )
        print(f"{name:<24} {right:>4} of {len(cases)}")


def show_times(corpus):
    text = (corpus / "text" / "pg98.txt").read_text("utf-8")
    blocks = [Block(f"b{n}", "paragraph", " ".join(part.split())) for n, part in enumerate(text.split("\n\n"))]
    start = time.perf_counter()
    write_script(Document("t", tuple(blocks), language="en"))
    seconds = time.perf_counter() - start
    print(f"{len(text) / 1e6:.2f} MB of prose: {seconds:.2f} s, {seconds / len(text) * 1e6:.2f} s per MB")
    for sign in HOSTILE:
        hostile = sign * (60_000 // len(sign))
        start = time.perf_counter()
        normalize(hostile, "en")
        middle = time.perf_counter()
        write_script(document(hostile))
        end = time.perf_counter()
        print(f"60 KB of {sign!r:<7} rules {middle - start:.3f} s, whole script {end - middle:.3f} s")


def main():
    corpus = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2].parent / "shared" / "corpus")
    store = Store(default_folder())
    for name in ("cases.tsv", "nemo-en.tsv"):
        show_phonemes(corpus / "speech" / name, store)
    show_sentences(corpus / "speech" / "sentences.json")
    show_times(corpus)


if __name__ == "__main__":
    main()
