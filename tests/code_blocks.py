"""The code in a page of the guide, for tests to run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple


class CodeBlock(NamedTuple):
    language: str
    name: str
    """The file that the page says it is, after the language; empty where it says none."""
    line: int
    text: str


def code_blocks(page: Path) -> list[CodeBlock]:
    """The fenced blocks of a Markdown page, in order."""
    text = page.read_text("utf-8")
    found = re.finditer(r"^```(\w+)[ \t]*([^\n]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [CodeBlock(m[1], m[2].strip(), text[: m.start()].count("\n") + 2, m[3]) for m in found]
