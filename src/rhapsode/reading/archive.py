"""ZIP archives opened with care: everything they declare is checked before anything is unpacked."""

from __future__ import annotations

import io
import posixpath
import stat
import zipfile
import zlib
from urllib.parse import unquote

from rhapsode.errors import SourceRefused, SourceUnreadable

MOST_MEMBERS = 20_000
MOST_TOTAL = 500_000_000
"""Bytes unpacked, all members together."""
MOST_MEMBER = 60_000_000
"""Bytes of a member that is read."""
MEMBER = "member:"
"""What the address of a picture begins with that is a member of the source itself."""
_HIGHEST_RATIO = 400
_SMALL = 5_000_000
_ENCRYPTED = 0x1


class Archive:
    """The members of a ZIP archive, read one at a time."""

    def __init__(self, data: bytes, location: str) -> None:
        """Open it and check names, sizes and ratios. Raises SourceUnreadable or SourceRefused."""
        self.location = location
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, OSError) as fault:
            raise SourceUnreadable(f"{location} is damaged ({fault})", "get it anew") from fault
        infos = self._zip.infolist()
        self._check(infos)
        self._members = {info.filename: info for info in infos}
        self._folded = {name.casefold(): name for name in self._members}

    def _check(self, infos: list[zipfile.ZipInfo]) -> None:
        if len(infos) > MOST_MEMBERS:
            self._refuse(f"has {len(infos):,} members")
        if sum(info.file_size for info in infos) > MOST_TOTAL:
            self._refuse(f"would unpack to more than {MOST_TOTAL // 1_000_000} MB")
        for info in infos:
            name = info.filename
            if name.startswith(("/", "\\")) or ":" in name[:3] or ".." in name.replace("\\", "/").split("/"):
                self._refuse(f"has a member that points outside it ({name[:60]!r})")
            if stat.S_ISLNK(info.external_attr >> 16):
                self._refuse(f"has a link in it ({name[:60]!r})")
            if info.file_size > _SMALL and info.file_size > _HIGHEST_RATIO * max(1, info.compress_size):
                self._refuse(f"has a member packed {info.file_size // max(1, info.compress_size):,} times over")

    def _refuse(self, why: str) -> None:
        raise SourceRefused(f"{self.location} {why}", "it is not safe to open; get it from another place")

    def __contains__(self, name: str) -> bool:
        return self._known(name) is not None

    def names(self) -> list[str]:
        """Every member's name."""
        return list(self._members)

    def read(self, name: str) -> bytes:
        """A member's content. Raises SourceUnreadable where it is missing or damaged, SourceRefused where too large."""
        known = self._known(name)
        if known is None:
            raise SourceUnreadable(f"{self.location} has no {name!r} in it", "it is damaged; get it anew")
        info = self._members[known]
        if info.flag_bits & _ENCRYPTED:
            raise SourceRefused(f"{self.location} is locked with a password", "unlock it first")
        if info.file_size > MOST_MEMBER:
            self._refuse(f"has a member larger than {MOST_MEMBER // 1_000_000} MB ({name[:60]!r})")
        try:
            with self._zip.open(info) as member:
                data = member.read(info.file_size + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            OSError,
            RuntimeError,
            ValueError,
        ) as fault:
            raise SourceUnreadable(f"{self.location} is damaged at {name!r} ({fault})", "get it anew") from fault
        if len(data) > info.file_size:
            self._refuse(f"unpacks to more than it declares ({name[:60]!r})")
        return data

    def _known(self, name: str) -> str | None:
        """The member meant; addresses in old books are off in case or percent signs at times."""
        for spelled in (name, unquote(name)):
            if spelled in self._members:
                return spelled
            if spelled.casefold() in self._folded:
                return self._folded[spelled.casefold()]
        return None


def resolve(base: str, address: str) -> tuple[str, str]:
    """`address`, as written in the member `base`, as member name and fragment; empty name where it leads elsewhere."""
    path, _, fragment = address.strip().partition("#")
    if "://" in path[:12] or path.startswith(("mailto:", "data:")):
        return "", ""
    path = unquote(path)
    name = posixpath.normpath(posixpath.join(posixpath.dirname(base), path)) if path else base
    return ("", "") if name.startswith(("../", "/")) or name == ".." else (name, unquote(fragment))
