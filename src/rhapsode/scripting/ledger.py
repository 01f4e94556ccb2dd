"""The proof that nothing is lost: every word of every block is spoken, or skipped with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from rhapsode.errors import LossError
from rhapsode.model import Alignment, Block, Ledger, Skip, count_words, words

_UNTOUCHED, _SPOKEN, _SKIPPED = 0, 1, 2


class Cut(NamedTuple):
    """`block.text[start:end]` is not spoken, and why."""

    start: int
    end: int
    kind: str
    reason: str
    leaves: str = ""
    """What is left in its place."""


class Account(NamedTuple):
    """What became of one block's words."""

    words: int
    spoken: int
    skips: tuple[Skip, ...]
    line: int
    """Of the source, from 1; 0 where lines mean nothing."""


def account(block: Block, said: Iterable[Alignment], gone: Sequence[Cut] = ()) -> Account:
    """Count the words of `block` and prove that each is in what is `said` of it or in what is `gone`, ascending.

    A word is spoken when one of its letters or digits is, else skipped, under the first cut that touches it. Raises
    LossError for a letter or digit that is neither spoken nor cut, or is spoken twice.
    """
    fate = _fates(block, said, gone)
    lost = [span for span in words(block.text) if not _heard(block.text, fate, *span)] if gone else []
    count = count_words(block.text)
    skips = tuple(_skips(block, gone, lost))
    spoken, skipped = count - len(lost), sum(skip.words for skip in skips)
    if spoken + skipped != count:
        raise LossError(f"{count} words are written but {spoken} + {skipped} are accounted for", REPORT)
    return Account(count, spoken, skips, block.line)


def tally(accounts: Iterable[Account]) -> Ledger:
    """The ledger of a document, from the accounts of its blocks in order.

    What is skipped stands in the order of the source: by line, where a reader has moved a note to the end, else by
    block.
    """
    source = spoken = line = 0
    skips: list[tuple[int, Skip]] = []
    for one in accounts:
        source += one.words
        spoken += one.spoken
        line = one.line or line
        skips.extend((line, skip) for skip in one.skips)
    return Ledger(source, spoken, tuple(skip for _, skip in sorted(skips, key=itemgetter(0))))


REPORT = "this is a fault of rhapsode: please report it with the source"
"""What to do about a word that is lost."""


def place(block: Block) -> str:
    """Where `block` stands, for a message."""
    return f"(line {block.line})" if block.line else f"({block.id})"


def _fates(block: Block, said: Iterable[Alignment], cuts: Sequence[Cut]) -> bytearray:
    fate = bytearray(len(block.text))
    for start, end, *_ in cuts:
        fate[start:end] = bytes([_SKIPPED]) * (end - start)
    reached = 0
    for span in (span for alignment in said for span in alignment):
        if span.source_end == span.source_start or span.spoken_end == span.spoken_start:
            continue
        if span.source_start < reached:
            raise LossError(f"{block.text[span.source_start : reached]!r} would be spoken twice", REPORT)
        reached = span.source_end
        fate[span.source_start : reached] = bytes([_SPOKEN]) * (reached - span.source_start)
    at = fate.find(_UNTOUCHED)
    while at >= 0:
        if block.text[at].isalnum():
            lost = block.text[at : at + 40].split()[0]
            raise LossError(f"{lost!r} {place(block)} would be neither spoken nor skipped", REPORT)
        at = fate.find(_UNTOUCHED, at + 1)
    return fate


def _heard(text: str, fate: bytearray, start: int, end: int) -> bool:
    spoken = fate.count(_SPOKEN, start, end)
    if spoken in (0, end - start):
        return spoken > 0
    return any(fate[at] == _SPOKEN and text[at].isalnum() for at in range(start, end))


def _skips(block: Block, cuts: Sequence[Cut], lost: list[tuple[int, int]]) -> Iterator[Skip]:
    at = 0
    for start, end, kind, reason, _ in cuts:
        taken = 0
        while at < len(lost) and lost[at][0] < end:
            taken += lost[at][1] > start
            at += 1
        yield Skip(block.id, kind, block.text[start:end], reason, taken, block.line)
