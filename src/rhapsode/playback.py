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
from rhapsode.work_folders import work_folder

CURE = "install ffplay (of ffmpeg) or mpv, or set RHAPSODE_PLAYER to a program that plays the file it is given"

NO_DEVICE = "audio open failed"
"""What ffplay says, and ends with 0 all the same."""
DEVICE_CURE = "connect one, or play the file elsewhere: without --play it is written just the same"


class Player(NamedTuple):
    """A program that plays a file and ends."""

    program: str
    options: tuple[str, ...] = ()
    """Before the file: no window, no words, an end."""
    suffixes: frozenset[str] = frozenset()
    """What it can play; empty: anything."""


_WAV = frozenset({".wav"})
_LIBSNDFILE = frozenset({".wav", ".flac"})
PLAYERS = (
    Player("ffplay", ("-nodisp", "-autoexit", "-loglevel", "error")),
    Player("mpv", ("--no-video", "--really-quiet")),
    Player("afplay", (), frozenset({".wav", ".mp3", ".m4a", ".m4b", ".flac"})),
    Player("cvlc", ("--play-and-exit", "--quiet")),
    Player("pw-play", (), _LIBSNDFILE),
    Player("paplay", (), _LIBSNDFILE),
    Player("aplay", ("-q",), _WAV),
    Player("play", ("-q",), _LIBSNDFILE),
)
"""In order of preference: FFmpeg's, mpv, macOS's, VLC's, PipeWire's, PulseAudio's, ALSA's, SoX's."""


def find_player() -> Player:
    """The player that RHAPSODE_PLAYER names, else the first of `PLAYERS` on PATH, never one from the current folder.

    Raises RhapsodeError where there is none.
    """
    path = os.pathsep.join(part for part in os.environ.get("PATH", "").split(os.pathsep) if Path(part).is_absolute())
    if named := os.environ.get("RHAPSODE_PLAYER"):
        if found := shutil.which(named, path=path):
            return Player(str(Path(found).resolve()))
        raise RhapsodeError(f"RHAPSODE_PLAYER names {named!r}, which is no program", CURE)
    for player in PLAYERS:
        if found := shutil.which(player.program, path=path):
            return player._replace(program=found)
    raise RhapsodeError("there is no program here to play sound with", CURE)


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
    said = [line.strip() for line in done.stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    if any(NO_DEVICE in line for line in said):
        raise RhapsodeError(f"there is no sound device here to play {file.name} on", DEVICE_CURE)
    if done.returncode:
        last = said[-1] if said else f"it ended with {done.returncode}"
        raise RhapsodeError(f"{Path(player.program).name} could not play {file.name} ({last})", CURE)
