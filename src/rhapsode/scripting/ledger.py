"""The proof that nothing is lost: every word of every block is spoken, or skipped with a reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import NamedTuple

from rhapsode.errors import LossError
from rhapsode.model import Block, Ledger, Skip, Utterance, count_words, words

_UNTOUCHED, _SPOKEN, _SKIPPED = 0, 1, 2


class Cut(NamedTuple):
    """`block.text[start:end]` is not spoken, and why."""

    start: int
    end: int
    kind: str
    reason: str
    leaves: str = ""
    """What is left in its place."""


def tally(blocks: Iterable[Block], utterances: Iterable[Utterance], cuts: dict[str, list[Cut]]) -> Ledger:
    """Count the words of `blocks` and prove that each is accounted for. `cuts` is by block id, ascending.

    A word is spoken when one of its letters or digits is, else skipped, under the first cut that touches it. What is
    skipped stands in the order of the source: by line, where a reader has moved a note to the end, else by block.
    Raises LossError for a letter or digit that is neither spoken nor cut, or is spoken twice.
    """
    said: defaultdict[str, list[Utterance]] = defaultdict(list)
    for utterance in utterances:
        said[utterance.block_id].append(utterance)
    source = spoken = line = 0
    skips: list[tuple[int, Skip]] = []
    for block in blocks:
        gone = cuts.get(block.id, [])
        fate = _fates(block, said[block.id], gone)
        lost = [span for span in words(block.text) if not _heard(block.text, fate, *span)] if gone else []
        count = count_words(block.text)
        source += count
        spoken += count - len(lost)
        line = block.line or line
        skips.extend((line, skip) for skip in _skips(block, gone, lost))
    ledger = Ledger(source, spoken, tuple(skip for _, skip in sorted(skips, key=itemgetter(0))))
    if not ledger.balanced:
        raise LossError(f"{source} words are written but {spoken} + {ledger.skipped_words} are accounted for", _REPORT)
    return ledger


_REPORT = "this is a fault of rhapsode: please report it with the source"


def _fates(block: Block, utterances: list[Utterance], cuts: list[Cut]) -> bytearray:
    fate = bytearray(len(block.text))
    for start, end, *_ in cuts:
        fate[start:end] = bytes([_SKIPPED]) * (end - start)
    reached = 0
    for span in (span for utterance in utterances for span in utterance.alignment):
        if span.source_end == span.source_start or span.spoken_end == span.spoken_start:
            continue
        if span.source_start < reached:
            raise LossError(f"{block.text[span.source_start : reached]!r} would be spoken twice", _REPORT)
        reached = span.source_end
        fate[span.source_start : reached] = bytes([_SPOKEN]) * (reached - span.source_start)
    at = fate.find(_UNTOUCHED)
    while at >= 0:
        if block.text[at].isalnum():
            lost = block.text[at : at + 40].split()[0]
            raise LossError(f"{lost!r} (line {block.line}) would be neither spoken nor skipped", _REPORT)
        at = fate.find(_UNTOUCHED, at + 1)
    return fate


def _heard(text: str, fate: bytearray, start: int, end: int) -> bool:
    spoken = fate.count(_SPOKEN, start, end)
    if spoken in (0, end - start):
        return spoken > 0
    return any(fate[at] == _SPOKEN and text[at].isalnum() for at in range(start, end))


def _skips(block: Block, cuts: list[Cut], lost: list[tuple[int, int]]) -> Iterator[Skip]:
    at = 0
    for start, end, kind, reason, _ in cuts:
        taken = 0
        while at < len(lost) and lost[at][0] < end:
            taken += lost[at][1] > start
            at += 1
        yield Skip(block.id, kind, block.text[start:end], reason, taken, block.line)
