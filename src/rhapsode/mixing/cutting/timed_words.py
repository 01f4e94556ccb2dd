"""The timed words of an utterance in little memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import overload

from rhapsode.model import TimedWord


class TimedWords(Sequence[TimedWord]):
    """The words of an utterance in order. Kept as bare numbers on the block's own text, since a book has many."""

    __slots__ = ("_numbers", "_text")

    def __init__(self, text: str, numbers: array[int]) -> None:
        """`numbers` are start, end, start frame and end frame of each word, in turn."""
        self._text, self._numbers = text, numbers

    def __len__(self) -> int:
        return len(self._numbers) // 4

    @overload
    def __getitem__(self, at: int) -> TimedWord: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[TimedWord, ...]: ...

    def __getitem__(self, at: int | slice) -> TimedWord | tuple[TimedWord, ...]:
        if isinstance(at, slice):
            return tuple(self)[at]
        place = 4 * range(len(self))[at]
        start, end, start_frame, end_frame = self._numbers[place : place + 4]
        return TimedWord(self._text[start:end], start, end, start_frame, end_frame)

    def __iter__(self) -> Iterator[TimedWord]:
        numbers = iter(self._numbers)
        for start, end, start_frame, end_frame in zip(numbers, numbers, numbers, numbers, strict=True):
            yield TimedWord(self._text[start:end], start, end, start_frame, end_frame)

    def rows(self) -> list[tuple[str, int, int, int, int]]:
        """The fields of each word, for what writes a whole book's: bare tuples take half the time."""
        numbers, text = iter(self._numbers), self._text
        fours = zip(numbers, numbers, numbers, numbers, strict=True)
        return [(text[start:end], start, end, begin, until) for start, end, begin, until in fours]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (TimedWords, tuple)) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))
