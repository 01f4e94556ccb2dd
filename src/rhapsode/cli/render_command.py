"""`rhapsode render`: the main job."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from rhapsode.cli.output_options import listening, master, mastering, views
from rhapsode.cli.show import progress_bar, size, warn
from rhapsode.cli.speech_options import request, saying
from rhapsode.cli.targets import targets
from rhapsode.errors import RhapsodeError
from rhapsode.listening.times import clock
from rhapsode.plugins import EngineChoice
from rhapsode.pool import usable_processors

if TYPE_CHECKING:
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
@listening
@click.option("--jobs", type=click.IntRange(1, 256), help="Worker processes.  [default: one per processor]")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
@click.option("--json", "as_json", is_flag=True, help="Everything about the tracks, for programs.")
def command(
    sources: tuple[str, ...],
    output: str,
    jobs: int | None,
    quiet: bool,
    as_json: bool,
    **options: Any,
) -> int:
    """Narrate SOURCES: one track each, with a chapter per section.

    A source is a file, a folder, a URL, or - for standard input. What was spoken before is not spoken again.
    """
    tracks: list[tuple[str, Track]] = []
    failed: list[tuple[str, RhapsodeError]] = []
    single = False
    for source, result, count in _renders(sources, output, jobs or usable_processors(), options, quiet):
        single = count == 1
        if isinstance(result, RhapsodeError):
            failed.append((source, result))
            if not single:
                named = "" if source in str(result) else f"{source}: "
                click.echo(f"rhapsode: error: {named}{result}", err=True)
            continue
        tracks.append((source, result))
        warn(result.warnings)
        if not (quiet or as_json):
            click.echo(summary(result))
    if as_json:
        from rhapsode.cli.contract import renders_json

        click.echo(json.dumps(renders_json(tracks, failed), ensure_ascii=False, indent=1))
    if failed and single:
        raise failed[0][1]
    codes = {error.exit_code for _, error in failed}
    return codes.pop() if len(codes) == 1 else int(bool(codes))


def _renders(
    sources: Sequence[str], output: str, workers: int, options: dict[str, Any], quiet: bool
) -> Iterator[tuple[str, Track | RhapsodeError, int]]:
    """Each source with its track, or with what went wrong, and how many sources there are."""
    from rhapsode import pipeline
    from rhapsode.request import every_source

    finish, beside = master(options), views(options)
    wanted = every_source(sources)
    requests = [request(source, options) for source in wanted]
    with pipeline.workers(workers, EngineChoice(options["engine"], options["engine_settings"])) as pool:
        make = partial(pipeline.render, master=finish, views=beside, executor=pool)
        for asked, target in zip(requests, targets(wanted, output, finish.format), strict=True):
            result: Track | RhapsodeError
            try:
                with progress_bar(quiet=quiet) as watch:
                    result = make(asked, target, progress=watch)
            except RhapsodeError as error:
                result = error
            except Exception as fault:
                if len(wanted) == 1:
                    raise  # `main` says it; a night's batch, though, goes on whatever happens to one source
                result = RhapsodeError(f"a fault of the program ({type(fault).__name__}: {fault})", "please report it")
            yield asked.source, result, len(wanted)


def summary(track: Track) -> str:
    """What a person wants to know about a finished track."""
    spoken = (
        f"{track.misses} of {track.hits + track.misses} sentences spoken now" if track.misses else "nothing spoken anew"
    )
    loudness = f", {track.loudness_lufs:.1f} LUFS" if track.loudness_lufs is not None else ""
    skipped = (
        f", {track.ledger.skipped_words} words skipped (see `rhapsode sections`)" if track.ledger.skipped_words else ""
    )
    voices = f"; said by {', '.join(track.voices)}" if track.voices else ""
    others = [file.name for file in track.files if file != track.path]
    beside = f"; beside it {', '.join(others)}" if others and len(others) < 6 else ""
    return (
        f"{track.path}: {clock(track.seconds(track.frames))}, {len(track.sections)} "
        f"section{'s' * (len(track.sections) != 1)}, {size(track.bytes)}{loudness}{voices}; {spoken}{skipped}{beside}"
    )
