"""`rhapsode verify`: hear finished tracks again, and name what is not in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rhapsode.cli.command_help import examples
from rhapsode.cli.show import echo, hung, one_line
from rhapsode.listening.times import clock
from rhapsode.pool import usable_processors

if TYPE_CHECKING:
    from rhapsode.verifying import Verification

MOST_UNKNOWN = 8
"""Words that nobody can pronounce which are named."""


@click.command("verify", epilog=examples("verify audio/article.mp3"))
@click.argument("tracks", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--sound-only", is_flag=True, help="Check energy and length; do not recognise words.")
@click.option("--jobs", type=click.IntRange(1, 256), help="Worker processes.  [default: one per processor]")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(tracks: tuple[Path, ...], *, sound_only: bool, jobs: int | None, as_json: bool) -> int:
    """Hear TRACKS again: is every sentence in the file, and, of English, every word?

    A track is a sound file, or the record of one (NAME.json). Where there is a record, the file must be the one that it
    tells of, byte for byte. Exit code 0 when all is proven, 1 when something is missing or was changed. Words need the
    extra `verify`.
    """
    from rhapsode import mixing
    from rhapsode.pool import process_pool
    from rhapsode.proving import verify

    found = []
    with process_pool(jobs or usable_processors()) as pool:
        for path in tracks:
            recorded = mixing.read_recorded(path)
            found.append((verify(recorded.track, pool, words=not sound_only), recorded.unchanged))
            if not as_json:
                echo("\n".join([*lines(found[-1][0]), *filter(None, [recorded.doubt])]))
    if as_json:
        told = [{**contract(one), "unchanged": unchanged} for one, unchanged in found]
        echo(json.dumps({"schema": 1, "tracks": told}, ensure_ascii=False, indent=1))
    return int(any(one.faults or unchanged is False for one, unchanged in found))


def lines(found: Verification) -> list[str]:
    """For people: each fault with its sentence and time, then how the rest was proven."""
    track = found.track
    said = [
        hung(f"  {clock(fault.start_ms / 1000)}  ", f"{fault}: {one_line(track.utterances[fault.number].spoken)}")
        for fault in found.faults
    ]
    count = len(found.faulty)
    verdict = f"{count} sentence{'s' * (count != 1)} at fault" if count else "all is there"
    speed = f", {track.seconds(track.frames) / max(found.took_s, 0.001):.0f} times as fast as listening"
    unknown = ", ".join(found.unknown_words[:MOST_UNKNOWN])
    more = " and more" * (len(found.unknown_words) > MOST_UNKNOWN)
    return [
        f"{track.path}: {verdict}",
        *said,
        hung("  ", f"proven by {found.proof}{speed}"),
        *([hung("  ", f"not proven, as nobody can tell how they are said: {unknown}{more}")] if unknown else []),
    ]


def contract(found: Verification) -> dict[str, Any]:
    """The stable JSON form; times in seconds."""
    track = found.track
    return {
        "path": str(track.path),
        "proven": not found.faults,
        "proof": found.proof,
        "sentences": len(track.utterances),
        "aligned": found.recognised,
        "voice_known": found.well_heard,
        "unknown_words": list(found.unknown_words),
        "times_realtime": round(track.seconds(track.frames) / max(found.took_s, 0.001), 1),
        "faults": [
            {
                "utterance": track.utterances[fault.number].id,
                "section": track.utterances[fault.number].section_id,
                "spoken": track.utterances[fault.number].spoken,
                "kind": fault.kind,
                "words": list(fault.words),
                "start": round(fault.start_ms / 1000, 3),
                "end": round(fault.end_ms / 1000, 3),
            }
            for fault in found.faults
        ],
    }
