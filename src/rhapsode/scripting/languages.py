"""Which language a text is in, and what its voice cannot read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from rhapsode.model import Block, Document
from rhapsode.scripting.abbreviations import habits
from rhapsode.scripting.characters import within

DEFAULT = "en"
SAMPLE = 20_000
"""Characters that are looked at to tell a language."""

_SCRIPTS = {
    "Cyrillic": ("\u0400-\u052f", "ru", "ru uk be bg sr mk kk ky mn tt ba cv"),
    "Greek": ("\u0370-\u03ff\u1f00-\u1fff", "el", "el grc"),
    "Hebrew": ("\u0590-\u05ff", "he", "he yi"),
    "Arabic": ("\u0600-\u06ff\u0750-\u077f", "ar", "ar fa ur ug ps sd"),
    "Devanagari": ("\u0900-\u097f", "hi", "hi mr ne kok sa"),
    "Bengali": ("\u0980-\u09ff", "bn", "bn as bpy"),
    "Tamil": ("\u0b80-\u0bff", "ta", "ta"),
    "Telugu": ("\u0c00-\u0c7f", "te", "te"),
    "Thai": ("\u0e00-\u0e7f", "th", "th"),
    "Georgian": ("\u10a0-\u10ff", "ka", "ka"),
    "Armenian": ("\u0530-\u058f", "hy", "hy hyw"),
    "Korean": ("\u1100-\u11ff\uac00-\ud7af", "ko", "ko"),
    "Japanese": ("\u3040-\u30ff", "ja", "ja"),
    "Chinese": ("\u3400-\u4dbf\u4e00-\u9fff", "cmn", "zh cmn yue ja hak"),
}
"""Script: its characters, a voice that reads it, and all the languages that are written in it."""


@cache
def _script_of(letter: str) -> str:
    """The script of the table that one character belongs to; empty for all others."""
    return next((script for script, (span, *_) in _SCRIPTS.items() if within(letter, span)), "")


def detect(document: Document) -> str:
    """The language (BCP 47) of a document that does not say: by its script, its small words, then py3langid.

    py3langid is asked only where it is installed (the `lang` extra) and the rest is not decisive. Empty where nothing
    can be told.
    """
    text = _sample(document)
    if script := _main_script(text):
        return _by_letters(text, script)
    return _by_small_words(text) or _by_model(text)


def _sample(document: Document) -> str:
    parts: list[str] = []
    size = 0
    for block in document.blocks:
        if block.kind not in {"code", "math", "contents", "imprint"}:
            parts.append(block.text)
            size += len(block.text)
        if size > SAMPLE:
            break
    return " ".join(parts)[:SAMPLE]


def _main_script(text: str) -> str:
    counts = dict.fromkeys(_SCRIPTS, 0)
    letters = 0
    for letter, count in Counter(text).items():
        letters += count * letter.isalpha()
        if script := _script_of(letter):
            counts[script] += count
    best = max(counts, key=lambda name: counts[name])
    if counts["Japanese"] * 10 > counts["Chinese"] > 0:
        best = "Japanese"
    return best if letters and counts[best] * 3 > letters else ""


def _by_letters(text: str, script: str) -> str:
    """The language among those of a script: by letters that only one has, else the model's, else the commonest."""
    lower = text.lower()
    for letters, language in _OWN_LETTERS.get(script, ()):
        if any(letter in lower for letter in letters):
            return language
    voice, languages = _SCRIPTS[script][1:]
    told = _by_model(text) if len(languages.split()) > 1 and script not in {"Chinese", "Japanese"} else ""
    return told if told in languages.split() else {"cmn": "zh"}.get(voice, voice)


_OWN_LETTERS = {
    "Cyrillic": (
        ("ў", "be"), ("їєґ", "uk"), ("ђћџљњ", "sr"), ("ѓќѕ", "mk"), ("қғ", "kk"), ("җ", "tt"), ("ҙҡҫ", "ba"),
        ("ӑӗҫӳ", "cv"), ("ө", "mn"), ("ыэё", "ru"), ("ъ", "bg"),
    ),
    "Arabic": (("ٹڈڑںے", "ur"), ("پچژگ", "fa")),
}  # fmt: skip
"""Letters that tell a language from the others of its script, tried in order."""


def _by_small_words(text: str) -> str:
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    total = sum(words.values())
    shares = {
        language: sum(count for word, count in words.items() if word in habits(language).starters)
        for language in ("en", "de", "fr", "es", "it")
    }
    first, second = sorted(shares, key=lambda language: -shares[language])[:2]
    decisive = shares[first] * 8 > total and shares[first] > 1.4 * shares[second] + 1
    return first if decisive else ""


def _by_model(text: str) -> str:
    try:
        import py3langid
    except ImportError:
        return ""
    if sum(c.isalpha() for c in text) < 40:
        return ""
    return str(py3langid.classify(text)[0])


def unreadable(blocks: Iterator[tuple[Block, str]]) -> Iterator[str]:
    """A warning for each script that the voice of its block's language cannot read; `blocks` with their languages."""
    found: Counter[str] = Counter()
    first: dict[str, tuple[str, int]] = {}
    for block, language in blocks:
        here = set(map(_script_of, set(block.text)))
        for script, (span, _, languages) in _SCRIPTS.items():
            if script not in here or language.partition("-")[0].lower() in languages.split():
                continue
            runs = [run for run in re.finditer(f"[{span}]+", block.text) if not _marked(block, *run.span())]
            if script == "Greek":
                runs = [run for run in runs if len(run.group()) > 1]
            if runs:
                found[script] += len(runs)
                first.setdefault(script, (runs[0].group()[:20], block.line))
    for script, count in found.items():
        word, line = first[script]
        place = f", line {line}" if line else ""
        voice = _SCRIPTS[script][1]
        yield (
            f"{count} {'word' if count == 1 else 'words'} in {script} letters ({word!r}{place}) would be spelled out:"
            f" mark the language in the source or choose a voice that reads them, such as {voice}"
        )


def _marked(block: Block, start: int, end: int) -> bool:
    return any(m.kind in {"language", "phonemes"} and m.start <= start and end <= m.end for m in block.marks)
