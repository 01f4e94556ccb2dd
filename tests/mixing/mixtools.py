"""Scripts and clips made by hand: sines instead of speech, so that every sound in a track can be told from the next."""

from __future__ import annotations

import math
import subprocess
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rhapsode.clips import pack
from rhapsode.executors import InlineExecutor
from rhapsode.ffmpeg import find
from rhapsode.mixing import Master, MixedTrack, mix
from rhapsode.model import Block, Clip, Document, Ledger, Script, Section, Span, Speech, Utterance, WordMark, words
from rhapsode.store import Store, key_of

RATE = 22_050
FORMATS = ("mp3", "m4b", "m4a", "opus", "flac", "wav")
SECTIONS = [(f"Section {n}", 2 if n else 1, [f"Sentence {m} of part {n}." for m in range(9)]) for n in range(4)]


def tone(frames: int, hz: float = 440.0, rate: int = RATE, level: int = 8_000) -> bytes:
    """A sine that begins and ends loud, so that its edges can be found in samples."""
    step = 2 * math.pi * hz / rate
    return array("h", [round(level * math.cos(step * at)) for at in range(frames)]).tobytes()


def clip(text: str, hz: float = 440.0, rate: int = RATE, frames_per_character: int = 1_200) -> Clip:
    """A clip for `text` with a mark at the beginning of every word."""
    marks = tuple(WordMark(start, end, start * frames_per_character) for start, end in words(text))
    return Clip(tone(len(text) * frames_per_character, hz, rate), rate, marks)


class Bench(NamedTuple):
    """A script with its clips in a store."""

    script: Script
    speech: Speech
    store: Store
    clips: dict[str, Clip]


def script(sections: Sequence[tuple[str, int, Sequence[str]]], title: str = "A title", **document: Any) -> Script:
    """A script of `(title, level, sentences)`: a heading block and one paragraph block per section."""
    made, utterances, blocks_all = [], [], []
    for at, (name, level, sentences) in enumerate(sections, 1):
        heading = Block(f"b{2 * at - 1}", "heading", name, level=level)
        body = Block(f"b{2 * at}", "paragraph", " ".join(sentences))
        blocks_all += [heading, body]
        made.append(Section(f"s{at}", level, name, (heading, body)))
        if name:
            utterances.append(utterance(f"s{at}", heading.id, name, 0, role="heading", before=1_200, after=800))
        offset = 0
        for sentence in sentences:
            utterances.append(utterance(f"s{at}", body.id, sentence, offset))
            offset += len(sentence) + 1
    numbered = tuple(u._replace(id=f"u{n}") for n, u in enumerate(utterances, 1))
    count = sum(len(words(u.source_text)) for u in numbered)
    return Script(
        Document(title, tuple(blocks_all), language="en", **document), tuple(made), numbered, Ledger(count, count)
    )


def utterance(
    section: str, block: str, text: str, offset: int, *, role: Any = "paragraph", before: int = 0, after: int = 300
) -> Utterance:
    span = Span(0, len(text), offset, offset + len(text))
    return Utterance("u", section, block, text, (span,), text, role=role, before_ms=before, after_ms=after)


def bench(made: Script, folder: Path, rate: int = RATE, **options: Any) -> Bench:
    """Clips for every utterance, each of another pitch, in a store in `folder`."""
    store = Store(folder)
    clips, keys = {}, {}
    for at, said in enumerate(made.utterances):
        clips[said.id] = clip(said.text, 200.0 + 50 * (at % 12), rate, **options)
        keys[said.id] = key_of({"text": said.text, "at": at})
        store.put(keys[said.id], pack(clips[said.id]))
    return Bench(made, Speech(keys, rate, engine="tone"), store, clips)


HOSTILE = (
    "Plain",
    "Ünïcödé — “quotes”",
    "Русский язык",
    "中文标题",
    "العنوان العربي",
    'a=b; c#d \\ e "f"\nand more',
    "<b>&amp;</b> 'x'",
)


def said(title: str) -> str:
    """A title as a container shows it: on one line."""
    return " ".join(title.split())


def mixed(made: Bench, target: Path, **options: Any) -> MixedTrack:
    return mix(made.script, made.speech, made.store, target, executor=InlineExecutor(), master=Master(**options))


def decoded(path: Path, rate_hz: int) -> bytes:
    return subprocess.run(
        [find(), "-v", "error", "-i", path, "-f", "s16le", "-ac", "1", "-ar", str(rate_hz), "pipe:1"],
        capture_output=True,
        check=True,
    ).stdout
