"""What a person sees in a terminal of 60, 80 and 120 columns: no line is wider than it."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from rhapsode.cli import COMMANDS

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
WIDTHS = (60, 80, 120)
CONTROLS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def shown(columns: int, *arguments: str) -> list[str]:
    """The lines that `rhapsode` with `arguments` writes to a terminal that wide, as they were at any moment."""
    process, terminal = pty.fork()
    if not process:  # pragma: no cover
        own = {**os.environ, "COLUMNS": str(columns), "TERM": "xterm"}
        os.execve(sys.executable, [sys.executable, "-m", "rhapsode", *arguments], own)
    written = b""
    try:
        while part := os.read(terminal, 65_536):
            written += part
    except OSError:  # what Linux says at the end
        pass
    os.close(terminal)
    os.waitpid(process, 0)
    return re.split(r"\r*\n|\r", CONTROLS.sub("", written.decode()))


@pytest.mark.parametrize("columns", WIDTHS)
def test_no_help_is_wider_than_the_terminal_or_breaks_a_word(columns: int) -> None:
    from click.testing import CliRunner

    from rhapsode.cli import group

    screens = [[], *([name] for name in COMMANDS), ["store", "info"], ["store", "check"], ["store", "clear"]]
    for words in screens:
        told = CliRunner().invoke(group, [*words, "--help"], terminal_width=columns, max_content_width=columns).output
        lines = [line for line in told.splitlines() if not line.startswith("Usage:")]
        assert max(map(len, lines)) <= columns, words
        assert not [line for line in lines if re.search(r"\w-$", line) or line.endswith("...")], words


@pytest.mark.parametrize("columns", WIDTHS)
def test_tables_and_plans_fit_the_terminal(columns: int, tmp_path: Path) -> None:
    source = tmp_path / "long titles.md"
    source.write_text(
        "# Of the rivers that run to the sea, and of those that dry up on their way to it in summer\n\nThey run.\n\n"
        "## Of what is left of a river that has dried up, and of who drinks of it all the same\n\nSand is.[1]\n"
    )
    for arguments in (["voices"], ["voices", "english"], ["sections", str(source)], ["words", str(source)], ["doctor"]):
        lines = shown(columns, *arguments)
        fit = [line for line in lines if " " not in line.strip() or len(line) <= columns]
        assert lines == fit, arguments
        assert any(line.strip() for line in lines), arguments


def test_progress_says_what_is_made_and_how_far_it_is_also_where_there_is_little_room(tmp_path: Path) -> None:
    source = tmp_path / "rivers.md"
    source.write_text("# Rivers\n\n" + "They run to the sea, and never fill it. " * 40)
    lines = shown(60, "render", str(source), "-o", str(tmp_path / "rivers.mp3"), "--engine", "tone")
    progress = [line for line in lines if "━" in line]
    assert progress
    assert all("rivers.md" in line and len(line.rstrip()) <= 60 for line in progress)
