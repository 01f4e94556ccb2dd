"""What decides a track's bytes on a machine, and the line that says how another differs."""

import sys

import pytest

from rhapsode.errors import EngineError
from rhapsode.machine_facts import differing, facts
from rhapsode.plugins import EngineChoice, engine

TONE = EngineChoice("tone")


def test_python_packages_and_the_engine_are_among_them():
    found = facts(TONE)
    assert found["python"] == f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert {"rhapsode", "pydub", "lameenc", "zlib", "ffmpeg"} <= set(found)
    for part, value in engine(TONE).fingerprint().items():
        assert found[f"tone ({part})"] == value


def test_the_users_own_files_are_among_them_by_what_they_say(tmp_path, monkeypatch):
    monkeypatch.setenv("RHAPSODE_CONFIG", str(tmp_path))
    before = facts(TONE)
    (tmp_path / "style.toml").write_text("rate = 150\n")
    first = facts(TONE)
    (tmp_path / "style.toml").write_text("rate = 160\n")
    second = facts(TONE)
    assert set(first) - set(before) == {"the user's style.toml"}
    assert first["the user's style.toml"] != second["the user's style.toml"]


def test_an_engine_that_is_not_there():
    with pytest.raises(EngineError):
        facts(EngineChoice("none"))


def test_the_same_is_no_error():
    assert differing(facts(TONE), facts(TONE), "tcp://a:1") is None


def test_what_differs_is_named_with_where_and_the_cure():
    own = {"rhapsode": "2.0", "lameenc": "1.9", "zlib": "1.3"}
    assert str(differing(own, {**own, "lameenc": "1.8"}, "tcp://a:1")) == (
        "the worker tcp://a:1 has lameenc 1.8, and here it is 1.9: install the same on all machines, or their"
        " tracks differ"
    )
    assert "has rhapsode none, and here it is 2.0 (and 2 more)" in str(differing(own, {}, "tcp://a:1"))
    assert "has extra 1, and here it is none" in str(differing(own, {**own, "extra": "1"}, "tcp://a:1"))
