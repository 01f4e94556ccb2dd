"""Which line ends of a plain text its author set (verse, lists, addresses), and which only its wrapping."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from rhapsode.reading.text_parts.lines import TextLine
from rhapsode.reading.text_parts.text_chunks import Chunk, Layout

_NARROWEST = 60
"""Columns: no prose is taken to be wrapped narrower than this."""
_CUT_WORD = re.compile(r"(?P<head>[^\W\d_]+)-$")
_REST = re.compile(r"\s*(?P<rest>[^\W\d_]+)(?P<more>\S*)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def keep_lines(chunk: Chunk, how: Layout) -> None:
    """Give the text of a paragraph back the line breaks that its author set."""
    if chunk.kind != "paragraph" or len(chunk.lines) < 2 or not how.wrapped:
        return
    texts = [" ".join(line.text.split()) for line in chunk.lines]
    if " ".join(texts) == chunk.text and _is_set([line.text for line in chunk.lines], max(how.width, _NARROWEST)):
        chunk.text = "\n".join(texts)


def _is_set(lines: Sequence[str], width: int) -> bool:
    """Whether lines end where the next word would still have had room, and begin as verse and lists do."""
    early = [len(line.rstrip()) + 1 + len(after.split(None, 1)[0]) <= 0.9 * width for line, after in pairwise(lines)]
    if sum(early) < 0.7 * len(early):
        return False
    openings = [re.sub(r"^\W+", "", line)[:1] for line in lines]
    capitals = sum(not opening.islower() for opening in openings)
    short = sorted(len(line.split()) for line in lines)[len(lines) // 2] <= 4
    return capitals >= 0.7 * len(lines) or (short and all(early)) or (all(early) and len(lines) > 2)


COMPOUNDS = frozenset(
    "all co cross ex half high ill long low mid multi non post pre self semi short sub well twenty thirty forty fifty"
    " sixty seventy eighty ninety".split()
)
"""What more often begins a word with a hyphen than a word that a line's end cuts."""


def join_hyphenated(lines: list[TextLine]) -> list[TextLine]:
    """Words that a hyphen cuts at a line's end, whole again at its end where the text has them whole elsewhere.

    A word that the text writes with a hyphen keeps it. Of one that it has nowhere else the hyphen goes too where others
    have shown that the text is set with cut words; it stays between two words that the text has, and after such as
    begin compounds.
    """
    cut = [n for n, line in enumerate(lines[:-1]) if line.text.endswith("-") and not line.role and not line.stated]
    if not cut:
        return lines
    words = Counter(map(str.lower, _WORD.findall("\n".join(line.text for line in lines))))
    known = set(words)
    empty: set[int] = set()
    pairs = [(_CUT_WORD.search(lines[n].text), _REST.match(lines[n + 1].text)) for n in cut]
    words.subtract(part.lower() for head, rest in pairs if head and rest for part in (head["head"], rest["rest"]))
    cuts_words = any(head and rest and (head["head"] + rest["rest"]).lower() in known for head, rest in pairs)
    for n in cut:
        head, rest = _CUT_WORD.search(lines[n].text), _REST.match(lines[n + 1].text)
        if not head or not rest or not rest["rest"][0].islower() or lines[n + 1].role:
            continue
        first, second = head["head"].lower(), rest["rest"].lower()
        whole = (
            min(words[first], words[second]) > 0
            or f"{first}-{second}" in known
            or first.rpartition("-")[2] in COMPOUNDS
        )
        joint = "" if first + second in known or (cuts_words and not whole) else "-"
        lines[n].text = f"{lines[n].text[:-1]}{joint}{rest.group().strip()}"
        lines[n + 1].text = lines[n + 1].text[rest.end() :].lstrip()
        empty.update([n + 1] if not lines[n + 1].text else [])
    return [line for n, line in enumerate(lines) if n not in empty]
