"""Each of the hostile inputs is read and written as a script, or refused in one line, within ten seconds of processor
and 512 MB.

The seconds are those of a processor that has done the yardstick in `YARDSTICK_S`; a slower one, or one that others use
too, has as many more as it takes longer over it, just before and just after.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hostile_inputs import INPUTS

HERE = Path(__file__).parent
SECONDS, MEGABYTES = 10, 512
YARDSTICK_S = 0.05
MOST_TIMES = 6
"""How much slower a machine may be, at most, before the input counts as one that takes for ever."""
CHILD = """
import json, re, resource, sys, time
from hostile_inputs import INPUTS
from rhapsode.errors import RhapsodeError
from rhapsode.request import Request, write
name, seconds, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]


def yardstick():
    begun, text = time.process_time(), "The quick brown fox jumps over 13 lazy dogs. " * 40
    for at in range(200):
        words = [(found.start(), found.group().lower()) for found in re.finditer(r"[a-z]+|[0-9]+|[.]", text)]
        counts = {word: sum(1 for _, other in words[:40] if other == word) for _, word in words}
    return time.process_time() - begun


before = yardstick()
open(path, "wb").write(INPUTS[name]())
if sys.platform == "linux":  # the most that the process had so far is forgotten
    open("/proc/self/clear_refs", "w").write("5")
spent = int(time.process_time())
resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))
said = ""
try:
    write(Request(path, engine="tone"))
except RhapsodeError as error:
    said = str(error)
children = resource.getrusage(resource.RUSAGE_CHILDREN)
if sys.platform == "linux":  # what rusage tells is at least what the process had that started this one
    kilobytes = int(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0])
else:
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
seconds = time.process_time() - spent + children.ru_utime + children.ru_stime
print(json.dumps([said, (kilobytes + children.ru_maxrss) / 1024, seconds, max(before, yardstick())]))
"""


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(sys.platform == "win32", reason="no resource limits there")
@pytest.mark.parametrize("name", list(INPUTS))
def test_it_becomes_a_script_or_is_refused_in_time_and_room(name: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHILD, name, str(SECONDS * MOST_TIMES), str(tmp_path / name)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])},
    )
    assert done.returncode == 0, f"killed by its limit of processor time, or failed: {done.stderr[-500:]}"
    said, megabytes, seconds, yardstick_s = json.loads(done.stdout)
    assert "\n" not in said
    assert megabytes < MEGABYTES
    assert seconds < SECONDS * max(1.0, yardstick_s / YARDSTICK_S), "with the processes it started"
