"""Where tracks go: one target for each source, no two alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from rhapsode.errors import UsageError
from rhapsode.files import check_folder, spelled
from rhapsode.metadata_text import HIDDEN

DEFAULT_FOLDER = Path("audio")
FORBIDDEN = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
"""What a file name may not hold on Windows, which is the strictest."""


def targets(sources: Sequence[str], output: str, suffix: str) -> list[Path]:
    """The file for each source: `output` itself for a single one, else a file of the source's name in a folder.

    `output` is a folder where it is one already, ends in a separator or has no suffix. Raises UsageError where several
    sources would have to share one file, where `suffix` (the format asked for) is not the file's own, and where the
    folder is none.
    """
    folder = Path(output) if output else DEFAULT_FOLDER
    if output == "-":
        raise UsageError("a track cannot be written to standard output", "name a file or a folder with -o")
    if folder.suffix and not folder.is_dir() and not output.endswith(("/", "\\")):
        if len(sources) != 1:
            raise UsageError(f"{len(sources)} sources cannot share the one file {output}", "give -o a folder")
        if suffix and folder.suffix.lower() != f".{suffix}":
            raise UsageError(
                f"{output} would be a lie for a file of format {suffix}", f"name it {folder.with_suffix(f'.{suffix}')}"
            )
        check_folder(folder)
        return [folder]
    check_folder(folder / "any")
    taken: set[str] = set()
    return [folder / _free(stem(source), suffix or "mp3", taken) for source in sources]


def stem(source: str) -> str:
    """A file name, without suffix, for what `source` names."""
    if source == "-":
        return "stdin"
    parts = urlsplit(source)
    name = Path(unquote(parts.path)).stem or parts.netloc if "://" in source else Path(source).stem
    return spelled(HIDDEN.sub("", FORBIDDEN.sub("-", name)).strip(". ")) or "track"


def _free(name: str, suffix: str, taken: set[str]) -> str:
    """A file name that is none of `taken`, nor differs from one by capitals only; it is taken then."""
    free, number = f"{name}.{suffix}", 2
    while free.casefold() in taken:
        free, number = f"{name}-{number}.{suffix}", number + 1
    taken.add(free.casefold())
    return free
