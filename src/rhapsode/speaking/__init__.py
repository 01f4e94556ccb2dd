"""The speaking room: a Script becomes clips in the store, in parallel, each distinct sentence spoken once.

Each name is loaded when it is first used: whoever asks an engine what it handles speaks nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rhapsode.lazy_names import opened

if TYPE_CHECKING:
    from rhapsode.speaking.planning.casting import engines, telling_of_the_best
    from rhapsode.speaking.planning.growing_plan import GrowingPlan, PlannedUtterance
    from rhapsode.speaking.planning.speech_plan import SpeechPlan
    from rhapsode.speaking.speech import (
        estimated_s,
        every_voice,
        get_ready,
        get_ready_to_speak,
        list_first,
        plan,
        pronounce,
        pronouncers,
        speak,
        voices_from,
    )

__all__ = [
    "GrowingPlan",
    "PlannedUtterance",
    "SpeechPlan",
    "engines",
    "estimated_s",
    "every_voice",
    "get_ready",
    "get_ready_to_speak",
    "list_first",
    "plan",
    "pronounce",
    "pronouncers",
    "speak",
    "telling_of_the_best",
    "voices_from",
]

__getattr__ = opened(
    __name__,
    {
        **dict.fromkeys(__all__, "speech"),
        "GrowingPlan": "planning.growing_plan",
        "PlannedUtterance": "planning.growing_plan",
        "SpeechPlan": "planning.speech_plan",
        **dict.fromkeys(("engines", "telling_of_the_best"), "planning.casting"),
    },
)
