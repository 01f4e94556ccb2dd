"""An engine of somebody else's: forty lines in a package of its own, with settings and a process for each worker."""

import json
import os
import subprocess
import sys

import pytest

ENGINE = '''
"""A voice that hums: one note for each word, at a pitch that can be set."""

import math
import os
import struct
import time

from rhapsode.model import Clip, WordMark, words
from rhapsode.plugins import Cost, Engine, VoiceInfo

time.sleep(0.2)  # as a large model would take


class HummingEngine(Engine):
    name = "humming"
    isolation = "worker"
    most_workers = 2
    cost = Cost(start_s=0.3, s_per_s=1 / 200)
    default_voice = "hum"

    def __init__(self, pitch_hz="220", log=""):
        self.pitch_hz, self.log = float(pitch_hz), log

    def fingerprint(self):
        return {"version": "1"}

    def rate_hz(self, voice):
        return 16_000

    def voices(self):
        return [VoiceInfo("hum", "Hum", ("en", "mul"), licence="MIT")]

    def synthesize(self, text, marks, voice, take=0):
        if self.log:
            with open(self.log, "a") as log:
                log.write(f"{os.getpid()}\\n")
        samples, marked = bytearray(), []
        for start, end in words(text):
            marked.append(WordMark(start, end, len(samples) // 2))
            for at in range((end - start) * 1_000):
                samples += struct.pack("<h", int(8_000 * math.sin(at * self.pitch_hz * 2 * math.pi / 16_000)))
        return Clip(bytes(samples), 16_000, tuple(marked))
'''

ARTICLE = "# A title\n\nSome words to hum. And a second sentence.\n\n## A part\n\nMore of it. It ends here.\n"


@pytest.fixture
def installed(tmp_path):
    """A folder that has the package as pip would lay it, and an article beside it."""
    site = tmp_path / "site"
    (site / "humming-1.0.dist-info").mkdir(parents=True)
    (site / "humming-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: humming\nVersion: 1.0\n")
    entry = "[rhapsode.engines]\nhumming = humming:HummingEngine\n"
    (site / "humming-1.0.dist-info" / "entry_points.txt").write_text(entry)
    (site / "humming.py").write_text(ENGINE)
    (tmp_path / "article.md").write_text(ARTICLE)
    return tmp_path


def rhapsode(folder, *args):
    paths = os.pathsep.join([str(folder / "site"), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, "-m", "rhapsode", *args]
    return subprocess.run(
        command, cwd=folder, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False
    )


def test_it_is_found_set_and_kept_in_its_processes(installed):
    log = installed / "log"
    options = ["--engine", "humming", "--engine-setting", f"log={log}", "--jobs", "2", "--json"]
    done = rhapsode(installed, "render", "article.md", "-o", "out.mp3", *options)
    assert done.returncode == 0, done.stderr
    (track,) = json.loads(done.stdout)["tracks"]
    assert [word["text"] for word in track["utterances"][1]["words"]] == ["Some", "words", "to", "hum."]
    said = log.read_text().split()
    assert len(said) == 6
    assert 1 <= len(set(said)) <= 2


def test_its_settings_are_part_of_what_is_kept(installed):
    def render(*settings):
        done = rhapsode(installed, "render", "article.md", "-o", "out.mp3", "--json", "--engine", "humming", *settings)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)["tracks"][0]["stored"]["misses"]

    assert render() == 6
    assert render() == 0
    assert render("--engine-setting", "pitch_hz=330") == 6


def test_a_setting_that_it_does_not_have_is_one_line(installed):
    done = rhapsode(
        installed, "render", "article.md", "-o", "out.mp3", "--engine", "humming", "--engine-setting", "mood=blue"
    )
    assert done.returncode == 2
    assert "the engine humming cannot be made so" in done.stderr
    assert "mood" in done.stderr
    assert done.stderr.count("\n") == 1


def test_its_voices_are_listed(installed):
    done = rhapsode(installed, "voices", "--engine", "humming")
    assert "hum" in done.stdout
