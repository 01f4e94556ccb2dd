"""A script has its limits, and they are far beyond a long book."""

from __future__ import annotations

import pytest

from rhapsode.errors import SourceRefused
from rhapsode.model import Block, Document
from rhapsode.scripting import limits, line, write_script


def written(*texts: str) -> int:
    """How many utterances the document of these paragraphs has."""
    blocks = tuple(Block(f"b{n}", "paragraph", text) for n, text in enumerate(texts, 1))
    return len(write_script(Document("T", blocks, "-", language="en"), normalize=False).utterances)


@pytest.fixture
def lowered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_SENTENCES", 100)
    monkeypatch.setattr(limits, "MOST_CHANGES", 100)
    monkeypatch.setattr(line, "MOST_CHANGES", 100)


@pytest.mark.parametrize("paragraphs", [1, 10])
@pytest.mark.parametrize(("one", "of_what"), [("Go. ", "sentences"), ("a &amp; ", "signs")])
@pytest.mark.usefixtures("lowered")
def test_too_many_are_refused_in_one_paragraph_or_in_many(paragraphs: int, one: str, of_what: str) -> None:
    assert written(*[one * (80 // paragraphs)] * paragraphs)
    with pytest.raises(SourceRefused, match=f"the source has more than 100 {of_what}.*: split it"):
        written(*[one * (150 // paragraphs)] * paragraphs)


@pytest.mark.slow
def test_the_sentences_of_a_long_book_pass() -> None:
    assert written(*["We left. " * 100] * 400) >= 40_000
