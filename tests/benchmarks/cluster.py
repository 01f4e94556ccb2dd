"""What a Dask cluster costs beside this machine's own pool, and what it keeps of each document.

    python tests/benchmarks/cluster.py pairs [--engine espeak] [--articles 60] [--pairs 3]
    python tests/benchmarks/cluster.py memory [--documents 2000 20000]

`pairs`: the same articles by two workers of a scheduler on loopback and by two processes of our own, one after the
other, each with an empty store, so that a busy machine slows both; the median of the ratios, and the bytes compared.
`memory`: the largest resident set of scheduler and client over so many short documents with the tone engine.
"""

from __future__ import annotations

import argparse
import filecmp
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from dask_cluster import DaskCluster, dask_cluster  # noqa: E402

SAMPLE_S = 0.5


def render(folder: Path, name: str, *more: str, engine: str, watched: DaskCluster | None = None) -> tuple[float, dict]:
    """Render `folder`/texts; how long it took, and the largest resident set of each process, in bytes."""
    command = [sys.executable, "-m", "rhapsode", "render", "texts", "-o", name, "--engine", engine, "--quiet", *more]
    begun_s = time.perf_counter()
    most: dict[str, int] = {}
    with subprocess.Popen(command, cwd=folder, env={**os.environ, "RHAPSODE_STORE": f"{folder}/store-{name}"}) as done:
        over = threading.Event()
        watcher = threading.Thread(target=_watch, args=(done, watched, most, over))
        watcher.start()
        done.wait()
        seconds = time.perf_counter() - begun_s
        over.set()
        watcher.join()
    if done.returncode:
        sys.exit("it failed")
    return seconds, most


def _watch(client: subprocess.Popen, cluster: DaskCluster | None, most: dict[str, int], over: threading.Event) -> None:
    pids = {"client": client.pid, **({"scheduler": cluster.scheduler.pid} if cluster else {})}
    while not over.wait(SAMPLE_S):
        for who, pid in pids.items():
            most[who] = max(most.get(who, 0), _resident(pid))


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def pairs(engine: str, articles: int, count: int) -> None:
    text = (ROOT / "content" / "why-we-read-aloud.md").read_text("utf-8")
    ratios = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "texts").mkdir()
        for number in range(articles):
            (folder / "texts" / f"{number}.md").write_text(text.replace("aloud", f"aloud {number}"), "utf-8")
        with dask_cluster(folder) as cluster:
            how = ["--scheduler", cluster.address]
            render(folder, "first", *how, engine=engine)  # the workers load the engine
            for number in range(count):
                there, _ = render(folder, f"there{number}", *how, engine=engine)
                here, _ = render(folder, f"here{number}", "--jobs", "2", engine=engine)
                ratios.append(there / here)
                print(f"cluster {there:.1f} s, own pool {here:.1f} s, ratio {there / here:.2f}", flush=True)
        names = [path.name for path in (folder / "here0").iterdir()]
        same, other, missing = filecmp.cmpfiles(folder / "there0", folder / "here0", names, shallow=False)
        print(f"{len(same)} files with the same bytes, {len(other)} with others, {len(missing)} missing")
    print(f"median ratio {statistics.median(ratios):.2f}")


def memory(counts: list[int]) -> None:
    found = []
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "texts").mkdir()
            for number in range(count):
                (folder / "texts" / f"{number}.md").write_text(
                    f"# Stall {number}\n\nIt cost {number} dollars.\n", "utf-8"
                )
            with dask_cluster(folder) as cluster:
                took, most = render(folder, "out", "--scheduler", cluster.address, engine="tone", watched=cluster)
            found.append((count, most))
            sizes = ", ".join(f"{who} {size / 1e6:.1f} MB" for who, size in most.items())
            print(f"{count:,} documents in {took:.0f} s: {sizes}", flush=True)
    for (few, less), (many, more) in pairwise(found):
        for who in more:
            print(f"{who}: {(more[who] - less[who]) / (many - few):.0f} bytes for each document")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["pairs", "memory"])
    parser.add_argument("--engine", default="espeak")
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--documents", type=int, nargs="+", default=[2_000, 20_000])
    chosen = parser.parse_args()
    if chosen.what == "pairs":
        pairs(chosen.engine, chosen.articles, chosen.pairs)
    else:
        memory(chosen.documents)


if __name__ == "__main__":
    main()
