"""`rhapsode doctor`: what is in use, and a word spoken and encoded to prove it."""

from __future__ import annotations

import platform
from collections.abc import Callable
from pathlib import Path

import click

from rhapsode import __version__, ffmpeg, pipeline, speaking
from rhapsode.cli.command_help import examples
from rhapsode.cli.show import echo, hung
from rhapsode.cli.speech_options import engine_options
from rhapsode.default_store import default_store
from rhapsode.errors import RhapsodeError
from rhapsode.installed import version
from rhapsode.plugins import Engine, EngineChoice
from rhapsode.request import Request
from rhapsode.store import Store, key_of
from rhapsode.work_folders import work_folder

Check = Callable[[EngineChoice], str]


@click.command("doctor", epilog=examples("doctor"))
@engine_options
def command(engine: str, engine_settings: tuple[tuple[str, str], ...]) -> int:
    """Say which voice library, data, encoder and pyttsx3 driver are in use, and speak a word to prove it."""
    worst = 0
    for name, check in CHECKS.items():
        try:
            echo(hung("ok    ", f"{name}: {check(EngineChoice(engine, engine_settings))}"))
        except RhapsodeError as error:
            echo(hung("FAIL  ", f"{name}: {error}"))
            worst = worst or error.exit_code
    return worst


def _program(choice: EngineChoice) -> str:
    return f"rhapsode {__version__}, Python {platform.python_version()}, {platform.platform(terse=True)}"


def _engine(choice: EngineChoice) -> str:
    return f"pyttsx3 {version('pyttsx3')}; " + "; ".join(map(_described, speaking.engines(choice)))


def _described(engine: Engine) -> str:
    facts = ", ".join(f"{name} {value}" for name, value in engine.fingerprint().items())
    return f"{engine.name} with {engine.driver or 'no driver'}: {facts}"


def _encoder(choice: EngineChoice) -> str:
    return f"{ffmpeg.version()}, {ffmpeg.find()}"


def _joiner(choice: EngineChoice) -> str:
    return f"pydub {version('pydub')}, mutagen {version('mutagen')}"


def _store(choice: EngineChoice) -> str:
    store = default_store()
    try:
        key = key_of({"kind": "doctor"})
        store.put(key, b"")
        store.read(key, bytes)
        store.drop(key)
    except OSError as fault:
        raise RhapsodeError(
            f"{store.folder} cannot be read ({fault})", "set RHAPSODE_STORE to a folder that can"
        ) from fault
    return str(store.folder)


def _speech(choice: EngineChoice) -> str:
    with work_folder() as folder:
        store = Store(Path(folder) / "store")
        request = Request("-", b"Rhapsode.", engine=choice.name, engine_settings=choice.settings)
        track = pipeline.say(request, Path(folder) / "word.mp3", store=store)
    return f"one word, {track.seconds(track.frames):.2f} s of MP3"


CHECKS: dict[str, Check] = {
    "program": _program,
    "engine": _engine,
    "encoder": _encoder,
    "joining": _joiner,
    "store": _store,
    "speech": _speech,
}
