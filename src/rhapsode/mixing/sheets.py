"""The two lists that go with a track in several files: an M3U8 playlist and a CUE sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rhapsode.mixing.labels import Labels


class Entry(NamedTuple):
    """One file of the list."""

    name: str
    title: str
    seconds: float


def m3u8(entries: Sequence[Entry], labels: Labels) -> str:
    """An extended M3U playlist in UTF-8."""
    lines = ["#EXTM3U", f"#PLAYLIST:{labels.title}"]
    for entry in entries:
        lines += [f"#EXTINF:{entry.seconds:.3f},{entry.title}", entry.name]
    return "\n".join(lines) + "\n"


def cue(entries: Sequence[Entry], labels: Labels, kind: str) -> str:
    """A CUE sheet with a file per track. It has no way to write a quotation mark: it becomes an apostrophe."""
    lines = [f'PERFORMER "{_quoted(", ".join(labels.authors))}"'] if labels.authors else []
    lines.append(f'TITLE "{_quoted(labels.title)}"')
    for number, entry in enumerate(entries, 1):
        lines += [
            f'FILE "{_quoted(entry.name)}" {kind}',
            f"  TRACK {number:02} AUDIO",
            f'    TITLE "{_quoted(entry.title)}"',
            "    INDEX 01 00:00:00",
        ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return text.replace('"', "'")
