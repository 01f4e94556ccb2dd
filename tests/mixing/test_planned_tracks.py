from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rhapsode.mixing.planned_tracks import file_name


@given(st.text(max_size=200))
def test_a_file_name_is_one_on_every_system(title: str) -> None:
    name = file_name(title)
    assert 0 < len(name) <= 60
    assert not set(name) & set('<>:"/\\|?*\n\r\t\0')
    assert name[-1] not in ". "
