"""What is installed is found as importlib.metadata finds it."""

import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from rhapsode import installed

ROOT = Path(__file__).parent.parent


@pytest.fixture
def fresh(monkeypatch):
    """The path as it is now, not as an earlier test had it."""
    monkeypatch.setattr(installed, "_metadata", lambda: tuple(installed._folders()))
    monkeypatch.setattr(installed, "_versions", installed._versions.__wrapped__)
    monkeypatch.setattr(installed, "entry_points", installed.entry_points.__wrapped__)


@pytest.mark.parametrize("group", ["rhapsode.readers", "rhapsode.engines", "console_scripts", "nonesuch"])
def test_entry_points_are_those_of_the_standard_library(group):
    expected = {point.name: point.value.partition(" [")[0] for point in importlib.metadata.entry_points(group=group)}
    assert installed.entry_points(group) == expected


@pytest.mark.parametrize("package", ["pydub", "lameenc", "markdown_it-py", "PyYAML"])
def test_versions_are_those_of_the_standard_library(package):
    assert installed.version(package) == importlib.metadata.version(package)


def test_a_package_that_is_not_there_has_no_version():
    assert installed.version("no-such-package") == ""


@pytest.mark.usefixtures("fresh")
def test_of_two_packages_the_first_on_the_path_counts(tmp_path, monkeypatch):
    for folder, value in (("first", "one:A"), ("second", "two:B")):
        metadata = tmp_path / folder / f"{folder}-1.0.dist-info"
        metadata.mkdir(parents=True)
        (metadata / "entry_points.txt").write_text(
            f"[other]\nvoice = no:No\n\n[rhapsode.engines]\nvoice = {value} [extra]\n{folder} = x:Y\n\n[last]\n"
        )
    monkeypatch.setattr(sys, "path", [str(tmp_path / "first"), str(tmp_path / "second"), "/no/such/place"])
    assert installed.entry_points("rhapsode.engines") == {"voice": "one:A", "first": "x:Y", "second": "x:Y"}
    assert installed.version("Second") == "1.0"


def test_every_extra_that_a_cure_names_can_be_installed():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    named = {
        name
        for path in (ROOT / "src").rglob("*.py")
        for name in re.findall(r"""extra_cure\(["'](\w+)["']\)""", path.read_text("utf-8"))
    }
    assert {"serve", "pdf", "natural"} <= named <= set(declared)
    assert installed.extra_cure("pdf") == "install it with: pip install 'rhapsode[pdf]'"


def test_onnxruntime_keeps_to_itself_what_it_is_used_for(tmp_path):
    pytest.importorskip("onnxruntime")
    code = "from rhapsode.installed import without_reports; without_reports(); import onnxruntime"
    env = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    subprocess.run([sys.executable, "-c", code], env={**env, "TMPDIR": str(tmp_path)}, check=True)
    assert list(tmp_path.iterdir()) == []
