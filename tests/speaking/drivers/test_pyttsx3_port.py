"""Starting pyttsx3 and ending it."""

import subprocess
import sys

import pytest

PROGRAM = """
import atexit
import pyttsx3.driver
atexit.register(setattr, pyttsx3.driver, "contextlib", None)  # as the interpreter's end may have it: first in, last out
import rhapsode.speaking.natural.neural_driver as driver
from rhapsode.speaking.drivers.pyttsx3_port import start_pyttsx3
kept = start_pyttsx3(driver.NAME)
"""


def test_nothing_is_printed_when_the_interpreter_ends():
    pytest.importorskip("hibari", reason="the extra [natural] is not installed")
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60)
    assert (done.stdout, done.stderr) == ("", "")
