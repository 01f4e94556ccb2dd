"""What the guide says of Python is run as it stands there."""

import re
from pathlib import Path

import pytest

import rhapsode
from code_blocks import code_blocks

PAGE = Path(__file__).parent.parent / "content" / "guide" / "python.md"
EXAMPLES = [block for block in code_blocks(PAGE) if block.language == "python"]
ARTICLE = "# Tides\n\nThe water rises.[^1]\n\n## At night\n\nIt falls again.\n\n[^1]: By the moon.\n"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda block: f"line{block.line}")
def test_every_example_runs(example, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("article.md", "second.md"):
        (tmp_path / name).write_text(ARTICLE)
    exec(compile(example.text, f"{PAGE.name}:{example.line}", "exec"), {"__name__": "example"})


def test_the_examples_are_there_and_every_public_name_is_explained():
    assert len(EXAMPLES) >= 8
    table = PAGE.read_text("utf-8").partition("## The names")[2]
    assert set(rhapsode.__all__) <= set(re.findall(r"`(\w+)`", table))
