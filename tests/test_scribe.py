"""The process that reads and writes scripts beside the program: the same scripts, errors and limits as without it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rhapsode.errors import SourceMissing, SourceUnreadable
from rhapsode.writing import Request, write
from test_pool import alive

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no process is forked")

ASKED = """
import os, sys
from rhapsode import scribe
started = scribe.start()
late = {"click", "multiprocessing", "rhapsode.scripting.script"} & set(sys.modules)
assert not late, f"loaded before the fork: {late}"
from rhapsode.writing import Request
"""


def asked(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", ASKED + code], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.md"
    path.write_text("# A title\n\nFirst of 2 sentences. The second.\n\n## More\n\nAnd the end.\n")
    return path


def test_the_script_is_the_same(article: Path):
    said = asked(f"""
request = Request({str(article)!r})
started.begin([request])
script = started.write(request)
assert "rhapsode.scripting.script" not in sys.modules, "it was written here"
from rhapsode.writing import write
print(script == write(request), len(script.utterances))
""")
    assert said.split() == ["True", str(len(write(Request(str(article))).utterances))]


LONG = "# A title\n\n" + "".join(
    f"## Part {part}\n\n" + f"It has sentence {part} of them. Mr. Smith read it in 1999.\n\n" * 40 for part in range(60)
)


def test_a_long_text_is_shared_by_two_processes_and_the_script_is_the_same(tmp_path: Path):
    (tmp_path / "long.md").write_text(LONG)
    said = asked(f"""
request = Request({str(tmp_path / "long.md")!r})
started.begin([request])
script = started.write(request)
from rhapsode.scripting.script import LONG_CHARACTERS
from rhapsode.writing import write
print({len(LONG)} > LONG_CHARACTERS, script == write(request))
""")
    assert said.split() == ["True", "True"]


def test_work_done_beside_comes_back_or_does_not():
    said = asked("""
import os
waits = [scribe._beside(work) for work in (lambda: 7, lambda: 1 / 0, lambda: os._exit(3), lambda: "x" * 1_000_000)]
print([len(one) if isinstance(one, str) else one for one in (wait() for wait in waits)])
""")
    assert said.strip() == "[7, None, None, 1000000]"


def test_several_come_in_order_and_one_may_be_left_out(article: Path, tmp_path: Path):
    (tmp_path / "b.txt").write_text("Another one.")
    said = asked(f"""
requests = [Request({str(article)!r}), Request({str(tmp_path / "none.txt")!r}), Request({str(tmp_path / "b.txt")!r})]
started.begin(requests)
print(started.write(requests[0]).document.title)
print(started.write(requests[2]).utterances[-1].text)
""")
    assert said.splitlines() == ["A title", "Another one."]


def test_what_it_was_not_asked_for_is_written_here(article: Path):
    said = asked(f"""
started.begin([])
print(started.write(Request({str(article)!r})).document.title)
started.close()
print(started.write(Request({str(article)!r})).document.title)
""")
    assert said.splitlines() == ["A title", "A title"]


def test_its_errors_are_the_programs(tmp_path: Path):
    said = asked(f"""
request = Request({str(tmp_path / "none.txt")!r})
started.begin([request])
try:
    started.write(request)
except Exception as error:
    print(repr(error))
""")
    with pytest.raises(SourceMissing) as here:
        write(Request(str(tmp_path / "none.txt")))
    assert said.strip() == repr(here.value)


def test_a_source_that_ends_it_is_an_error_and_the_next_is_written_here(article: Path):
    said = asked(f"""
import signal
requests = [Request({str(article)!r}), Request({str(article)!r}, depth=1)]
started.begin(requests)
os.kill(started._process_id, signal.SIGKILL)
try:
    started.write(requests[0])
except Exception as error:
    print(type(error).__name__, error)
print(started.write(requests[1]).document.title)
""")
    first, second = said.splitlines()
    assert first.startswith(SourceUnreadable.__name__)
    assert "ended the process" in first
    assert second == "A title"


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_it_does_not_outlive_the_program(how: signal.Signals):
    code = ASKED + "print(started._process_id, flush=True)\nimport time\ntime.sleep(60)\n"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as program:
        scribe = int(program.stdout.readline())
        time.sleep(0.5)
        program.send_signal(how)
    deadline = time.monotonic() + 20
    while alive(scribe) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(scribe)


def test_the_program_gives_the_same_track_with_and_without_it(article: Path, tmp_path: Path):
    tracks = []
    for at, module in enumerate(("rhapsode.__main__", "rhapsode.cli")):
        target = tmp_path / f"{at}.mp3"
        words = ["rhapsode", "render", str(article), "-o", str(target)]
        code = f"import sys\nsys.argv = {words!r}\nfrom {module} import main\nmain()"
        environment = {**os.environ, "RHAPSODE_STORE": str(tmp_path / f"store{at}")}
        subprocess.run([sys.executable, "-c", code], env=environment, check=True, timeout=60)
        tracks.append(target.read_bytes())
    assert tracks[0] == tracks[1]
