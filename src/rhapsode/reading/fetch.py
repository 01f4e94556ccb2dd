"""From what the user typed to a `Source` in memory: a path, an address, or standard input."""

from __future__ import annotations

from pathlib import Path

from rhapsode.errors import RhapsodeError, SourceMissing, SourceRefused, SourceUnreadable
from rhapsode.files import is_remote
from rhapsode.model import STANDARD_INPUT, Source

MOST_BYTES = 200_000_000
"""Of a file or standard input."""
OUTLINE_SUFFIX = ".outline"
"""Of the file beside a source that says what its headings are."""
MOST_OUTLINE = 5_000_000


def is_address(location: str) -> bool:
    """Whether `location` names something on the network, by any scheme."""
    scheme, mark, _ = location.partition("://")
    return bool(mark) and len(scheme) > 1 and scheme.replace("+", "").replace("-", "").isalnum()


def fetch(location: str, *, stdin: bytes | None = None, allow_private: bool = False) -> Source:
    """The source at `location`, whole. Raises SourceMissing, SourceUnreadable or SourceRefused.

    With `allow_private` an address may lead into a private network, or to an object store (`s3://bucket/name`).
    """
    if location == "-":
        return _standard_input(stdin or b"")
    if is_remote(location):
        return _object(location, allow_private=allow_private)
    if is_address(location):
        from rhapsode.reading.web_fetch import fetch_address

        return fetch_address(location, allow_private=allow_private)
    return _file(location)


def _standard_input(data: bytes) -> Source:
    if not data.strip():
        raise SourceUnreadable("standard input is empty", "pipe a text into it")
    if len(data) > MOST_BYTES:
        raise SourceRefused(f"standard input is larger than {MOST_BYTES // 1_000_000} MB", "split it")
    return Source("-", STANDARD_INPUT, data)


def _object(location: str, *, allow_private: bool) -> Source:
    """What is at an address that fsspec knows; it is opened with this user's credentials."""
    from rhapsode import remote_files

    shown = remote_files.without_password(location)
    if not allow_private:
        raise SourceRefused(f"{shown} would be opened with your credentials", "allow private addresses")
    try:
        data = remote_files.read(location, MOST_BYTES + 1)
        outline = remote_files.read(f"{location}{OUTLINE_SUFFIX}", MOST_OUTLINE) or b""
    except RhapsodeError as fault:
        raise SourceUnreadable(fault.what, fault.cure) from fault
    if data is None:
        raise SourceMissing(f"there is no {shown}", "check the address")
    if len(data) > MOST_BYTES:
        raise SourceRefused(f"{shown} is larger than {MOST_BYTES // 1_000_000} MB", "split it")
    if not data:
        raise SourceUnreadable(f"{shown} is empty", "give a file with text in it")
    return Source(shown, shown.rpartition("/")[2], data, outline=outline)


def _file(location: str) -> Source:
    path = Path(location)
    try:
        if path.is_dir():
            raise SourceUnreadable(f"{location} is a folder", "name a file in it")
        if not path.exists():
            raise SourceMissing(f"there is no file {location}", "check the path")
        if not path.is_file():
            raise SourceRefused(f"{location} is not a regular file", "give a file, or `-` for standard input")
        if path.stat().st_size > MOST_BYTES:
            raise SourceRefused(f"{location} is larger than {MOST_BYTES // 1_000_000} MB", "split it")
        data = path.read_bytes()
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise SourceUnreadable(f"{location!r} cannot be read: {reason}", "check the path and its rights") from fault
    if not data:
        raise SourceUnreadable(f"{location} is empty", "give a file with text in it")
    return Source(location, path.name, data, path, outline=_outline(path))


def _outline(path: Path) -> bytes:
    """The outline beside the file; a text's headings can be stated there."""
    beside = path.with_name(f"{path.name}{OUTLINE_SUFFIX}")
    try:
        return beside.read_bytes() if beside.is_file() and beside.stat().st_size < MOST_OUTLINE else b""
    except OSError:
        return b""
