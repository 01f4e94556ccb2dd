"""`rhapsode update`: new posts of everything followed become episodes."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rhapsode.cli.command_help import GroupedCommand, examples
from rhapsode.cli.output_options import master, mastering
from rhapsode.cli.show import echo, hung, warn
from rhapsode.cli.speech_options import request, saying
from rhapsode.errors import UsageError
from rhapsode.folders import data_folder
from rhapsode.pool import usable_processors

if TYPE_CHECKING:
    from rhapsode.subscriptions import SubscriptionList
    from rhapsode.subscriptions.updating import PostOutcome

UNITS_S = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
SHORTEST_S = 60
"""Between two updates: a feed asked more often than that is a nuisance."""


def _seconds(_ctx: click.Context, _option: click.Parameter, stated: str) -> int:
    if not stated:
        return 0
    found = re.fullmatch(r"(\d{1,6})([smhd])", stated.strip())
    if not found or (seconds := int(found[1]) * UNITS_S[found[2]]) < SHORTEST_S:
        raise click.BadParameter(f"{stated!r} is no time of a minute or more, such as 30m, 1h or 1d")
    return seconds


@click.command("update", cls=GroupedCommand, epilog=examples("update --to podcast", "update --every 1h"))
@click.option("--to", "shelf", type=click.Path(path_type=Path, file_okay=False), help="The folder of your podcast.")
@click.option("--every", callback=_seconds, default="", metavar="TIME", help="Go on, once in 30m, 1h or 1d.")
@click.option("--base-url", default="", help="Where the folder will be; podcast apps need it.")
@click.option("--jobs", type=click.IntRange(1, 256), help="Worker processes.  [default: one per processor]")
@click.option("-q", "--quiet", is_flag=True, help="Say only what failed.")
@click.option("--json", "as_json", is_flag=True, help="What was made and what failed, for programs.")
@saying
@mastering
def command(
    shelf: Path | None,
    every: int,
    base_url: str,
    jobs: int | None,
    *,
    quiet: bool,
    as_json: bool,
    **options: Any,
) -> int:
    """Fetch what is new in every feed and folder followed, narrate it, and add it to your podcast and shelf.

    Each post becomes an episode once. One that fails is named, and tried again in the next update.
    """
    from rhapsode import pipeline
    from rhapsode.subscriptions import PoliteWeb, SubscriptionList, folder_contents, update, wait_for_work
    from rhapsode.subscriptions.updating import Narrating

    finish, kept = master(options), SubscriptionList()
    if finish.split:
        raise UsageError("an episode is one file", "leave out --split")
    if not kept.read():
        raise UsageError("nothing is followed yet", "rhapsode subscribe FEED_OR_SITE")
    folder = shelf or data_folder() / "shelf"
    asked = request("-", options, b"")

    def once(kinds: Sequence[str]) -> int:
        web = PoliteWeb(allow_private=asked.allow_private)
        with pipeline.workers(jobs or usable_processors()) as pool:
            how = Narrating(asked, folder, pool, finish, base_url)
            outcomes = []
            for one in update(kept, web, how, kinds=kinds, warn=lambda text: warn([text])):
                _tell(one, say=not (quiet or as_json))
                outcomes.append(one._replace(track=one.track and one.track._replace(utterances=())))
        return _summary(outcomes, folder, base_url, as_json=as_json, quiet=quiet)

    known = folder_contents(_folders(kept))
    code = once(("feed", "folder"))
    with suppress(KeyboardInterrupt):  # the way to end it, not a failure
        while every:
            changed = wait_for_work(every, _folders(kept), known)
            known = folder_contents(_folders(kept))
            code = once(("folder",) if changed else ("feed", "folder"))
    return code


def _folders(kept: SubscriptionList) -> list[Path]:
    return [Path(one.address) for one in kept.read() if one.kind == "folder"]


def _tell(one: PostOutcome, *, say: bool) -> None:
    if one.error:
        again = "given up" if one.gave_up else "tried again next time"
        echo(f"rhapsode: error: {one.name}: {one.error} ({again})", err=True)
    elif one.track and say:
        warn(one.track.warnings)
        minutes, seconds = divmod(int(one.track.seconds(one.track.frames)), 60)
        echo(f"{one.name}, {minutes}:{seconds:02}")


def _summary(outcomes: Sequence[PostOutcome], folder: Path, base_url: str, *, as_json: bool, quiet: bool) -> int:
    made = [one for one in outcomes if one.track]
    failed = [one for one in outcomes if one.error]
    if as_json:
        told = {
            "schema": 1,
            "folder": str(folder),
            "made": [{"subscription": one.subscription, "title": one.post.title, "path": str(one.track.path)}
                     for one in made if one.post and one.track],
            "failed": [{"subscription": one.subscription, "title": one.post.title if one.post else "",
                        "error": str(one.error)} for one in failed],
        }  # fmt: skip
        echo(json.dumps(told, ensure_ascii=False, indent=1))
    elif not quiet:
        echo(f"{len(made)} new, {len(failed)} failed")
        if made:
            echo(f"Next: rhapsode serve {folder}")
            if not base_url:
                echo(hung("", "A podcast app on another machine needs --base-url: where the folder will be."))
    codes = {one.error.exit_code for one in failed if one.error}
    return codes.pop() if len(codes) == 1 else int(bool(codes))
