"""Playing a file of sound with a program that the machine has."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from rhapsode import ffmpeg
from rhapsode.errors import RhapsodeError
from rhapsode.installed import extra_cure
from rhapsode.work_folders import work_folder

CURE = "install ffplay (of ffmpeg) or mpv, or set RHAPSODE_PLAYER to a program that plays the file it is given"

STREAM_CURE = f"{extra_cure('play')}; or {CURE}"

NO_DEVICE = "audio open failed"
"""What ffplay says, and ends with 0 all the same."""
DEVICE_CURE = "connect one, or have `rhapsode render` write a file, without --play, and play it elsewhere"


class Player(NamedTuple):
    """A program that plays a file and ends."""

    program: str
    options: tuple[str, ...] = ()
    """Before the file: no window, no words, an end."""
    suffixes: frozenset[str] = frozenset()
    """What it can play; empty: anything."""
    stream: tuple[str, ...] = ()
    """In place of the options and the file: play 16-bit mono samples from standard input, `{rate}` a second; empty
    where it cannot."""


_WAV = frozenset({".wav"})
_LIBSNDFILE = frozenset({".wav", ".flac"})
PLAYERS = (
    Player(
        "ffplay",
        ("-nodisp", "-autoexit", "-loglevel", "error"),
        stream=(
            *("-nodisp", "-autoexit", "-loglevel", "error", "-nostats", "-probesize", "32"),
            *("-f", "s16le", "-sample_rate", "{rate}", "-i", "-"),
        ),
    ),
    Player(
        "mpv",
        ("--no-video", "--really-quiet"),
        stream=(
            *("--no-video", "--really-quiet", "--demuxer=rawaudio", "--demuxer-rawaudio-format=s16le"),
            *("--demuxer-rawaudio-channels=1", "--demuxer-rawaudio-rate={rate}", "-"),
        ),
    ),
    Player("afplay", (), frozenset({".wav", ".mp3", ".m4a", ".m4b", ".flac"})),
    Player("cvlc", ("--play-and-exit", "--quiet")),
    Player("pw-play", (), _LIBSNDFILE),
    Player(
        "paplay",
        (),
        _LIBSNDFILE,
        stream=("--raw", "--format=s16le", "--channels=1", "--rate={rate}", "--latency-msec=200"),
    ),
    Player("aplay", ("-q",), _WAV, stream=("-q", "-t", "raw", "-f", "S16_LE", "-c", "1", "-r", "{rate}", "-")),
    Player(
        "play",
        ("-q",),
        _LIBSNDFILE,
        stream=("-q", "-t", "raw", "-e", "signed", "-b", "16", "-c", "1", "-r", "{rate}", "-"),
    ),
)
"""In order of preference: FFmpeg's, mpv, macOS's, VLC's, PipeWire's, PulseAudio's, ALSA's, SoX's."""


def find_player(*, streams: bool = False) -> Player:
    """The player that RHAPSODE_PLAYER names, else the first of `PLAYERS` on PATH, never one from the current folder.

    One of `PLAYERS` that is named gets its options all the same: without them ffplay opens a window, and never ends.
    With `streams` one that plays from standard input: of a program that is in no table it is expected to play what it
    finds there, a WAV file, where it is given `-`. Raises RhapsodeError where there is none.
    """
    path = os.pathsep.join(part for part in os.environ.get("PATH", "").split(os.pathsep) if Path(part).is_absolute())
    if named := os.environ.get("RHAPSODE_PLAYER"):
        if not (found := shutil.which(named, path=path)):
            raise RhapsodeError(f"RHAPSODE_PLAYER names {named!r}, which is no program", CURE)
        program = str(Path(found).resolve())
        known = next((one for one in PLAYERS if one.program == Path(found).stem), None)
        return known._replace(program=program) if known and (known.stream or not streams) else Player(program)
    for player in PLAYERS:
        if (player.stream or not streams) and (found := shutil.which(player.program, path=path)):
            return player._replace(program=found)
    raise RhapsodeError("there is no program here to play sound with", STREAM_CURE if streams else CURE)


def play(files: Iterable[Path]) -> None:
    """Play `files` one after another, to their ends. What a player cannot take is decoded for it first.

    Raises RhapsodeError where there is no player or it fails, EncoderError where a file cannot be decoded.
    """
    player = find_player()
    for file in files:
        if not player.suffixes or file.suffix.lower() in player.suffixes:
            _run(player, file)
            continue
        with work_folder() as folder:
            decoded = Path(folder) / f"{file.stem}.wav"
            ffmpeg.run(["-i", file, "-map", "0:a", decoded])
            if not decoded.is_file():
                raise ffmpeg.lacking(f"no sound of {file}")
            _run(player, decoded)


def _run(player: Player, file: Path) -> None:
    command = [player.program, *player.options, str(file.absolute())]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
    )
    if fault := player_fault(player, done.stderr, done.returncode, file.name):
        raise fault


def player_fault(player: Player, stderr: bytes, code: int, name: str, cure: str = CURE) -> RhapsodeError | None:
    """What was wrong where `player` has ended with `code`, having written `stderr`, in playing `name`."""
    said = [line.strip() for line in stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    if any(NO_DEVICE in line for line in said):
        return no_device(name)
    if not code:
        return None
    last = f"it was ended by signal {-code}" if code < 0 else said[-1] if said else f"it ended with {code}"
    return RhapsodeError(f"{Path(player.program).name} could not play {name} ({last})", cure)


def no_device(name: str) -> RhapsodeError:
    """That there is nothing here to hear `name` by."""
    return RhapsodeError(f"there is no sound device here to play {name} on", DEVICE_CURE)
