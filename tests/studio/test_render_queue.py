import json
import threading

import pytest

from rhapsode.errors import SourceUnreadable, UsageError
from rhapsode.model import Progress
from rhapsode.studio.render_choices import RenderChoices
from rhapsode.studio.render_queue import QueuedRender, RenderQueue

WAIT_S = 10
FIRST, SECOND = QueuedRender("1" * 16, "Tides"), QueuedRender("2" * 16, "Wind", RenderChoices("v", 180, True, ("a",)))


class Maker:
    """Makes nothing, in steps: each render stands still until it is told to go on."""

    def __init__(self, error=None):
        self.error, self.made, self.ended = error, [], []
        self.began, self.may_go_on = threading.Semaphore(0), threading.Semaphore(0)
        self.left = threading.Semaphore(0)

    def __call__(self, one, watch):
        self.began.release()
        try:
            assert self.may_go_on.acquire(timeout=WAIT_S)
            watch(Progress("speak", "At night", 1, 4))
            if self.error:
                raise self.error
            self.made.append(one.title)
        except Exception:
            self.ended.append(one.title)
            raise
        finally:
            self.left.release()


@pytest.fixture
def opened(tmp_path):
    """`opened(make)` starts a queue over the one file; all are closed at the end."""
    queues = []

    def start(make):
        queues.append(RenderQueue(tmp_path / "queue.json", make))
        queues[-1].start()
        return queues[-1]

    yield start
    for queue in queues:
        queue.close()


def idle(queue, make, count=1):
    """Wait until so many renders are through, and the queue knows it."""
    for _ in range(count):
        assert make.left.acquire(timeout=WAIT_S)
    for _ in range(1000):
        if all(one.state != "rendering" for one in queue.renders()):
            return
        threading.Event().wait(0.01)
    raise AssertionError("it is still at work")


def test_one_is_made_after_the_other(opened):
    make = Maker()
    queue = opened(make)
    queue.add(FIRST)
    queue.add(SECOND)
    assert make.began.acquire(timeout=WAIT_S)
    assert [one.state for one in queue.renders()] == ["rendering", "waiting"]
    make.may_go_on.release(2)
    idle(queue, make, 2)
    assert make.made == ["Tides", "Wind"]
    assert queue.renders() == []


def test_what_fails_is_kept_with_its_reason_and_can_be_tried_again(opened):
    make = Maker(SourceUnreadable("it has no word", "give another"))
    queue = opened(make)
    queue.add(FIRST)
    make.may_go_on.release()
    idle(queue, make)
    assert [(one.state, one.error) for one in queue.renders()] == [("failed", "it has no word: give another")]
    make.error = None
    queue.retry(FIRST.id)
    make.may_go_on.release()
    idle(queue, make)
    assert (make.made, queue.renders()) == (["Tides"], [])


def test_a_fault_of_the_program_costs_no_other_its_turn(opened):
    make = Maker(ZeroDivisionError("oh"))
    queue = opened(make)
    queue.add(FIRST)
    queue.add(SECOND)
    make.may_go_on.release(2)
    idle(queue, make, 2)
    assert {one.error for one in queue.renders()} == {
        "a fault of the program (ZeroDivisionError: oh): please report it"
    }


def test_one_at_work_that_is_cancelled_ends_and_is_no_failure(opened):
    make = Maker()
    queue = opened(make)
    queue.add(FIRST)
    assert make.began.acquire(timeout=WAIT_S)
    assert queue.cancel(FIRST.id)
    make.may_go_on.release()
    idle(queue, make)
    assert (make.ended, make.made, queue.renders()) == (["Tides"], [], [])
    assert not queue.cancel(FIRST.id)


def test_one_that_is_cancelled_and_added_again_at_once_is_made(opened):
    make = Maker()
    queue = opened(make)
    queue.add(FIRST)
    assert make.began.acquire(timeout=WAIT_S)
    queue.cancel(FIRST.id)
    queue.add(FIRST)
    make.may_go_on.release(2)
    idle(queue, make, 2)
    assert queue.renders() == []
    assert (make.ended, make.made) == (["Tides"], ["Tides"])


def test_what_was_queued_or_at_work_goes_on_with_the_next_start(opened):
    make = Maker()
    queue = opened(make)
    queue.add(FIRST)
    queue.add(SECOND)
    assert make.began.acquire(timeout=WAIT_S)
    make.may_go_on.release()
    queue._closing = True  # as a machine that goes: what the file says is all that is left
    queue.close()
    assert make.ended == ["Tides"]
    again = Maker()
    later = opened(again)
    assert [(one.title, one.choices) for one in later.renders()] == [("Tides", FIRST.choices), ("Wind", SECOND.choices)]
    again.may_go_on.release(2)
    idle(later, again, 2)
    assert again.made == ["Tides", "Wind"]


def test_how_far_it_is_is_told(opened):
    stood = threading.Event()
    told = threading.Event()

    def make(one, watch):
        watch(Progress("mix", "At night", 3, 4))
        told.set()
        assert stood.wait(WAIT_S)

    queue = opened(make)
    queue.add(FIRST)
    assert told.wait(WAIT_S)
    assert queue.renders()[0].progress == Progress("mix", "At night", 3, 4)
    stood.set()


def test_the_same_is_not_queued_twice(opened):
    make = Maker()
    queue = opened(make)
    queue.add(FIRST)
    with pytest.raises(UsageError, match="Tides is in the queue already"):
        queue.add(FIRST)
    make.may_go_on.release()
    idle(queue, make)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"schema": 2, "renders": []}', b'{"schema": 1, "renders": [1]}']
)
def test_a_file_that_is_none_of_ours_holds_nothing(tmp_path, content):
    (tmp_path / "queue.json").write_bytes(content)
    assert RenderQueue(tmp_path / "queue.json", Maker()).renders() == []


def test_the_file_tells_who_made_it(opened, tmp_path):
    make = Maker()
    queue = opened(make)
    queue.add(FIRST)
    assert json.loads((tmp_path / "queue.json").read_bytes())["generator"] == "rhapsode"
    queue.cancel(FIRST.id)
    make.may_go_on.release()
