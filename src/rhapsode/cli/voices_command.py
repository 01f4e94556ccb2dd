"""`rhapsode voices`: what there is to speak with."""

from __future__ import annotations

import json

import click

from rhapsode import speaking
from rhapsode.cli import show
from rhapsode.cli.speech_options import engine_options
from rhapsode.errors import VoiceNotFound
from rhapsode.plugins import EngineChoice, OfferedVoice
from rhapsode.store import Store, default_folder


@click.command("voices")
@engine_options
@click.option(
    "--language", default="", metavar="TAG", help="Only voices of this language (BCP 47), such as en or pt-BR."
)
@click.option("--get", "wanted_voice", default="", metavar="NAME", help="Fetch this voice; says first what and where.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(
    engine: str, engine_settings: tuple[tuple[str, str], ...], language: str, wanted_voice: str, as_json: bool
) -> None:
    """List the voices: what --voice takes, its engine, its languages, its name."""
    choice = EngineChoice(engine, engine_settings)
    if wanted_voice:
        _get(wanted_voice, choice)
        return
    store = Store(default_folder())
    found = speaking.every_voice(choice, store)
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
    for name, offered in _offers(choice):
        if any(_speaks(tag.casefold(), wanted) for tag in offered.languages):
            what = f"not here: `rhapsode voices --get {offered.id}` fetches {show.size(offered.bytes)}"
            click.echo(f"{offered.id:<24} {name:<8} {', '.join(offered.languages):<12} {what}")


def _offers(choice: EngineChoice) -> list[tuple[str, OfferedVoice]]:
    return [(engine.name, offered) for engine in speaking.engines(choice) for offered in engine.offers()]


def _get(wanted: str, choice: EngineChoice) -> None:
    """Fetch the voice, having said its size, its licence and where it comes from and goes to."""
    for engine in speaking.engines(choice):
        for offered in engine.offers():
            if offered.id.casefold() == wanted.casefold():
                click.echo(f"{offered.id}: {show.size(offered.bytes)}, {offered.licence}")
                click.echo(f"  from {offered.address}\n  to   {offered.place}")
                engine.fetch(offered)
                click.echo(f"It is here now: try `rhapsode say 'Good evening.' --voice {offered.id}`.")
                return
    if any(wanted.casefold() == voice.id.casefold() for _, voice in speaking.every_voice(choice)):
        click.echo(f"The voice {wanted} is here already.")
        return
    names = ", ".join(offered.id for _, offered in _offers(choice))
    raise VoiceNotFound(
        f"no voice {wanted!r} can be fetched", f"choose one of {names}" if names else "see `rhapsode voices`"
    )


def _speaks(tag: str, wanted: str) -> bool:
    return not wanted or tag == wanted or tag.startswith(f"{wanted}-")
