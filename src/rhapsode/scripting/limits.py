"""How much one script may hold. A source with more is no text to be heard, or wants to be split."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NoReturn

from rhapsode.errors import SourceRefused

MOST_SENTENCES = 60_000
"""Three times what a book of thirty hours has: some eighty hours of speech."""
MOST_CHANGES = 250_000
"""Places that are said otherwise than they are written, or not at all: ten times what such a book has."""


def few_enough(ends: Iterable[int]) -> Iterator[int]:
    """`ends` of sentences, as they come. Raises SourceRefused past MOST_SENTENCES."""
    ends = iter(ends)
    yield from islice(ends, MOST_SENTENCES)
    if next(ends, None) is not None:
        refuse_sentences()


def refuse_sentences() -> NoReturn:
    """Raises SourceRefused."""
    raise SourceRefused(f"the source has more than {MOST_SENTENCES:,} sentences", "split it")


def refuse_changes() -> NoReturn:
    """Raises SourceRefused."""
    raise SourceRefused(
        f"the source has more than {MOST_CHANGES:,} signs, numbers and line ends that are not said as they are written",
        "split it",
    )


class Allowance:
    """What a script still has room for."""

    def __init__(self) -> None:
        self._sentences, self._changes = MOST_SENTENCES, MOST_CHANGES

    def take(self, changes: int) -> None:
        """One more sentence with so many `changes`. Raises SourceRefused where there is no more room."""
        self._sentences -= 1
        self._changes -= changes
        if self._sentences < 0:
            refuse_sentences()
        if self._changes < 0:
            refuse_changes()
