"""The frozen values that travel from room to room.

    Source -> Document -> Script -> Speech -> Track

Standard library only, no input or output. Units are in the names: `_ms`, `_hz`, `_db`, `_wpm`, `_lufs`, `_frame`.
Times inside a track are integer frames at `rate_hz`; a millisecond or a second is made only where a value is shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

BlockKind = Literal[
    "heading",  # text; `level` 1 to 6
    "paragraph",
    "list_item",  # `level` is the nesting depth from 1, `marker` what is printed before it
    "quote",
    "code",  # `marker` is the code's language, may be empty
    "table_row",  # cells joined by a space, each under a `cell` mark whose value is its column's header
    "figure",  # the image's alternative text, may be empty, under an `image` mark whose value is its address
    "caption",
    "footnote",  # `marker` is its label
    "math",
    "byline",
    "break",  # a thematic break; no text
    "contents",  # a printed table of contents
    "drawing",  # the words inside a drawing: labels, scales
    "imprint",  # licence, colophon, publisher's matter
    "page_furniture",  # page numbers, running heads
    "surroundings",  # of a web page: navigation, adverts, comments; or a picture's words that its caption says too
]

MarkKind = Literal[
    "emphasis",
    "strong",
    "code",
    "link",  # value: the address
    "image",  # value: the address, or `member:` and its name in the source's archive; marked: the alternative text
    "note_reference",  # value: the note's label
    "citation",  # "[12]", "[edit]": an apparatus mark inside running text
    "language",  # value: BCP 47
    "phonemes",  # value: IPA
    "abbreviation",  # value: the expansion
    "cell",  # value: the column's header, may be empty
    "math",
]

Role = Literal[
    "title", "heading", "paragraph", "list_item", "quote", "code", "table_row", "figure", "caption", "footnote",
    "math", "byline",
]  # fmt: skip


_WORD = re.compile(r"(?<!\S)\S*?[^\W_]\S*")


def words(text: str) -> list[tuple[int, int]]:
    """The `(start, end)` of every word of `text`: a run of non-space characters with a letter or digit in it.

    Linear in the length of `text`.
    """
    return [m.span() for m in _WORD.finditer(text)]


def count_words(text: str) -> int:
    """How many words `text` has."""
    return len(_WORD.findall(text))


STANDARD_INPUT = "standard input"
"""The name of a source that has none."""


class Source(NamedTuple):
    """What the user named, fetched whole into memory (a reader never opens anything itself)."""

    location: str
    """What the user typed: a path, a URL, or `-`."""
    name: str
    """A file name, with suffix where there is one; for a URL the last part of its path."""
    data: bytes
    """The content, at most the front door's cap."""
    path: Path | None = None
    """Where the file lies, if it is one: for a sidecar or `rhapsode.toml` beside it."""
    media_type: str = ""
    """What the server said it is, without parameters."""
    charset: str = ""
    """What the server said its encoding is."""
    outline: bytes = b""
    """What the file beside it, called the same with `.outline` after it, says about its headings."""


class Mark(NamedTuple):
    """A standoff annotation on a block's text: `text[start:end]` is of this kind."""

    start: int
    """First character, from 0."""
    end: int
    """One past the last character."""
    kind: MarkKind
    """What the characters are."""
    value: str = ""
    """What the kind needs: see `MarkKind`."""


class Block(NamedTuple):
    """One piece of the document in reading order; `text` is plain, unwrapped, without mark-up."""

    id: str
    """Unique in the document: `b1`, `b2`, ... in reading order."""
    kind: BlockKind
    """What it is."""
    text: str = ""
    """Plain text without mark-up. A line break is one that the author set (verse, an address, `code`)."""
    marks: tuple[Mark, ...] = ()
    """Inline annotations, ordered by start."""
    level: int = 0
    """Heading level 1 to 6, or nesting depth of a list item or quote from 1; else 0."""
    language: str = ""
    """BCP 47 where it differs from the document's, else empty."""
    line: int = 0
    """Line in the source, from 1; 0 where lines mean nothing."""
    marker: str = ""
    """What is printed before it and is not part of `text`: `•`, `3.`, a footnote's label, a code's language."""


class Lexeme(NamedTuple):
    """How one written form is said (W3C PLS 1.0 terms)."""

    grapheme: str
    """The written form."""
    alias: str = ""
    """Said as if this were written; empty where `phoneme` is given."""
    phoneme: str = ""
    """IPA; empty where `alias` is given."""
    language: str = ""
    """BCP 47; empty means any."""
    origin: str = ""
    """Where it stands, `file:line`, for warnings."""


class Document(NamedTuple):
    """What a reader returns; nothing in it knows about speech."""

    title: str
    """Never empty: the name of the source where the text has none."""
    blocks: tuple[Block, ...]
    """In reading order. The title stands among them as a level 1 heading where the text shows it."""
    source: str = ""
    """`Source.location`."""
    authors: tuple[str, ...] = ()
    """Names as written."""
    language: str = ""
    """BCP 47; empty where nothing says it."""
    published: str = ""
    """ISO 8601 date, may be a year or a year and month; empty where unknown or impossible."""
    cover: bytes | None = None
    """JPEG or PNG."""
    lexicon: tuple[Lexeme, ...] = ()
    """The author's own pronunciations."""
    settings: Mapping[str, object] = {}
    """The front matter's `rhapsode` table, as it stands there."""
    warnings: tuple[str, ...] = ()
    """One line each: what the reader could not do well."""
    picture: str = ""
    """The address (or path from the source's folder) of the picture that the source names for itself."""


class Section(NamedTuple):
    """A part of the outline: what becomes a chapter."""

    id: str
    """Unique in the script: `s1`, `s2`, ..."""
    level: int
    """1 for the title; at most the depth asked for."""
    title: str
    """The source's own words."""
    blocks: tuple[Block, ...]
    """Its blocks, its own heading first, sub-sections that became sections of their own left out."""


NORMAL_RATE_WPM = 175
"""Words per minute where nobody says otherwise: `voice-rate: medium` (CSS Speech)."""
SLOWEST_RATE_WPM, FASTEST_RATE_WPM = 80, 450
"""What an engine can be asked for."""


class Voice(NamedTuple):
    """How an utterance is to be said, in the style's terms; the engine turns it into its own."""

    family: str = ""
    """A voice id or a language tag; empty: the voice of `language`."""
    language: str = ""
    """BCP 47 of the text; empty: the engine's default."""
    rate_wpm: int = NORMAL_RATE_WPM
    """Words per minute."""
    pitch_st: float = 0.0
    """Semitones above (or below) the voice's own pitch."""
    volume_db: float = 0.0
    """Applied when mixing, never by the engine: so it is no part of a clip's key."""


class Span(NamedTuple):
    """One step of an alignment: `spoken[spoken_start:spoken_end]` stands for `source[source_start:source_end]`.

    Equal lengths align character by character; otherwise the whole stands for the whole.
    An empty source side is something said that is not written; an empty spoken side something written and not said.
    """

    spoken_start: int
    spoken_end: int
    source_start: int
    source_end: int


Alignment = tuple[Span, ...]
"""Spans in order, monotonic on both sides, covering all of the spoken text without gaps or overlaps."""


class Utterance(NamedTuple):
    """One sentence as it will be spoken."""

    id: str
    """Unique in the script: `u1`, `u2`, ..."""
    section_id: str
    """The section it belongs to."""
    block_id: str
    """The block whose characters it says."""
    text: str
    """What the engine is given: normalised."""
    alignment: Alignment
    """From `text` to characters of the block's text; spans of an announcement have an empty source side."""
    source_text: str
    """The source's own words, what was skipped inside it left out; empty for an announcement."""
    role: Role = "paragraph"
    """Which style rules shaped it."""
    voice: Voice = Voice()
    """How it is said."""
    marks: tuple[Mark, ...] = ()
    """On `text`: only `phonemes` and `language`, never overlapping, in order."""
    before_ms: int = 0
    """Silence wanted before it. Between two utterances the larger of the two wishes counts (as CSS margins do)."""
    after_ms: int = 0
    """Silence wanted after it. The first `before_ms` is the track's head, the last `after_ms` its tail."""
    cue_before: str = ""
    """Path of a sound played before it; empty for none."""
    cue_after: str = ""
    """Path of a sound played after it; empty for none."""


class Skip(NamedTuple):
    """Something of the source that will not be spoken, and why."""

    block_id: str
    """The block it stands in."""
    kind: str
    """The block's or the mark's kind."""
    text: str
    """The characters themselves."""
    reason: str
    """One line for the user."""
    words: int
    """How many source words it takes away (a mark inside a word takes none)."""
    line: int = 0
    """Line in the source, 0 where unknown."""


class Ledger(NamedTuple):
    """Each source word is spoken, or skipped with a reason: `source_words == spoken_words + skipped_words`, always."""

    source_words: int = 0
    spoken_words: int = 0
    skipped: tuple[Skip, ...] = ()

    @property
    def skipped_words(self) -> int:
        """How many words of the source are skipped with a reason."""
        return sum(skip.words for skip in self.skipped)

    @property
    def balanced(self) -> bool:
        """Whether no word is lost and none is said twice."""
        return self.source_words == self.spoken_words + self.skipped_words


class Script(NamedTuple):
    """Every utterance in order, the outline, and the ledger."""

    document: Document
    sections: tuple[Section, ...]
    utterances: tuple[Utterance, ...]
    """In speaking order; those of one section stand together."""
    ledger: Ledger
    warnings: tuple[str, ...] = ()


class WordMark(NamedTuple):
    """Where a word of the spoken text begins in the sound."""

    start: int
    """First character in the spoken text, from 0."""
    end: int
    """One past its last character."""
    frame: int
    """Onset, in frames from the start of the clip."""


class Clip(NamedTuple):
    """One utterance as sound, trimmed to the speech."""

    samples: bytes | memoryview
    """16-bit signed little-endian mono PCM."""
    rate_hz: int
    """Frames per second."""
    words: tuple[WordMark, ...] = ()
    """The engine's word marks, `start` strictly increasing, `frame` never decreasing; empty where it gives none."""

    @property
    def frames(self) -> int:
        """Length in frames."""
        return len(self.samples) // 2


class Speech(NamedTuple):
    """What the speaking room hands on: where each utterance's clip lies in the store. Sound never travels."""

    keys: Mapping[str, str]
    """Utterance id to the store key of its clip."""
    rate_hz: int
    """Of the track: a clip of another is brought to it where clips are joined."""
    hits: int = 0
    """Distinct clips that were in the store already."""
    misses: int = 0
    """Distinct clips spoken now."""
    engine: str = ""
    """The names of the engines, for the tags."""
    gains_db: Mapping[str, float] = {}
    """Utterance id to what its voice should be made louder by when mixing, as the engines state it."""
    voices: tuple[str, ...] = ()
    """Who spoke, engine and voice, the one that said most first."""
    warnings: tuple[str, ...] = ()
    """What another voice than the one chosen had to say."""


class TimedWord(NamedTuple):
    """A word of the source and when it is said."""

    text: str
    start: int
    """First character in the block's text."""
    end: int
    """One past its last character in the block's text."""
    start_frame: int
    end_frame: int


class TimedUtterance(NamedTuple):
    """An utterance and when it is said."""

    id: str
    section_id: str
    block_id: str
    text: str
    """The source's own words; empty for an announcement."""
    spoken: str
    """What the engine was given."""
    start_frame: int
    end_frame: int
    words: Sequence[TimedWord] = ()
    """In order, inside the utterance, never overlapping."""
    exact: bool = True
    """Whether word times come from the engine's marks; else they are interpolated."""


class TimedSection(NamedTuple):
    """A section and when it is heard. Sections follow on one another without gaps from frame 0 to the last."""

    id: str
    level: int
    title: str
    start_frame: int
    end_frame: int


class Track(NamedTuple):
    """The result: a file, and the one timeline that every other view is made from."""

    path: Path
    document: Document
    rate_hz: int
    """Frames per second of the timeline (which may differ from the file's sample rate)."""
    frames: int
    """Length of what a player decodes, in frames of the timeline."""
    sections: tuple[TimedSection, ...]
    utterances: tuple[TimedUtterance, ...]
    ledger: Ledger
    format: str = "mp3"
    bytes: int = 0
    sha256: str = ""
    loudness_lufs: float | None = None
    """Integrated, measured on the finished file (ITU-R BS.1770-4); None where it is silence or was not measured."""
    true_peak_dbtp: float | None = None
    peaks: tuple[int, ...] = ()
    """Waveform: pairs of lowest and highest sample per bucket, at most 1,600 buckets."""
    files: tuple[Path, ...] = ()
    """Every file written, `path` first."""
    hits: int = 0
    misses: int = 0
    warnings: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    """Who spoke, engine and voice, the one that said most first."""

    def seconds(self, frame: int) -> float:
        """`frame` as seconds from the start."""
        return frame / self.rate_hz


class Progress(NamedTuple):
    """How far a render is."""

    stage: Literal["read", "speak", "mix"]
    section: str
    """Title of the section at work."""
    done: int
    """Units done, out of `total`."""
    total: int
    """Units in all: characters to speak, or frames to encode."""
