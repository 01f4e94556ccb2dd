"""Joining clips and silence into a piece, frame by frame, with pydub."""

from __future__ import annotations

from array import array
from sys import byteorder
from typing import TYPE_CHECKING, NamedTuple

from rhapsode.clips import unpack
from rhapsode.mixing.cutting.pieces import Piece
from rhapsode.mixing.limiter import limited
from rhapsode.mixing.pydub_segments import audio
from rhapsode.model import Clip
from rhapsode.resampling import at_rate
from rhapsode.store import Store

if TYPE_CHECKING:
    from pydub import AudioSegment

Buffer = bytes | memoryview
EDGE_MS = 3
"""Fade at each end of a clip: too short to hear, long enough that no edge clicks."""


class JoinedPiece(NamedTuple):
    """A piece as sound, with where its clips begin."""

    segment: AudioSegment
    starts: tuple[int, ...]
    clips: tuple[Clip, ...]


def join(piece: Piece, store: Store) -> JoinedPiece:
    """Join the piece's clips, cues and silences; the length is exact to the frame and a multiple of `piece.whole`."""
    store.bring(part.clip for part in piece.parts)
    spoken = at_rate([stored_clip(store, part.clip) for part in piece.parts], piece.rate_hz, piece.section)
    cues = {key: stored_sound(store, key) for part in piece.parts for key in (part.cue_before, part.cue_after) if key}
    gaps = _gaps(piece, spoken, cues)
    sounds: list[Buffer] = [bytes(2 * piece.lead)]
    starts = []
    at = piece.lead
    for part, clip, gap in zip(piece.parts, spoken, gaps, strict=True):
        before, after = cues.get(part.cue_before, b""), cues.get(part.cue_after, b"")
        starts.append(at + len(before) // 2)
        run = [before, *shaped(clip, part.volume_db), after, bytes(2 * gap)]
        at += sum(map(len, run)) // 2
        sounds += run
    segment = audio(b"".join(sounds), piece.rate_hz)
    if piece.outro:
        ending = audio(stored_sound(store, piece.outro), piece.rate_hz)
        segment = with_outro(segment, ending, starts[-1] + spoken[-1].frames)
    if piece.intro:
        opening = audio(stored_sound(store, piece.intro), piece.rate_hz)
        segment, later = with_intro(segment, opening, piece.whole)
        starts = [start + later for start in starts]
    return JoinedPiece(segment, tuple(starts), tuple(spoken))


def with_intro(speech: AudioSegment, music: AudioSegment, whole: int) -> tuple[AudioSegment, int]:
    """`music`, its end under `speech`; and how many frames later the speech begins, a multiple of `whole`."""
    from rhapsode.mixing.joining.music import intro, matched, under

    rate_hz = speech.frame_rate
    alone = (len(music) - under(music)) * rate_hz // 1000
    later = -(-alone // whole) * whole
    shaped_music = audio(bytes(2 * (later - alone)) + intro(matched(music, speech)).raw_data, rate_hz)
    return mixed(audio(bytes(2 * later) + speech.raw_data, rate_hz), shaped_music, 0), later


def with_outro(speech: AudioSegment, music: AudioSegment, words_end: int) -> AudioSegment:
    """`speech`, with `music` that begins under the last words, which end at frame `words_end`, and goes on after."""
    from rhapsode.mixing.joining.music import matched, outro, under

    begin = max(0, words_end - under(music) * speech.frame_rate // 1000)
    shaped_music = outro(matched(music, speech))
    missing = begin + int(shaped_music.frame_count()) - int(speech.frame_count())
    return mixed(audio(speech.raw_data + bytes(2 * max(0, missing)), speech.frame_rate), shaped_music, begin)


def mixed(base: AudioSegment, added: AudioSegment, at: int) -> AudioSegment:
    """`added` laid over `base` from frame `at` on; the length stays `base`'s.

    To the frame: pydub's overlay() counts in milliseconds, and would end it, and the words under it, before its time.
    """
    import audioop

    under = memoryview(base.raw_data)
    over = memoryview(added.raw_data)[: max(0, len(under) - 2 * at)]
    begin, end = 2 * at, 2 * at + len(over)
    both = audioop.add(under[begin:end], over, 2)
    return audio(b"".join([under[:begin], both, under[end:]]), base.frame_rate)


def shaped(clip: Clip, volume_db: float) -> tuple[Buffer, ...]:
    """The clip's samples at their volume, faded at both edges, in parts."""
    samples = memoryview(clip.samples)
    if volume_db:
        samples = memoryview(b"".join(limited(samples, clip.rate_hz, volume_db, limit_db=0.0)))
    edge = min(EDGE_MS * clip.rate_hz // 1000, len(samples) // 4)
    if edge == 0:
        return (samples,)
    end = len(samples) - 2 * edge
    return (
        _ramp(bytes(samples[: 2 * edge])),
        samples[2 * edge : end],
        _ramp(bytes(samples[end:])[::-1], swap=True)[::-1],
    )


def _ramp(samples: bytes, *, swap: bool = False) -> bytes:
    values = array("h", samples)
    if swap != (byteorder == "big"):
        values.byteswap()
    count = len(values)
    faded = array("h", [value * (at + 1) // (count + 1) for at, value in enumerate(values)])
    if swap != (byteorder == "big"):
        faded.byteswap()
    return faded.tobytes()


def stored_clip(store: Store, key: str) -> Clip:
    """The clip of that key. Raises DamagedValue where it is missing or damaged."""
    return store.read(key, unpack)


def stored_sound(store: Store, key: str) -> bytes:
    """The samples of that key, of a cue or of music. Raises DamagedValue as `stored_clip` does."""
    return store.read(key, bytes)


def _gaps(piece: Piece, spoken: list[Clip], cues: dict[str, bytes]) -> list[int]:
    """The silences, with what is missing to (or too much for) a whole number of frames spread over them."""
    sounding = sum(clip.frames for clip in spoken)
    sounding += sum(len(cues.get(key, b"")) // 2 for part in piece.parts for key in (part.cue_before, part.cue_after))
    gaps = [part.gap for part in piece.parts]
    length = piece.lead + sounding + sum(gaps)
    wanted = (length + piece.whole // 2) // piece.whole * piece.whole
    return spread(gaps, max(wanted, 0) - length)


def spread(gaps: list[int], change: int) -> list[int]:
    """`gaps` with `change` frames shared out evenly over those long enough to lose them all."""
    wide = [at for at, gap in enumerate(gaps) if gap > abs(change)]
    if not wide:
        return [*gaps[:-1], gaps[-1] + max(change, 0)] if gaps else gaps
    spread_out = list(gaps)
    share, left = divmod(abs(change), len(wide))
    for turn, at in enumerate(wide):
        step = share + (turn < left)
        spread_out[at] += step if change > 0 else -step
    return spread_out
