"""Formulas in words: what a teacher says while writing one on the board (LaTeX in, English out)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rhapsode.scripting.numerals import cardinal, fraction, ordinal

DEEPEST = 40
"""Levels of nesting that are followed; what lies deeper is read as it comes."""
LONGEST = 4_000
"""Characters of a formula that is put into words; a longer one is left as it is written."""

_TOKENS = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|[A-Za-z]|[^\s]")
_SPACES = frozenset(r"\, \; \: \! \quad \qquad & ~ ( ) [ ] | \| \[ \] \( \) $".split()) | {"\\ "}
_DROPPED = frozenset({"\\left", "\\right", "\\displaystyle", "\\limits", "\\nolimits", "\\big", "\\Big", "\\{", "\\}"})
_WRAPPERS = frozenset(
    {"\\text", "\\mathrm", "\\mathbf", "\\mathbb", "\\mathcal", "\\mathit", "\\operatorname", "\\mathsf", "\\bm"}
)
_ACCENTS = {"\\hat": "hat", "\\bar": "bar", "\\vec": "vector", "\\dot": "dot", "\\tilde": "tilde", "\\overline": "bar"}
_MARKS = frozenset("{}^_")
_LARGE = {
    "\\sum": "the sum", "\\prod": "the product", "\\int": "the integral", "\\lim": "the limit", "\\max": "the maximum",
    "\\min": "the minimum", "\\oint": "the integral", "∑": "the sum", "∏": "the product", "∫": "the integral",
}  # fmt: skip
_SIGNS = {
    "=": "equals", "+": "plus", "-": "minus", "−": "minus", "*": "times", "/": "over", "<": "is less than",
    ">": "is greater than", "!": "factorial", "'": "prime", ":": "such that", "\\times": "times", "\\cdot": "times",
    "\\div": "divided by", "\\pm": "plus or minus", "\\mp": "minus or plus", "\\leq": "is at most",
    "\\le": "is at most", "\\geq": "is at least", "\\ge": "is at least", "\\neq": "is not equal to",
    "\\ne": "is not equal to", "\\approx": "is about", "\\equiv": "is equivalent to", "\\sim": "is similar to",
    "\\propto": "is proportional to", "\\to": "to", "\\rightarrow": "to", "\\mapsto": "maps to",
    "\\Rightarrow": "implies", "\\implies": "implies", "\\iff": "if and only if", "\\infty": "infinity",
    "\\in": "in", "\\notin": "not in", "\\subset": "is a subset of", "\\cup": "union", "\\cap": "intersection",
    "\\forall": "for all", "\\exists": "there exists", "\\partial": "partial", "\\nabla": "del",
    "\\ldots": "and so on", "\\cdots": "and so on", "\\dots": "and so on", "\\circ": "degrees", "\\mid": "given",
    "\\land": "and", "\\lor": "or", "\\neg": "not", "\\\\": ",", ",": ",", "\\%": "percent", "a": "eigh",
    "A": "eigh",
}  # fmt: skip


def in_words(formula: str) -> str:
    """`formula`, LaTeX with or without its dollars, in English words; empty where it is too long or has none."""
    if len(formula) > LONGEST:
        return ""
    tokens = _TOKENS.findall(re.sub(r"\\(?:begin|end)\{[^{}]*\}(?:\{[^{}]*\})?", " ", formula.strip("$ ")))
    words = " ".join(word for word in _read(_Row(tokens), 0) if word)
    return re.sub(r" (?=[,.])", "", words).strip(" ,")


class _Row:
    """Tokens, taken one by one."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1] if self.at <= len(self.tokens) else ""

    def digit(self) -> str:
        """The next digit in words; empty where none stands next."""
        token = self.tokens[self.at] if self.at < len(self.tokens) else ""
        if not (token.isascii() and token.isdecimal()):
            return ""
        self.tokens[self.at : self.at + 1] = [token[0], *([token[1:]] if token[1:] else [])]
        return cardinal(int(self.take()))

    def skip(self, token: str) -> bool:
        found = self.at < len(self.tokens) and self.tokens[self.at] == token
        self.at += found
        return found


def _read(row: _Row, depth: int) -> Iterator[str]:
    while token := row.take():
        if token == "}":  # noqa: S105 (a brace, not a secret)
            if depth:
                return
        elif depth >= DEEPEST:
            yield _plain(token)
        else:
            yield from _one(token, row, depth)


def _one(token: str, row: _Row, depth: int) -> Iterator[str]:
    if token == "{" or token in _WRAPPERS:  # noqa: S105
        yield _group(row, depth) if token in _WRAPPERS else " ".join(_read(row, depth + 1))
    elif token in ("\\frac", "\\dfrac", "\\tfrac"):
        yield _fraction(row, depth)
    elif token == "\\sqrt":  # noqa: S105
        yield _root(row, depth)
    elif token in _ACCENTS:
        yield f"{_group(row, depth)} {_ACCENTS[token]}"
    elif token in _LARGE:
        yield _LARGE[token] + _bounds(token, row, depth)
    elif token == "^":  # noqa: S105
        yield _power(_group(row, depth))
    elif token == "_":  # noqa: S105
        yield f"sub {_group(row, depth)}"
    else:
        yield _plain(token)


def _group(row: _Row, depth: int) -> str:
    if row.skip("{"):
        return " ".join(word for word in _read(row, depth + 1) if word)
    token = row.take()
    return " ".join(_one(token, row, depth + 1)) if token and depth < DEEPEST else _plain(token)


def _fraction(row: _Row, depth: int) -> str:
    """A half, x over two; digits without braces are taken one by one, as TeX does."""
    above, below = (row.digit() or _group(row, depth) for _ in range(2))
    return _PARTS.get((above, below)) or f"{above} over {below}"


_PARTS = {(cardinal(a), cardinal(b)): fraction(a, b) for b in range(2, 21) for a in range(1, b)}


def _root(row: _Row, depth: int) -> str:
    degree = ""
    if row.skip("["):
        while (token := row.take()) not in ("]", ""):
            degree += token if token.isalnum() else ""
    names = {"": "square", "2": "square", "3": "cube"}
    named = names.get(degree) or (ordinal(int(degree)) if degree.isdecimal() else f"{degree} th")
    return f"the {named} root of {_group(row, depth)}"


def _bounds(token: str, row: _Row, depth: int) -> str:
    low = high = ""
    for _ in range(2):
        if row.skip("_"):
            low = _group(row, depth)
        elif row.skip("^"):
            high = _group(row, depth)
    lead = {"\\lim": " as ", "\\max": " over ", "\\min": " over "}.get(token, " from " if high else " over ")
    return (f"{lead}{low}" if low else "") + (f" to {high}" if high else "") + " of"


def _power(power: str) -> str:
    if power in ("degrees", "prime"):
        return power
    return {"2": "squared", "3": "cubed", "two": "squared", "three": "cubed"}.get(power, f"to the power of {power}")


def _plain(token: str) -> str:
    if token in _SPACES or token in _DROPPED or token in _MARKS:
        return ""
    if token.isdecimal() and token.isascii() and len(token) < 16:
        return cardinal(int(token))
    bare = token.lstrip("\\")
    return _SIGNS.get(token) or ("" if bare in _MARKS else bare)
