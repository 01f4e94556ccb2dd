from __future__ import annotations

from collections.abc import Callable

import pytest
from mixtools import HOSTILE, Bench, bench, mixed, script

from rhapsode.mixing import MixedTrack


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Titles in five scripts and with everything that containers escape, and a section that says nothing."""
    sections = [
        (title, 1 if at == 0 else 2 + at % 2, ["One sentence.", "And one."]) for at, title in enumerate(HOSTILE)
    ]
    sections.insert(2, ("", 2, []))
    made = script(sections, "Tïtle; of = it # all", authors=("Ann Author", "Bo Büchner"), published="2024-03-09")
    return bench(made, tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="session")
def finished(hostile: Bench, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], MixedTrack]:
    """The hostile script as a track of a format; made once."""
    folder, made = tmp_path_factory.mktemp("finished"), {}

    def track(suffix: str) -> MixedTrack:
        if suffix not in made:
            made[suffix] = mixed(hostile, folder / f"x.{suffix}", transcript=True)
        return made[suffix]

    return track
