"""What fuzzing found stays mended, what it begins from is sound, and a second of it on each target finds nothing."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from fuzz_targets import TARGETS, seeds

HERE = Path(__file__).parent
FINDINGS = sorted((HERE / "findings").glob("*/*"))
SECONDS = 1


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_is_mended(finding):
    TARGETS[finding.parent.name](finding.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_takes_its_own_seeds(name):
    given = seeds(name)
    assert given
    for data in (*given, b"", b"\0", b"\xff" * 40):
        TARGETS[name](data)


def test_a_failure_is_told_as_a_finding(tmp_path):
    """Of the harness itself: what a target raises is written down, and fuzzing goes on."""
    if find_spec("atheris") is None:
        pytest.skip("atheris is not installed (pip install atheris; Linux and macOS)")
    (tmp_path / "broken.py").write_text(
        "import sys\nsys.path[:0] = sys.argv.pop(1).split(':')\nimport fuzz, fuzz_targets\n"
        "def broken(data):\n    if len(data) > 3:\n        raise KeyError(data)\n"
        "fuzz_targets.TARGETS['clip'] = broken\nfuzz.main('clip', 1)\n"
    )
    done = fuzzed([str(tmp_path / "broken.py"), f"{HERE}:{HERE.parent / 'reading'}"], tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "findings" / "clip").iterdir())) == 1
    assert "KeyError" in done.stderr


@pytest.mark.slow
@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris is not installed (pip install atheris)")
@pytest.mark.parametrize("name", TARGETS)
def test_a_short_run_finds_nothing(name, tmp_path):
    done = fuzzed([str(HERE / "fuzz.py"), name, str(SECONDS)], tmp_path)
    assert done.returncode == 0, done.stderr
    assert "number_of_executed_units" in done.stderr
    assert not (tmp_path / "findings").exists(), done.stderr


def fuzzed(arguments, folder):
    own = {**os.environ, "FUZZ_FINDINGS": str(folder / "findings")}
    return subprocess.run([sys.executable, *arguments], env=own, capture_output=True, text=True, check=False)
