"""`rhapsode voices`: what there is to speak with."""

from __future__ import annotations

import json

import click

from rhapsode import speaking
from rhapsode.cli.speech_options import engine_options
from rhapsode.errors import VoiceNotFound
from rhapsode.plugins import EngineChoice
from rhapsode.store import Store, default_folder


@click.command("voices")
@engine_options
@click.option(
    "--language", default="", metavar="TAG", help="Only voices of this language (BCP 47), such as en or pt-BR."
)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(engine: str, engine_settings: tuple[tuple[str, str], ...], language: str, as_json: bool) -> None:
    """List the voices: what --voice takes, its languages, its name."""
    store = Store(default_folder())
    found = speaking.every_voice(EngineChoice(engine, engine_settings), store)
    found.sort(key=lambda one: (one[1].languages, one[1].id))
    wanted = language.casefold().replace("_", "-")
    found = [one for one in found if any(_speaks(tag.casefold(), wanted) for tag in one[1].languages or ("",))]
    if language and not found:
        raise VoiceNotFound(f"the engine {engine} has no voice for {language!r}", "see `rhapsode voices` for all")
    if as_json:
        listing = [{"engine": name, **voice._asdict()} for name, voice in found]
        click.echo(json.dumps({"schema": 1, "engine": engine, "voices": listing}, ensure_ascii=False, indent=1))
        return
    for name, voice in found:
        click.echo(f"{voice.id:<24} {name:<8} {', '.join(voice.languages):<12} {voice.name}")


def _speaks(tag: str, wanted: str) -> bool:
    return not wanted or tag == wanted or tag.startswith(f"{wanted}-")
