"""The speaking room: a Script becomes clips in the store, in parallel, each distinct sentence spoken once.

Each name is loaded when it is first used: whoever asks an engine what it handles speaks nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rhapsode.lazy_names import opened

if TYPE_CHECKING:
    from rhapsode.speaking.speech import list_voices, load, plan, pronounce, speak
    from rhapsode.speaking.speech_plan import Plan

__all__ = ["Plan", "list_voices", "load", "plan", "pronounce", "speak"]

__getattr__ = opened(__name__, {**dict.fromkeys(__all__, "speech"), "Plan": "speech_plan"})
