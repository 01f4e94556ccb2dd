"""`rhapsode sections`: the plan before anything is spoken."""

from __future__ import annotations

import json
from typing import Any

import click

from rhapsode import pipeline
from rhapsode.cli import completion
from rhapsode.cli.command_help import GroupedCommand, examples
from rhapsode.cli.contract import SCHEMA, outline_json
from rhapsode.cli.show import echo, hung, one_line, warn
from rhapsode.cli.speech_options import request, saying
from rhapsode.errors import RhapsodeError
from rhapsode.listening.times import clock
from rhapsode.request import every_source

WORTH_TELLING_S = 10
"""Shorter, it is as quickly waited for as read about."""


@click.command("sections", cls=GroupedCommand, epilog=examples("sections article.md"))
@click.argument("source", shell_complete=completion.files)
@saying
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(source: str, as_json: bool, **options: Any) -> int:
    """Show the outline of SOURCE, its words, how long it will take to hear, and what will not be spoken and why.

    SOURCE is a file, a URL, or - for standard input; of a folder or a reading list each source is shown. Nothing is
    spoken.
    """
    sources = every_source([source])
    if sources == [source]:
        plan = _plan(source, options)
        echo(_json(plan) if as_json else "\n".join(lines(plan)))
        return 0
    plans, codes = [], set()
    for one in sources:
        try:
            plans.append(_plan(one, options))
        except RhapsodeError as error:
            codes.add(error.exit_code)
            echo(f"rhapsode: error: {'' if one in str(error) else f'{one}: '}{error}", err=True)
    if as_json:
        echo(_json({"schema": SCHEMA, "outlines": plans}))
    else:
        echo("\n\n\n".join("\n".join([plan["source"], *lines(plan)]) for plan in plans))
    return codes.pop() if len(codes) == 1 else int(bool(codes))


def _plan(source: str, options: dict[str, Any]) -> dict[str, Any]:
    plan = outline_json(pipeline.outline(request(source, options)), source)
    warn(plan["warnings"])
    return plan


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def lines(plan: dict[str, Any]) -> list[str]:
    """The plan for people."""
    by = f", by {', '.join(plan['authors'])}" if plan["authors"] else ""
    words = plan["words"]
    shown = [hung("", f"{plan['title']}{by}"), ""]
    for section in plan["sections"]:
        indent = "  " * (section["level"] - 1)
        stored = " *" if section["stored"] else ""
        head = f"{clock(section['seconds_estimate']):>8} {section['words']:>6} words  {indent}"
        shown.append(hung(head, f"{section['title']}{stored}"))
    shown += [
        "",
        f"{clock(plan['seconds_estimate']):>8} {words['spoken']:>6} words to be spoken, {words['skipped']} skipped",
    ]
    if plan["seconds_to_speak"] > WORTH_TELLING_S:
        shown.append(f"{clock(plan['seconds_to_speak']):>8} to speak it here, about")
    if any(section["stored"] for section in plan["sections"]):
        shown.append("  * spoken before and kept")
    if plan["skipped"]:
        shown += ["", "Not spoken:"]
    for skip in plan["skipped"]:
        place = f"line {skip['line']}: " if skip["line"] else ""
        shown.append(hung("  ", f"{place}{skip['reason']}: {one_line(skip['text'])}"))
    return shown
