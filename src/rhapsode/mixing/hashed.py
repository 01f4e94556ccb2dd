"""A new file whose digest is found while it is written: each takes about as long as the other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import BufferedWriter, RawIOBase
from pathlib import Path
from typing import IO, Any

BUFFER_BYTES = 1 << 18
"""Small writes are gathered to so much; larger ones pass as they are."""


@contextmanager
def hashed(path: Path) -> Iterator[tuple[IO[bytes], Callable[[], str]]]:
    """Open `path` anew, to be written from beginning to end.

    Yields the file, and what gives the sha256 of all that was written, in hexadecimal, once the block is left.
    """
    with ThreadPoolExecutor(1) as beside:
        raw = _Hashing(path, beside)
        with BufferedWriter(raw, BUFFER_BYTES) as file:
            yield file, raw.sha256.hexdigest


class _Hashing(RawIOBase):
    def __init__(self, path: Path, beside: ThreadPoolExecutor) -> None:
        self._file = path.open("wb", buffering=0)
        self._beside = beside
        self.sha256 = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        hashing = self._beside.submit(self.sha256.update, data)
        try:
            written = self._file.write(data)
        finally:
            hashing.result()  # the buffer is its owner's again when this returns
        if written != len(data):
            raise OSError(f"{self._file.name}: {written} of {len(data)} bytes written")
        return written

    def close(self) -> None:
        self._file.close()
        super().close()
