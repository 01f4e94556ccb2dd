"""What `render` says of each source as soon as it is known, and at the end of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rhapsode.cli import batch_table
from rhapsode.cli.show import echo, warn
from rhapsode.cli.track_summary import better_voice, next_step, summary
from rhapsode.errors import RhapsodeError
from rhapsode.files import address_of
from rhapsode.model import Track

if TYPE_CHECKING:
    from rhapsode.batch import BatchItem
    from rhapsode.cli.contract import RendersJson


class Made(NamedTuple):
    """What is kept of a track until the end of a batch, which may be a night of books."""

    path: Path
    sounds: tuple[Path, ...]
    voices: tuple[str, ...]


class RenderReport:
    """Says it: of the only source in some lines, of many in a row each, or all of it as JSON at the end."""

    def __init__(self, items: Sequence[BatchItem], *, as_json: bool, quiet: bool, keeps_sounds: bool) -> None:
        """`keeps_sounds`: whether it remembers which files to play."""
        self.rows = {
            item.number: batch_table.Row(item.number, item.request.source, address_of(item.target)) for item in items
        }
        self.failed: dict[int, RhapsodeError] = {}
        self._made: dict[int, Made] = {}
        self._keeps_sounds = keeps_sounds
        self._json = _renders_json() if as_json else None
        self._shows = not (quiet or as_json)
        self._only = len(items) == 1
        if self._shows and not self._only:
            echo(batch_table.HEAD)

    @property
    def sounds(self) -> Iterator[Path]:
        """The files to play, in the order of the sources."""
        return (file for _, made in sorted(self._made.items()) for file in made.sounds)

    def left(self, number: int) -> None:
        """Say that a track was there and is left as it is."""
        row = self.rows[number] = self.rows[number]._replace(state=batch_table.LEFT)
        if self._shows:
            echo(f"{row.track} (there already, left as it is)" if self._only else batch_table.line(row))

    def ended(self, number: int, result: Track | RhapsodeError, *, replaced: bool) -> None:
        """Say what became of a source; the only one's failure is for whoever asked."""
        row = self.rows[number]
        if isinstance(result, Track):
            self.rows[number] = batch_table.made(row, result, replaced=replaced)
            self._made[number] = Made(result.path, tuple(sounds(result)) if self._keeps_sounds else (), result.voices)
            warn(result.warnings if self._only else (f"{row.source}: {one}" for one in result.warnings))
            if self._shows and self._only:
                echo(summary(result, row.source, replaced=replaced))
            if self._json:
                self._json.add(result, row.source, number)
        else:
            self.rows[number] = batch_table.failed(row, result)
            self.failed[number] = result
            if not self._only:
                named = "" if row.source in str(result) else f"{row.source}: "
                echo(f"rhapsode: error: {named}{result}", err=True)
        if self._shows and not self._only:
            echo(batch_table.line(self.rows[number]))

    def all_ended(self, took_s: float, engine: str) -> None:
        """Say what is to be said at the end."""
        if self._json:
            for part in self._json.parts([(self.rows[at].source, error) for at, error in sorted(self.failed.items())]):
                echo(part)
        if not self._shows:
            return
        if not self._only:
            for line in batch_table.totals(self.rows.values(), took_s):
                echo(line)
        made = [made for _, made in sorted(self._made.items())]
        if hint := better_voice((track.voices for track in made), engine):
            echo(hint)
        if step := next_step(track.path for track in made):
            echo(step)


def _renders_json() -> RendersJson:
    from rhapsode.cli.contract import RendersJson  # what most renders do without

    return RendersJson()


def sounds(track: Track) -> Iterator[Path]:
    """The files of `track` that can be heard, in order."""
    from rhapsode.listening.media import MEDIA_TYPES

    return (file for file in track.files if file.suffix.lower() in MEDIA_TYPES)
