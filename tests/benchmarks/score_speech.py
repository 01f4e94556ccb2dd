"""How well the script says what is written, against the corpus of cases with right answers.

    python tests/benchmarks/score_speech.py [CORPUS]

A case is right when espeak-ng gives the same phonemes for what the script says and for what the case expects. "And" is
left out on both sides, also inside a name (AT&T); stress, length, reduced vowels and pauses are forgiven. A capital A
by itself in an expected form is the letter's name, which espeak-ng would read as the article: it is spelled out for it.
So is a word of two pronunciations which it takes for the other one: `MEANT`, labelled by hand. Beside each figure
stands what espeak-ng makes of the text unaided; what it says rightly then must not be lost. The reports, whole
documents of faults that people found, are right when the utterances that `reports.tsv` expects of them follow each
other in their script, or where it says `skipped:`, are listed as skipped. What is wrong is listed; a table of all ends
it.
"""

import json
import re
import sys
import time
from collections import Counter
from pathlib import Path

from rhapsode import reading, speaking
from rhapsode.model import Block, Document, Mark
from rhapsode.plugins import EngineChoice
from rhapsode.scripting import write_script
from rhapsode.scripting.normalize import normalize
from rhapsode.scripting.sentences import split

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
MEANT = {"lives on": ("lives", "ˈlɪvz")}
"""Of a word that espeak-ng by itself would say wrongly in an expected form: where it stands, and how it is said."""


def document(text):
    return Document("", (Block("b1", "paragraph", text),), language="en")


def said(text):
    """What the whole room makes of `text`: the words, and the marks on them."""
    words, marks = "", []
    for one in write_script(document(text)).utterances:
        words += " " if words else ""
        marks += [mark._replace(start=mark.start + len(words), end=mark.end + len(words)) for mark in one.marks]
        words += one.text
    return words, marks


def folded(ipa):
    """Phonemes as they are compared."""
    joined = re.sub(r"[ˈˌː\u200d\u0361\s-]", "", ipa)
    joined = re.sub(r"[æɐəa]nd|ən(?=t)", "", joined)
    return re.sub(r"[ɐəᵻɪʌɚ]", "ə", joined).replace("ɾ", "t").replace("əɹ", "ɜ")


def letters(text):
    return re.sub(r"(?<![\w'’])A(?= [A-Z]\b)", "eigh", text)


def as_meant(expected):
    """The expected words with the hand's labels on them."""
    written = letters(expected)
    found = [
        (written.index(phrase) + phrase.index(word), word, ipa)
        for phrase, (word, ipa) in MEANT.items()
        if phrase in written
    ]
    return written, tuple(Mark(at, at + len(word), "phonemes", ipa) for at, word, ipa in found)


def phoneme_cases(path):
    """`(class, written, expected, said, right, right unaided)` of each case."""
    cases = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line.strip()]
    texts = [((written, ()), as_meant(expected), said(written)) for _, written, expected in cases]
    every = [(text or " ", marks) for three in texts for text, marks in three]
    sounds = speaking.pronounce(EngineChoice("espeak"), [text for text, _ in every], VOICE, [own for _, own in every])
    for number, (kind, written, expected) in enumerate(cases):
        raw, wanted, got = (folded(ipa) for ipa in sounds[3 * number : 3 * number + 3])
        yield kind, written, expected, texts[number][2][0], got == wanted, raw == wanted


def show_phonemes(path):
    rows = list(phoneme_cases(path))
    right, alone = sum(row[4] for row in rows), sum(row[5] for row in rows)
    lost = sum(row[5] and not row[4] for row in rows)
    print(f"{path.name}:")
    misses = Counter(row[0] for row in rows if not row[4])
    for kind, count in misses.most_common():
        print(f"  {count} of {sum(row[0] == kind for row in rows)} {kind}")
        for _, written, expected, got, right_now, alone_now in rows:
            if not right_now and _ == kind:
                print(f"      {written!r}: {got!r}, expected {expected!r}{' LOST' if alone_now else ''}")
    return path.name, right, len(rows), f"unaided {alone}, lost {lost}"


def show_reports(folder):
    """The documents of `folder` of which `reports.tsv` says what is to be heard."""
    lines = Path(__file__).with_name("reports.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    right = 0
    print("reports:")
    for name, language, accepted in rows:
        document = reading.read(str(folder / name))
        script = write_script(document._replace(language=language))
        got = [one.text for one in script.utterances]
        skipped = [text for text in accepted.split(" | ") if text.startswith("skipped: ")]
        forms = [form.split(" / ") for form in accepted.split(" | ") if form not in skipped]
        sounds = iter(phonemes([*got, *(piece for form in forms for piece in form)], language))
        heard = [next(sounds) for _ in got]
        wanted = [[next(sounds) for _ in form] for form in forms]
        found = any(form == heard[at : at + len(form)] for form in wanted for at in range(len(heard)))
        found |= any(text.removeprefix("skipped: ") in skip.text for text in skipped for skip in script.ledger.skipped)
        right += found
        if not found:
            print(f"      {name}: {got}, expected {accepted!r}")
    return "reports", right, len(rows), ""


def phonemes(texts, language):
    voice = {"en": VOICE, "fr": "fr-fr"}.get(language, language)
    return map(folded, speaking.pronounce(EngineChoice("espeak"), [text or " " for text in texts], voice))


def show_sentences(path):
    for name, cases in json.loads(path.read_text("utf-8")).items():
        right = sum(
            [" ".join(one.split()) for one in split(text, LANGUAGES[name]) if one.strip()]
            == [" ".join(one.split()) for one in sentences]
            for text, sentences in cases
        )
        yield name, right, len(cases), ""


def show_times(corpus):
    for sign in HOSTILE:
        hostile = sign * (60_000 // len(sign))
        start = time.process_time()
        normalize(hostile, "en")
        middle = time.process_time()
        write_script(document(hostile))
        end = time.process_time()
        print(f"60 KB of {sign!r:<7} rules {middle - start:.3f} s, whole script {end - middle:.3f} s")
    text = (corpus / "text" / "pg98.txt").read_text("utf-8")
    blocks = [Block(f"b{n}", "paragraph", " ".join(part.split())) for n, part in enumerate(text.split("\n\n"))]
    start = time.process_time()
    write_script(Document("t", tuple(blocks), language="en"))
    seconds = time.process_time() - start
    return f"{seconds / len(text) * 1e6:.2f} s of processor per MB of prose"


def main():
    corpus = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2].parent / "shared" / "corpus")
    table = [show_phonemes(corpus / "speech" / name) for name in ("cases.tsv", "nemo-en.tsv")]
    table.append(show_reports(corpus / "reports"))
    table += show_sentences(corpus / "speech" / "sentences.json")
    speed = show_times(corpus)
    for name, right, count, note in table:
        print(f"{name:<22} {right:>4} of {count:>3}  {right / count:.3f}  {note}")
    print(speed)


if __name__ == "__main__":
    main()
