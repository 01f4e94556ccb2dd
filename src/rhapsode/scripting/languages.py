"""Which language a text is in."""

from __future__ import annotations

import re
from collections import Counter

from rhapsode.model import Block, Document
from rhapsode.scripting.abbreviations import habits
from rhapsode.writing_systems import SYSTEMS, system_of

DEFAULT = "en"
SAMPLE = 20_000
"""Characters that are looked at to tell a language."""
AT_HOME = 250
"""Characters for each of a language's own telling words; where there are more of these, no more is asked."""
FEWEST_LETTERS = 30
"""A shorter block is a name or a borrowed phrase rather than a text."""


def detect(document: Document) -> str:
    """The language (BCP 47) of a document that does not say: by its script, its small words, then py3langid.

    py3langid is asked only where it is installed (the `lang` extra) and the rest is not decisive. Empty where nothing
    can be told.
    """
    text = _sample(document)
    if script := _main_script(text):
        return _by_letters(text, script)
    return _by_small_words(text) or _by_model(text)


def could_be_foreign(block: Block, language: str) -> bool:
    """Whether a block of prose that states no language could be in another than `language`.

    For most blocks, which are in the document's own, a few counts settle that they are not. Only a language whose
    commonest words are listed is told from others.
    """
    telling = _TELLING.get(language.partition("-")[0].lower())
    if not telling or block.language or block.kind not in _PROSE or len(block.text) < FEWEST_LETTERS:
        return False
    lower = block.text.lower()
    return sum(map(lower.count, telling)) * AT_HOME <= len(lower)


_PROSE = frozenset({"paragraph", "quote", "list_item", "footnote"})
_TELLING = {
    "en": (" the ", " and ", " of ", " to ", " you "), "de": (" der ", " die ", " und ", " nicht ", " ist "),
    "fr": (" de ", " la ", " et ", " les ", " est "), "es": (" de ", " que ", " el ", " los ", " y "),
    "it": (" di ", " che ", " il ", " non ", " è "), "pt": (" de ", " que ", " o ", " não ", " do "),
    "nl": (" de ", " het ", " van ", " een ", " niet "),
}  # fmt: skip
"""Of each language, what nearly any paragraph has."""


def _sample(document: Document) -> str:
    parts: list[str] = []
    size = 0
    for block in document.blocks:
        if block.kind not in {"code", "math", "contents", "drawing", "imprint", "surroundings"}:
            parts.append(block.text)
            size += len(block.text)
        if size > SAMPLE:
            break
    return " ".join(parts)[:SAMPLE]


def _main_script(text: str) -> str:
    counts = dict.fromkeys(SYSTEMS, 0)
    letters = 0
    for letter, count in Counter(text).items():
        letters += count * letter.isalpha()
        if (script := system_of(letter)) in counts:
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
    voice, languages = SYSTEMS[script][1:]
    told = _by_model(text) if len(languages) > 1 and script not in {"Chinese", "Japanese"} else ""
    return told if told in languages else {"cmn": "zh"}.get(voice, voice)


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
    found = str(py3langid.classify(text)[0])
    return "" if found in _NO_LANGUAGE else found


_NO_LANGUAGE = frozenset({"zxx", "und", "mul", "mis"})
"""What ISO 639 has for texts in no language, an unknown one, several, and one without a code."""
