"""Real documents with known answers, where they are at hand."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from reading_tools import CORPUS, needs_corpus, outline

from rhapsode.model import Document
from rhapsode.reading import read

pytestmark = needs_corpus
TEXTS = [
    "seed.txt",
    "pg11.txt",
    "pg16595.txt",
    "pg98.txt",
    "rfc3339.txt",
    "gpl3.txt",
    "ijg-readme.txt",
    "zlib-readme.txt",
]


def expected(name: str) -> Any:
    return json.loads((CORPUS / "expected" / name).read_text(encoding="utf-8"))


def norm(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


@pytest.mark.parametrize("name", TEXTS)
def test_headings_of_plain_text(name: str) -> None:
    label = expected("headings.json")[name]
    document = read(str(CORPUS / ("seed/article.txt" if name == "seed.txt" else f"text/{name}")))
    last = label["evaluate_up_to_line"] or 10**9
    found = {b.line: norm(b.text) for b in document.blocks if b.kind == "heading" and b.line <= last}
    wanted = {line: norm(text) for line, _, text in label["headings"]}
    assert {line: text for line, text in found.items() if line not in label["optional_lines"]} == wanted


def test_the_seed_has_its_author_and_title() -> None:
    document = read(str(CORPUS / "seed/article.txt"))
    assert document.title.startswith("Unforgettable Melodies")
    assert len(document.authors) == 1
    assert outline(document)[0] == (1, document.title)


@pytest.mark.parametrize("name", ["abogen-README.md", "audiblez-README.md"])
def test_headings_of_markdown(name: str) -> None:
    wanted = [
        (h["level"], norm(re.sub(r"<[^>]*>", "", h["raw"]))) for h in expected(f"{name}.sections.json")["headings"]
    ]
    assert [(level, norm(text)) for level, text in outline(read(str(CORPUS / "md" / name)))] == wanted


BOOKS = ["abogen-debug-tts-samples", "idpf-childrens-literature", "idpf-georgia-pls-ssml", "idpf-wasteland"]


@pytest.mark.parametrize("name", BOOKS)
def test_titles_of_books(name: str) -> None:
    toc = expected(f"{name}.epub.sections.json")["toc"]
    assert outline(read(str(CORPUS / "epub" / f"{name}.epub"))) == [(entry["level"], entry["title"]) for entry in toc]


PAGES = ["002", "mathjax", "medium-1", "v8-blog", "wikipedia", "wikipedia-3"]


@pytest.mark.parametrize("name", PAGES)
def test_headings_of_pages(name: str) -> None:
    wanted = {norm(h["title"]) for h in expected(f"readability-{name}.html.sections.json")["headings"]}
    document: Document = read(str(CORPUS / "html" / f"readability-{name}.html"))
    found = {norm(text) for level, text in outline(document) if level > 1}
    assert len(found & wanted) >= 0.92 * len(wanted)
    assert len(found & wanted) >= 0.92 * len(found)
