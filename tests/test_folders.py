"""The folders are where platformdirs says, which knows every system's rules."""

from pathlib import Path

import pytest
from platformdirs import user_cache_path, user_config_path

from rhapsode.folders import cache_folder, config_folder


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RHAPSODE_CONFIG", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)


def agree() -> bool:
    usual = user_config_path("rhapsode", appauthor=False), user_cache_path("rhapsode", appauthor=False)
    return (config_folder(), cache_folder()) == usual


def test_the_usual_places() -> None:
    assert agree()


def test_the_places_that_the_user_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert agree()
    monkeypatch.setenv("RHAPSODE_CONFIG", str(tmp_path / "mine"))
    assert config_folder() == tmp_path / "mine"


def test_an_empty_name_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "")
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    assert agree()


def test_a_user_without_a_home_has_a_place_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    assert cache_folder().is_absolute()
    assert config_folder().is_absolute()
