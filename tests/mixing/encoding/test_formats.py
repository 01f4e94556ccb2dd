from __future__ import annotations

from pathlib import Path

import pytest

from rhapsode.errors import UsageError
from rhapsode.mixing import Master, check
from rhapsode.mixing.encoding.formats import choose, coding
from rhapsode.mixing.master import ceiling_dbtp


def test_the_suffix_chooses_the_format_unless_one_is_named() -> None:
    assert choose(Path("a.OPUS"), Master()) == "opus"
    assert choose(Path("a.opus"), Master(format="m4b")) == "m4b"


@pytest.mark.parametrize("target", ["a.ogv", "a.txt"])
def test_an_unknown_format_is_refused_before_anything_is_spoken(target: str) -> None:
    with pytest.raises(UsageError, match="choose one of mp3"):
        check(Path(target), Master())


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no file"):
        check(tmp_path / "a.mp3", Master(intro=tmp_path / "no.mp3"))


def test_the_acx_preset_is_what_acx_asks_for() -> None:
    form = coding("mp3", Master(preset="acx"), 22_050)
    assert (form.rate_hz, form.kbps) == (44_100, 192)
    assert ceiling_dbtp(Master(preset="acx")) <= -3
    assert Master(preset="acx").effective_loudness == "acx"
    assert Master(preset="acx", loudness="-20").effective_loudness == "-20"


def test_a_rate_that_the_format_cannot_have_is_refused() -> None:
    with pytest.raises(UsageError, match="cannot have 12345 Hz"):
        coding("mp3", Master(sample_rate_hz=12_345), 22_050)


@pytest.mark.parametrize(
    ("name", "kbps", "rate_hz", "told"),
    [
        ("mp3", 512, None, "mp3 cannot have 512 kbit/s in one channel: choose from 8 to 320"),
        ("mp3", 320, 22_050, "mp3 at 22050 Hz cannot have 320 kbit/s in one channel: choose from 8 to 160"),
        ("mp3", 24, 44_100, "mp3 at 44100 Hz cannot have 24 kbit/s in one channel: choose from 32 to 320"),
        ("m4b", 289, None, "m4b cannot have 289 kbit/s in one channel: choose from 8 to 288"),
        ("opus", 257, None, "opus cannot have 257 kbit/s in one channel: choose from 6 to 256"),
    ],
)
def test_a_bit_rate_that_the_format_cannot_have_is_refused(name, kbps, rate_hz, told) -> None:
    with pytest.raises(UsageError) as refused:
        coding(name, Master(bitrate_kbps=kbps, sample_rate_hz=rate_hz), 22_050)
    assert str(refused.value) == told


def test_a_bit_rate_asked_for_alone_brings_a_sample_rate_that_can_have_it() -> None:
    assert coding("mp3", Master(bitrate_kbps=320), 22_050).rate_hz == 32_000
    assert coding("mp3", Master(bitrate_kbps=16), 44_100).rate_hz == 24_000
    assert coding("mp3", Master(bitrate_kbps=160), 22_050).rate_hz == 22_050
    assert coding("m4b", Master(bitrate_kbps=256), 22_050).rate_hz == 44_100
    assert coding("flac", Master(bitrate_kbps=9_999), 22_050).kbps == 0


def test_a_default_is_no_more_than_the_sample_rate_can_have() -> None:
    assert coding("m4b", Master(sample_rate_hz=8_000), 22_050).kbps == 48
    assert coding("mp3", Master(sample_rate_hz=8_000), 22_050).kbps == 64


def test_a_voices_odd_rate_becomes_the_next_that_the_format_has() -> None:
    assert coding("mp3", Master(), 10_000).rate_hz == 11_025
    assert coding("opus", Master(), 22_050).rate_hz == 48_000
    assert coding("wav", Master(), 10_000).rate_hz == 10_000
