"""What is remembered is what would be written; an edit writes its own group anew and no other."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rhapsode.errors import LossError, SourceRefused
from rhapsode.model import Block, Document, Lexeme, Mark
from rhapsode.scripting import limits, script, sentence_memory, wording
from rhapsode.scripting.script import write_script
from rhapsode.scripting.sentence_memory import LEAST_LETTERS, MOST_LETTERS, end_of_group
from rhapsode.scripting.style import Style, default_roles
from rhapsode.store import Store

WORDS = ("river", "Dr. Hall", "5 km", "He lives", "&", "***", "“so”", "1984.", "Paris?", "read", "C++", "…", "naïve")
PROSE = "The keeper of the lamp wrote down each ship that passed, and when it passed, and what it carried. " * 6


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts of the blocks whose sentences were written, not remembered."""
    texts: list[str] = []

    def sentences(block, *others):
        texts.append(block.text)
        return wording.sentences(block, *others)

    monkeypatch.setattr(script, "sentences", sentences)
    return texts


def document(*texts: str, heading: str = "The lamp") -> Document:
    blocks = [Block("b1", "heading", heading, level=1, line=1)]
    blocks += [Block(f"b{n}", "paragraph", text, line=n) for n, text in enumerate(texts, 2)]
    return Document(heading, tuple(blocks), language="en")


def book(paragraphs: int) -> list[str]:
    return [f"Paragraph {n} begins here. {PROSE}" for n in range(paragraphs)]


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join), min_size=1, max_size=9))
@settings(max_examples=40, deadline=None)
def test_the_script_is_the_same_remembered_as_written(tmp_path_factory: pytest.TempPathFactory, texts: list[str]):
    source, store = document(*texts), Store(tmp_path_factory.mktemp("store"))
    plain = write_script(source)
    assert write_script(source, store=store) == plain
    assert write_script(source, store=store) == plain


def test_marks_cells_and_passages_of_other_languages_are_remembered(store: Store, written: list[str]):
    blocks = (
        Block("b1", "paragraph", "She said guten Tag and left.", (Mark(9, 18, "language", "de"),)),
        Block("b2", "paragraph", "The word lede.", (Mark(9, 13, "phonemes", "liːd"),)),
        Block("b3", "table_row", "Ada 1815", (Mark(0, 3, "cell", "Name"), Mark(4, 8, "cell", "Born"))),
    )
    source = Document("Marks", blocks, language="en")
    first = write_script(source, store=store)
    assert len(written) == 3
    assert write_script(source, store=store) == first == write_script(source)
    assert {mark.kind for said in first.utterances for mark in said.marks} == {"language", "phonemes"}
    assert len(written) == 6  # the last script, without a store


def test_an_edit_writes_its_own_group_only(store: Store, written: list[str]):
    texts = book(60)
    write_script(document(*texts), store=store)
    assert len(written) == 61
    written.clear()
    write_script(document(*texts[:30], texts[30] + " New.", *texts[31:]), store=store)
    assert texts[30] + " New." in written
    assert sum(map(len, written)) <= 2 * MOST_LETTERS  # its group; the next one too, where it ended one


def test_what_only_moved_is_remembered(store: Store, written: list[str]):
    texts = book(60)
    write_script(document(*texts), store=store)
    written.clear()
    moved = write_script(document("A paragraph before all.", *texts), store=store)
    assert sum(map(len, written)) <= 2 * MOST_LETTERS
    assert moved == write_script(document("A paragraph before all.", *texts))


@pytest.mark.parametrize(
    "changed",
    [
        {"normalize": False},
        {"handles": frozenset({"money"})},
        {"style": Style(default_roles(), lexicon=(Lexeme("lamp", alias="lantern"),))},
    ],
)
def test_what_decides_the_words_is_not_mixed_up(store: Store, changed: dict[str, object]):
    source = document("The lamp cost $5.")
    plain = write_script(source, store=store)
    other = write_script(source, store=store, **changed)  # type: ignore[arg-type]
    assert other == write_script(source, **changed)  # type: ignore[arg-type]
    assert other.utterances != plain.utterances


def test_other_code_remembers_nothing_of_this(store: Store, written: list[str], monkeypatch: pytest.MonkeyPatch):
    source = document("One.")
    write_script(source, store=store)
    written.clear()
    monkeypatch.setattr(sentence_memory, "_writers", lambda: ["another"])
    write_script(source, store=store)
    assert written == ["The lamp", "One."]


def test_the_code_is_told_by_its_files():
    told = sentence_memory._writers()
    names = {Path(name).name for name, _, _ in told[1:]}
    assert {"script.py", "model.py", "english.py", "choice.py"} <= names
    assert not any(name.endswith(".pyc") for name in names)


def values(store: Store) -> list[Path]:
    return [path for path, _ in store.entries()]


@pytest.mark.parametrize("damage", [b"", b"[]", b"no JSON", b"\xff" * 400])
def test_a_damaged_value_is_made_anew(store: Store, written: list[str], damage: bytes):
    source = document("One.")
    first = write_script(source, store=store)
    for path in values(store):
        path.write_bytes(damage)
    written.clear()
    assert write_script(source, store=store) == first
    assert written == ["The lamp", "One."]
    written.clear()
    assert write_script(source, store=store) == first
    assert written == []


@pytest.mark.parametrize("value", [b"[]", b"{}", b"[[1]]", b"null", b"\xff"])
def test_a_whole_value_of_another_form_is_made_anew(store: Store, written: list[str], value: bytes):
    source = document("One.")
    first = write_script(source, store=store)
    for path in values(store):
        store.put(path.parent.name + path.name, value)
    assert write_script(source, store=store) == first


def test_a_store_that_takes_nothing_is_no_hindrance(tmp_path: Path):
    (tmp_path / "file").write_text("no folder")
    source = document("One.")
    assert write_script(source, store=Store(tmp_path / "file" / "store")) == write_script(source)


def test_what_is_remembered_counts_against_the_limits(store: Store, monkeypatch: pytest.MonkeyPatch):
    source = document("One. Two. Three. Four.")
    write_script(source, store=store)
    monkeypatch.setattr(limits, "MOST_SENTENCES", 3)
    with pytest.raises(SourceRefused, match="sentences"):
        write_script(source, store=store)


def test_a_fault_is_remembered_with_its_sentence(store: Store, written: list[str], monkeypatch: pytest.MonkeyPatch):
    def failing(*_):
        raise ZeroDivisionError("of a rule")

    monkeypatch.setattr(wording, "settle", failing)
    source = document("One.")
    first = write_script(source, store=store)
    monkeypatch.undo()
    again = write_script(source, store=store)
    assert again.warnings == first.warnings
    assert "a rule fails" in again.warnings[0]
    with pytest.raises(LossError):
        write_script(source, store=store, strict=True)


@given(st.lists(st.integers(0, 3 * LEAST_LETTERS), max_size=30))
def test_groups_cover_the_blocks_and_stay_small(lengths: list[int]):
    blocks = [Block(f"b{n}", "paragraph", "x" * length) for n, length in enumerate(lengths)]
    start = 0
    while start < len(blocks):
        end = end_of_group(blocks, start)
        assert start < end
        assert sum(len(block.text) for block in blocks[start : end - 1]) < MOST_LETTERS
        start = end
    assert start == len(blocks)


def test_the_files_times_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    package = tmp_path / "package"
    (package / "scripting").mkdir(parents=True)
    rule = package / "scripting" / "rule.py"
    rule.write_text("1")
    monkeypatch.setattr(sentence_memory, "__file__", str(package / "scripting" / "sentence_memory.py"))
    before = sentence_memory._writers()
    assert sentence_memory._writers() == before
    os.utime(rule, ns=(1, 1))
    assert sentence_memory._writers() != before
