"""`rhapsode publish`: finished tracks become captions, pages, EPUBs, a feed and a library."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from pathlib import Path

import click

from rhapsode.article_pictures import publish
from rhapsode.cli.command_help import examples
from rhapsode.cli.show import echo, size
from rhapsode.errors import SourceError, SourceMissing
from rhapsode.listening import GROUPS, VIEWS
from rhapsode.listening.feed import BASE_URL, NAME
from rhapsode.listening.views import USUAL
from rhapsode.model import Track

SHELF = "index.html"
LEADS = {SHELF: "the library, and a page to read along", NAME: "the podcast"}
"""The files that lead to all others."""


@click.command("publish", epilog=examples("publish audio/article.mp3 --to shelf", "publish audio/ --to shelf"))
@click.argument("tracks", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path, file_okay=False), help="Where to.")
@click.option(
    "--view",
    "views",
    multiple=True,
    type=click.Choice([*GROUPS, *VIEWS]),
    metavar="VIEW",
    default=(USUAL,),
    help=f"Make this; may be given again: {', '.join([*VIEWS, *GROUPS])}.  [default: {', '.join(GROUPS[USUAL])}]",
)
@click.option("--single-file", is_flag=True, help="Put the sound inside the read-along page.")
@click.option("--base-url", default="", help="Where the folder will be; the feed needs it.  [http://127.0.0.1:8000/]")
@click.option("--title", default="", help="Name of the feed and the library.  [Read aloud]")
@click.option("--description", default="", help="What the feed says of itself.")
@click.option("--author", default="", help="Who the feed is by.")
@click.option("--category", default="", metavar="NAME", help="The feed's category in Apple's list.  [Education]")
@click.option("--no-pictures", is_flag=True, help="Pages and EPUBs without the pictures of the article.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
def command(
    tracks: tuple[Path, ...],
    folder: Path,
    views: tuple[str, ...],
    *,
    single_file: bool,
    base_url: str,
    title: str,
    description: str,
    author: str,
    category: str,
    no_pictures: bool,
    as_json: bool,
) -> None:
    """Make from TRACKS that rhapsode rendered all that one listens and reads along with, in one folder.

    The record of a track (NAME.json) may stand for it; without its sound captions and pages can be made of it.

    A folder among TRACKS stands for every track in it.

    Publish into the same folder again to add tracks: what is there stays in the feed and in the library, and so do
    the names given to them.
    """
    warnings: list[str] = []
    read = _read(tracks, warnings)
    files = publish(
        read,
        folder,
        views=views,
        single_file=single_file,
        base_url=base_url,
        title=title,
        description=description,
        author=author,
        category=category,
        pictures=not no_pictures,
        warn=warnings.append,
    )
    for warning in warnings:
        echo(f"rhapsode: warning: {warning}", err=True)
    if folder / NAME in files and not base_url and BASE_URL.encode() in (folder / NAME).read_bytes():
        echo("rhapsode: the feed is for this machine alone", err=True)
        echo(f"  ({BASE_URL}); --base-url says where else", err=True)
    if as_json:
        names = [str(path) for path in files]
        echo(json.dumps({"schema": 1, "folder": str(folder), "files": names, "warnings": warnings}, indent=1))
    else:
        echo("\n".join(_summary(folder, files, len(read))))


def _summary(folder: Path, files: list[Path], tracks: int) -> Iterator[str]:
    """What was written, and the command that shows it; where neither a shelf nor a feed is, the files one by one."""
    made = {path.name for path in files}
    if made.isdisjoint(LEADS):
        yield from map(str, files)
        return
    bytes_in_all = sum(path.stat().st_size for path in files)
    yield f"{folder}: {tracks} track{'s' * (tracks != 1)}, {len(files)} files, {size(bytes_in_all)}"
    yield from (f"  {name:<10}  {what}" for name, what in LEADS.items() if name in made)
    if SHELF in made:
        yield f"Next: rhapsode serve {shlex.quote(str(folder))}"


def _read(paths: tuple[Path, ...], warnings: list[str]) -> list[Track]:
    """The tracks at `paths`; of a folder those in it, what is no track of ours left out with a warning."""
    from rhapsode.listening.media import MEDIA_TYPES
    from rhapsode.mixing import read_track

    tracks: list[Track] = []
    for path in paths:
        inside = sorted(p for p in path.iterdir() if p.suffix.lower() in MEDIA_TYPES) if path.is_dir() else []
        for file in inside:
            try:
                tracks.append(read_track(file))
            except SourceError as fault:
                warnings.append(str(fault))
        if path.is_dir() and not tracks:
            raise SourceMissing(f"there is no track in {path}", "render one into it")
        if not path.is_dir():
            tracks.append(_one(path, warnings))
    return tracks


def _one(path: Path, warnings: list[str]) -> Track:
    """The track at `path`; of a record whose sound is not there, what the record tells of it."""
    from rhapsode.mixing import read_recorded, read_track

    try:
        recorded = read_recorded(path)
    except SourceMissing:
        return read_track(path)  # which knows whether the record itself is there
    warnings += filter(None, [recorded.doubt])
    return recorded.track
