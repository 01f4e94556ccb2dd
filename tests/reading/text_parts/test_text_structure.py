"""Readable cases: each `golden/*.txt` with its outline (line, level, heading) beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_tools import read_bytes

from rhapsode.reading.text_parts.heading_words import keyword_rank

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(GOLDEN.glob("*.outline"))


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_outline(case: Path) -> None:
    document = read_bytes(case.with_suffix(".txt").name, case.with_suffix(".txt").read_bytes())
    found = [f"{b.line} {b.level} {b.text}" for b in document.blocks if b.kind == "heading"]
    assert found == case.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_every_word_of_the_file_is_in_the_blocks_in_order(case: Path) -> None:
    text = case.with_suffix(".txt").read_text(encoding="utf-8")
    document = read_bytes(case.with_suffix(".txt").name, text)
    # Markers of lists stand beside the text, drawn lines and underscores are mark-up; nothing else may be missing.
    words = [word.replace("_", "") for word in text.split() if any(c.isalnum() for c in word)]
    said = [w for b in document.blocks if b.kind != "page_furniture" for w in [*b.marker.split(), *b.text.split()]]
    held = [w for b in document.blocks if b.kind == "page_furniture" for w in b.text.split()]
    assert sorted(words) == sorted(w.replace("_", "") for w in said + held if any(c.isalnum() for c in w))


def kinds_of(name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for block in read_bytes(name, (GOLDEN / name).read_bytes()).blocks:
        found.setdefault(block.kind, []).append(block.text)
    return found


def test_what_is_not_the_novel_is_set_apart() -> None:
    found = kinds_of("novel.txt")
    assert any("for the use of anyone" in text for text in found["imprint"])
    assert any("long licence" in text for text in found["imprint"])
    assert any("Produced by" in text for text in found["imprint"])
    assert any("THE WICK" in text for text in found["contents"])
    assert found["byline"] == ["BY INES VARGA"]
    assert not any("NOTHING of the kind" in text for text in found["heading"])


def test_the_novels_header_is_metadata() -> None:
    document = read_bytes("novel.txt", (GOLDEN / "novel.txt").read_bytes())
    assert (document.title, document.authors) == ("THE LAMP ROOM", ("Ines Varga",))
    assert (document.language, document.published) == ("en", "2004-03-03")


def test_a_paragraph_across_a_page_break_is_one() -> None:
    found = kinds_of("memo.txt")
    assert any("who have tried the one seldom go back" in text for text in found["paragraph"])
    assert len(found["page_furniture"]) >= 2
    assert any("Salt ...." in text for text in found["contents"])


def test_a_verse_that_comes_twice_is_no_table_of_contents() -> None:
    verse = "The lamp is low,\nthe oil is slow,\nand nobody is here to know."
    prose = (
        "It was said again that night, by somebody who had not been asked to say it, and\nwho did not say it well.\n"
    )
    document = read_bytes("a.txt", f"{prose}\n{verse}\n\n{prose}\n{verse}\n\n{prose}")
    assert {b.kind for b in document.blocks} == {"paragraph"}


def test_the_bylines_of_an_article() -> None:
    document = read_bytes("unmarked.txt", (GOLDEN / "unmarked.txt").read_bytes())
    assert document.authors == ("Mara Quill",)
    assert [b.text for b in document.blocks if b.kind == "byline"] == ["by Mara Quill 12 min read"]
    assert read_bytes("german.txt", (GOLDEN / "german.txt").read_bytes()).authors == ("Jutta Sommerfeld",)


@pytest.mark.parametrize(
    ("line", "rank"),
    [
        ("Part One", 1),
        ("the Second Part: of a thing", 1),
        ("CHAPTER IV. A Title", 2),
        ("Erster Teil", 1),
        ("_Scene 3_", 3),
        ("第三章 名", 2),
        ("part of the story", 0),
        ("ſection 4", 0),  # an old s, which is an s where case does not count
        ("A third word, then Chapter 4", 0),
    ],
)
def test_a_keyword_with_its_number_has_a_rank(line: str, rank: int) -> None:
    assert keyword_rank(line) == rank
