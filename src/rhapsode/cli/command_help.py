"""Help as people read it: options in groups, and a group of commands that explains itself when called bare."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

WHOLE = 200
"""Letters of a sentence that is not to be cut."""


def examples(*calls: str) -> str:
    """What stands under a command's help: `calls` as they are."""
    return "\n".join(["\b", "Examples:", *(f"  rhapsode {call}" for call in calls)])


REST = "Options"
"""The group of every option that is in none."""


def in_group(name: str, options: Sequence[Callable[[Any], Any]], command: Command) -> Command:
    """`command` with `options`, in that order, which its help shows under `name`."""
    made: Any = command
    for option in reversed(options):
        made = option(made)
        made.__click_params__[-1].group = name
    return command


class GroupedCommand(click.Command):
    """A command whose help shows its options by the groups that `in_group` put them in."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the groups, those without one first."""
        groups: dict[str, list[tuple[str, str]]] = {REST: []}
        for parameter in self.get_params(ctx):
            if isinstance(parameter, click.Option) and (record := parameter.get_help_record(ctx)) is not None:
                groups.setdefault(getattr(parameter, "group", REST), []).append(record)
        for name, records in groups.items():
            with formatter.section(name):
                formatter.write_dl(records)


class BareGroup(click.Group):
    """A group of commands that prints its help, and ends well, where no command is named."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with the whole first sentence of each."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, self.commands[name].get_short_help_str(WHOLE)) for name in self.commands])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the arguments; of none, show the help."""
        if not args and not ctx.resilient_parsing:
            click.echo(ctx.get_help(), color=ctx.color)
            ctx.exit()
        return super().parse_args(ctx, args)
