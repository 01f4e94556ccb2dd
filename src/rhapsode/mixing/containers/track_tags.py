"""What the tags of every container say, decided once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from rhapsode.metadata_text import STEERING, metadata_line
from rhapsode.mixing.containers.cover import Cover
from rhapsode.mixing.master import Master
from rhapsode.model import Script, Track

ISO_639_2 = {
    "af": "afr", "ar": "ara", "bg": "bul", "bn": "ben", "ca": "cat", "cs": "ces", "cy": "cym", "da": "dan",
    "de": "deu", "el": "ell", "en": "eng", "eo": "epo", "es": "spa", "et": "est", "eu": "eus", "fa": "fas",
    "fi": "fin", "fr": "fra", "ga": "gle", "gd": "gla", "gl": "glg", "gu": "guj", "he": "heb", "hi": "hin",
    "hr": "hrv", "hu": "hun", "hy": "hye", "id": "ind", "is": "isl", "it": "ita", "ja": "jpn", "ka": "kat",
    "kn": "kan", "ko": "kor", "la": "lat", "lt": "lit", "lv": "lav", "mk": "mkd", "ml": "mal", "mr": "mar",
    "ms": "msa", "nb": "nob", "nl": "nld", "nn": "nno", "no": "nor", "pa": "pan", "pl": "pol", "pt": "por",
    "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv", "sq": "sqi", "sr": "srp", "sv": "swe", "sw": "swa",
    "ta": "tam", "te": "tel", "th": "tha", "tr": "tur", "uk": "ukr", "ur": "urd", "vi": "vie", "zh": "zho",
}  # fmt: skip
"""ISO 639-1 to 639-2/T, the languages that speech engines have."""


@dataclass(frozen=True, slots=True)
class TrackTags:
    """The tags' texts; empty where there is nothing to say."""

    title: str
    authors: tuple[str, ...] = ()
    album: str = ""
    narrator: str = ""
    genre: str = ""
    language: str = ""
    """ISO 639-2."""
    published: str = ""
    address: str = ""
    """Of the source, where it is on the web."""
    transcript: str = ""
    encoder: str = "rhapsode"
    number: int = 0
    """Which of `count` files this is; 0 where there is one."""
    count: int = 0
    timeline: bytes = field(default=b"", repr=False)
    """The track's own timeline: see `embedded_timeline`."""
    cover: bytes = field(default=b"", repr=False)
    cover_type: str = ""
    cover_size: tuple[int, int] = (0, 0)
    """Width and height in pixels."""


def track_tags(script: Script, master: Master, engine: str, cover: Cover | None = None) -> TrackTags:
    """What to write about `script`: the master's word first, then the document's."""
    document = script.document
    title, source = metadata_line(master.title or document.title), metadata_line(document.source)
    return TrackTags(
        title=title,
        authors=tuple(metadata_line(name) for name in master.authors or document.authors),
        album=metadata_line(master.album) or title,
        narrator=metadata_line(master.narrator or engine),
        genre=metadata_line(master.genre),
        language=iso_639_2(document.language),
        published=metadata_line(master.published or document.published),
        address=source if re.match(r"https?://\S+$", source) else "",
        transcript=transcript(script) if master.transcript else "",
        cover=cover.data if cover else b"",
        cover_type=cover.media_type if cover else "",
        cover_size=cover.size if cover else (0, 0),
    )


def for_section(tags: TrackTags, track: Track, number: int, count: int) -> TrackTags:
    """The tags of one section's file: the whole's title becomes the album's."""
    said = "\n\n".join(_paragraphs((u.block_id, u.text) for u in track.utterances))
    title = metadata_line(track.sections[0].title) or tags.title
    return replace(tags, title=title, number=number, count=count, transcript=tags.transcript and said)


def transcript(script: Script) -> str:
    """What is said, as written: a paragraph per block."""
    return "\n\n".join(_paragraphs((said.block_id, said.source_text) for said in script.utterances))


def _paragraphs(said: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The texts of each block, joined."""
    for _, run in groupby((pair for pair in said if pair[1]), key=lambda pair: pair[0]):
        yield STEERING.sub("", " ".join(text.strip() for _, text in run)).strip()


def iso_639_2(tag: str) -> str:
    """The three-letter code of a BCP 47 tag; empty where it is not known."""
    first = tag.split("-", maxsplit=1)[0].lower()
    return first if len(first) == 3 and first.isascii() and first.isalpha() else ISO_639_2.get(first, "")
