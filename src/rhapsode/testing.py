"""What any engine must do: checks for whoever writes one, to be run by pytest or by hand.

    from rhapsode import testing
    from rhapsode.plugins import EngineChoice

    @pytest.mark.parametrize("check", testing.ENGINE_CHECKS)
    def test_my_engine(check, tmp_path):
        check(EngineChoice("mine"), tmp_path)

Each check speaks as a render does, in the processes that the engine asks for, and raises AssertionError, saying what is
wrong. The folder is for a store; give each check a fresh one.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rhapsode import plugins, speaking
from rhapsode.clips import unpack
from rhapsode.errors import SpeechFailed, VoiceNotFound
from rhapsode.model import Clip, Document, Ledger, Mark, Script, Section, Span, Utterance, Voice
from rhapsode.plugins import EngineChoice
from rhapsode.pool import process_pool
from rhapsode.store import Store

Check = Callable[[EngineChoice, Path], None]

SENTENCE = "The old sailor told a long story about the sea."
LEAST_WORDS_MARKED = 0.5
ENDING_S = 20.0


def clips(
    choice: EngineChoice, folder: Path, texts: Sequence[str], *, voice: Voice | None = None, marks: Sequence[Mark] = ()
) -> list[Clip]:
    """Each of `texts` as the engine says it, in one render, all in `voice` and under the same `marks`.

    Raises what a render would.
    """
    said = tuple(
        Utterance(f"u{n}", "s1", f"b{n}", text, (Span(0, len(text), 0, len(text)),), text, marks=tuple(marks))
        for n, text in enumerate(texts)
    )
    said = tuple(one._replace(voice=voice or Voice(language="en")) for one in said)
    script = Script(Document("Checks", ()), (Section("s1", 1, "Checks", ()),), said, Ledger())
    store = Store(folder)
    with process_pool(1) as pool:
        plan = speaking.plan(script, choice, store, pool)
        speech = speaking.speak(plan, store, pool)
    return [unpack(store.get(speech.keys[one.id]) or b"") for one in plan.script.utterances]


def facts_agree(choice: EngineChoice, folder: Path) -> None:
    """Its voices have ids of their own, its default voice is one of them, and clips have the rate that it states."""
    engine = plugins.engine(choice)
    known = [voice.id for _, voice in speaking.every_voice(choice, Store(folder))]
    assert len(known) == len(set(known)), "two voices have one id"
    assert not known or not engine.default_voice or engine.default_voice in known, "the default voice is not listed"
    (clip,) = clips(choice, folder, [SENTENCE], voice=Voice())
    assert clip.rate_hz == engine.rate_hz(engine.default_voice), "a clip has another rate than stated"


def a_faster_rate_is_shorter(choice: EngineChoice, folder: Path) -> None:
    """Twice the words per minute take between two fifths and two thirds of the time."""
    slow, fast = (clips(choice, folder, [SENTENCE], voice=Voice("", "en", rate))[0] for rate in (120, 240))
    assert 0.4 <= fast.frames / slow.frames <= 0.67, f"240 wpm take {fast.frames / slow.frames:.2f} of 120 wpm's time"


def marks_are_in_order(choice: EngineChoice, folder: Path) -> None:
    """Word marks, where there are some, go forward, lie inside text and clip, and miss less than half of the words."""
    (clip,) = clips(choice, folder, [SENTENCE])
    for one, two in zip(clip.words, clip.words[1:], strict=False):
        assert one.start < one.end <= two.start, "words overlap"
        assert one.frame <= two.frame, "a word begins before the one before it"
    assert all(0 <= word.frame <= clip.frames and word.end <= len(SENTENCE) for word in clip.words), (
        "a mark lies outside"
    )
    if clip.words:
        assert len(clip.words) >= LEAST_WORDS_MARKED * len(SENTENCE.split()), "most words have no mark"


def nothing_to_say_is_no_fault(choice: EngineChoice, folder: Path) -> None:
    """A text without a letter ends neither the process nor the render."""
    for text in ("...", "—", " "):
        assert clips(choice, folder, [text, SENTENCE])[1].frames > 0, f"{text!r} took the next sentence with it"


def one_letter_is_heard(choice: EngineChoice, folder: Path) -> None:
    """`a`, and a digit, are sound."""
    assert all(clip.frames > 0 for clip in clips(choice, folder, ["a", "7"])), "one letter is silence"


def a_long_text_is_said_whole(choice: EngineChoice, folder: Path) -> None:
    """Ten thousand characters take about as much longer than a sentence as they are more."""
    short, long = clips(choice, folder, [SENTENCE, " ".join([SENTENCE] * (10_000 // len(SENTENCE)))])
    times = long.frames / short.frames / (10_000 // len(SENTENCE))
    assert 0.7 <= times <= 1.5, f"a long text takes {times:.2f} of the time that its sentences take alone"


def pictures_do_no_harm(choice: EngineChoice, folder: Path) -> None:
    """An emoji is neither silence nor noise: at most a few words longer than without."""
    plain, pictured = clips(
        choice, folder, ["It went well, and we laughed.", "It went well 😀👍🏽, and we laughed 🎉."]
    )
    assert 0.8 * plain.frames <= pictured.frames <= 4 * plain.frames, "a picture is silence or noise"


def other_letters_are_said_or_refused(choice: EngineChoice, folder: Path) -> None:
    """A word in Cyrillic is heard, from this engine or its stand-in, or the render says that it cannot be."""
    try:
        found = clips(choice, folder, ["They saw Чайковский twice.", "They saw him twice."])
    except (VoiceNotFound, SpeechFailed):
        return
    assert found[0].frames > 0, "a word in other letters is silence"


def controls_do_no_harm(choice: EngineChoice, folder: Path) -> None:
    """A NUL or another control character, which the engine is given as spaces, cuts nothing off."""
    plain, controlled = clips(choice, folder, ["before it and after it", "before it\0and\x01 after\x1b it"])
    assert controlled.frames > 0.7 * plain.frames, "a control character cuts the sentence off"


def equal_texts_give_equal_clips(choice: EngineChoice, folder: Path) -> None:
    """The same script in fresh processes gives the same bytes, where the engine says so."""
    if plugins.engine(choice).deterministic:
        texts = [SENTENCE, "Another one.", "And a third, which is longer."]
        first, second = (clips(choice, folder / name, texts) for name in "ab")
        same = [bytes(clip.samples) for clip in first] == [bytes(clip.samples) for clip in second]
        assert same, "two renders of one script differ"


def phonemes_are_said(choice: EngineChoice, folder: Path) -> None:
    """A word under a `phonemes` mark sounds as the mark says, where the engine says that it can."""
    if plugins.engine(choice).takes_phonemes:
        first, second = (
            clips(choice, folder, ["tomato"], marks=[Mark(0, 6, "phonemes", ipa)])[0]
            for ipa in ("təmˈeɪtoʊ", "ɹˈæpsoʊdˌaɪz")
        )
        assert bytes(first.samples) != bytes(second.samples), "phonemes change nothing"


def an_interrupt_ends_it(choice: EngineChoice, folder: Path) -> None:
    """The interrupt key ends a render within seconds, its processes with it."""
    folder.mkdir(parents=True, exist_ok=True)
    text = folder / "long.txt"
    text.write_text("\n\n".join(f"This is sentence {n} of many." for n in range(20_000)))
    settings = [part for name, value in choice.settings for part in ("--engine-setting", f"{name}={value}")]
    command = [sys.executable, "-m", "rhapsode", "render", str(text), "-o", str(folder / "long.wav")]
    with subprocess.Popen(
        [*command, "--engine", choice.name, *settings],
        env={**os.environ, "RHAPSODE_STORE": str(folder / "store"), "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as program:
        time.sleep(3)
        program.send_signal(signal.SIGINT)
        try:
            program.communicate(timeout=ENDING_S)
        except subprocess.TimeoutExpired:
            program.kill()
            raise AssertionError(f"it went on for {ENDING_S:.0f} s") from None
    assert program.returncode == 130, f"exit code {program.returncode}"


ENGINE_CHECKS: tuple[Check, ...] = (
    facts_agree,
    a_faster_rate_is_shorter,
    marks_are_in_order,
    nothing_to_say_is_no_fault,
    one_letter_is_heard,
    a_long_text_is_said_whole,
    pictures_do_no_harm,
    other_letters_are_said_or_refused,
    controls_do_no_harm,
    equal_texts_give_equal_clips,
    phonemes_are_said,
    an_interrupt_ends_it,
)
"""All of them."""
