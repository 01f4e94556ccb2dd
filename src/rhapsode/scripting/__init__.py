"""Document -> Script: the outline, the sentences as they will be spoken, their voices and pauses, and the ledger.

Each name is loaded when it is first used: a render may have its script written by another process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rhapsode.lazy_names import opened

if TYPE_CHECKING:
    from rhapsode.scripting.script import GrowingScript, write_script
    from rhapsode.scripting.style import Style
    from rhapsode.scripting.style_layers import load_style

__all__ = ["GrowingScript", "Style", "load_style", "write_script"]

_HOMES = {"GrowingScript": "script", "Style": "style", "load_style": "style_layers", "write_script": "script"}

__getattr__ = opened(__name__, _HOMES)
