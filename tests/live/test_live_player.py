"""What is heard of a reading, by an output that hears only what it is told to."""

import threading
import time

import pytest

from rhapsode.errors import SourceMissing
from rhapsode.live import LivePlayer, reading_aloud
from rhapsode.request import Request

PATIENCE_S = 60
TEXT = (
    "# Tides\n\nThe water rises. It is slow.\n\n## At night\n\nIt falls again. Nobody sees it.\n\n"
    "## The end\n\nAll is calm.\n"
)


class Ears:
    """An output that hears so much as `hear` says, and at once."""

    def __init__(self):
        self.pull = None
        self.rate_hz = self.heard = 0
        self.sound = b""
        self.begun = threading.Event()
        self.has_ended, self.fault = False, None
        self.closed = False

    def get_ready(self):
        pass

    def start(self, rate_hz, pull):
        self.rate_hz, self.pull = rate_hz, pull
        self.begun.set()

    def heard_frames(self):
        return self.heard

    def forget(self):
        self.heard = 0

    def close(self):
        self.closed = True

    def hear(self, frames):
        """So many frames, or to the end; waits for what is not ready."""
        assert self.begun.wait(PATIENCE_S)
        end_s = time.monotonic() + PATIENCE_S
        while frames > 0:
            assert time.monotonic() < end_s
            sound = self.pull(min(frames, 500))
            if sound is None:
                self.has_ended = True
                return
            if not sound:
                time.sleep(0.005)
            self.sound += sound
            self.heard += len(sound) // 2
            frames -= len(sound) // 2


@pytest.fixture
def source(tmp_path):
    file = tmp_path / "article.md"
    file.write_text(TEXT)
    return Request(str(file), engine="tone")


@pytest.fixture
def listening(source, store):
    """A player, and the ears that it plays to."""
    ears = Ears()
    player = LivePlayer(reading_aloud(source, store=store, jobs=1), ears)
    yield player, ears
    player.close()
    assert ears.closed


def reach(player, ears, words):
    """Hear on to the sentence that begins with `words`, and a little of it."""
    while (said := player.now().said) is None or not said.utterance.text.startswith(words):
        ears.hear(100)
        assert not ears.has_ended
    ears.hear(said.pause_frames)
    return said


def test_all_of_it_is_heard_once_and_its_words_in_turn(source, store, listening):
    player, ears = listening
    with reading_aloud(source, store=store, jobs=1) as alone:
        whole = list(alone)
    lit = []
    while not ears.has_ended:
        ears.hear(50)
        now = player.now()
        if now.word and (not lit or lit[-1] != now.word):
            lit.append(now.word)
    assert ears.sound == b"".join(one.sound for one in whole)
    assert [one.text for one in lit] == [word.text for one in whole for word in one.words]
    assert player.has_ended
    assert player.fault is None
    assert player.heard_s == len(ears.sound) / 2 / ears.rate_hz


def test_in_a_pause_nothing_is_given_and_what_was_not_heard_yet_comes_after_it(listening):
    player, ears = listening
    reach(player, ears, "The water")
    before = player.heard_s
    ears.pull(300)  # taken, and not heard when the pause comes
    player.pause_or_resume()
    assert ears.pull(500) == b""
    assert player.now().is_paused
    assert player.heard_s == before
    player.pause_or_resume()
    ears.hear(10**9)
    assert not player.now().is_paused


@pytest.mark.parametrize(
    ("at", "move", "then"),
    [
        ("The water", lambda player: player.skip_sentences(1), "It is slow"),
        ("It is slow", lambda player: player.skip_sentences(-1), "The water"),
        ("Tides", lambda player: player.skip_sentences(-1), "Tides"),
        ("Tides", lambda player: player.skip_sections(1), "At night"),
        ("It falls", lambda player: player.skip_sections(-1), "At night"),
        ("At night", lambda player: player.skip_sections(-1), "Tides"),
        ("All is", lambda player: player.skip_sections(1), "All is"),
    ],
)
def test_one_goes_on_and_back(listening, at, move, then):
    player, ears = listening
    reach(player, ears, at)
    move(player)
    assert reach(player, ears, then).utterance.text.startswith(then)


def test_who_goes_on_twice_before_anything_is_heard_goes_twice_as_far(listening):
    player, ears = listening
    reach(player, ears, "It falls")
    player.skip_sections(-1)
    player.skip_sections(-1)
    player.skip_sentences(1)  # of a section that nobody has begun to hear: that is not known yet
    reach(player, ears, "Tides")
    player.skip_sentences(1)
    player.skip_sentences(1)
    reach(player, ears, "It is slow")


def test_back_in_the_middle_of_a_long_sentence_is_to_its_beginning(tmp_path, store):
    file = tmp_path / "long.md"
    file.write_text("It is short. " + "Water and wind and sand " * 20 + "end it.\n")
    ears = Ears()
    player = LivePlayer(reading_aloud(Request(str(file), engine="tone"), store=store, jobs=1), ears)
    said = reach(player, ears, "Water")
    ears.hear(3 * ears.rate_hz)
    assert player.now().said is said
    player.skip_sentences(-1)
    ears.hear(10)
    assert player.now().said.number == said.number
    assert player.heard_s > 3
    player.close()


def test_after_the_last_sentence_nothing_follows_a_skip(listening):
    player, ears = listening
    reach(player, ears, "All is")
    player.skip_sentences(1)
    ears.hear(10**9)
    assert ears.has_ended


def test_what_cannot_be_read_is_a_fault_and_the_end(tmp_path, store):
    player = LivePlayer(reading_aloud(Request(str(tmp_path / "none.md"), engine="tone"), store=store, jobs=1), Ears())
    end_s = time.monotonic() + PATIENCE_S
    while not player.has_ended and time.monotonic() < end_s:
        time.sleep(0.01)
    assert isinstance(player.fault, SourceMissing)
    player.close()


def test_a_reading_that_was_sent_elsewhere_before_is_heard_from_there(source, store):
    ears = Ears()
    reading = reading_aloud(source, store=store, jobs=1)
    reading.seek(section="The end")
    player = LivePlayer(reading, ears)
    ears.hear(10)
    assert player.now().said.utterance.text.startswith("The end")
    player.close()
