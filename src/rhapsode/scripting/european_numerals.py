"""Small numbers in German, French, Spanish and Italian words: those of clocks, years and ordinals."""

from __future__ import annotations

from rhapsode.scripting.data import load_table, word_list

LARGEST = 99
"""The largest number that has words here."""

_FEMININE = {"fr": ("un", "une"), "es": ("uno", "una"), "it": ("uno", "una")}


def cardinal(language: str, number: int, *, feminine: bool = False) -> str:
    """21 in German as "einundzwanzig"; digits beyond 0 to 99. `feminine` matters in French, Spanish and Italian."""
    if not 0 <= number <= LARGEST:
        return str(number)
    table = load_table("european")[language]
    small, tens = word_list(table["small"]), word_list(table["tens"])
    words = small[number] if number < len(small) else _JOINED[language](small, tens, *divmod(number, 10))
    if feminine and number % 10 == 1 and number != 11 and language in _FEMININE:
        masculine, other = _FEMININE[language]
        return words.removesuffix(masculine) + other if words.endswith(masculine) else words
    return words


def ordinal(language: str, number: int, *, feminine: bool = False) -> str:
    """9 in Italian as "nono", in Spanish as "noveno"; a cardinal where the language has no common ordinal."""
    ordinals = word_list(load_table("european")[language]["ordinals"])
    if not 0 < number < len(ordinals):
        return _italian_ordinal(number, feminine) if language == "it" else cardinal(language, number)
    return f"{ordinals[number][:-1]}a" if feminine else ordinals[number]


def _italian_ordinal(number: int, feminine: bool) -> str:
    words = cardinal("it", number)
    if not words.isalpha():
        return words
    stem = words if words.endswith(("tré", "sei")) else words[:-1]
    return stem.replace("tré", "tre") + ("esima" if feminine else "esimo")


def _german(small: list[str], tens: list[str], ten: int, one: int) -> str:
    return f"{'ein' if one == 1 else small[one]}und{tens[ten - 2]}" if one else tens[ten - 2]


def _french(small: list[str], tens: list[str], ten: int, one: int) -> str:
    if ten in (7, 9):
        ten, one = ten - 1, one + 10
    word = tens[ten - 2]
    if not one:
        return f"{word}s" if ten == 8 else word
    return f"{word} et {small[one]}" if one in (1, 11) and ten != 8 else f"{word}-{small[one]}"


def _spanish(small: list[str], tens: list[str], ten: int, one: int) -> str:
    return f"{tens[ten - 2]} y {small[one]}" if one else tens[ten - 2]


def _italian(small: list[str], tens: list[str], ten: int, one: int) -> str:
    word = tens[ten - 2]
    if not one:
        return word
    return (word[:-1] if one in (1, 8) else word) + ("tré" if one == 3 else small[one])


_JOINED = {"de": _german, "fr": _french, "es": _spanish, "it": _italian}
