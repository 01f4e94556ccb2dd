"""Values as people read them."""

import pytest

from rhapsode.cli.show import one_line, size


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1_500, "1.5 KB"),
        (4_800_000, "4.8 MB"),
        (123_456_789, "123 MB"),
        (5e9, "5.0 GB"),
    ],
)
def test_size(count, shown):
    assert size(count) == shown


def test_a_long_or_hostile_text_is_one_short_line():
    shown = one_line("a\nb\x1b[31m" + "c" * 500)
    assert len(shown) <= 72
    assert shown.isprintable()
