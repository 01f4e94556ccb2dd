"""What the natural voices can read at all: Latin letters, composed, in signs that hibari's tables know."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("–―", "—"),
        **dict.fromkeys("‐‑", "-"),
        **dict.fromkeys("«„‟", "“"),
        "»": "”",
        "[": "(",  # in brackets hibari takes phonemes, which nobody wrote
        "]": ")",
        "{": "(",
        "}": ")",
        **dict.fromkeys(map(chr, [*range(32), *range(127, 161), 0x202F, 0x2009, 0x3000]), " "),
    }
)
_SIGNS = {
    "×": "times", "÷": "divided by", "±": "plus or minus", "−": "minus", "≤": "less than or equal to",
    "≥": "greater than or equal to", "≠": "not equal to", "≈": "about", "≡": "identical to", "∝": "proportional to",
    "∞": "infinity", "√": "square root of", "∑": "sum of", "∏": "product of", "∫": "integral of", "∂": "partial",
    "∆": "delta", "∈": "in", "⊂": "subset of", "∪": "union", "∩": "intersection", "∅": "empty set", "⇒": "implies",
    "⇔": "if and only if", "∀": "for all", "∃": "there is", "¬": "not", "∧": "and", "∨": "or",
    "©": "copyright", "§": "section", "¶": "paragraph", "°": "degrees", "℃": "degrees Celsius",
    "℉": "degrees Fahrenheit", "‰": "per mille", "№": "number", "¢": "cents", "¥": "yen", "₹": "rupees",
    "₽": "roubles", "\\": "backslash",
}  # fmt: skip
"""Signs that hibari's tables lack, and would leave out; what the script has in words already never gets here."""
_LATIN = ("LATIN", "FEMININE ORDINAL", "MASCULINE ORDINAL", "MODIFIER LETTER", "MICRO", "FULLWIDTH LATIN")
_BEYOND_ASCII = re.compile(r"[^\W\d_a-zA-Z]")
_WORD = re.compile(r"\S+")
_CLUSTER = re.compile(r".[\u0300-\u036f]*", re.DOTALL)
_SIGN = re.compile(f"[{re.escape(''.join(_SIGNS))}]")
_INNER = {".": "dot", "$": "dollar"}
_IN_NAME = re.compile(
    r"(?<=[^\W_]{2})\.(?=[^\W\d_])(?!(?<=[^\W\d_A-Z]\.)[A-Z])"  # README.md, but neither U.S.A. nor an end.The next
    r"|\$(?=[A-Za-z_])"
)
"""Signs in the names of files, of sites and of what programs know, which hibari would leave out."""

_POINTED = re.compile(r"(?<!\S)<(\S(?:[^<>]{0,500}\S)?)>(?!\w)")
"""Brackets, as around an address, which hibari would compare with what stands beside them."""


def composed(text: str) -> tuple[str, Sequence[int]]:
    """`text` composed (NFC), signs in words or made one where they are read alike, and where each character comes from.

    The second has one more than there are characters: where the end comes from.
    """
    inner = {found.start(): f" {_INNER[found.group()]} " for found in _IN_NAME.finditer(text)}
    simple = unicodedata.is_normalized("NFC", text) and not inner and not _SIGN.search(text)
    parts, origins, place = list[str](), list[int](), 0
    for cluster in [text] if simple else _CLUSTER.findall(text):
        part = (
            f" {_SIGNS[cluster]} " if cluster in _SIGNS else inner.get(place) or unicodedata.normalize("NFC", cluster)
        )
        parts.append(part)
        origins += range(place, place + len(part)) if part == cluster else [place] * len(part)
        place += len(cluster)
    whole = _POINTED.sub(r"(\1)", "".join(parts))
    digits = {ord(c): str(unicodedata.decimal(c)) for c in set(whole) if c.isdecimal() and not c.isascii()}
    return whole.translate(_ALIKE | digits), [*origins, place]


def foreign(text: str, said: Sequence[tuple[int, int, str]]) -> list[str]:
    """The words of `text`, outside the stretches `said` (start, end, how), with letters of another script."""
    found = []
    for letter in _BEYOND_ASCII.finditer(text):
        place = letter.start()
        if unicodedata.name(letter.group(), "").startswith(_LATIN) or not letter.group().isalpha():
            continue
        if not any(start <= place < end for start, end, _ in said):
            found.append(next(word.group() for word in _WORD.finditer(text) if word.end() > place))
    return list(dict.fromkeys(found))
