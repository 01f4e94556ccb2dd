"""Signs that are words in English: number signs, sections, arrows, comparisons, mathematics."""

from __future__ import annotations

import re

from rhapsode.scripting.numerals import cardinal
from rhapsode.scripting.rules.rule import DIGITS, Rule

_MATHEMATICAL = {
    "∈": "in", "∉": "not in", "⊂": "is a subset of", "⊆": "is a subset of", "∪": "union", "∩": "intersection",
    "∀": "for all", "∃": "there exists", "∧": "and", "∨": "or", "∝": "is proportional to",
}  # fmt: skip


def _number(match: re.Match[str]) -> str:
    return f"number {cardinal(int(match[1]))}"


def _mathematical(match: re.Match[str]) -> str | None:
    sign = match.group().strip()
    between = match.string[max(match.start() - 1, 0) : match.start()].isdigit() and match.string[match.end()].isdigit()
    said = _MATHEMATICAL.get(sign) or ("times" if between else None)
    return f" {said} " if said else None


def _absolute(match: re.Match[str]) -> str:
    return f"the absolute value of {match[1]}"


def _raised_ending(match: re.Match[str]) -> str:
    return match.group().translate(str.maketrans("ˢᵗⁿᵈʳʰ", "stndrh"))


SIGNS: tuple[Rule, ...] = (
    Rule("symbols", r"(?<![\w#])#\s?(\d{1,9})(?![\w,.]\d)", _number, frozenset("#")),
    Rule("symbols", r"(?:№\s?|\bN[°º]\.? ?)(\d{1,9})(?![\w,.]\d)", _number, frozenset("№°º")),
    Rule("abbreviations", r"\bNo (?=\d{1,3} [A-Z])", "number ", DIGITS, holds=("No ",)),
    Rule("abbreviations", r"\b[Nn]o\.(\d{1,6})(?![\w]|[.,]\d)", _number, DIGITS, frozenset(".")),
    Rule("symbols", r"§§\s?(?=[\d\ue000])", "sections ", frozenset("§")),
    Rule("symbols", r"§\s?(?=[\d\ue000])", "section ", frozenset("§")),
    Rule("symbols", r"¶¶\s?(?=[\d\ue000])", "paragraphs ", frozenset("¶")),
    Rule("symbols", r"¶\s?(?=[\d\ue000])", "paragraph ", frozenset("¶")),
    Rule("symbols", r"(?<=\d)(?:ˢᵗ|ⁿᵈ|ʳᵈ|ᵗʰ)(?!\w)", _raised_ending, frozenset("ˢⁿʳᵗ")),
    Rule("symbols", r"(?<![\w~∼≈])[~∼≈]\s?(?=[\d$€£.])", "about ", frozenset("~∼≈")),
    Rule("symbols", r"(?<=[\w)\ue000])\s?[→⟶⇒➔]\s?(?=[\w(\ue000])", " to ", frozenset("→⟶⇒➔")),
    Rule("symbols", r"(?<=[\w)]) ?(?:->|=>) ?(?=[\w(])", " to ", frozenset(">")),
    Rule("symbols", r"(?<=\ue000) × (?=[\d\ue000])", " by ", frozenset("×")),
    Rule("symbols", r"\s?[→⟶⇒➔←⟵⇐↑↓]\s?", " ", frozenset("→⟶⇒➔←⟵⇐↑↓")),
    Rule(
        "symbols",
        r"(?:(?<=[\w)%])|(?<![<\w])(?=[<]\s?\d))(?P<it>\s?<=\s?)(?=[\w(.$-])",
        " less than or equal to ",
        frozenset("<"),
    ),
    Rule("symbols", r"(?<=[\w)%])\s?>=\s?(?=[\w(.$-])", " greater than or equal to ", frozenset(">")),
    Rule("symbols", r"(?<=[\w)%])\s?!=\s?(?=[\w(.$-])", " not equal to ", frozenset("!")),
    Rule("symbols", r"(?<=[\w)%]) < (?=[\w(.$-])|(?<=\d)<(?=\d)", " less than ", frozenset("<")),
    Rule("symbols", r"(?<=[\w)%]) > (?=[\w(.$-])|(?<=\d)>(?=\d)", " greater than ", frozenset(">")),
    Rule("symbols", r"(?<![\w<])<\s?(?=\$?\.?\d)", "less than ", frozenset("<")),
    Rule("symbols", r"(?<![\w>-])>\s?(?=\$?\.?\d)", "more than ", frozenset(">")),
    Rule("symbols", r"\s?[∈∉⊂⊆∪∩∀∃∧∨∝·⋅]\s?(?=[\w({])", _mathematical, frozenset("∈∉⊂⊆∪∩∀∃∧∨∝·⋅")),
    Rule("symbols", r"(?<![\w|])\|([A-Za-z]\w{0,3}|[-−]\d{1,6})\|(?=\s?[=<>≤≥+]|[.,;])", _absolute, frozenset("|")),
    Rule("symbols", r"(?<=\d)\s?\*\s?(?=\d)", " times ", frozenset("*")),
    Rule("symbols", r"(?<=[\d\w)])\s-\s?(?=\d+\s?=)|(?<=\d)-\s?(?=\d+\s?=)", " minus ", frozenset("=")),
    Rule("symbols", r"\s?[|¦]\s?", ", ", frozenset("|¦")),
)
