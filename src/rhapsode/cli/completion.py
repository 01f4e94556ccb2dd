"""What a shell's completion offers for options whose values it cannot know; it says nothing where something fails."""

from __future__ import annotations

from collections.abc import Iterable

import click
from click.shell_completion import CompletionItem

from rhapsode.errors import RhapsodeError


def _begun(names: Iterable[str], typed: str) -> list[CompletionItem]:
    return [CompletionItem(name) for name in sorted(names) if name.casefold().startswith(typed.casefold())]


def voices(ctx: click.Context, _: click.Parameter, typed: str) -> list[CompletionItem]:
    """The voices of the engine that was named before, or of all."""
    from rhapsode import speaking
    from rhapsode.default_store import default_store
    from rhapsode.plugins import EngineChoice

    try:
        found = speaking.every_voice(EngineChoice(ctx.params.get("engine") or "auto"), default_store())
    except (RhapsodeError, OSError):
        return []
    return _begun({voice.id for _, voice in found}, typed)


def engines(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
    """The engines that are installed."""
    from rhapsode.installed import entry_points

    return _begun({"auto", *entry_points("rhapsode.engines")}, typed)


def readers(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
    """The readers that are installed."""
    from rhapsode.installed import entry_points

    return _begun(entry_points("rhapsode.readers"), typed)


def formats(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
    """The formats of a track."""
    from rhapsode.mixing.encoding.formats import FORMATS

    return _begun(FORMATS, typed)


def files(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
    """Whatever files there are, where an address would do too."""
    return [CompletionItem(typed, type="file")]
