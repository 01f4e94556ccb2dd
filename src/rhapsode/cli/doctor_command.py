"""`rhapsode doctor`: what is in use, and a word spoken and encoded to prove it."""

from __future__ import annotations

import platform
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from rhapsode import __version__, ffmpeg, pipeline, plugins
from rhapsode.cli.speech_options import default_engine
from rhapsode.errors import RhapsodeError
from rhapsode.installed import version
from rhapsode.request import Request
from rhapsode.store import Store, default_folder, key_of

Check = Callable[[str], str]


@click.command("doctor")
@click.option("--engine", default=default_engine, show_default="espeak", help="The engine to check.")
def command(engine: str) -> int:
    """Say which voice library, data, encoder and pyttsx3 driver are in use, and speak a word to prove it."""
    worst = 0
    for name, check in CHECKS.items():
        try:
            click.echo(f"ok    {name}: {check(engine)}")
        except RhapsodeError as error:
            click.echo(f"FAIL  {name}: {error}")
            worst = worst or error.exit_code
    return worst


def _program(engine: str) -> str:
    return f"rhapsode {__version__}, Python {platform.python_version()}, {platform.platform(terse=True)}"


def _engine(engine: str) -> str:
    made = plugins.engine(plugins.EngineChoice(engine))
    facts = ", ".join(f"{name} {value}" for name, value in made.fingerprint().items())
    return f"{engine}, pyttsx3 {version('pyttsx3')} with {made.driver}; {facts}"


def _encoder(engine: str) -> str:
    return f"{ffmpeg.version()}, {ffmpeg.find()}"


def _joiner(engine: str) -> str:
    return f"pydub {version('pydub')}, mutagen {version('mutagen')}"


def _store(engine: str) -> str:
    store = Store(default_folder())
    try:
        key = key_of({"kind": "doctor"})
        store.put(key, b"")
        store.path(key).unlink()
    except OSError as fault:
        raise RhapsodeError(
            f"{store.folder} cannot be written ({fault})", "set RHAPSODE_STORE to a folder that can"
        ) from fault
    return str(store.folder)


def _speech(engine: str) -> str:
    with tempfile.TemporaryDirectory(prefix="rhapsode-") as folder:
        store = Store(Path(folder) / "store")
        request = Request("-", b"Rhapsode.", engine=engine)
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
