"""`rhapsode words`: the pronunciation audit."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from rhapsode import pipeline
from rhapsode.cli import completion
from rhapsode.cli.command_help import GroupedCommand, examples
from rhapsode.cli.show import echo, hung, warn
from rhapsode.cli.speech_options import request, saying
from rhapsode.errors import UsageError
from rhapsode.listening.times import clock
from rhapsode.request import Request, write
from rhapsode.scripting.audit import KINDS, AuditedWord, audit
from rhapsode.scripting.heteronyms.occurrences import Occurrence


@click.command("words", cls=GroupedCommand, epilog=examples("words article.md"))
@click.argument("source", shell_complete=completion.files)
@click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Only words of this kind; repeatable.")
@click.option("--most", type=click.IntRange(1), default=100, show_default=True, help="How many words at most.")
@click.option(
    "--say",
    "say_to",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Speak the words to a sound file.",
)
@click.option("--add", is_flag=True, help="Put the words that are not in it into the one --lexicon, to be edited.")
@saying
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(
    source: str, kinds: tuple[str, ...], most: int, say_to: Path | None, add: bool, as_json: bool, **options: Any
) -> None:
    """List the words of SOURCE worth hearing before it is narrated, and how they would be said.

    Words with two pronunciations, foreign words, capitals, names and rare words, with their count, the line and
    the words around them. SOURCE is a file, a URL, or - for standard input.
    """
    lexicon = _lexicon_to_add_to(options) if add else None
    asked = request(source, options)
    script = write(asked)
    entries = audit(script, _pronouncer(asked, script.document.language))
    entries = [one for one in entries if not kinds or set(kinds) & set(one.kinds)][:most]
    warn([*script.document.warnings, *script.warnings])
    echo(_json(entries) if as_json else "\n".join(_lines(entries)))
    if say_to and entries:
        aloud = asked._replace(source="-", stdin=_aloud(entries), language=script.document.language)
        said = pipeline.say(aloud, say_to, title=f"Words to check: {script.document.title}")
        echo(f"{said.path}: {clock(said.seconds(said.frames))}", err=True)
    if lexicon:
        from rhapsode.scripting.lexicon_start import add_words

        count = add_words(lexicon, [(one.word, one.ipa) for one in entries if not one.readings])
        echo(f"{lexicon}: {count} words added", err=True)


for _option in command.params:
    if _option.name == "lexicons":  # here it may be a file that is still to be made
        _option.type = click.Path(dir_okay=False, path_type=Path)


def _lexicon_to_add_to(options: dict[str, Any]) -> Path:
    named: Sequence[Path] = options["lexicons"]
    if len(named) != 1 or named[0].suffix.lower() != ".toml":
        raise UsageError("--add needs one lexicon to add to", "name it: --lexicon words.toml --add")
    options["lexicons"] = tuple(path for path in named if path.exists())
    return named[0]


def _pronouncer(asked: Request, language: str) -> Callable[[Sequence[str]], list[str]] | None:
    from rhapsode import speaking

    if not speaking.pronouncers(asked.choice):
        return None
    return lambda words: [
        " ".join(ipa.split()) for ipa in speaking.pronounce(asked.choice, words, asked.voice or language)
    ]


def _aloud(entries: Sequence[AuditedWord]) -> bytes:
    return "\n\n".join(f"{one.word}." for one in entries).encode()


def _json(entries: Sequence[AuditedWord]) -> str:
    return json.dumps({"schema": 1, "words": [asdict(one) for one in entries]}, ensure_ascii=False, indent=1)


def _lines(entries: Sequence[AuditedWord]) -> list[str]:
    if not entries:
        return ["No word stands out."]
    width = min(max(len(one.word) for one in entries), 24)
    made = []
    for one in entries:
        place = f"line {one.line}: " if one.line else ""
        kinds = ", ".join(one.kinds)
        made.append(hung(f"{one.count:>4}  {one.word:<{width}}  {kinds:<18} {one.ipa:<24} ", f"{place}{one.context}"))
        made += [hung(" " * (width + 8), _reading(told)) for told in one.readings]
    return made


def _reading(told: Occurrence) -> str:
    """One place of a word with several pronunciations, and why it is said so there."""
    place = f"line {told.line}: " if told.line else ""
    because = f" for {', '.join(told.reasons)}" if told.reasons else ""
    return f"{place}{told.ipa}, {told.meaning} ({told.probability:.0%}{because}): {told.context}"
