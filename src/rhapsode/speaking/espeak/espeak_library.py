"""Finding the espeak-ng library and its data, so that pip alone brings a voice."""

from __future__ import annotations

import ctypes
import hashlib
import os
import sys
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from rhapsode.errors import EngineError, UsageError

LONGEST_PATH_BYTES = 120
"""espeak-ng keeps its data path in a buffer of 160 bytes and ends the process when it overflows; it appends to it."""

CURE = "install it again with pip, or install espeak-ng on the system and set RHAPSODE_ESPEAK=system"


class Library(NamedTuple):
    """The espeak-ng in use."""

    path: str
    """The shared library; a bare name where the system's own is used."""
    data: str
    """The folder that holds `espeak-ng-data`; empty: where the library itself looks."""


def find() -> Library:
    """The espeak-ng that pip brought, or the system's where RHAPSODE_ESPEAK is `system` or pip brought none."""
    wish = os.environ.get("RHAPSODE_ESPEAK", "")
    if wish not in ("", "pip", "system"):
        raise UsageError(f"RHAPSODE_ESPEAK is {wish!r}", "set it to pip or system")
    if wish != "system" and sys.platform == "linux":
        if found := find_spec("espeakng_loader"):  # imported, it would load what tells platforms apart
            folder = Path(found.origin or "").parent
            return Library(str(folder / "libespeak-ng.so.1"), str(folder))
    return Library("libespeak-ng.so.1" if sys.platform == "linux" else "", "")


def is_here() -> bool:
    """Whether there is an espeak-ng: pip's, or one that the system's loader finds."""
    if find().data:
        return True
    from ctypes.util import find_library

    return any(map(find_library, ("espeak-ng", "libespeak-ng", "espeak")))


def load_library(library: Library) -> None:
    """Load the library so that pyttsx3's own look-up, by the same soname, finds it already there.

    Raises EngineError where it cannot be loaded.
    """
    if library.data:
        os.environ["ESPEAK_DATA_PATH"] = short_path(library.data)
    if not library.path:
        return
    try:
        ctypes.CDLL(library.path, ctypes.RTLD_GLOBAL)
    except OSError as fault:
        raise EngineError(f"the espeak-ng library cannot be loaded ({fault})", CURE) from fault


def version(library: Library) -> str:
    """espeak-ng's version; needs neither its data nor pyttsx3 where the library's place is known."""
    if not library.path:
        return str(driver().espeak_version())
    load_library(library)
    info = ctypes.CDLL(library.path).espeak_Info
    info.restype = ctypes.c_char_p
    return str(info(None).decode())


def driver() -> ModuleType:
    """The module that knows pyttsx3, with the library loaded for it. Raises EngineError where there is none."""
    load_library(find())
    try:
        return import_module("rhapsode.speaking.espeak.espeak_driver")
    except (RuntimeError, OSError, ImportError) as fault:  # pyttsx3's driver raises at import where no library is found
        raise EngineError(f"pyttsx3 finds no espeak-ng ({fault})", CURE) from fault


def short_path(folder: str) -> str:
    """`folder`, or a short symbolic link to it where its name would overflow espeak-ng's buffer."""
    if len(os.fsencode(folder)) <= LONGEST_PATH_BYTES:
        return folder
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    home = Path(tempfile.gettempdir()) / f"rhapsode-{os.getuid() if hasattr(os, 'getuid') else 0}"
    home.mkdir(mode=0o700, exist_ok=True)
    if hasattr(os, "getuid") and home.stat().st_uid != os.getuid():
        raise EngineError(f"{home} belongs to somebody else", "set TMPDIR to a folder of your own")
    link = home / name
    if not link.exists():
        half = home / f"{name}.{os.getpid()}"
        half.symlink_to(folder)
        half.replace(link)
    return str(link)
