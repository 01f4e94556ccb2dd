"""The JSON contracts: what scripts read. Times are seconds; titles and texts are the source's own words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from tempfile import TemporaryFile
from typing import Any

from rhapsode.errors import RhapsodeError
from rhapsode.model import Section, Track, count_words
from rhapsode.pipeline import Outline
from rhapsode.track_record import skipped_json, words_json

SCHEMA = 1


def outline_json(outline: Outline, source: str) -> dict[str, Any]:
    """`sections --json`."""
    script = outline.script
    document = script.document
    return {
        "schema": SCHEMA,
        "source": source,
        "title": document.title,
        "authors": list(document.authors),
        "language": document.language,
        "words": words_json(script.ledger),
        "seconds_estimate": round(sum(outline.seconds), 1),
        "seconds_to_speak": round(outline.seconds_to_speak, 1),
        "sections": [
            {
                "id": section.id,
                "level": section.level,
                "title": section.title,
                "words": section_words(section),
                "seconds_estimate": round(seconds, 1),
                "stored": stored,
            }
            for section, seconds, stored in zip(script.sections, outline.seconds, section_stored(outline), strict=True)
        ],
        "skipped": skipped_json(script.ledger),
        "warnings": [*document.warnings, *script.warnings, *outline.plan.warnings],
    }


class RendersJson:
    """`render --json`, put together track by track: a night's books are long, and wait for the end in a file."""

    def __init__(self) -> None:
        self._texts = TemporaryFile()  # noqa: SIM115  # `parts` closes it
        self._places: list[tuple[int, int, int]] = []
        """Number of the source, where its text begins in the file, and how many bytes it has."""

    def add(self, track: Track, source: str, number: int = 0) -> None:
        """One more track; they are told in the order of their numbers."""
        text = _indented(track_json(track, source), 2).encode("utf-8", "surrogatepass")
        self._places.append((number, self._texts.tell(), len(text)))
        self._texts.write(text)

    def parts(self, failed: Sequence[tuple[str, RhapsodeError]]) -> Iterator[str]:
        """The whole, in parts of whole lines."""
        yield f'{{\n "schema": {SCHEMA},\n "tracks": [{"" if self._places else "],"}'
        with self._texts as texts:
            for at, (_, begin, length) in enumerate(sorted(self._places), 1):
                texts.seek(begin)
                text = texts.read(length).decode("utf-8", "surrogatepass")
                yield f"  {text}{',' if at < len(self._places) else ''}"
        told = [{"source": source, "error": str(error)} for source, error in failed]
        if self._places:
            yield " ],"
        yield f' "failed": {_indented(told, 1)}\n}}'


def _indented(value: object, depth: int) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1).replace("\n", "\n" + depth * " ")


def track_json(track: Track, source: str) -> dict[str, Any]:
    """One of `render --json`'s tracks."""

    def at(frame: int) -> float:
        return round(frame / track.rate_hz, 6)

    return {
        "source": source,
        "path": str(track.path),
        "title": track.document.title,
        "seconds": at(track.frames),
        "format": track.format,
        "bytes": track.bytes,
        "loudness_lufs": track.loudness_lufs,
        "true_peak_dbtp": track.true_peak_dbtp,
        "sections": [
            {"id": s.id, "level": s.level, "title": s.title, "start": at(s.start_frame), "end": at(s.end_frame)}
            for s in track.sections
        ],
        "utterances": [
            {
                "section": u.section_id,
                "text": u.text,
                "spoken": u.spoken,
                "start": at(u.start_frame),
                "end": at(u.end_frame),
                "words": [{"text": w.text, "start": at(w.start_frame), "end": at(w.end_frame)} for w in u.words],
            }
            for u in track.utterances
        ],
        "voices": list(track.voices),
        "words": words_json(track.ledger),
        "skipped": skipped_json(track.ledger),
        "stored": {"hits": track.hits, "misses": track.misses},
        "sha256": track.sha256,
        "files": [str(file) for file in track.files or (track.path,)],
        "warnings": list(track.warnings),
    }


def section_words(section: Section) -> int:
    """How many words of the source stand in a section."""
    return sum(count_words(block.text) for block in section.blocks)


def section_stored(outline: Outline) -> list[bool]:
    """For each section whether every clip of it is in the store."""
    missing = {task.key for task in outline.plan.missing}
    said = {u.section_id for u in outline.script.utterances}
    unspoken = {u.section_id for u in outline.script.utterances if outline.plan.keys[u.id] in missing}
    return [section.id in said and section.id not in unspoken for section in outline.script.sections]
