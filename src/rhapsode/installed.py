"""What is installed beside us, read straight off the metadata folders.

Every process of a render asks. `importlib.metadata` answers the same, but brings the parser of e-mails along: 14 ms
where this takes 3, a sixteenth of what a render takes that has nothing new to speak.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

KINDS = (".dist-info", ".egg-info")
"""What a metadata folder's name ends in; the second of packages installed from their sources, the old way."""


@cache
def entry_points(group: str) -> Mapping[str, str]:
    """Name and `package.module:attribute` of each entry point of `group`; of two with one name the first on the path.

    As the packaging specification "Entry points" has them: lines of `name = value` under `[group]`, in the file
    `entry_points.txt` of a package's metadata folder.
    """
    found: dict[str, str] = {}
    for folder in _metadata():
        with suppress(OSError):
            text = Path(folder, "entry_points.txt").read_text("utf-8")
            _, _, section = text.partition(f"[{group}]")
            for line in section.partition("\n[")[0].splitlines():
                name, equals, value = line.partition("=")
                if equals:
                    found.setdefault(name.strip(), value.partition("[")[0].strip())
    return found


def extra_cure(name: str) -> str:
    """The cure where the optional part `name` of this package is missing."""
    return f"install it with: pip install 'rhapsode[{name}]'"


def without_reports() -> None:
    """Have onnxruntime keep to itself what it is used for, from when it is loaded.

    Since 1.2x it tells its makers, and leaves a file `.ses` in the temporary folder. Whoever set the variable decides.
    """
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")


def version(package: str) -> str:
    """The version of `package`, from the name of its metadata folder; empty where it is not installed."""
    return _versions().get(_normal(package), "")


@cache
def _versions() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for folder in _metadata():
        name, _, release = os.path.basename(folder).removesuffix(".dist-info").partition("-")  # noqa: PTH119 a tenth of the time
        found.setdefault(_normal(name), release)
    return found


@cache
def _metadata() -> tuple[str, ...]:
    return tuple(_folders())


def _folders() -> Iterator[str]:
    for place in dict.fromkeys(sys.path):
        with suppress(OSError), os.scandir(place or ".") as entries:
            yield from sorted(entry.path for entry in entries if entry.name.endswith(KINDS))


def _normal(name: str) -> str:
    """A package's name as the specification "Names and normalization" compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()
