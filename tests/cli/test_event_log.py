"""What happened to each source is told as it happens, and where the time went is drawn."""

import json
import subprocess
import sys
from collections import defaultdict

import pytest

ORDER = ["queued", "begun", "read", "scripted", "planned", "spoken", "measured", "encoded", "written", "mixed", "done"]


def render(folder, *options):
    command = [sys.executable, "-m", "rhapsode", "render", *options, "--engine", "tone", "-q"]
    return subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True, timeout=100)


@pytest.fixture(scope="module")
def night(tmp_path_factory):
    """A folder where a batch of three was made, one of them no text."""
    folder = tmp_path_factory.mktemp("night")
    for name in ("a", "b"):
        (folder / f"{name}.md").write_text(f"# Stall {name}\n\nNobody came. It was late.\n")
    (folder / "c.md").write_text("")
    done = render(folder, "a.md", "b.md", "c.md", "-o", "out/", "--log-json", "log.jsonl", "--trace", "trace.json")
    assert done.returncode != 0
    assert "c.md is empty" in done.stderr
    return folder


@pytest.fixture(scope="module")
def told(night):
    found = defaultdict(list)
    for line in (night / "log.jsonl").read_text().splitlines():
        one = json.loads(line)
        found[one["source"]].append(one)
    return found


@pytest.fixture(scope="module")
def drawn(night):
    return json.loads((night / "trace.json").read_text())


@pytest.mark.parametrize("source", ["a.md", "b.md"])
def test_each_step_is_told_in_its_turn(told, source):
    assert [one["event"] for one in told[source]] == ORDER
    assert [one["time"] for one in told[source]] == sorted(one["time"] for one in told[source])


def test_the_steps_take_the_time_of_the_whole(told):
    for source in ("a.md", "b.md"):
        seconds = {one["event"]: one.get("seconds", 0.0) for one in told[source]}
        parts = sum(seconds[event] for event in ("read", "scripted", "planned", "spoken", "mixed"))
        assert 0.5 * seconds["done"] <= parts <= seconds["done"] + 0.01
        assert seconds["measured"] + seconds["encoded"] + seconds["written"] <= seconds["mixed"] + 0.01
        assert told[source][-1]["sound_seconds"] > 1
        assert told[source][-1]["track"] == f"out/{source[0]}.mp3"


def test_a_failure_is_told_with_its_cause(told):
    assert [one["event"] for one in told["c.md"]] == ["queued", "begun", "read", "failed"]
    assert "empty" in told["c.md"][-1]["error"]


def test_each_worker_has_a_row_of_sources_and_below_them_their_steps(drawn):
    names = {one["pid"]: one["args"]["name"] for one in drawn if one["ph"] == "M"}
    bars = [one for one in drawn if one["ph"] == "X"]
    assert {one["name"] for one in bars if one["cat"] == "document"} == {"a.md", "b.md", "c.md"}
    assert {one["pid"] for one in bars} <= set(names)
    for row in names:
        whole = sorted(
            (one for one in bars if one["pid"] == row and one["cat"] == "document"), key=lambda one: one["ts"]
        )
        ends = [one["ts"] + one["dur"] for one in whole]
        assert all(end <= later["ts"] for end, later in zip(ends, whole[1:], strict=False))  # one after the other
        for one in (one for one in bars if one["pid"] == row and one["cat"] == "step"):
            assert any(
                outer["ts"] - 5 <= one["ts"] and one["ts"] + one["dur"] <= outer["ts"] + outer["dur"] + 2_000
                for outer in whole
                if outer["args"] == one["args"]
            )


def test_the_log_goes_on_where_the_batch_does(night, told):
    before = (night / "log.jsonl").read_text()
    assert render(night, "a.md", "b.md", "-o", "out/", "--continue", "--log-json", "log.jsonl").returncode == 0
    added = (night / "log.jsonl").read_text().removeprefix(before).splitlines()
    assert [json.loads(line)["event"] for line in added] == ["queued", "queued", "left", "left"]


def test_the_only_source_is_told_of_too(night):
    assert render(night, "a.md", "-o", "one.mp3", "--log-json", "one.jsonl").returncode == 0
    assert [json.loads(line)["event"] for line in (night / "one.jsonl").read_text().splitlines()] == ORDER


@pytest.mark.parametrize("option", ["--log-json", "--trace"])
def test_a_file_that_cannot_be_written_is_told_before_anything_is_spoken(night, option):
    done = render(night, "a.md", "-o", "never.mp3", option, "no/such/folder/file")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "no/such/folder/file cannot be written" in done.stderr
    assert not (night / "never.mp3").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="has no /dev/full")
def test_a_full_disk_costs_the_log_and_no_track(night):
    done = render(night, "a.md", "-o", "full.mp3", "--log-json", "/dev/full")
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert "/dev/full is not written any more" in done.stderr
    assert (night / "full.mp3").exists()
