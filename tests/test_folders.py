"""The folders are where platformdirs says, which knows every system's rules."""

import os
from pathlib import Path

import pytest
from platformdirs import user_cache_path, user_config_path

from rhapsode.errors import UsageError
from rhapsode.folders import cache_folder, config_folder, private


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


@pytest.fixture
def everybodys(tmp_path: Path) -> Path:
    """A folder as /tmp is one."""
    folder = tmp_path / "everybody's"
    folder.mkdir()
    folder.chmod(0o1777)
    return folder


needs_owners = pytest.mark.skipif(os.name == "nt", reason="its folders have no owner in this sense")


@needs_owners
def test_where_everybody_writes_a_folder_is_made_for_its_user_alone(everybodys: Path) -> None:
    assert private(everybodys / "mine" / "store") == everybodys / "mine" / "store"
    assert (everybodys / "mine").stat().st_mode & 0o777 == 0o700
    private(everybodys / "mine" / "store")


@needs_owners
@pytest.mark.parametrize("mode", [0o777, 0o722, 0o720, 0o702])
def test_a_folder_that_others_can_write_to_is_not_used(everybodys: Path, mode: int) -> None:
    (everybodys / "store").mkdir()
    (everybodys / "store").chmod(mode)
    for folder in (everybodys / "store", everybodys / "store" / "deeper"):
        with pytest.raises(UsageError, match="not yours alone"):
            private(folder)
    assert not (everybodys / "store" / "deeper").exists()


@needs_owners
@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root owns what is root's")
def test_what_root_made_for_a_user_is_used(everybodys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (everybodys / "users").mkdir(0o755)
    monkeypatch.setattr(os, "getuid", lambda: 65_534)
    assert private(everybodys / "users" / "store") == everybodys / "users" / "store"


@needs_owners
def test_a_folder_or_link_of_another_user_is_not_used(
    everybodys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (everybodys / "store").mkdir(0o700)
    (everybodys / "link").symlink_to(tmp_path)
    if os.getuid() == 0:  # what root owns is trusted by all
        for name in ("store", "link"):
            os.lchown(everybodys / name, 65_534, -1)
    else:
        user = os.getuid()
        monkeypatch.setattr(os, "getuid", lambda: user + 1)
    for name in ("store", "link"):
        with pytest.raises(UsageError, match="not yours alone"):
            private(everybodys / name)


@needs_owners
def test_where_only_its_user_writes_nothing_is_asked_or_made(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared").chmod(0o777)
    assert private(tmp_path / "shared") == tmp_path / "shared"
    assert private(tmp_path / "none" / "store") == tmp_path / "none" / "store"
    assert not (tmp_path / "none").exists()
