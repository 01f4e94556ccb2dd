"""Document -> Script: the outline, the sentences as they will be spoken, their voices and pauses, and the ledger."""

from rhapsode.scripting.script import write_script
from rhapsode.scripting.style import Style
from rhapsode.scripting.style_layers import load_style

__all__ = ["Style", "load_style", "write_script"]
