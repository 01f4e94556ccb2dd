"""The project's pages are whole: nothing of a merge stands in them, and every link between them leads somewhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", *ROOT.glob(".github/**/*.md"), *ROOT.glob("content/**/*.md")])
MERGING = re.compile(r"^(<{7}|>{7}|\|{7}|={7}$)", re.MULTILINE)
LINK = re.compile(r"\]\((?!\w+:)([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_is_whole(page):
    text = page.read_text("utf-8")
    assert not MERGING.findall(text)
    assert not [link for link in LINK.findall(text) if not (page.parent / link).exists()]


def test_pages_are_looked_at():
    assert len(PAGES) > 15
    assert MERGING.search("a\n<<<<<<< HEAD\nb")
    assert LINK.findall("[a](b.md) [c](d.md#e) [f](https://g.example/h.md)") == ["b.md", "d.md"]
