"""Tracks that go to an address: made in a work folder of this machine, and put in place when all of it is whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from rhapsode.errors import Unproven
from rhapsode.files import address_of, is_remote
from rhapsode.mixing import MixedTrack
from rhapsode.remote_files import put_file
from rhapsode.request import Request
from rhapsode.work_folders import work_folder


def delivered(make: Callable[..., MixedTrack], request: Request, target: Path, **how: Any) -> MixedTrack:
    """The track that `make(request, target, **how)` gives; where `target` is an address, its files are put there.

    What stands beside the track goes first and the track itself last: where it is, all is. Raises RhapsodeError where
    that cannot be; then what `target` names is as it was.
    """
    if not is_remote(target):
        return make(request, target, **how)
    with work_folder() as folder:
        local = folder / target.name
        try:
            track = make(request, local, **how)
        except Unproven:  # here, too, it is written all the same
            _put(folder, local, target.parent)
            raise
        _put(folder, track.path, target.parent)
        files = tuple(target.parent / file.relative_to(folder) for file in track.files or (track.path,))
        return track._replace(path=target.parent / track.path.relative_to(folder), files=files)


def _put(folder: Path, last: Path, place: Path) -> None:
    """Put all that is in `folder` where `place` is, `last` after the others."""
    for file in sorted(
        (found for found in folder.rglob("*") if found.is_file()), key=lambda file: (file == last, file)
    ):
        put_file(file, address_of(place / file.relative_to(folder)))
