"""Words written one way and said in several (lead, live, record, use): which way is meant, told from the sentence.

Each name is loaded when it is first used: most texts hold no such word, or few.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rhapsode.lazy_names import opened

if TYPE_CHECKING:
    from rhapsode.scripting.heteronyms.choice import Choice, choose
    from rhapsode.scripting.heteronyms.heteronym_list import heteronyms
    from rhapsode.scripting.heteronyms.occurrences import Occurrence

__all__ = ["Choice", "Occurrence", "choose", "heteronyms"]

_HOMES = {"Choice": "choice", "Occurrence": "occurrences", "choose": "choice", "heteronyms": "heteronym_list"}

__getattr__ = opened(__name__, _HOMES)
