"""The pronunciation audit: which words of a script are worth hearing before it is spoken."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rhapsode.model import Script, Utterance
from rhapsode.scripting.abbreviations import habits
from rhapsode.scripting.data import load_table
from rhapsode.scripting.heteronyms.heteronym_list import heteronyms
from rhapsode.scripting.heteronyms.occurrences import Occurrence, occurrences
from rhapsode.scripting.line import Line

Pronounce = Callable[[Sequence[str]], Sequence[str]]
"""The IPA of each of some words, as an engine would say them."""

KINDS = ("heteronym", "foreign", "capitals", "mixed", "name", "rare")
"""Why a word is listed, most worth hearing first."""

CONTEXT = 40
"""Characters shown on either side of a word."""
RARE_LETTERS = 10
"""A word of at least so many letters that stands once is listed as rare."""

_COUNTED = re.compile(r"\d+[\d.,-]*(?:st|nd|rd|th|s|er|e)?")
_CARRIER = "so"
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LETTERS = {
    "en": "a-z", "de": "a-zäöüß", "fr": "a-zàâäçéèêëîïôöùûüÿœæ", "es": "a-záéíñóúü", "it": "a-zàèéìíòóùú",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AuditedWord:
    """One word worth hearing."""

    word: str
    """As written."""
    kinds: tuple[str, ...]
    """Why: some of `KINDS`."""
    count: int
    """How often it stands in what is spoken."""
    context: str
    """Where it stands first."""
    line: int = 0
    """Line of that place in the source; 0 where lines mean nothing."""
    ipa: str = ""
    """How the engine says it by itself, respelled where a lexicon or a rule does; the lexicon's phonemes where it has
    them; empty where nobody can tell."""
    readings: tuple[Occurrence, ...] = ()
    """Of a word with several pronunciations: which was chosen where, and why."""


@dataclass(slots=True)
class _Seen:
    count: int = 0
    inside: int = 0
    """How often in the middle of a sentence."""
    first: Utterance | None = None
    phonemes: str = ""
    spoken: str = ""
    """What the engine is given for it where it stands first."""
    kinds: set[str] = field(default_factory=set)


def audit(script: Script, pronounce: Pronounce | None = None) -> list[AuditedWord]:
    """The words of `script` worth hearing, most doubtful kind first, then by how often they stand.

    `pronounce` gives the IPA; without it only a lexicon's own phonemes are shown.
    """
    language = script.document.language.partition("-")[0].lower() or "en"
    seen = _seen(script)
    lower = Counter({word: one.count for word, one in seen.items() if word.islower()})
    for word, one in seen.items():
        one.kinds.update(_kinds(word, one, lower, language))
    listed = sorted((w for w in seen if seen[w].kinds), key=lambda w: (_rank(seen[w]), -seen[w].count, w.lower()))
    spoken = _spoken({word: seen[word].spoken or word for word in listed}, pronounce) if pronounce else {}
    lines = {block.id: block.line for block in script.document.blocks}
    told = occurrences(script)
    return [_entry(word, seen[word], spoken.get(word, ""), lines, told.get(word, ())) for word in listed]


def _spoken(listed: Mapping[str, str], pronounce: Pronounce) -> dict[str, str]:
    """The IPA of each word, by what the engine is given for it; capitals are asked for between small words, as a text
    all in capitals is not spelled."""
    asked = [f"{_CARRIER} {given} {_CARRIER}" if given.isupper() else given for given in listed.values()]
    said = [ipa.split() for ipa in pronounce(asked)] if listed else []
    return {
        word: " ".join(ipa[1:-1] if given.isupper() and len(ipa) > 2 else ipa)
        for (word, given), ipa in zip(listed.items(), said, strict=True)
    }


def _seen(script: Script) -> dict[str, _Seen]:
    seen: defaultdict[str, _Seen] = defaultdict(_Seen)
    texts = {block.id: block.text for block in script.document.blocks}
    for utterance in script.utterances:
        said = {
            utterance.text[mark.start : mark.end]: mark.value for mark in utterance.marks if mark.kind == "phonemes"
        }
        line = Line(utterance.text, utterance.alignment)
        places = _places(utterance, texts.get(utterance.block_id, ""))
        for match in _WORD.finditer(utterance.source_text):
            word = re.sub(r"['’]s$", "", match.group())
            one = seen[word]
            if one.first is None and places:
                one.spoken = line.said_for(places[match.start()], places[match.start() + len(word) - 1] + 1)
            one.count += 1
            one.inside += bool(match.start() and utterance.role not in {"title", "heading"})
            one.first = one.first or utterance
            one.phonemes = one.phonemes or said.get(word, "")
    return seen


def _places(utterance: Utterance, text: str) -> list[int]:
    """Where in its block's `text` each character of the utterance's source text stands."""
    said = [span for span in utterance.alignment if span.spoken_end > span.spoken_start]
    places = [at for span in said for at in range(span.source_start, span.source_end)]
    kept = [at for n, at in enumerate(places) if not (text[at].isspace() and n and text[places[n - 1]].isspace())]
    return kept[1:] if kept and text[kept[0]].isspace() else kept


def _kinds(word: str, one: _Seen, lower: Counter[str], language: str) -> Iterator[str]:
    plain = word.lower()
    letters = sum(c.isalpha() for c in word)
    if letters < 2 or _COUNTED.fullmatch(plain):
        return
    if plain in _heteronyms(language):
        yield "heteronym"
    own = _LETTERS.get(language)
    if own and re.search(rf"[^{own}\d'’-]", plain):
        yield "foreign"
    if word.isupper():
        yield "capitals"
    elif any(c.isdigit() for c in word) or re.search(r"[^\W\d_A-Z][A-Z]", word):
        yield "mixed"
    elif word[0].isupper() and one.inside and not lower[plain] and plain not in habits(language).starters:
        yield "name"
    elif word.islower() and one.count == 1 and letters >= RARE_LETTERS and "-" not in word:
        yield "rare"


def _heteronyms(language: str) -> frozenset[str]:
    listed = load_table("english")["audit"]["heteronyms"].split()
    return frozenset(listed) | heteronyms().keys() if language == "en" else frozenset()


def _rank(one: _Seen) -> int:
    return min(KINDS.index(kind) for kind in one.kinds)


def _entry(word: str, one: _Seen, ipa: str, lines: dict[str, int], told: tuple[Occurrence, ...]) -> AuditedWord:
    text = one.first.source_text if one.first else ""
    at = max(text.find(word), 0)
    start, end = max(at - CONTEXT, 0), at + len(word) + CONTEXT
    context = ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
    kinds = tuple(kind for kind in KINDS if kind in one.kinds)
    line = lines.get(one.first.block_id, 0) if one.first else 0
    return AuditedWord(word, kinds, one.count, context, line, one.phonemes or ipa, told)
