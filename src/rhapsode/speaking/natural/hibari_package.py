"""hibari as it is installed: its folder, its modules and data, without what it would start by itself."""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from rhapsode.errors import EngineError
from rhapsode.installed import extra_cure, version, without_reports

CURE = extra_cure("natural")


def installed() -> bool:
    """Whether hibari is there and can run. Cheap: nothing is loaded."""
    return all(map(version, ("hibari-tts", "onnxruntime", "numpy")))


def assets() -> Path:
    """The folder of its data files. Raises EngineError where it is not installed."""
    return Path(_package().__path__[0]) / "assets"


def module(name: str) -> Any:
    """Its module of that name, such as `g2p.oov`. Raises EngineError where it is not installed."""
    _package()
    return import_module(f"hibari.{name}")


@cache
def _package() -> ModuleType:
    """The package alone: its own start brings signal processing of its own, and code that fetches voices unasked."""
    if "hibari" in sys.modules:
        return sys.modules["hibari"]
    spec = find_spec("hibari")
    if spec is None or not spec.submodule_search_locations:
        raise EngineError("the natural voice is not installed", CURE)
    without_reports()
    package = ModuleType("hibari")
    package.__spec__ = spec
    package.__path__ = list(spec.submodule_search_locations)
    sys.modules["hibari"] = package
    return package
