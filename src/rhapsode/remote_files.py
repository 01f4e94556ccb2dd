"""Files elsewhere than on this machine, by the addresses that fsspec knows: `s3://bucket/name`, `gs://`, `memory://`.

An object store replaces an object in one step, so that it is whole or not there; elsewhere a file is written
under another name and moved, which is one step as far as that file system's own move is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rhapsode.errors import RhapsodeError, UsageError
from rhapsode.installed import extra_cure

REPLACED_IN_ONE_STEP = {"s3", "s3a", "gs", "gcs", "abfs", "az", "oss", "memory"}
"""By protocol: a file is there when all of it is."""
EXTRA = "cloud"


def put_file(local: Path, address: str) -> None:
    """Have what `address` names be what `local` holds. Raises RhapsodeError; then it is as it was."""
    with told(address) as files:
        if address.partition(":")[0] in REPLACED_IN_ONE_STEP:
            files.put_file(str(local), address)
            return
        import uuid

        folder, _, name = address.rpartition("/")
        half = f"{folder}/.{name}.{uuid.uuid4().hex}.part"
        try:
            files.makedirs(folder, exist_ok=True)
            files.put_file(str(local), half)
            files.mv(half, address)
        except BaseException:
            if files.exists(half):
                files.rm_file(half)
            raise


def read(address: str, most_bytes: int = -1) -> bytes | None:
    """What `address` names, or its first bytes; None where there is nothing. Raises RhapsodeError."""
    with told(address) as files:
        try:
            data: bytes = files.cat_file(address, end=most_bytes if most_bytes >= 0 else None)
        except (FileNotFoundError, IsADirectoryError):
            return None
        return data


def write(address: str, data: bytes) -> None:
    """Have `address` name `data`, in one step where that protocol has it. Raises RhapsodeError."""
    with told(address) as files:
        files.pipe_file(address, data)


def remove(address: str) -> None:
    """Have `address` name nothing. Raises RhapsodeError."""
    with told(address) as files:
        try:
            files.rm_file(address)
        except FileNotFoundError:
            return


def exists(address: str) -> bool:
    """Whether `address` names a file. Raises RhapsodeError."""
    return size(address) is not None


def size(address: str) -> int | None:
    """How many bytes it has; None where there is no such file. Raises RhapsodeError."""
    with told(address) as files:
        try:
            found = files.info(address)
        except FileNotFoundError:
            return None
        return int(found["size"] or 0) if found["type"] == "file" else None


def version(address: str) -> str:
    """What differs where it names another content: its ETag, or else size and time. Raises RhapsodeError."""
    with told(address) as files:
        return str(files.checksum(address))


def below(address: str) -> list[str]:
    """The addresses of all files below the folder `address`. Raises RhapsodeError."""
    with told(address) as files:
        top = files._strip_protocol(address).rstrip("/")
        return [address.rstrip("/") + name.removeprefix(top) for name in files.find(address)]


def without_password(address: str) -> str:
    """`address` without a user's name and password before its host: it is shown, and kept in the track."""
    return re.sub(r"://[^/@:]*:[^/@]*@", "://", address)


@contextmanager
def told(address: str) -> Iterator[Any]:
    """The file system of `address`; whatever goes wrong with it is told in a line.

    Raises UsageError where there is no such protocol, or its package is not installed.
    """
    files = _file_system(address.partition(":")[0])
    try:
        yield files
    except RhapsodeError:
        raise
    except Exception as fault:  # each protocol's library has its own
        why = without_password(" ".join(str(fault).split()) or type(fault).__name__)
        raise RhapsodeError(
            f"{without_password(address)}: {why}", "check the address, the credentials and the network"
        ) from fault


def _file_system(protocol: str) -> Any:
    try:
        import fsspec
    except ImportError as fault:
        raise UsageError(f"{protocol}:// needs fsspec", extra_cure(EXTRA)) from fault
    try:
        return fsspec.filesystem(protocol, use_listings_cache=False)  # which keeps one for each process
    except ImportError as fault:  # `Install s3fs to access S3`
        cure = extra_cure(EXTRA) if protocol == "s3" else "install it with pip"
        raise UsageError(f"{protocol}:// cannot be opened ({fault})", cure) from fault
    except Exception as fault:
        raise UsageError(f"{protocol}:// cannot be opened: {fault}", "name a folder, or s3://BUCKET/...") from fault
