"""ID3 v2.3 tags: for MP3, and as a chunk for WAV."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from io import BytesIO
from typing import Any

from rhapsode.mixing.capsule import NAME, to_bytes
from rhapsode.mixing.chapters import Chapter, chapters
from rhapsode.mixing.labels import Labels
from rhapsode.model import Track

TOP, ORDERED = 0x02, 0x01
"""CTOC flags (ID3v2 chapter frame addendum 1.0, section 3.2)."""
NOWHERE = 0xFFFFFFFF
"""Byte offsets that are not given (the same, section 3.1)."""


def id3_tag(track: Track, labels: Labels) -> bytes:
    """The whole tag. Version 2.3: some players lose the chapters of long 2.4 tags."""
    frames = _frames()
    tags = frames.ID3()
    for name, text in _texts(labels).items():
        if text:
            tags.add(getattr(frames, name)(encoding=_encoding(text), text=[text]))
    for frame in chapter_frames(chapters(track)):
        tags.add(frame)
    if labels.cover:
        front = frames.PictureType.COVER_FRONT
        tags.add(frames.APIC(encoding=0, mime=labels.cover_type, type=front, desc="", data=labels.cover))
    if labels.transcript:
        text = labels.transcript
        tags.add(frames.USLT(encoding=_encoding(text), lang=labels.language or "und", desc="", text=text))
    if labels.address:
        tags.add(frames.WOAS(url=labels.address))
    capsule = to_bytes(track)
    tags.add(frames.GEOB(encoding=0, mime="application/octet-stream", filename=NAME, desc=NAME, data=capsule))
    tags.update_to_v23()
    whole = BytesIO()
    tags.save(whole, v1=0, v2_version=3, padding=lambda info: 0)
    return whole.getvalue()


def chapter_frames(listed: Sequence[Chapter]) -> list[Any]:
    """CHAP frames and the table of contents that orders them."""
    frames = _frames()
    made: list[Any] = []
    ids = [f"chp{at}" for at in range(len(listed))]
    for name, chapter in zip(ids, listed, strict=True):
        title = frames.TIT2(encoding=_encoding(chapter.title), text=[chapter.title])
        times = {"start_time": chapter.start_ms, "end_time": chapter.end_ms}
        made.append(frames.CHAP(element_id=name, **times, start_offset=NOWHERE, end_offset=NOWHERE, sub_frames=[title]))
    if ids:
        made.append(frames.CTOC(element_id="toc", flags=TOP | ORDERED, child_element_ids=ids, sub_frames=[]))
    return made


def _frames() -> Any:
    """mutagen's frames, which it does not type."""
    return import_module("mutagen.id3")


def _texts(labels: Labels) -> dict[str, str]:
    return {
        "TIT2": labels.title,
        "TPE1": "/".join(labels.authors),
        "TALB": labels.album,
        "TCOM": labels.narrator,
        "TCON": labels.genre,
        "TLAN": labels.language,
        "TDRC": labels.published,
        "TSSE": labels.encoder,
    }


def _encoding(text: str) -> int:
    return 0 if text.isascii() else 1
