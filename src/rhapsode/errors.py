"""Everything that can go wrong for a user, as one tree.

    RhapsodeError                 1   something failed
    ├── UsageError                2   the call itself is wrong: an option, a style file, a target
    │   └── StyleError            2   a style file or lexicon that cannot be used
    ├── SourceError               3   a source could not be read
    │   ├── SourceMissing         3   there is nothing at that place
    │   ├── SourceUnreadable      3   there is something, but not what it says it is
    │   │   └── SourceBusy        3   an address that may answer in a while
    │   ├── SourceRefused         3   reading it would be unsafe: a bomb, a lock, a private address
    │   └── ReaderMissing         3   no reader, or its optional package, is installed
    ├── LossError                 1   a word of the source would be neither spoken nor skipped
    ├── Unproven                  1   a sentence is not in the finished file as it should be
    ├── StoreError                1   the store cannot be written
    │   └── DamagedValue          1   a stored value is not what was stored, or gone; a render makes it anew
    ├── EngineError               4   an engine is missing or failing
    │   ├── VoiceNotFound         4   no such voice; near matches are named
    │   └── SpeechFailed          4   a sentence could not be spoken, twice
    │       └── CannotSay         4   the voice has no sounds for some of its words
    └── EncoderError              5   the encoder is missing or failing

The number is the process's exit code. Every message is one line: what happened, and the cure.
"""


def quoted(text: str, most: int = 60) -> str:
    """`text` as a message quotes it: in quotation marks, cut where it is long."""
    return repr(text if len(text) <= most else f"{text[: most - 3]}...")


class RhapsodeError(Exception):
    """An expected failure: shown as one line, never as a traceback.

    `what` says what happened, `cure` what the user can do about it (may be empty).
    Both are positional, so that the error survives the trip from a worker process.
    """

    exit_code = 1

    def __init__(self, what: str, cure: str = "") -> None:
        super().__init__(what, cure)
        self.what = what
        self.cure = cure

    def __str__(self) -> str:
        text = f"{self.what}: {self.cure}" if self.cure else self.what
        return " ".join(text.split())


class UsageError(RhapsodeError):
    """The call itself is wrong: an option, a style file, a target."""

    exit_code = 2


class StyleError(UsageError):
    """A style file or lexicon that cannot be used; the message names file and line."""


class SourceError(RhapsodeError):
    """A source could not be read."""

    exit_code = 3


class SourceMissing(SourceError):
    """There is nothing at the place the user named."""


class SourceUnreadable(SourceError):
    """The source is empty, binary, damaged or not what it says it is."""


class SourceBusy(SourceUnreadable):
    """An address that does not answer, or not now; `wait_s`: how long it asks to be left alone, 0 where it does not."""

    def __init__(self, what: str, cure: str = "", wait_s: int = 0) -> None:
        super().__init__(what, cure)
        self.wait_s = wait_s


class SourceRefused(SourceError):
    """Reading the source would be unsafe or is not allowed."""


class ReaderMissing(SourceError):
    """No installed reader can read the source; the cure names the extra to install."""


class LossError(RhapsodeError):
    """A word of the source would be neither spoken nor skipped: a fault of the program.

    Only a strict render ends in it; else the sentence is spoken as written, with a warning.
    """


class Unproven(RhapsodeError):
    """A sentence is not in the finished file as it should be, though it was spoken again and again."""


class StoreError(RhapsodeError):
    """The store cannot be written: the disk is full, or the folder another's."""


class DamagedValue(StoreError):
    """A value of the store is not what was stored under its `key`, or gone; a render makes it anew, once.

    `whole`: it is what was stored, and of no use all the same.
    """

    def __init__(self, what: str, cure: str = "", key: str = "", *, whole: bool = False) -> None:
        super().__init__(what, cure)
        self.key = key
        self.whole = whole


class EngineError(RhapsodeError):
    """An engine is missing or failing."""

    exit_code = 4


class VoiceNotFound(EngineError):
    """The engine has no such voice; the cure lists near matches."""


class SpeechFailed(EngineError):
    """A sentence could not be spoken, in two fresh processes; the message names section and sentence."""


class CannotSay(SpeechFailed):
    """The voice has no sounds for some words of a sentence, and never will: another voice must say it."""


class EncoderError(RhapsodeError):
    """The encoder is missing or failing."""

    exit_code = 5
