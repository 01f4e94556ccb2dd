"""`rhapsode inspect`: read a track back."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rhapsode.cli.command_help import examples
from rhapsode.cli.show import echo
from rhapsode.listening.times import clock

if TYPE_CHECKING:
    from rhapsode.mixing import Inspection


@click.command("inspect", epilog=examples("inspect audio/article.mp3"))
@click.argument("track", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--waveform", type=click.Path(dir_okay=False, path_type=Path), help="Draw the waveform into this SVG.")
def command(track: Path, *, as_json: bool, waveform: Path | None) -> None:
    """Read TRACK back: duration, chapters, tags, loudness, true peak, clipping, longest silence."""
    from rhapsode.files import write_atomically
    from rhapsode.mixing import inspect, svg

    found = inspect(track)
    if waveform:
        title = found.tags.get("title", track.name)
        write_atomically(waveform, svg(found.peaks, found.chapters, found.seconds, title).encode())
    echo(json.dumps(as_contract(found), ensure_ascii=False, indent=2) if as_json else as_text(found))


def as_contract(found: Inspection) -> dict[str, object]:
    """The stable JSON form; times in seconds."""
    fields = asdict(found)
    del fields["peaks"]
    return {"schema": 1, **fields, "path": str(found.path), "seconds": round(found.seconds, 3)}


def as_text(found: Inspection) -> str:
    """For people: a line per fact, then the chapters."""
    silence = found.longest_silence
    facts = {
        "file": f"{found.path} ({found.bytes:,} bytes)",
        "sound": f"{found.format}, {found.sample_rate_hz} Hz, {found.channels} channel, {found.bitrate_kbps} kbit/s",
        "length": clock(found.seconds),
        "loudness": "silence"
        if found.loudness_lufs is None
        else f"{found.loudness_lufs} LUFS, range {found.range_lu} LU",
        "true peak": "none" if found.true_peak_dbtp is None else f"{found.true_peak_dbtp} dBTP",
        "clipped": f"{found.clipped} samples",
        "silence": f"{silence.seconds} s at {clock(silence.start)}",
        "cover": found.cover or "none",
        "timeline": "yes" if found.timeline else "no: publish cannot use it",
        **{name: value for name, value in found.tags.items() if name != "transcript"},
    }
    if "transcript" in found.tags:
        facts["transcript"] = f"{len(found.tags['transcript'].split()):,} words"
    lines = [f"{name:<14}{' '.join(value.split())}" for name, value in facts.items()]
    lines += [f"{clock(chapter.start):>10}  {chapter.title}" for chapter in found.chapters]
    return "\n".join(lines)
