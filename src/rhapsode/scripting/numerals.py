"""English numbers in words, as a reader says them."""

from __future__ import annotations

from rhapsode.scripting.data import word_list

_ONES = word_list(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
_TENS = word_list("_ _ twenty thirty forty fifty sixty seventy eighty ninety")
_SCALES = word_list(
    "_ thousand million billion trillion quadrillion quintillion sextillion septillion octillion nonillion decillion"
)
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
LARGEST = 10 ** (3 * len(_SCALES)) - 1
"""The largest number with a name here; a larger one is said digit by digit."""


def cardinal(number: int) -> str:
    """1234 as "one thousand two hundred thirty four"."""
    if number < 0:
        return f"minus {cardinal(-number)}"
    if number > LARGEST:
        return digits(str(number))
    if number < 1000:
        return _below_thousand(number)
    parts: list[str] = []
    scale = 0
    while number:
        number, group = divmod(number, 1000)
        if group:
            parts.append(_below_thousand(group) + (f" {_SCALES[scale]}" if scale else ""))
        scale += 1
    return " ".join(reversed(parts))


def ordinal(number: int) -> str:
    """21 as "twenty first"."""
    head, _, last = cardinal(number).rpartition(" ")
    if last in _ORDINALS:
        last = _ORDINALS[last]
    elif last.endswith("y"):
        last = f"{last[:-1]}ieth"
    else:
        last += "th"
    return f"{head} {last}".lstrip()


def year(number: int) -> str:
    """1999 as "nineteen ninety nine", 1906 as "nineteen oh six", 2005 as "two thousand five"."""
    high, low = divmod(number, 100)
    if not 10 <= high <= 99 or (high % 10 == 0 and low < 10):
        return _early_year(number) if 100 <= number < 1000 and low >= 10 else cardinal(number)
    if low == 0:
        return f"{cardinal(high)} hundred"
    return f"{cardinal(high)} {'oh ' if low < 10 else ''}{cardinal(low)}"


def _early_year(number: int) -> str:
    high, low = divmod(number, 100)
    return f"{cardinal(high)} {cardinal(low)}"


def decade(number: int) -> str:
    """1990 as "nineteen nineties"."""
    words = year(number)
    return f"{words[:-1]}ies" if words.endswith("y") else f"{words}s"


def digits(text: str) -> str:
    """Each digit of `text` by itself: "555" as "five five five"; other characters are passed over."""
    return " ".join(_ONES[int(c)] for c in text if c in "0123456789")


def ungrouped(text: str) -> str:
    """A written number without what groups its digits: commas, apostrophes, spaces."""
    return "".join(character for character in text if character not in ",'’" and not character.isspace())


def decimal(text: str) -> str:
    """A written number, "1,234.50", as "one thousand two hundred thirty four point five zero"."""
    whole, point, rest = ungrouped(text).partition(".")
    minus = whole[:1] in ("-", "−")
    whole = whole.lstrip("-−")
    words = cardinal(int(whole)) if whole and len(whole) <= 40 else digits(whole)
    words = f"{words} point {digits(rest)}".strip() if point and rest else words
    return f"minus {words}" if minus else words


def fraction(above: int, below: int) -> str:
    """3/4 as "three quarters"."""
    named = {2: ("half", "halves"), 4: ("quarter", "quarters")}
    one, many = named.get(below) or (ordinal(below), f"{ordinal(below)}s")
    return f"{cardinal(above)} {one if above == 1 else many}"


def roman(text: str) -> int:
    """The value of a Roman numeral in capitals, 0 where it is not a well-formed one (1 to 3999)."""
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    if not text or len(text) > 15 or any(c not in values for c in text):
        return 0
    total = sum(
        -values[c] if text[i + 1 : i + 2] and values[text[i + 1]] > values[c] else values[c] for i, c in enumerate(text)
    )
    return total if written_roman(total) == text else 0


def written_roman(number: int) -> str:
    """4 as "IV"."""
    steps = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        word_list("M CM D CD C XC L XL X IX V IV I"),
        strict=True,
    )
    made = ""
    for value, sign in steps:
        count, number = divmod(number, value)
        made += sign * count
    return made


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    words = [f"{_ONES[hundreds]} hundred"] if hundreds else []
    if rest >= 20:
        words.append(_TENS[rest // 10] + (f" {_ONES[rest % 10]}" if rest % 10 else ""))
    elif rest or not hundreds:
        words.append(_ONES[rest])
    return " ".join(words)
