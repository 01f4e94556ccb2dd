"""`rhapsode render`: the main job."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from rhapsode.cli.command_help import GroupedCommand
from rhapsode.cli.output_options import listening, master, mastering, views
from rhapsode.cli.show import echo, progress_bar, warn
from rhapsode.cli.speech_options import request, saying
from rhapsode.cli.targets import targets
from rhapsode.cli.track_summary import better_voice, next_step, summary
from rhapsode.errors import RhapsodeError
from rhapsode.model import Track
from rhapsode.pool import usable_processors

if TYPE_CHECKING:
    from rhapsode.cli.contract import RendersJson


class Rendered(NamedTuple):
    """What became of one source."""

    source: str
    target: Path
    result: Track | RhapsodeError | None
    """None: its track was there already and was to be left alone."""
    replaced: bool
    """Whether there was something at the target."""
    is_only: bool
    """Whether it is the only source."""


class Made(NamedTuple):
    """What is kept of a track until the end of a batch, which may be a night of books."""

    path: Path
    sounds: tuple[Path, ...]
    voices: tuple[str, ...]


@click.command("render", cls=GroupedCommand)
@click.argument("sources", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    default="",
    metavar="PATH",
    help="A file, or a folder for a file per source.  [default: audio/NAME.mp3]",
)
@click.option("--no-clobber", is_flag=True, help="Leave a track that is there already as it is.")
@click.option("--verify", is_flag=True, help="Hear each track again, and speak anew what is not in it.")
@click.option("--play", is_flag=True, help="Play what was made, by a player of this machine.")
@click.option("--jobs", type=click.IntRange(1, 256), help="Worker processes.  [default: one per processor]")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
@click.option("--json", "as_json", is_flag=True, help="Everything about the tracks, for programs.")
@saying
@mastering
@listening
def command(
    sources: tuple[str, ...],
    output: str,
    jobs: int | None,
    *,
    no_clobber: bool,
    verify: bool,
    play: bool,
    quiet: bool,
    as_json: bool,
    **options: Any,
) -> int:
    """Narrate SOURCES: one track each, with a chapter per section.

    A source is a file, a folder, a URL, or - for standard input. What was spoken before is not spoken again.
    """
    if play:
        from rhapsode import playback

        playback.find_player()  # before anything is spoken
    made, failed, report = list[Made](), list[tuple[str, RhapsodeError]](), _report() if as_json else None
    show = not (quiet or as_json)
    how = {"quiet": quiet, "no_clobber": no_clobber, "verify": verify}
    for one in _renders(sources, output, jobs or usable_processors(), options, **how):
        _tell(one, show=show)
        if isinstance(one.result, Track):
            made.append(Made(one.result.path, tuple(sounds(one.result)) if play else (), one.result.voices))
            if report:
                report.add(one.result, one.source)
        elif one.result:
            failed.append((one.source, one.result))
    if report:
        for part in report.parts(failed):
            echo(part)
    if show and (hint := better_voice((track.voices for track in made), options["engine"])):
        echo(hint)
    if show and (step := next_step(track.path for track in made)):
        echo(step)
    if play:
        with suppress(KeyboardInterrupt):  # enough heard
            playback.play(file for track in made for file in track.sounds)
    if failed and one.is_only:
        raise failed[0][1]
    codes = {error.exit_code for _, error in failed}
    return codes.pop() if len(codes) == 1 else int(bool(codes))


def _renders(
    sources: Sequence[str],
    output: str,
    workers: int,
    options: dict[str, Any],
    *,
    quiet: bool,
    no_clobber: bool,
    verify: bool,
) -> Iterator[Rendered]:
    """What becomes of each source, as soon as it is known."""
    from rhapsode import pipeline
    from rhapsode.request import every_source

    finish, beside, record = master(options), views(options), not options.pop("no_record")
    wanted = every_source(sources)
    requests = [request(source, options) for source in wanted]
    places = targets(wanted, output, finish.format)
    with pipeline.workers(workers) as pool:
        make = partial(pipeline.render, master=finish, views=beside, executor=pool, verify=verify, record=record)
        for number, (asked, target) in enumerate(zip(requests, places, strict=True), 1):
            there = target.with_suffix("").is_dir() if finish.split else target.exists()
            result: Track | RhapsodeError | None = None
            if not (there and no_clobber):
                with progress_bar(asked.source, number, len(wanted), quiet=quiet) as watch:
                    result = _outcome(partial(make, asked, target, progress=watch), raises=len(wanted) == 1)
            yield Rendered(asked.source, target, result, there, len(wanted) == 1)


def _outcome(make: Callable[[], Track], *, raises: bool) -> Track | RhapsodeError:
    """The track, or why there is none; with `raises` only what was expected to happen is caught."""
    try:
        return make()
    except RhapsodeError as error:
        return error
    except Exception as fault:
        if raises:
            raise  # `main` says it; a night's batch, though, goes on whatever happens to one source
        return RhapsodeError(f"a fault of the program ({type(fault).__name__}: {fault})", "please report it")


def _tell(one: Rendered, *, show: bool) -> None:
    """Say what became of one source; the only source's failure is said at the end."""
    if isinstance(one.result, Track):
        warn(one.result.warnings)
        if show:
            echo(summary(one.result, one.source, replaced=one.replaced))
    elif one.result is None and show:
        echo(f"{one.target} (there already, left as it is)")
    elif one.result is not None and not one.is_only:
        named = "" if one.source in str(one.result) else f"{one.source}: "
        echo(f"rhapsode: error: {named}{one.result}", err=True)


def _report() -> RendersJson:
    from rhapsode.cli.contract import RendersJson  # what most renders do without

    return RendersJson()


def sounds(track: Track) -> Iterator[Path]:
    """The files of `track` that can be heard, in order."""
    from rhapsode.listening.media import MEDIA_TYPES

    return (file for file in track.files if file.suffix.lower() in MEDIA_TYPES)
