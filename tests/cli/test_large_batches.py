"""A night's batch: what is wrong with two sources costs the others nothing, and many workers change no byte."""

import csv
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

TEXT = "# Stall {n}\n\nIt cost {n} dollars then. Nobody came.\n\n## The song\n\nA song went round!\n"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_of_two_hundred_sources_two_are_named_and_the_others_told_in_flat_memory(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for n in range(200):
        (folder / f"{n:03}.md").write_text(TEXT.format(n=n))
    (folder / "070.md").write_text("")
    (folder / "140.md").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9)
    command = [sys.executable, "-m", "rhapsode", "render", "articles", "-o", "out", "-q", "--engine", "tone"]
    sizes, opened = [], []
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as run:
        process = Path(f"/proc/{run.pid}")
        while run.poll() is None:
            try:
                pages = int((process / "statm").read_text().split()[1])
                files = len(list((process / "fd").iterdir()))
                if not files:  # it has ended, and nobody has asked how
                    break
                opened.append(files)
                sizes.append(pages)
            except (OSError, IndexError):  # it has just ended
                break
            time.sleep(0.05)
        said = run.stderr.read()
    lines = said.splitlines()
    assert run.returncode not in (0, None), said
    assert len(lines) == 2, said
    assert "070.md" in lines[0]
    assert "140.md" in lines[1]
    made = {path.stem for path in (tmp_path / "out").glob("*.mp3")}
    assert made == {f"{n:03}" for n in range(200)} - {"070", "140"}
    early, late = sizes[len(sizes) // 3], max(sizes[len(sizes) // 3 :])
    assert late < 1.2 * early, (early, late)
    assert max(opened) <= min(opened[len(opened) // 3 :]) + 8


def rhapsode(*args, cwd):
    command = [sys.executable, "-m", "rhapsode", *args]
    return subprocess.run(command, check=False, cwd=cwd, capture_output=True, text=True)


@pytest.fixture
def three(tmp_path):
    """Three sources, the second of which is empty."""
    for n in range(3):
        # No sentence stands in two of them, so that each has its own to speak.
        (tmp_path / f"{n}.md").write_text(
            TEXT.format(n=n).replace("song", f"song {n}").replace("Nobody", f"{n} men") * (n != 1)
        )
    return tmp_path


def test_a_row_for_each_source_and_the_sums(three):
    done = rhapsode("render", "0.md", "1.md", "2.md", "-o", "out", "--engine", "tone", cwd=three)
    assert done.returncode == 3
    assert done.stderr == "rhapsode: error: 1.md is empty: give a file with text in it\n"
    head, *rows, counts, sums, wrong, step = done.stdout.splitlines()
    assert head.split() == ["state", "length", "spoken", "size", "track"]
    assert sorted(row.split()[-1] for row in rows) == [str(Path("out") / f"{n}.mp3") for n in range(3)]
    assert counts == "2 made, 1 failed"
    assert re.fullmatch(r"0:\d\d of sound, 10 sentences spoken now, in 0:\d\d.*", sums)
    assert wrong == "  failed: 1.md"
    assert step == "Next: rhapsode publish out --to shelf"


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_the_summary_says_the_same_to_programs(suffix, three):
    rhapsode(
        "render", "0.md", "1.md", "2.md", "-o", "o", "-q", "--engine", "tone", "--summary", f"s.{suffix}", cwd=three
    )
    with (three / f"s.{suffix}").open(newline="") as file:
        rows = list(csv.DictReader(file)) if suffix == "csv" else json.load(file)["sources"]
    assert [row["source"] for row in rows] == ["0.md", "1.md", "2.md"]
    assert [row["state"] for row in rows] == ["made", "failed", "made"]
    assert int(rows[1]["exit_code"]) == 3
    assert "is empty" in rows[1]["error"]
    for row in (rows[0], rows[2]):
        data = (three / row["track"]).read_bytes()
        assert (int(row["bytes"]), row["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
        words = (three / row["source"]).read_text().replace("#", "").split()
        assert (int(row["sentences"]), int(row["spoken"]), int(row["words"])) == (5, 5, len(words))


def test_the_report_of_many_is_in_their_order(three):
    (three / "0.md").write_text(TEXT.format(n=0) * 9)  # made last
    done = rhapsode("render", "0.md", "1.md", "2.md", "-o", "out", "--engine", "tone", "--json", cwd=three)
    assert [track["source"] for track in json.loads(done.stdout)["tracks"]] == ["0.md", "2.md"]


def test_fail_fast_ends_with_the_first_failure(three):
    done = rhapsode(
        *("render", "0.md", "1.md", "2.md", "-o", "out", "--engine", "tone", "--fail-fast", "--jobs", "1"),
        *("--summary", "s.json"),
        cwd=three,
    )
    assert done.returncode == 3
    assert "unfinished" in done.stdout
    states = [row["state"] for row in json.loads((three / "s.json").read_text())["sources"]]
    assert states[1] == "failed"  # an empty source is the smallest, and so the first
    assert "unfinished" in states
    assert not list((three / "out").glob(".*"))


@pytest.mark.parametrize(
    ("options", "states"),
    [
        ((), ["left", "made", "replaced", "left"]),  # by content
        (("--no-record",), ["left", "made", "left", "replaced"]),  # by time: all that there is to go by
    ],
)
def test_continue_leaves_what_would_come_out_the_same(three, options, states):
    for n in (1, 3):
        (three / f"{n}.md").write_text(TEXT.format(n=n))
    command = ("render", "0.md", "1.md", "2.md", "3.md", "-o", "out", "--engine", "tone", *options)
    rhapsode(*command, cwd=three)
    (three / "out" / "1.mp3").unlink()
    edited, touched = three / "2.md", three / "3.md"
    edited.write_text("# Stall\n\nAnother text.\n")
    os.utime(edited, (1, 1))
    os.utime(touched, (time.time() + 60, time.time() + 60))
    done = rhapsode(*command, "--continue", "--summary", "s.json", cwd=three)
    assert done.returncode == 0, done.stderr
    assert [row["state"] for row in json.loads((three / "s.json").read_text())["sources"]] == states


def test_a_summary_of_another_kind_is_refused_before_anything_is_spoken(three):
    done = rhapsode("render", "0.md", "--engine", "tone", "--summary", "s.txt", cwd=three)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "s.txt" in done.stderr
    assert not (three / "audio").exists()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="sends a POSIX signal")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_an_interrupted_batch_leaves_whole_tracks_only_and_can_be_continued(name, tmp_path):
    for n in range(40):
        (tmp_path / f"{n:02}.md").write_text(TEXT.format(n=n) * 9)
    command = [sys.executable, "-m", "rhapsode", "render", ".", "-o", "out", "--engine", "tone", "-q"]
    command += ["--summary", "s.json"]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=partial(signal.signal, signal.Signals[name], signal.SIG_DFL),  # noqa: PLW1509  # who runs this may ignore it
    ) as run:
        deadline = time.monotonic() + 30
        while len(list(tmp_path.glob("out/*.mp3"))) < 3 and time.monotonic() < deadline:
            time.sleep(0.02)
        run.send_signal(signal.Signals[name])
        said = run.stderr.read()
    assert run.returncode == 128 + signal.Signals[name], said
    assert said.lstrip().count("\n") == 1, said
    out = {path.name for path in (tmp_path / "out").iterdir()}
    assert all(re.fullmatch(r"\d\d\.(mp3|json)", name) for name in out), out
    rows = json.loads((tmp_path / "s.json").read_text())["sources"]
    assert {row["state"] for row in rows} == {"made", "unfinished"}
    for row in rows:
        if row["state"] == "made":
            assert hashlib.sha256((tmp_path / row["track"]).read_bytes()).hexdigest() == row["sha256"]
    subprocess.run([*command, "--continue"], cwd=tmp_path, check=True)
    assert len(list(tmp_path.glob("out/*.mp3"))) == 40


@pytest.mark.slow
def test_sixty_four_workers_make_the_bytes_of_one(tmp_path):
    (tmp_path / "a.md").write_text("\n".join(TEXT.format(n=n) for n in range(40)))
    tracks = []
    for jobs in ("64", "1"):
        done = subprocess.run(
            [sys.executable, "-m", "rhapsode", "render", "a.md", "-o", f"{jobs}.mp3", "-q", "--jobs", jobs],
            check=False,
            cwd=tmp_path,
            env={**os.environ, "RHAPSODE_STORE": str(tmp_path / f"store-{jobs}")},
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stderr) == (0, "")
        tracks.append((tmp_path / f"{jobs}.mp3").read_bytes())
    assert tracks[0] == tracks[1]
