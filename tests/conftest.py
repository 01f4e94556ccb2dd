"""What every test may ask for."""

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from rhapsode.store import Store

ROOT = Path(__file__).parent.parent

settings.register_profile("loaded machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("loaded machine")  # what is right is tested, never how quickly


@pytest.fixture(autouse=True, scope="session")
def interrupt_key():
    """Programs that tests start can be interrupted, even where the tests cannot: `nohup` and `&` have it ignored."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def own_store(tmp_path, monkeypatch):
    """No test sees what another, or the user, has kept."""
    monkeypatch.setenv("RHAPSODE_STORE", str(tmp_path / "own-store"))


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


@pytest.fixture
def content():
    return ROOT / "content"


@pytest.fixture
def corpus():
    """Real inputs with known right answers, kept beside the project because their texts belong to others."""
    folder = Path(os.environ.get("RHAPSODE_CORPUS", ROOT.parent / "shared" / "corpus"))
    if not folder.is_dir():
        pytest.skip("the corpus of third-party texts is not beside this checkout (RHAPSODE_CORPUS names it)")
    return folder
