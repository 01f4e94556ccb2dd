"""`rhapsode voices`: what an engine can speak with."""

from __future__ import annotations

import json

import click

from rhapsode import speaking
from rhapsode.cli.speech_options import default_engine
from rhapsode.errors import VoiceNotFound


@click.command("voices")
@click.option("--engine", default=default_engine, show_default="espeak", help="Whose voices.")
@click.option(
    "--language", default="", metavar="TAG", help="Only voices of this language (BCP 47), such as en or pt-BR."
)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(engine: str, language: str, as_json: bool) -> None:
    """List the voices of an engine: what --voice takes, its languages, its name."""
    voices = sorted(speaking.list_voices(engine), key=lambda voice: (voice.languages, voice.id))
    wanted = language.casefold().replace("_", "-")
    voices = [voice for voice in voices if any(_speaks(tag.casefold(), wanted) for tag in voice.languages or ("",))]
    if language and not voices:
        raise VoiceNotFound(f"the engine {engine} has no voice for {language!r}", "see `rhapsode voices` for all")
    if as_json:
        listing = [voice._asdict() for voice in voices]
        click.echo(json.dumps({"schema": 1, "engine": engine, "voices": listing}, ensure_ascii=False, indent=1))
        return
    for voice in voices:
        click.echo(f"{voice.id:<24} {', '.join(voice.languages):<12} {voice.name}")


def _speaks(tag: str, wanted: str) -> bool:
    return not wanted or tag == wanted or tag.startswith(f"{wanted}-")
