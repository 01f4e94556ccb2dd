from __future__ import annotations

from pathlib import Path

import pytest

from rhapsode.errors import UsageError
from rhapsode.mixing import Master, check
from rhapsode.mixing.encoding.formats import choose, coding
from rhapsode.mixing.master import ceiling_dbtp


def test_the_suffix_chooses_the_format_unless_one_is_named() -> None:
    assert choose(Path("a.OPUS"), Master()) == "opus"
    assert choose(Path("a.opus"), Master(format="m4b")) == "m4b"


@pytest.mark.parametrize("target", ["a.ogv", "a.txt"])
def test_an_unknown_format_is_refused_before_anything_is_spoken(target: str) -> None:
    with pytest.raises(UsageError, match="choose one of mp3"):
        check(Path(target), Master())


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no file"):
        check(tmp_path / "a.mp3", Master(intro=tmp_path / "no.mp3"))


def test_the_acx_preset_is_what_acx_asks_for() -> None:
    form = coding("mp3", Master(preset="acx"), 22_050)
    assert (form.rate_hz, form.kbps) == (44_100, 192)
    assert ceiling_dbtp(Master(preset="acx")) <= -3
    assert Master(preset="acx").effective_loudness == "acx"
    assert Master(preset="acx", loudness="-20").effective_loudness == "-20"


def test_a_rate_that_the_format_cannot_have_is_refused() -> None:
    with pytest.raises(UsageError, match="cannot have 12345 Hz"):
        coding("mp3", Master(sample_rate_hz=12_345), 22_050)


def test_a_voices_odd_rate_becomes_the_next_that_the_format_has() -> None:
    assert coding("mp3", Master(), 10_000).rate_hz == 11_025
    assert coding("opus", Master(), 22_050).rate_hz == 48_000
    assert coding("wav", Master(), 10_000).rate_hz == 10_000
