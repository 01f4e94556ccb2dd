"""How fast and how large a render is, as ratios of runs made in the same minute.

    python tests/benchmarks/speed.py [--engine espeak] [--article FILE] [--pairs 5] [--hours 1 10] [--plot FILE.svg]

Each render is paired with what a person types today for the same voice and text, `espeak-ng --stdout | ffmpeg` or
`hibari - | ffmpeg`, one after the other, so that a busy machine slows both; medians are printed. Long texts are
generated: headings, and sentences made of the words of `content/`. Memory is the proportional set size of all processes
together, sampled (Linux only).
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import imageio_ffmpeg

ROOT = Path(__file__).parents[2]
WORDS_A_MINUTE = 165
"""About what 175 words per minute come to with pauses."""
LENGTHS_MIN = (1, 10, 60, 600)
SAMPLE_S = 0.1
FFMPEG = shutil.which("ffmpeg") or imageio_ffmpeg.get_ffmpeg_exe()
BY_HAND = {
    "espeak": "espeak-ng -s 175 --stdout -f '{source}'",
    "natural": f"'{sys.executable}' -m hibari.cli - -o /dev/stdout <'{{source}}'",
}


class Run(NamedTuple):
    seconds: float
    megabytes: float


def prose(minutes: float, seed: int = 1) -> str:
    """A text of about that length: a title, and sections of some three minutes."""
    rng = random.Random(seed)
    texts = (path.read_text("utf-8") for path in sorted((ROOT / "content").glob("*.*")))
    vocabulary = sorted({word for text in texts for word in re.findall(r"[a-z]{2,12}", text)})
    lines, said, section = ["# A long text", ""], 0, 0
    while said < minutes * WORDS_A_MINUTE:
        if said >= section * 3 * WORDS_A_MINUTE:
            section += 1
            lines += [f"## Part {section} of the text", ""]
        sentences = [_sentence(rng, vocabulary) for _ in range(5)]
        said += sum(len(sentence.split()) for sentence in sentences)
        lines += [" ".join(sentences), ""]
    return "\n".join(lines)


def _sentence(rng: random.Random, vocabulary: list[str]) -> str:
    words = rng.choices(vocabulary, k=rng.randint(6, 22))
    if len(words) > 12:
        words[len(words) // 2] += ","
    return " ".join(words).capitalize() + "."


def measured(command: list[str], *, weighed: bool = False, **environment: str) -> Run:
    """Run it; how long it took, and where it is to be `weighed` the most memory that it and its children had."""
    begun = time.perf_counter()
    with subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        peak = [0.0]
        over = threading.Event()
        watcher = threading.Thread(target=_watch, args=(process.pid, peak, over))
        if weighed:
            watcher.start()
        said = process.communicate()[1]
        seconds = time.perf_counter() - begun
        over.set()
        if weighed:
            watcher.join()
    if process.returncode:
        sys.exit(f"{' '.join(command)}: {said.decode()}")
    return Run(seconds, peak[0])


def _watch(pid: int, peak: list[float], over: threading.Event) -> None:
    while not over.wait(SAMPLE_S):
        peak[0] = max(peak[0], sum(map(megabytes, tree(pid))))


def tree(pid: int) -> Iterator[int]:
    """The process and all below it."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
        children.setdefault(parent, []).append(int(folder.name))
    waiting = [pid]
    while waiting:
        one = waiting.pop()
        waiting += children.get(one, [])
        yield one


def megabytes(pid: int) -> float:
    """The proportional set size of one process."""
    try:
        shown = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    found = re.search(r"^Pss:\s+(\d+)", shown, re.M)
    return int(found.group(1)) / 1000 if found else 0.0


def render(source: Path, store: Path, engine: str, suffix: str = "mp3", *, weighed: bool = False) -> Run:
    """Render with this store, into a track beside it."""
    target = f"{store}.{suffix}"
    command = [sys.executable, "-m", "rhapsode", "render", str(source), "-o", target, "--engine", engine, "--quiet"]
    return measured(command, weighed=weighed, RHAPSODE_STORE=str(store))


def pipeline(source: Path, folder: Path, engine: str) -> Run:
    """What a person types today."""
    encoded = f"'{FFMPEG}' -v error -y -i pipe:0 -c:a libmp3lame -b:a 64k '{folder / 'theirs.mp3'}'"
    return measured(["sh", "-c", f"{BY_HAND[engine].format(source=source)} | {encoded}"])


def fresh(folder: Path) -> Path:
    """A store that is not there yet. Old ones stay until the end: a file system reuses what was just removed slowly."""
    return folder / f"store-{len(list(folder.iterdir()))}"


def article(source: Path, folder: Path, pairs: int, engine: str) -> Iterator[tuple[str, str]]:
    """The table's lines about a short text."""
    ratios, extra = [], []
    for _ in range(pairs):
        store = fresh(folder)
        ours, theirs = render(source, store, engine), pipeline(source, folder, engine)
        warm, bare = render(source, store, engine), measured([sys.executable, "-c", "pass"])
        ratios.append(ours.seconds / theirs.seconds)
        extra.append(warm.seconds - bare.seconds)
    yield f"{source.name}, cold / pipeline", f"{statistics.median(ratios):.2f}  (best {min(ratios):.2f})"
    yield f"{source.name}, warm, more than python -c pass", f"{statistics.median(extra):.2f} s"


def long_text(hours: float, folder: Path, engine: str) -> tuple[list[tuple[str, str]], Run]:
    """The table's lines about a long text."""
    source = folder / "long.md"
    text = prose(hours * 60)
    source.write_text(text, "utf-8")
    store = fresh(folder)
    ours, theirs = render(source, store, engine, weighed=True), pipeline(source, folder, engine)
    half = text.index(". ", len(text) // 2) + 2
    source.write_text(f"{text[:half]}This one sentence is new. {text[half:]}", "utf-8")
    edited = render(source, store, engine)
    name = f"{hours:g} h"
    lines = [
        (f"{name}, cold / pipeline", f"{ours.seconds / theirs.seconds:.2f}  ({ours.seconds:.0f} s)"),
        (f"{name}, one sentence changed / cold", f"{100 * edited.seconds / ours.seconds:.1f} %"),
        (f"{name}, peak memory of all processes", f"{ours.megabytes:.0f} MB"),
    ]
    return lines, ours


def plot(points: list[tuple[float, Run]]) -> str:
    """Time and memory against length, both axes of time logarithmic, as SVG."""
    from math import log10

    width, height, margin = 720, 420, 60
    across = lambda minutes: margin + (width - 2 * margin) * log10(minutes) / log10(LENGTHS_MIN[-1])  # noqa: E731
    most = max(run.seconds for _, run in points)
    time_y = lambda run: height - margin - (height - 2 * margin) * max(0, log10(run.seconds) + 1) / (log10(most) + 1)  # noqa: E731
    memory_y = lambda run: height - margin - (height - 2 * margin) * run.megabytes / 400  # noqa: E731
    marks = []
    for colour, place, label in (
        ("#2a6f97", time_y, lambda run: f"{run.seconds:.1f} s"),
        ("#c1121f", memory_y, lambda run: f"{run.megabytes:.0f} MB"),
    ):
        line = " ".join(f"{across(minutes):.0f},{place(run):.0f}" for minutes, run in points)
        marks.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{line}"/>')
        for minutes, run in points:
            x, y = across(minutes), place(run)
            marks.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="4" fill="{colour}"/>')
            marks.append(f'<text x="{x:.0f}" y="{y - 8:.0f}" fill="{colour}" text-anchor="middle">{label(run)}</text>')
    for minutes, _ in points:
        x = across(minutes)
        marks.append(f'<text x="{x:.0f}" y="{height - margin / 2:.0f}" text-anchor="middle">{minutes:g} min</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" '
        f'font-size="13"><rect width="100%" height="100%" fill="#fff"/><text x="{margin}" y="24">A cold render: '
        f"time (blue, logarithmic) and memory (red, to 400 MB)</text>{''.join(marks)}</svg>\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--article", type=Path, default=ROOT / "content" / "the-song-under-the-scene.txt")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--hours", type=float, nargs="*", default=[1, 10])
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--engine", choices=BY_HAND, default="espeak")
    chosen = parser.parse_args()
    if chosen.engine == "espeak" and shutil.which("espeak-ng") is None:
        sys.exit("espeak-ng is not on PATH: it is what a render is compared with")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = list(article(chosen.article, folder, chosen.pairs, chosen.engine))
        runs = {}
        for hours in chosen.hours:
            lines, runs[hours] = long_text(hours, folder, chosen.engine)
            rows += lines
        if {1.0, 10.0} <= set(runs):
            rows.append(("10 h / 1 h, time", f"{runs[10.0].seconds / runs[1.0].seconds:.1f}"))
        for what, value in rows:
            print(f"{what:<55}{value}", flush=True)
        if chosen.plot:
            points = []
            for minutes in (m for m in LENGTHS_MIN if m <= 60 * max([*chosen.hours, 1])):
                if minutes / 60 not in runs:
                    (folder / "some.md").write_text(prose(minutes), "utf-8")
                    runs[minutes / 60] = render(folder / "some.md", fresh(folder), chosen.engine, weighed=True)
                points.append((minutes, runs[minutes / 60]))
            chosen.plot.write_text(plot(points), "utf-8")


if __name__ == "__main__":
    main()
