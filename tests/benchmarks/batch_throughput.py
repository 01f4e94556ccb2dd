"""How near a batch of short articles comes to what its processors can do.

    python tests/benchmarks/batch_throughput.py [--engine espeak] [--articles 1000] [--alone 100] [--rounds 3]

A warm worker's rate is that of a batch by one worker, from the end of its first article to the end of its last. Beside
it stands the rate at which as many such batches go as there are processors, each by itself at the same time: what these
processors, which share their memory, can give. The whole batch is then made in parts, each between two such
measurements, so that a busy machine slows all three; medians of the ratios are printed. Two of the articles are none,
and must be named. Memory is the proportional set size of all processes, its most in the second and in the last third of
the longest part (Linux only).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from speed import megabytes, prose, tree

WORDS = (50, 110)
POISON = {"empty": b"", "no text": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9}


def articles(folder: Path, count: int, seed: int) -> None:
    """So many short ones, no two alike."""
    folder.mkdir()
    sentences = [line for line in prose(count * 0.8, seed).split(". ") if "#" not in line and len(line) > 30]
    rng = random.Random(seed)
    at = 0
    for number in range(count):
        wanted, said = rng.randint(*WORDS), []
        while sum(map(len, map(str.split, said))) < wanted:
            said.append(" ".join(sentences[at % len(sentences)].split()))
            at += 1
        (folder / f"{number:04}.md").write_text(f"# Article {seed} {number}\n\n{'. '.join(said)}.\n")


def begin(folder: Path, jobs: int, engine: str) -> subprocess.Popen[bytes]:
    """A batch of all that is in `folder`, with a store of its own."""
    command = [sys.executable, "-m", "rhapsode", "render", str(folder), "-o", f"{folder}-out", "--engine", engine]
    command += ["--jobs", str(jobs), "--quiet", "--log-json", f"{folder}.jsonl"]
    environment = {**os.environ, "RHAPSODE_STORE": f"{folder}-store"}
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)


def rate(folder: Path) -> float:
    """Articles a second, from the end of the first to the end of the last."""
    events = [json.loads(line) for line in Path(f"{folder}.jsonl").read_text("utf-8").splitlines()]
    ends = sorted(datetime.fromisoformat(one["time"]).timestamp() for one in events if one["event"] == "done")
    return (len(ends) - 1) / (ends[-1] - ends[0])


def alone(place: Path, name: str, count: int, engine: str, processes: int) -> float:
    """The rate of so many batches at once, each by one worker, all together."""
    folders = [place / f"{name}-{number}" for number in range(processes)]
    for number, folder in enumerate(folders):
        articles(folder, count, hash((name, number)) % 10_000)
    for run in [begin(folder, 1, engine) for folder in folders]:
        run.communicate()
    return sum(map(rate, folders))


def batch(folder: Path, count: int, engine: str, processors: int, seed: int, poisoned: dict[str, bytes]) -> list[float]:
    """Make one part by all processors; what it held in memory, over time. Ends the program where it is not right."""
    articles(folder, count, seed)
    for name, data in poisoned.items():
        (folder / f"{name}.md").write_bytes(data)
    sizes = []
    with begin(folder, processors, engine) as run:
        while run.poll() is None:
            sizes.append(sum(map(megabytes, tree(run.pid))))
            time.sleep(0.5)
        named = (run.stderr.read() if run.stderr else b"").decode().splitlines()
    made = len(list(Path(f"{folder}-out").glob("*.mp3")))
    if made != count or len(named) != len(poisoned) or not all(any(one in line for line in named) for one in poisoned):
        sys.exit(f"{made} of {count} made, and named: {named}")
    return sizes


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", default="espeak")
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--alone", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    processors = len(os.sched_getaffinity(0))
    of_one, of_all, each, held = [], [], [], []
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        for turn in range(asked.rounds):
            count = (asked.articles - len(POISON) * (turn == 0)) // asked.rounds
            one = alone(place, f"one-{turn}", asked.alone, asked.engine, 1)
            sizes = batch(place / f"part-{turn}", count, asked.engine, processors, turn, POISON if turn == 0 else {})
            together, whole = (
                alone(place, f"all-{turn}", asked.alone, asked.engine, processors),
                rate(place / f"part-{turn}"),
            )
            of_one.append(whole / (processors * one))
            of_all.append(whole / together)
            each.append(whole)
            held = max(held, sizes, key=len)
            print(f"one worker {one:.2f}/s, {processors} apart {together:.2f}/s, the batch {whole:.2f}/s", flush=True)
    third = len(held) // 3
    print(f"{asked.engine}: {statistics.median(each):.2f} articles a second")
    print(f"the batch / ({processors} x a warm worker's rate): {statistics.median(of_one):.2f}")
    print(f"the batch / {processors} warm workers apart, at once: {statistics.median(of_all):.2f}")
    print(f"memory, in the second third and the last: {max(held[third:-third]):.0f} and {max(held[-third:]):.0f} MB")


if __name__ == "__main__":
    main()
