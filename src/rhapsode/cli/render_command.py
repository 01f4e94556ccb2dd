"""`rhapsode render`: the main job."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rhapsode.cli.batch_table import check_summary, write_summary
from rhapsode.cli.command_help import GroupedCommand
from rhapsode.cli.output_options import listening, master, mastering, views
from rhapsode.cli.render_report import RenderReport
from rhapsode.cli.speech_options import request, saying
from rhapsode.cli.targets import targets
from rhapsode.errors import UsageError
from rhapsode.files import address_of, is_remote
from rhapsode.pool import usable_processors

if TYPE_CHECKING:
    from rhapsode.batch import BatchItem, BatchOutcome
    from rhapsode.mixing import Master, MixedTrack


@click.command("render", cls=GroupedCommand)
@click.argument("sources", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    default="",
    metavar="PATH",
    help="A file, or a folder (or s3://BUCKET/...) for a file per source.  [default: audio/NAME.mp3]",
)
@click.option("--no-clobber", is_flag=True, help="Leave a track that is there already as it is.")
@click.option("--verify", is_flag=True, help="Hear each track again, and speak anew what is not in it.")
@click.option("--play", is_flag=True, help="Play what was made, by a player of this machine.")
@click.option(
    "--continue",
    "go_on",
    is_flag=True,
    help="Go on with a batch: leave tracks that are there and newer than their source.",
)
@click.option("--fail-fast", is_flag=True, help="End the batch with the first source that fails.")
@click.option(
    "--summary",
    "summary_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A row for each source: a .csv or .json file.",
)
@click.option("--jobs", type=click.IntRange(1, 256), help="Worker processes.  [default: one per processor]")
@click.option(
    "--scheduler",
    default="",
    metavar="ADDRESS",
    help="Of a Dask cluster, such as tcp://host:8786, whose workers do it instead of this machine's.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
@click.option("--json", "as_json", is_flag=True, help="Everything about the tracks, for programs.")
@saying
@mastering
@listening
def command(
    sources: tuple[str, ...],
    output: str,
    jobs: int | None,
    summary_file: Path | None,
    scheduler: str,
    *,
    no_clobber: bool,
    go_on: bool,
    fail_fast: bool,
    verify: bool,
    play: bool,
    quiet: bool,
    as_json: bool,
    **options: Any,
) -> int:
    """Narrate SOURCES: one track each, with a chapter per section.

    A source is a file, a folder, a reading list (NAME.list or @FILE), a URL, or - for standard input. What was spoken
    before is not spoken again.
    """
    if play:
        from rhapsode import playback

        if is_remote(output):
            raise UsageError(f"{output} is nothing that a player here opens", "leave out --play")
        playback.find_player()  # before anything is spoken
    check_summary(summary_file)
    from rhapsode import batch, pipeline
    from rhapsode.cli.render_progress import RenderProgress

    begun_s = time.monotonic()
    finish, beside, record = master(options), views(options), not options.pop("no_record")
    output = output.removeprefix("file://")
    items = _items(sources, output, finish, options)
    there = _there(items, output, finish)
    left = {item.number for item in items if item.number in there and (no_clobber or (go_on and item.is_older))}
    report = RenderReport(items, as_json=as_json, quiet=quiet, keeps_sounds=play)
    for number in sorted(left):
        report.left(number)
    wanted = [item for item in items if item.number not in left]
    render_all: Callable[..., Generator[BatchOutcome, None, None]]
    if scheduler and wanted:
        from rhapsode import cluster  # only where it is asked for

        finish = cluster.findable(finish)
        render_all = partial(cluster.render_all, scheduler, keeps_words=as_json)
    else:
        render_all = partial(batch.render_all, jobs=jobs or usable_processors())
    make: Callable[..., MixedTrack]
    make = partial(pipeline.render, master=finish, views=beside, verify=verify, record=record)
    if is_remote(output):
        from rhapsode.remote_targets import delivered  # only where it is asked for

        make = partial(delivered, make)
    try:
        with (
            RenderProgress(wanted, quiet=quiet) as progress,
            closing(render_all(items=wanted, make=make, watch=progress)) as outcomes,
        ):
            for item, result in outcomes:
                progress.ended(item)
                with progress.paused():
                    report.ended(item.number, result, replaced=item.number in there)
                if fail_fast and report.failed:
                    break
    finally:
        if summary_file:
            write_summary(summary_file, report.rows.values(), time.monotonic() - begun_s)
    report.all_ended(time.monotonic() - begun_s, options["engine"])
    if play:
        with suppress(KeyboardInterrupt):  # enough heard
            playback.play(report.sounds)
    if report.failed and len(items) == 1:
        raise report.failed[items[0].number]
    codes = {error.exit_code for error in report.failed.values()}
    return codes.pop() if len(codes) == 1 else int(bool(codes))


def _items(sources: Sequence[str], output: str, finish: Master, options: dict[str, Any]) -> list[BatchItem]:
    from rhapsode.batch import BatchItem
    from rhapsode.request import every_source

    wanted = every_source(sources)
    places = targets(wanted, output, finish.format)
    requests = (request(source, options) for source in wanted)
    return [
        BatchItem(number, asked, target) for number, (asked, target) in enumerate(zip(requests, places, strict=True), 1)
    ]


def _there(items: Sequence[BatchItem], output: str, finish: Master) -> set[int]:
    """The numbers of those whose track is there already."""
    if is_remote(output):
        from rhapsode.remote_files import below  # only where it is asked for

        found = set(below(output))
        kept = {item.target.with_suffix("") if finish.split else item.target: item.number for item in items}
        return {number for place, number in kept.items() if address_of(place) in found}
    return {item.number for item in items if _is_there(item, finish)}


def _is_there(item: BatchItem, finish: Master) -> bool:
    return item.target.with_suffix("").is_dir() if finish.split else item.target.exists()
