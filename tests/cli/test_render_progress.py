"""How far a render is, where no line can be drawn anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from rhapsode.batch import BatchItem
from rhapsode.cli import render_progress
from rhapsode.cli.render_progress import RenderProgress
from rhapsode.model import Progress
from rhapsode.request import Request

ITEMS = [BatchItem(number, Request(f"texts/{number}.md"), Path(f"{number}.mp3")) for number in (1, 2)]


@pytest.mark.parametrize(("quiet", "said"), [(False, "rhapsode: 1/2 1.md: mixing, 100%\n"), (True, "")])
def test_without_a_terminal_a_plain_line_says_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], quiet: bool, said: str
) -> None:
    monkeypatch.setattr(render_progress, "PLAIN_EVERY_S", -1)
    with RenderProgress(ITEMS, quiet=quiet) as progress:
        progress.begun(ITEMS[0])
        progress.step(ITEMS[0], Progress("mix", "The end", 4, 4))
    assert capsys.readouterr() == ("", said)


def test_a_short_render_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with RenderProgress(ITEMS, quiet=False) as progress:
        progress.begun(ITEMS[0])
        progress.step(ITEMS[0], Progress("mix", "The end", 4, 4))
    assert capsys.readouterr() == ("", "")
