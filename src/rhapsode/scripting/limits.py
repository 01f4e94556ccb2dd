"""How much one script may hold. A source with more is no text to be heard, or wants to be split."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, NoReturn

from rhapsode.errors import SourceRefused

if TYPE_CHECKING:
    from rhapsode.scripting.wording import Sentence

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

    def admit(self, said: Iterable[Sentence]) -> list[Sentence]:
        """What is `said`, counted as it comes. Raises SourceRefused where there is no more room."""
        admitted = []
        for one in said:
            admitted.append(one)
            self._sentences -= 1
            self._changes -= len(one.line.alignment) // 2  # between two changes stands what is said as written
            if self._sentences < 0:
                refuse_sentences()
            if self._changes < 0:
                refuse_changes()
        return admitted
