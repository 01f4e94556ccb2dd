"""The house's names: each file and each public class is called like no other, and no two files import each other."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import rhapsode

HOUSE = Path(rhapsode.__file__).parent
FILES = sorted(HOUSE.rglob("*.py"))


def twice(names: Iterator[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def test_no_two_files_have_one_name() -> None:
    assert not twice(path.name for path in FILES if path.name != "__init__.py")


def test_no_two_public_classes_have_one_name() -> None:
    nodes = (node for path in FILES for node in ast.parse(path.read_text("utf-8")).body)
    assert not twice(node.name for node in nodes if isinstance(node, ast.ClassDef) and not node.name.startswith("_"))


def dotted(path: Path, house: Path) -> str:
    parts = path.relative_to(house.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(house: Path) -> dict[str, set[str]]:
    """Each module to those of the same package that it imports, at its top or in a function."""
    files = {dotted(path, house): path for path in house.rglob("*.py")}
    return {name: set(imported(path, files)) - {name} for name, path in files.items()}


def imported(path: Path, files: dict[str, Path]) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in files)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                if inner in files or node.module in files:
                    yield inner if inner in files else node.module


def test_no_imports_go_in_a_circle() -> None:
    TopologicalSorter(imports(HOUSE)).prepare()


def test_a_circle_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "one.py").write_text("from house import two\n")
    (tmp_path / "house" / "two.py").write_text("def late():\n    from house.one import x\n")
    with pytest.raises(CycleError):
        TopologicalSorter(imports(tmp_path / "house")).prepare()
