"""Sounds of the user's own: cues, and music under the first and the last words. Shaped with pydub."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from rhapsode import ffmpeg
from rhapsode.errors import EncoderError, UsageError
from rhapsode.mixing.cutting.pieces import PieceLayout
from rhapsode.mixing.master import Master
from rhapsode.model import Script
from rhapsode.store import Store, key_of

if TYPE_CHECKING:
    from pydub import AudioSegment

MOST_CUE_S = 15
MOST_MUSIC_S = 60
UNDER_MS = 4_000
"""How long music runs on under the words."""
DUCK_DB = -20.0
"""Music under speech is this much quieter (WCAG 2.2, success criterion 1.4.7)."""
FADE_MS = 1_500


def in_store(paths: Iterable[Path | None], store: Store, rate_hz: int, most_s: int) -> dict[str, str]:
    """Bring each file into the store as samples at `rate_hz`, mono, at most `most_s` seconds; store keys by path.

    Raises UsageError where one cannot be read.
    """
    return {str(path): _loaded(path, store, rate_hz, most_s) for path in paths if path is not None}


def _loaded(path: Path, store: Store, rate_hz: int, most_s: int) -> str:
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as fault:
        raise UsageError(f"the sound {path} cannot be read", "check the path") from fault
    key = key_of({"kind": "sound", "file": digest, "rate_hz": rate_hz, "most_s": most_s})
    if key not in store:
        try:
            form = ("-f", "s16le", "-ac", "1", "-ar", str(rate_hz), "-t", str(most_s), "-bitexact")
            samples = ffmpeg.run(["-i", path.absolute(), "-map", "0:a:0", *form, "pipe:1"])
        except EncoderError as fault:
            raise UsageError(f"the sound {path} cannot be read", "give an audio file") from fault
        if len(samples) % 2 or not ffmpeg.works():  # how long it should be, nobody knows
            raise ffmpeg.lacking(f"{len(samples)} bytes that are no sound for {path}")
        if not samples:
            raise UsageError(f"there is no sound in {path}", "give another audio file")
        store.put(key, samples)
    return key


def piece_layout(script: Script, master: Master, store: Store, rate_hz: int) -> PieceLayout:
    """Where cues and music go, with their sounds in the store. Raises UsageError where one cannot be read."""
    paths = {path for said in script.utterances for path in (said.cue_before, said.cue_after) if path}
    cues = in_store(map(Path, sorted(paths)), store, rate_hz, MOST_CUE_S)
    every = in_store([master.section_cue], store, rate_hz, MOST_CUE_S)
    around = in_store([master.intro, master.outro], store, rate_hz, MOST_MUSIC_S)
    return PieceLayout(
        cues=cues,
        titles={section.id: section.title for section in script.sections},
        section_cue=next(iter(every.values()), ""),
        intro=around.get(str(master.intro), ""),
        outro=around.get(str(master.outro), ""),
        split=master.split,
        room_tone_ms=master.room_tone_ms,
    )


def matched(music: AudioSegment, speech: AudioSegment) -> AudioSegment:
    """`music` as loud as `speech` (mean power where there is sound)."""
    if not music.rms or not speech.rms:
        return music
    return music.apply_gain(speech.dBFS - music.dBFS)


def under(music: AudioSegment) -> int:
    """How many milliseconds of `music` run under the words: not more than half of it."""
    return min(UNDER_MS, len(music) // 2)


def intro(music: AudioSegment) -> AudioSegment:
    """`music` faded in, ducked before its last `under` milliseconds and faded out in them."""
    words = len(music) - under(music)
    fade = min(FADE_MS, words // 2)
    return music.fade_in(fade).fade(to_gain=DUCK_DB, end=words, duration=fade).fade_out(under(music))


def outro(music: AudioSegment) -> AudioSegment:
    """`music` ducked for its first `under` milliseconds, then faded up, and out at its end."""
    words = under(music)
    fade = min(FADE_MS, (len(music) - words) // 3)
    return music.fade(from_gain=DUCK_DB, start=words, duration=fade).fade_in(words // 2).fade_out(2 * fade)
