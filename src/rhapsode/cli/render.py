"""`rhapsode render`: the main job."""

from __future__ import annotations

import json
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rhapsode.cli.mastering import master, mastering
from rhapsode.cli.options import request, saying
from rhapsode.cli.show import clock, progress_bar, size, warn
from rhapsode.cli.targets import targets
from rhapsode.errors import RhapsodeError
from rhapsode.pool import ahead, process_pool, usable_processors

if TYPE_CHECKING:
    from rhapsode.mixing import Master
    from rhapsode.model import Track


@click.command("render")
@click.argument("sources", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    default="",
    metavar="PATH",
    help="A file, or a folder for a file per source.  [default: audio/NAME.mp3]",
)
@saying
@mastering
@click.option("--jobs", type=click.IntRange(1, 256), help="Worker processes.  [default: one per processor]")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
@click.option("--json", "as_json", is_flag=True, help="Everything about the tracks, for programs.")
def command(sources: tuple[str, ...], output: str, jobs: int | None, quiet: bool, as_json: bool, **options: Any) -> int:
    """Narrate SOURCES: one track each, with a chapter per section.

    A source is a file, a folder, a URL, or - for standard input. What was spoken before is not spoken again.
    """
    workers = jobs or usable_processors()
    done: list[dict[str, Any]] = []
    failed: list[tuple[str, RhapsodeError]] = []
    with process_pool(workers) as pool:
        ahead(pool, workers, "rhapsode.speaking.work:warm", options["engine"])
        from rhapsode import narrate  # now, so that the workers load while this process does
        from rhapsode.cli.contract import SCHEMA, track_json

        finish = master(options)
        wanted = narrate.sources(sources)
        for source, target in zip(wanted, targets(wanted, output, finish.format), strict=True):
            try:
                track = _render(source, target, finish, options, pool, quiet)
            except RhapsodeError as error:
                failed.append((source, error))
                if len(wanted) > 1:
                    click.echo(f"rhapsode: error: {source}: {error}", err=True)
                continue
            warn(track.warnings)
            if as_json:
                done.append(track_json(track, source))
            elif not quiet:
                click.echo(summary(track))
    if as_json:
        errors = [{"source": source, "error": str(error)} for source, error in failed]
        click.echo(json.dumps({"schema": SCHEMA, "tracks": done, "failed": errors}, ensure_ascii=False, indent=1))
    if failed and len(wanted) == 1:
        raise failed[0][1]
    codes = {error.exit_code for _, error in failed}
    return codes.pop() if len(codes) == 1 else int(bool(codes))


def _render(source: str, target: Path, finish: Master, options: dict[str, Any], pool: Executor, quiet: bool) -> Track:
    from rhapsode import narrate

    with progress_bar(quiet=quiet) as watch:
        return narrate.narrate(request(source, options), target, master=finish, executor=pool, progress=watch)


def summary(track: Track) -> str:
    """What a person wants to know about a finished track."""
    spoken = (
        f"{track.misses} of {track.hits + track.misses} sentences spoken now" if track.misses else "nothing spoken anew"
    )
    loudness = f", {track.loudness_lufs:.1f} LUFS" if track.loudness_lufs is not None else ""
    skipped = (
        f", {track.ledger.skipped_words} words skipped (see `rhapsode sections`)" if track.ledger.skipped_words else ""
    )
    return (
        f"{track.path}: {clock(track.seconds(track.frames))}, {len(track.sections)} "
        f"section{'s' * (len(track.sections) != 1)}, {size(track.bytes)}{loudness}; {spoken}{skipped}"
    )
