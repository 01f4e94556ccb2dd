"""The speaking room: a Script becomes clips in the store, in parallel, each distinct sentence spoken once.

Each name is loaded when it is first used: whoever asks an engine what it handles speaks nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rhapsode.speaking.front import list_voices, load, plan, pronounce, speak
    from rhapsode.speaking.planning import Plan

__all__ = ["Plan", "list_voices", "load", "plan", "pronounce", "speak"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.front"), name)
