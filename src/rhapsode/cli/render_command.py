"""`rhapsode render`: the main job."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rhapsode import batch, pipeline, playback
from rhapsode.cli import completion
from rhapsode.cli.batch_table import check_summary, write_summary
from rhapsode.cli.command_help import GroupedCommand, examples
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

AT_ONCE = 16
"""Records asked for at an address."""


@click.command(
    "render",
    cls=GroupedCommand,
    epilog=examples(
        "render article.md",
        "render https://example.org/post -o post.m4b",
        "render texts/ -o audio --format opus --continue",
    ),
)
@click.argument("sources", nargs=-1, required=True, shell_complete=completion.files)
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
    help="Go on with a batch: leave tracks that are there and would come out the same.",
)
@click.option("--fail-fast", is_flag=True, help="End the batch with the first source that fails.")
@click.option(
    "--summary",
    "summary_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A row for each source: a .csv or .json file.",
)
@click.option(
    "--log-json",
    "log_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Add a line of JSON to this file for each thing that happens to a source.",
)
@click.option(
    "--trace",
    "trace_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write where the time went, for Perfetto or chrome://tracing.",
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
    log_file: Path | None,
    trace_file: Path | None,
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
    _check(output, summary_file, scheduler, jobs, play=play)
    from rhapsode.cli.event_log import EventLog
    from rhapsode.cli.render_progress import RenderProgress

    begun_s = time.monotonic()
    finish, beside, record = master(options), views(options), not options.pop("no_record")
    output = output.removeprefix("file://")
    items = _items(sources, output, finish, options)
    there = _there(items, output, finish)
    kept = [item for item in items if item.number in there and (no_clobber or go_on)]
    left = {item.number for item in (kept if no_clobber else _current(kept, finish, beside))}
    wanted = [item for item in items if item.number not in left]
    report = RenderReport(items, as_json=as_json, quiet=quiet, keeps_sounds=play)
    how = partial(pipeline.render, master=finish, views=beside, verify=verify, record=record)
    render_all, make = _renderer(how, output, scheduler, jobs, wanted, keeps_words=as_json)
    try:
        with (
            EventLog(items, log_file, trace_file) as log,
            RenderProgress(wanted, quiet=quiet, begins=log.begun) as progress,
            closing(render_all(items=wanted, make=make, watch=progress)) as outcomes,
        ):
            for item in items:
                if item.number in left:
                    report.left(item.number)
                    log.left(item)
            for outcome in outcomes:
                item, replaced = outcome.item, outcome.item.number in there
                progress.ended(item)
                log.ended(outcome, replaced=replaced)
                with progress.paused():
                    report.ended(item.number, outcome.result, replaced=replaced)
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


def _check(output: str, summary_file: Path | None, scheduler: str, jobs: int | None, *, play: bool) -> None:
    """Raise UsageError for what cannot be, before anything is read or spoken."""
    if play:
        if is_remote(output):
            raise UsageError(f"{output} is nothing that a player here opens", "leave out --play")
        playback.find_player()
    if scheduler and jobs:
        raise UsageError("a cluster has as many workers as it has", "leave out --jobs")
    check_summary(summary_file)


def _renderer(
    how: partial[MixedTrack],
    output: str,
    scheduler: str,
    jobs: int | None,
    wanted: Sequence[BatchItem],
    *,
    keeps_words: bool,
) -> tuple[Callable[..., Generator[BatchOutcome, None, None]], Callable[..., MixedTrack]]:
    """What makes all tracks, on this machine's processors or a cluster's, and what makes one."""
    render_all: Callable[..., Generator[BatchOutcome, None, None]]
    if scheduler and wanted:
        from rhapsode import cluster  # only where it is asked for

        how = partial(how, master=cluster.findable(how.keywords["master"]))
        render_all = partial(cluster.render_all, scheduler, keeps_words=keeps_words)
    else:
        render_all = partial(batch.render_all, jobs=jobs or usable_processors())
    if is_remote(output):
        from rhapsode.remote_targets import delivered  # only where it is asked for

        how = partial(delivered, how)
    return render_all, how


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


def _current(items: Sequence[BatchItem], finish: Master, beside: Sequence[str]) -> list[BatchItem]:
    """Those of `items`, whose tracks are there, that would come out the same; by time, where no record tells."""
    if not items:
        return []
    from rhapsode.current_tracks import is_current  # only where it is asked for

    def current(item: BatchItem) -> bool:
        told = is_current(item.request, item.target, finish, beside)
        return item.is_older if told is None else told

    if is_remote(items[0].target):
        with ThreadPoolExecutor(AT_ONCE) as askers:
            return [item for item, found in zip(items, askers.map(current, items), strict=True) if found]
    return [item for item in items if current(item)]


def _is_there(item: BatchItem, finish: Master) -> bool:
    return item.target.with_suffix("").is_dir() if finish.split else item.target.exists()
