"""A night's batch: what is wrong with two sources costs the others nothing, and many workers change no byte."""

import os
import subprocess
import sys
import time
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
                opened.append(len(list((process / "fd").iterdir())))
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
