"""espeak-ng's data path is short, whatever folder the program was installed in."""

import os

import pytest

from rhapsode.errors import EngineError
from rhapsode.speaking.espeak import espeak_library as library


def test_a_short_path_is_left_alone(tmp_path):
    assert library.short_path("/opt/voices") == "/opt/voices"


def test_a_long_path_becomes_a_short_link_to_it(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", "/tmp")
    monkeypatch.setattr("tempfile.tempdir", None)
    deep = tmp_path.joinpath(*["a-folder-with-a-long-name"] * 8)
    deep.mkdir(parents=True)
    (deep / "espeak-ng-data").touch()
    short = library.short_path(str(deep))
    assert len(os.fsencode(short)) <= library.LONGEST_PATH_BYTES
    assert (library.Path(short) / "espeak-ng-data").exists()
    assert library.short_path(str(deep)) == short


def test_a_library_that_is_not_there_is_a_clear_error():
    with pytest.raises(EngineError, match=r"cannot be loaded.*RHAPSODE_ESPEAK=system"):
        library.load_library(library.Library("/nowhere/libespeak-ng.so.1", ""))
