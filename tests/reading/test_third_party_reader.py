"""A reader from a package of its own works like ours, and its files are found in folders, with nothing changed here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parent / "third_party"
TALE = "= The Fox\n\nBy the river lived\na fox.\n\n== Evening\n\n* It slept.\n\n* It woke.\n"


FIND = "import sys; from rhapsode.reading import expand; print(*expand(sys.argv[1:]))"


def run(*arguments: str, cwd: Path, path: Path | None = PACKAGE) -> subprocess.CompletedProcess[str]:
    places = [str(path), *sys.path] if path else sys.path
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(places)}
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, cwd=cwd, env=environment, check=False
    )


def test_its_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "fox.equals").write_text(TALE)
    done = run("-m", "rhapsode", "sections", "fox.equals", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [section["title"] for section in json.loads(done.stdout)["sections"]] == ["The Fox", "Evening"]


def test_its_files_are_found_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "tales").mkdir()
    for name in ("fox.equals", "hen.txt", "fox.bin"):
        (tmp_path / "tales" / name).write_text(TALE)
    done = run("-c", FIND, "tales", cwd=tmp_path)
    assert [Path(found).name for found in done.stdout.split()] == ["fox.equals", "hen.txt"]


def test_without_the_package_nobody_knows_them(tmp_path: Path) -> None:
    (tmp_path / "fox.equals").write_text(TALE)
    assert "has no file that can be read" in run("-c", FIND, ".", cwd=tmp_path, path=None).stderr
