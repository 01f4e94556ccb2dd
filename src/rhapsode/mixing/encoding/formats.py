"""The formats: what ffmpeg is told, and how each codec cuts time into packets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log10
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from rhapsode import installed
from rhapsode.errors import UsageError
from rhapsode.mixing.master import Master


class Format(NamedTuple):
    """One format of the table."""

    name: str
    kbps: int
    """Default for speech; 0 where the codec has no such setting."""
    encoder: tuple[str, ...]
    muxer: str
    """The bare form that ffmpeg writes a piece in."""
    rates_hz: tuple[int, ...] = ()
    """Sample rates it can have; empty for any."""
    frame: Mapping[int, int] | int = 1
    """Frames in a packet: one number, or by the highest rate that has it."""
    delay: int = 0
    """How many frames late a decoder gives back what the encoder was given."""
    overshoot_db: float = 0.0
    """How far decoded peaks go beyond the samples that were encoded (measured on five voices)."""
    bitrates_kbps: Mapping[int, tuple[int, int]] = MappingProxyType({})
    """Least and most of one channel, by the highest sample rate that has them."""


MP3_RATES = (8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)
AAC_RATES = (8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)

MP3_KBPS = {12_000: (8, 64), 24_000: (8, 160), 48_000: (32, 320)}
"""ISO 11172-3 and 13818-3, layer III; MPEG-2.5 as LAME has it."""
AAC_KBPS = {rate_hz: (8, 6 * rate_hz // 1_000) for rate_hz in AAC_RATES}
"""ISO 14496-3: at most 6,144 bits in a packet of one channel."""
OPUS_KBPS = {48_000: (6, 256)}
"""libopus, for one channel."""

LAME_QUALITY = 7
"""Of 0 to 9: psychoacoustics without noise shaping; half the time of 5, and no difference to hear in one voice."""
LAME_SCALE = ((160, 0.95), (192, 0.97), (224, 0.98))
"""What LAME multiplies the sound by, up to each bit rate in kbit/s (its presets for average bit rates; measured)."""
LOSSES_DB = {"opus": 0.1}
"""What other encoders take away (measured)."""
LAMEENC = "lameenc"
_MP3 = ("-c:a", "libmp3lame", "-compression_level", str(LAME_QUALITY), "-write_xing", "0", "-id3v2_version", "0")
_AAC = ("-c:a", "aac", "-aac_coder", "fast")
_OPUS = (
    "-c:a", "libopus", "-compression_level", "5", "-application", "audio", "-frame_duration", "20",
    "-vbr", "constrained",  # or 32 kbit/s come to 36 with one voice and 47 with another
)  # fmt: skip
BLOCK = 4_096
"""Samples in a FLAC frame but for the last of each piece."""
_FLAC = ("-c:a", "flac", "-compression_level", "5", "-frame_size", str(BLOCK), "-sample_fmt", "s16")

FORMATS = {
    "mp3": Format("mp3", 64, _MP3, "mp3", MP3_RATES, {24_000: 576, 48_000: 1_152}, 1_105, bitrates_kbps=MP3_KBPS),
    "m4b": Format("m4b", 48, _AAC, "adts", AAC_RATES, 1_024, 1_024, 0.1, AAC_KBPS),
    "m4a": Format("m4a", 48, _AAC, "adts", AAC_RATES, 1_024, 1_024, 0.1, AAC_KBPS),
    "opus": Format("opus", 32, _OPUS, "opus", (48_000,), 960, 312, 1.6, OPUS_KBPS),
    "flac": Format("flac", 0, _FLAC, "ogg"),
    "wav": Format("wav", 0, ("-c:a", "pcm_s16le"), "s16le"),
}
"""By name. Delays: LAME 576 and a decoder's 528 + 1 (LAME's technical FAQ)."""


class Coding(NamedTuple):
    """A format with everything decided: part of an encoded piece's key."""

    format: str
    rate_hz: int
    kbps: int
    encoder: tuple[str, ...]
    muxer: str
    frame: int
    delay: int
    overshoot_db: float = 0.0

    @property
    def makeup_db(self) -> float:
        """What the encoder takes away from the sound, in dB."""
        if self.format != "mp3":
            return LOSSES_DB.get(self.format, 0.0)
        return next((-20 * log10(scale) for most, scale in LAME_SCALE if self.kbps <= most), 0.0)

    @property
    def in_process(self) -> bool:
        """Whether LAME is called in the worker process itself, which saves a third of the time."""
        return self.encoder[0] == LAMEENC

    @property
    def lossy(self) -> bool:
        """Whether decoded sound differs from what was encoded."""
        return self.kbps > 0

    @property
    def exact(self) -> bool:
        """Whether a piece of any length can be encoded, and nothing is late."""
        return self.frame == 1


def choose(target: Path, master: Master) -> str:
    """The format's name: the one asked for, else by the target's suffix. Raises UsageError for an unknown one."""
    name = master.format or target.suffix.lstrip(".").lower() or "mp3"
    if name not in FORMATS:
        raise UsageError(f"cannot make {name!r}", f"choose one of {', '.join(FORMATS)}")
    return name


def check(target: Path, master: Master) -> None:
    """Raise the UsageError that `mix` would raise for this target and master, without looking at any sound."""
    name = choose(target, master)
    for path in (master.cover, master.intro, master.outro, master.section_cue):
        if path is not None and not path.is_file():
            raise UsageError(f"there is no file {path}", "check the path")
    coding(name, master, 22_050)


def coding(name: str, master: Master, voice_hz: int) -> Coding:
    """Everything decided for format `name`. Raises UsageError where it cannot have the rate or bit rate asked for."""
    form = FORMATS[name]
    acx = master.preset == "acx"
    wanted = master.sample_rate_hz or (44_100 if acx else voice_hz)
    asked_kbps = form.kbps and (master.bitrate_kbps or (192 if acx and name == "mp3" else 0))
    rate_hz = _rate(form, wanted, asked_kbps, asked=master.sample_rate_hz is not None)
    kbps = asked_kbps or min(form.kbps, _bitrates(form, rate_hz)[1])
    if name == "mp3" and rate_hz == voice_hz and (version := installed.version(LAMEENC)):
        encoder: tuple[str, ...] = (LAMEENC, version)
    else:
        encoder = (*form.encoder, "-b:a", f"{kbps}k") if form.kbps else form.encoder
    return Coding(name, rate_hz, kbps, encoder, form.muxer, _frame(form.frame, rate_hz), form.delay, form.overshoot_db)


def _rate(form: Format, wanted_hz: int, kbps: int, *, asked: bool) -> int:
    """The sample rate asked for; else the next above `wanted_hz`, or below, that can have `kbps` (0: its own)."""
    if not form.rates_hz:
        return wanted_hz
    if asked and wanted_hz not in form.rates_hz:
        raise UsageError(f"{form.name} cannot have {wanted_hz} Hz", f"choose one of {_list(form.rates_hz)}")
    among = (wanted_hz,) if asked else form.rates_hz
    able = [rate for rate in among if not kbps or kbps in range(_bitrates(form, rate)[0], _bitrates(form, rate)[1] + 1)]
    if not able:
        ranges = [_bitrates(form, rate) for rate in among]
        at = f" at {wanted_hz} Hz" if asked else ""
        cure = f"choose from {min(low for low, _ in ranges)} to {max(high for _, high in ranges)}"
        raise UsageError(f"{form.name}{at} cannot have {kbps} kbit/s in one channel", cure)
    return next((rate for rate in able if rate >= wanted_hz), able[-1])


def _bitrates(form: Format, rate_hz: int) -> tuple[int, int]:
    return next((kbps for most_hz, kbps in form.bitrates_kbps.items() if rate_hz <= most_hz), (0, 0))


def _list(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


def _frame(frame: Mapping[int, int] | int, rate_hz: int) -> int:
    if isinstance(frame, int):
        return frame
    return next(size for most, size in sorted(frame.items()) if rate_hz <= most)
