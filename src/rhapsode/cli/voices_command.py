"""`rhapsode voices`: what there is to speak with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click

from rhapsode import pipeline, speaking
from rhapsode.cli import show
from rhapsode.cli.command_help import examples
from rhapsode.cli.speech_options import engine_options
from rhapsode.cli.voice_table import Found, Offered, near_languages, of_language, table
from rhapsode.default_store import default_store
from rhapsode.errors import VoiceNotFound
from rhapsode.plugins import EngineChoice, VoiceInfo
from rhapsode.work_folders import work_folder

PAGE = "index.html"


@click.command("voices", epilog=examples("voices english", "voices --get emma"))
@click.argument("language", default="")
@engine_options
@click.option("--language", "also_language", default="", metavar="TAG", help="The same as LANGUAGE.")
@click.option(
    "--sample",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write a page with a sample of each voice into this folder.",
)
@click.option("--get", "wanted_voice", default="", metavar="NAME", help="Fetch this voice; says first what and where.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(
    language: str,
    engine: str,
    engine_settings: tuple[tuple[str, str], ...],
    also_language: str,
    folder: Path | None,
    wanted_voice: str,
    as_json: bool,
) -> None:
    """List the voices: what --voice takes, the engine, its languages, its name.

    LANGUAGE leaves those of one language: a tag (BCP 47), such as en or pt-BR, or its English name.
    """
    language = language or also_language
    choice = EngineChoice(engine, engine_settings)
    if wanted_voice:
        _get(wanted_voice, choice)
        return
    store = default_store()
    found, _ = pipeline.healed(store, lambda: speaking.every_voice(choice, store))
    found.sort(key=partial(_place, [one.name for one in speaking.engines(choice)]))
    wanted = of_language(found, language, found)
    offers = of_language(_offers(choice), language, found)
    if not (wanted or offers):
        near = " or ".join(near_languages(found, language))
        cure = f"did you mean {near}?" if near else "see `rhapsode voices` for all"
        raise VoiceNotFound(f"the engine {engine} has no voice for {language!r}", cure)
    if as_json:
        listing = [{"engine": name, **voice._asdict()} for name, voice in wanted]
        show.echo(json.dumps({"schema": 1, "engine": engine, "voices": listing}, ensure_ascii=False, indent=1))
    elif not folder:
        show.echo("\n".join(table(wanted, offers)))
    if folder:
        show.echo(sample_page(wanted, folder), err=as_json)


def _place(engines: Sequence[str], one: tuple[str, VoiceInfo]) -> tuple[str, int, tuple[str, ...], str]:
    """Where in the list a voice stands: by its language, and there what `engines` have first, which speaks unasked."""
    name, voice = one
    tags = tuple(tag.casefold() for tag in voice.languages)
    return min(tags, default="").partition("-")[0], engines.index(name), tags, voice.id


def _offers(choice: EngineChoice) -> Offered:
    return [(engine.name, offered) for engine in speaking.engines(choice) for offered in engine.offers()]


def _get(wanted: str, choice: EngineChoice) -> None:
    """Fetch the voice, having said its size, its licence and where it comes from and goes to."""
    for engine in speaking.engines(choice):
        for offered in engine.offers():
            if offered.id.casefold() == wanted.casefold():
                show.echo(f"{offered.id}: {show.size(offered.bytes)}, {offered.licence}")
                show.echo(f"  from {offered.address}\n  to   {offered.place}")
                engine.fetch(offered)
                show.echo(f"It is here now: try `rhapsode say 'Good evening.' --voice {offered.id}`.")
                return
    if any(wanted.casefold() == voice.id.casefold() for _, voice in speaking.every_voice(choice)):
        show.echo(f"The voice {wanted} is here already.")
        return
    names = ", ".join(offered.id for _, offered in _offers(choice))
    cure = f"choose one of {names}" if names else "see `rhapsode voices`"
    raise speaking.telling_of_the_best(choice, VoiceNotFound(f"no voice {wanted!r} can be fetched", cure))


def sample_page(voices: Found, folder: Path) -> str:
    """Write the page; what a person is told of it."""
    from rhapsode.files import write_atomically
    from rhapsode.listening.ownership import refuse_foreign
    from rhapsode.listening.voice_page import voice_page
    from rhapsode.model import Progress
    from rhapsode.voice_samples import sample_voices

    page = folder / PAGE
    refuse_foreign([page])
    with work_folder() as temporary:
        samples, silent = [], list[str]()
        with show.progress_bar("voices", quiet=False) as watch:
            for sample in sample_voices(voices, Path(temporary), silent.append):
                samples.append(sample)
                if watch:
                    watch(Progress("speak", sample.name, len(samples), len(voices)))
        show.warn(silent)
        samples.sort(key=lambda one: (one.languages, one.name, one.engine))
        write_atomically(page, voice_page(samples).encode("utf-8", "replace"))
    return f"{page}: {len(samples)} voice{'s' * (len(samples) != 1)} to be heard"
