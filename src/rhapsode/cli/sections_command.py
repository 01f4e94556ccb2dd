"""`rhapsode sections`: the plan before anything is spoken."""

from __future__ import annotations

import json
from typing import Any

import click

from rhapsode import pipeline
from rhapsode.cli.command_help import GroupedCommand
from rhapsode.cli.contract import outline_json
from rhapsode.cli.show import one_line, warn
from rhapsode.cli.speech_options import request, saying
from rhapsode.listening.times import clock


@click.command("sections", cls=GroupedCommand)
@click.argument("source")
@saying
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(source: str, as_json: bool, **options: Any) -> None:
    """Show the outline of SOURCE, its words, how long it will take to hear, and what will not be spoken and why.

    SOURCE is a file, a URL, or - for standard input. Nothing is spoken.
    """
    plan = outline_json(pipeline.outline(request(source, options)), source)
    warn(plan["warnings"])
    if as_json:
        click.echo(json.dumps(plan, ensure_ascii=False, indent=1))
        return
    click.echo("\n".join(lines(plan)))


def lines(plan: dict[str, Any]) -> list[str]:
    """The plan for people."""
    by = f", by {', '.join(plan['authors'])}" if plan["authors"] else ""
    words = plan["words"]
    shown = [f"{plan['title']}{by}", ""]
    for section in plan["sections"]:
        indent = "  " * (section["level"] - 1)
        stored = " *" if section["stored"] else ""
        shown.append(
            f"{clock(section['seconds_estimate']):>8} {section['words']:>6} words  {indent}{section['title']}{stored}"
        )
    shown += [
        "",
        f"{clock(plan['seconds_estimate']):>8} {words['spoken']:>6} words to be spoken, {words['skipped']} skipped",
    ]
    if any(section["stored"] for section in plan["sections"]):
        shown.append("  * spoken before and kept")
    if plan["skipped"]:
        shown += ["", "Not spoken:"]
    for skip in plan["skipped"]:
        place = f"line {skip['line']}: " if skip["line"] else ""
        shown.append(f"  {place}{skip['reason']}: {one_line(skip['text'])}")
    return shown
