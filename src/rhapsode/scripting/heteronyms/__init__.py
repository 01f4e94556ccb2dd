"""Words written one way and said in several (lead, live, record, use): which way is meant, told from the sentence."""

from rhapsode.scripting.heteronyms.choice import Choice, choose, heteronyms
from rhapsode.scripting.heteronyms.heteronym_marks import heteronym_marks
from rhapsode.scripting.heteronyms.occurrences import Occurrence, occurrences

__all__ = ["Choice", "Occurrence", "choose", "heteronym_marks", "heteronyms", "occurrences"]
