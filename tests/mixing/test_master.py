from __future__ import annotations

import pytest

from rhapsode.errors import UsageError
from rhapsode.mixing import Master
from rhapsode.mixing.master import target_lufs


@pytest.mark.parametrize("loudness", ["loud", "-3", "0", "19", "-99", "nan"])
def test_a_loudness_that_makes_no_sense_is_refused(loudness: str) -> None:
    with pytest.raises(UsageError, match="no loudness"):
        Master(loudness=loudness)


def test_a_number_is_a_loudness() -> None:
    assert target_lufs("-16.5") == -16.5
    assert target_lufs("none") is None
