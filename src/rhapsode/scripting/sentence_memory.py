"""What blocks came to, remembered in the store: after an edit only the sentences around it are written anew.

A few blocks are remembered together, under a key made of all that decides their sentences: their own words and marks,
what is cut and added, the lexicon and the rules, and the files that those rules stand in. Groups are cut where the
blocks themselves say so, so that an edit changes its own and the others stay as they were wherever they move. It saves
.07 s of an article's warm render, and half of what one changed sentence of ten hours costs.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from rhapsode.errors import DamagedValue, StoreError
from rhapsode.model import Block, Mark, Span
from rhapsode.scripting.ledger import Cut
from rhapsode.scripting.line import Edit, Line
from rhapsode.scripting.wording import Sentence
from rhapsode.store import NOT_UNDERSTOOD, Store, key_of

LEAST_LETTERS, MOST_LETTERS = 1_500, 6_000
"""In a group, but the last of a section: a look into the store takes as long as reading so many back."""
ONE_IN = 3
"""How many of the blocks may end a group, by their texts."""


class Wanted(NamedTuple):
    """One block, and all of it that decides its sentences."""

    block: Block
    gone: Sequence[Cut]
    added: Sequence[Edit]
    language: str
    speak_as: str

    def parts(self) -> Sequence[object]:
        """The same without what only says where the block stands."""
        kind, text, marks = self.block.kind, self.block.text, self.block.marks
        return kind, text, marks, self.gone, self.added, self.language, self.speak_as


def end_of_group(blocks: Sequence[Block], start: int) -> int:
    """One past the last block of the group that begins at `start`."""
    letters = 0
    for at in range(start, len(blocks)):
        text = blocks[at].text
        letters += len(text)
        may_end = letters >= LEAST_LETTERS and crc32(text.encode("utf-8", "surrogatepass")) % ONE_IN == 0
        if may_end or letters >= MOST_LETTERS:
            return at + 1
    return len(blocks)


class SentenceMemory:
    """The sentences that `store` has for groups of blocks; without a store, none.

    `decided` is what is the same for all of them, and decides what they come to. Of a store that many machines share
    only this one's own part is asked: fetching takes longer than writing anew.
    """

    def __init__(self, store: Store | None, decided: Mapping[str, object]) -> None:
        self._store = Store(store.folder) if store else None
        self._by = key_of({"kind": "writers", "files": _writers(), **decided}) if store else ""

    def sentences(
        self, wanted: Sequence[Wanted], write: Callable[[Wanted], list[Sentence]]
    ) -> tuple[list[list[Sentence]], bool]:
        """The sentences of each of one group's blocks, and whether they were remembered; else `write` makes them."""
        if self._store is None:
            return [write(one) for one in wanted], False
        key = key_of({"kind": "sentences", "by": self._by, "blocks": [one.parts() for one in wanted]})
        remembered = _read(self._store, key)
        if remembered is not None and len(remembered) == len(wanted):
            return remembered, True
        made = [write(one) for one in wanted]
        with suppress(StoreError):  # nothing is lost but time; what must be kept will say so
            self._store.put(key, _packed(made))
        return made, False


def _read(store: Store, key: str) -> list[list[Sentence]] | None:
    """What is remembered under `key`; None where that is nothing, or damaged, which is soon made anew."""
    with suppress(DamagedValue, *NOT_UNDERSTOOD):
        value = store.get(key) if key in store else None
        if value is not None:
            return [[_sentence(*row) for row in rows] for rows in json.loads(value)]
    return None


def _packed(made: Sequence[Sequence[Sentence]]) -> bytes:
    rows = [[_row(one) for one in said] for said in made]
    return json.dumps(rows, separators=(",", ":")).encode()


def _row(one: Sentence) -> tuple[object, ...]:
    text = one.line.text
    written = None if one.source_text == text else one.source_text
    return text, one.line.alignment, written, one.marks, one.ends, one.fault


def _sentence(
    text: str, alignment: list[list[int]], written: str | None, marks: list[list[object]], ends: str, fault: str
) -> Sentence:
    line = Line(text, tuple(map(Span._make, alignment)))
    source_text = text if written is None else written  # one string for both: a book has many
    return Sentence(line, source_text, tuple(map(Mark._make, marks)), ends, fault)  # type: ignore[arg-type]


def _writers() -> list[object]:
    """What tells this code, its tables and its Python from any other: of each file the name, size and time."""
    package = Path(__file__).parents[1]
    found: list[object] = [sys.version]
    rooms = (Path(at) for at, _, _ in os.walk(package / "scripting"))
    for folder in (package, *(room for room in rooms if room.name != "__pycache__")):
        with suppress(OSError), os.scandir(folder) as entries:
            files = [(entry.path, entry.stat()) for entry in entries if entry.is_file()]
            found += sorted((path, status.st_size, status.st_mtime_ns) for path, status in files)
    return found
