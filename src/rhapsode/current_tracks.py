"""Whether a track is still what a render would make: told by content, not by the times of files.

A track's record has a digest of what it was made of: the source, what was asked for, and every file that decides how it
is said or what stands beside it. Versions are no part of it: a night's batch that goes on after an update does not
begin anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path, PurePath
from typing import Any

from rhapsode import speaking, track_record
from rhapsode.errors import RhapsodeError
from rhapsode.files import address_of, is_remote
from rhapsode.mixing import Master
from rhapsode.reading.fetch import OUTLINE_SUFFIX
from rhapsode.request import Request, style_of
from rhapsode.scripting.delivery import Delivery

ASKED = ("engine_settings", "depth", "normalize", "keep", "announce_skips", "reader", "language")
"""What of a request decides a track by its value alone."""
MASTER_FILES = ("cover", "intro", "outro", "section_cue")


def made_of(request: Request, target: Path, master: Master, views: Collection[str] = ()) -> str:
    """The digest (sha256, hexadecimal) of what a render of `request` into `target` is made of.

    Empty where it is not to be had without fetching the source, or where the render will fail.
    """
    try:
        source = _source(request)
        if not source:
            return ""
        parts = {
            "source": source,
            "asked": {name: getattr(request, name) for name in ASKED},
            "engines": [engine.name for engine in speaking.engines(request.choice)],
            "style": _style(request),
            "master": {**asdict(master), **{name: _file(getattr(master, name)) for name in MASTER_FILES}},
            "format": target.suffix,
            "views": sorted(views),
        }
    except (RhapsodeError, OSError, ValueError):
        return ""
    if views and not request.pictures:  # with them it is as it was before there were any
        parts["views"] = [*sorted(views), "without pictures"]
    text = json.dumps(parts, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def is_current(request: Request, target: Path, master: Master, views: Collection[str] = ()) -> bool | None:
    """Whether the track at `target`, a file or an address, was made of the same, and is as long as it was then.

    None where that is not known: there is no record, or it is older than digests, or the source's is not to be had.
    """
    with suppress(ValueError, RhapsodeError, OSError):
        record = _record(target)
        now = made_of(request, target, master, views)
        if record.get("made_of") and now:
            return bool(record["made_of"] == now and record["bytes"] == _size(target))
    return None


def _source(request: Request) -> str:
    if request.source == "-":
        return _digest(request.stdin or b"")
    name = PurePath(request.source).name  # of which a title may be made
    if is_remote(request.source):
        from rhapsode import remote_files  # only where it is asked for

        return f"{name} {remote_files.version(request.source)}"
    path = Path(request.source)
    if not path.is_file():
        return ""
    return f"{name} {_file(path)} {_file(Path(f'{request.source}{OUTLINE_SUFFIX}'))}"


def _style(request: Request) -> list[Any]:
    style = style_of(request)
    return [
        _deliveries(style.roles.items()),
        _deliveries(style.sections),
        _deliveries(style.speakers.items()),
        style.language,
        [lexeme._replace(origin="") for lexeme in style.lexicon],
        [(one.expression.pattern, one.expression.flags, one.spoken) for one in style.patterns],
        sorted(style.rules_off),
        style.keep,
    ]


def _deliveries(named: Iterable[tuple[str, Delivery]]) -> list[Any]:
    """Each with its cues by what they sound like."""
    return [
        (name, one._replace(cue_before=_file(one.cue_before), cue_after=_file(one.cue_after))) for name, one in named
    ]


def _file(path: Path | str | None) -> str | None:
    """The digest of what the file at `path` holds; None where there is none."""
    if path is None:
        return None
    try:
        return _digest(Path(path).read_bytes())
    except FileNotFoundError:
        return None


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _record(target: Path) -> dict[str, Any]:
    place = track_record.place(target)
    if not is_remote(target):
        return track_record.load_record(place)
    from rhapsode import remote_files  # only where it is asked for

    return track_record.read_record(remote_files.read(address_of(place)) or b"")


def _size(target: Path) -> int | None:
    if not is_remote(target):
        return target.stat().st_size
    from rhapsode import remote_files

    return remote_files.size(address_of(target))
