"""The digest of a file is that of its bytes, however they were written."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.mixing.containers.hashed_file import BUFFER_BYTES, hashed


@given(st.lists(st.integers(0, 3 * BUFFER_BYTES), max_size=6))
def test_the_digest_is_the_files(tmp_path_factory: pytest.TempPathFactory, lengths: list[int]) -> None:
    path = tmp_path_factory.mktemp("hashed") / "file"
    with hashed(path) as (file, sha256):
        for at, length in enumerate(lengths):
            file.write(memoryview(bytes([at]) * length))
    assert path.read_bytes() == b"".join(bytes([at]) * length for at, length in enumerate(lengths))
    assert sha256() == hashlib.sha256(path.read_bytes()).hexdigest()


def test_an_error_in_the_block_closes_the_file(tmp_path: Path) -> None:
    with pytest.raises(KeyError), hashed(tmp_path / "file") as (file, _):
        file.write(b"some")
        raise KeyError
    assert file.closed


def test_a_full_disk_is_an_error() -> None:
    with pytest.raises(OSError, match="No space"), hashed(Path("/dev/full")) as (file, _):
        file.write(bytes(2 * BUFFER_BYTES))


def test_room_that_is_set_aside_and_not_filled_is_none_of_the_file(tmp_path: Path) -> None:
    with hashed(tmp_path / "file", 1_000_000) as (file, sha256):
        file.write(b"some")
    assert (tmp_path / "file").read_bytes() == b"some"
    assert sha256() == hashlib.sha256(b"some").hexdigest()


def test_room_that_is_not_there_is_met_when_it_is_written(tmp_path: Path) -> None:
    with hashed(tmp_path / "file", 1 << 60) as (file, _):
        file.write(b"some")
    assert (tmp_path / "file").read_bytes() == b"some"
