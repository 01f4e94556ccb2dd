"""The caption formats: WebVTT, SRT, LRC (by line and by word) and JSON, all from the same cues.

WebVTT: W3C Web Video Text Tracks, section 4. SRT and LRC have no standard; what players agree on is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from itertools import zip_longest
from typing import Any

from rhapsode.errors import UsageError
from rhapsode.listening.cues import Cue, cues
from rhapsode.listening.times import position_ms
from rhapsode.model import TimedUtterance, Track
from rhapsode.track_record import as_bytes, record, words_exact

INTERPOLATED = "Word times are interpolated: the engine marks no words."


def captions(track: Track, format: str) -> str:  # noqa: A002 - the field's own word
    """`track` as captions in one of `FORMATS`. Raises UsageError for another."""
    if format not in FORMATS:
        raise UsageError(f"no caption format {format!r}", f"choose one of {', '.join(FORMATS)}")
    return FORMATS[format](track)


def vtt(track: Track) -> str:
    """WebVTT, one cue per caption; the note says where times are interpolated."""
    head = ["WEBVTT", _note("Made by rhapsode"), _note(" ".join(track.document.title.split()))]
    head += [] if words_exact(track) else [_note(INTERPOLATED)]
    body = [
        f"{number}\n{_clock(cue.start_ms)} --> {_clock(cue.end_ms)}\n{escape(chr(10).join(cue.lines), quote=False)}"
        for number, cue in enumerate(cues(track), 1)
    ]
    return "\n\n".join(head + body) + "\n"


def srt(track: Track) -> str:
    """SubRip, one cue per caption."""
    return "".join(
        f"{number}\n{_clock(cue.start_ms, ',')} --> {_clock(cue.end_ms, ',')}\n{chr(10).join(cue.lines)}\n\n"
        for number, cue in enumerate(cues(track), 1)
    )


def lrc(track: Track) -> str:
    """LRC, one line per caption; an empty line clears the screen where a silence of over a second follows."""
    return _lrc(track, lambda cue: " ".join(cue.lines))


def lrc_words(track: Track) -> str:
    """Enhanced LRC: each word under its own time."""
    return _lrc(track, lambda cue: _timed_words(track, cue))


def as_json(track: Track) -> str:
    """The track's record with every utterance and word in it, and its times in seconds."""

    def seconds(frame: int) -> float:
        return position_ms(track, frame) / 1000

    def utterance(said: TimedUtterance) -> dict[str, Any]:
        return {
            "id": said.id,
            "section": said.section_id,
            "block": said.block_id,
            "text": said.text,
            "spoken": said.spoken,
            "start": seconds(said.start_frame),
            "end": seconds(said.end_frame),
            "exact": said.exact,
            "words": [
                {"text": w.text, "start": seconds(w.start_frame), "end": seconds(w.end_frame)} for w in said.words
            ],
        }

    return as_bytes(record(track, [utterance(said) for said in track.utterances])).decode("utf-8")


FORMATS: Mapping[str, Callable[[Track], str]] = {
    "vtt": vtt,
    "srt": srt,
    "lrc": lrc,
    "lrc-words": lrc_words,
    "json": as_json,
}
SUFFIXES = {"vtt": ".vtt", "srt": ".srt", "lrc": ".lrc", "lrc-words": ".words.lrc", "json": ".json"}


def _note(text: str) -> str:
    return f"NOTE {text.replace('-->', '→')}"  # an arrow would end the note (WebVTT 4.1)


def _clock(ms: int, point: str = ".") -> str:
    seconds, ms = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{ms:03}"


def _lrc(track: Track, line: Callable[[Cue], str]) -> str:
    document = track.document
    tags = {"ti": document.title, "ar": ", ".join(document.authors), "la": document.language, "by": "rhapsode"}
    tags["length"] = _lrc_clock(position_ms(track, track.frames))[:-3]
    rows = [f"[{tag}:{' '.join(value.split())}]" for tag, value in tags.items() if value]
    rows += [] if words_exact(track) else [f"[re:{INTERPOLATED}]"]
    shown = cues(track)
    for cue, after in zip_longest(shown, shown[1:]):
        rows.append(f"[{_lrc_clock(cue.start_ms)}]{line(cue)}")
        if after is None or after.start_ms - cue.end_ms > 1000:
            rows.append(f"[{_lrc_clock(cue.end_ms)}]")
    return "\n".join(rows) + "\n"


def _timed_words(track: Track, cue: Cue) -> str:
    def at(frame: int) -> str:
        return f"<{_lrc_clock(position_ms(track, frame))}>"

    said = "".join(
        f"{' ' if piece.spaced and number else ''}{at(piece.start_frame)}{piece.text}"
        for number, piece in enumerate(cue.words)
    )
    return f"{said}{at(cue.words[-1].end_frame)}"


def _lrc_clock(ms: int) -> str:
    return f"{ms // 60_000:02}:{ms // 1000 % 60:02}.{ms % 1000 // 10:02}"
