"""How long it takes from `rhapsode play` as a new process to the first byte of sound at its player.

    python tests/benchmarks/first_sound.py [--runs 10] [--engines espeak natural] [--page FILE] [--book FILE]

The store is a new one each time, so that nothing was spoken before; the first run, which fills the system's caches, is
not counted. Without `--book` a text of ten hours is generated, as `speed.py` does. Processor time is that of the
command and all its processes until then.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from speed import ROOT, prose, tree

HOURS = 10
PLAYER = """#!/bin/sh
head -c 45 >/dev/null
date +%s.%N > "$FIRST_SOUND.part"
mv "$FIRST_SOUND.part" "$FIRST_SOUND"
exec cat >/dev/null
"""
"""Notes when it has a WAV's head and one byte."""
TICKS_HZ = os.sysconf("SC_CLK_TCK")
POLL_S = 0.005
MOST_S = 60.0


class FirstSound(NamedTuple):
    seconds: float
    processor_s: float


def first_sound(source: Path, engine: str, folder: Path) -> FirstSound:
    """Play until the first sound, with a store that is not there yet."""
    number = len(list(folder.iterdir()))
    noted = folder / f"noted-{number}"
    player = folder / "player"
    player.write_text(PLAYER)
    player.chmod(0o755)
    surroundings = {
        "RHAPSODE_PLAYER": str(player),
        "RHAPSODE_STORE": str(folder / f"store-{number}"),
        "FIRST_SOUND": str(noted),
    }
    begun = time.time()
    with subprocess.Popen(
        [sys.executable, "-m", "rhapsode", "play", str(source), "--engine", engine],
        env={**os.environ, **surroundings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        while not noted.exists() and process.poll() is None and time.time() < begun + MOST_S:
            time.sleep(POLL_S)
        spent = sum(map(processor_s, tree(process.pid)))
        process.terminate()
        said = process.communicate()[1].decode()
    if not noted.exists():
        sys.exit(f"no sound of {source}: {said}")
    return FirstSound(float(noted.read_text()) - begun, spent)


def processor_s(pid: int) -> float:
    """What one process has used so far, its ended children included (proc(5))."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / TICKS_HZ


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--engines", nargs="*", default=["espeak", "natural"])
    parser.add_argument("--page", type=Path, default=ROOT / "content" / "the-song-under-the-scene.txt")
    parser.add_argument("--book", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = chosen.book or folder / "book.md"
        if not chosen.book:
            book.write_text(prose(HOURS * 60), "utf-8")
        for engine in chosen.engines:
            for source in (chosen.page, book):
                runs = [first_sound(source, engine, folder) for _ in range(chosen.runs + 1)][1:]
                times = [run.seconds for run in runs]
                print(
                    f"{engine:<10}{source.name:<32}{statistics.median(times):6.2f} s"
                    f"  (best {min(times):.2f}, worst {max(times):.2f})"
                    f"{statistics.median(run.processor_s for run in runs):8.2f} s of processor",
                    flush=True,
                )


if __name__ == "__main__":
    main()
