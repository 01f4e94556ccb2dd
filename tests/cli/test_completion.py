"""What the tab key offers, asked as a shell asks."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


def offered(line: str) -> list[str]:
    """What bash would be offered for the last word of `line`."""
    asked = {"_RHAPSODE_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)}
    call = [sys.executable, "-c", "from rhapsode.cli import main; main()"]
    done = subprocess.run(call, capture_output=True, text=True, env={**os.environ, **asked}, check=False)
    assert done.stderr == ""
    return [one.partition(",")[2] for one in done.stdout.split()]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("rhapsode pub", ["publish"]),
        ("rhapsode render --engine tone --voice tone/", ["tone/high", "tone/low"]),
        ("rhapsode render --engine no-such-engine --voice ", []),
        ("rhapsode render --engine esp", ["espeak"]),
        ("rhapsode render --format op", ["opus"]),
        ("rhapsode sections --reader mark", ["markdown"]),
        ("rhapsode publish --view lr", ["lrc", "lrc-words"]),
    ],
)
def test_names_complete(line: str, names: list[str]) -> None:
    assert offered(line) == names


@pytest.mark.parametrize("line", ["rhapsode render art", "rhapsode render --style boo", "rhapsode publish au"])
def test_where_a_file_can_stand_files_complete(line: str) -> None:
    assert offered(line) == [line.rsplit(" ", maxsplit=1)[-1]]
