"""What a text may say to a speech engine: nothing. Its mark-up is read out or left out, and never obeyed."""

from __future__ import annotations

import pytest

from rhapsode import scripting
from rhapsode.model import Block, Document, Mark, Voice
from rhapsode.speaking.espeak.espeak_engine import EspeakEngine
from rhapsode.speaking.processes.children import run_kept

VOICE = Voice(family="gmw/en", language="en")
AFTER = "The boats come in after dark."
COMMANDS = [
    "[[h@l'oU]]", "[[]]", "[[", "]]", "[[_^_de]]", "<speak>", "</voice>", '<voice xml:lang="de">',
    '<prosody rate="x-fast">', '<say-as interpret-as="characters">', '<audio src="/etc/passwd"/>',
    '<break time="9999s"/>', '<emphasis level="strong">', "&lt;voice xml:lang=&quot;de&quot;&gt;", "\x01+50S",
    "\x01200P", "\x0110V", "\x01x", "<?xml version='1.0'?>", "<![CDATA[",
]  # fmt: skip


def phonemes(*texts: str) -> list[str]:
    """By espeak-ng, one after the other in one child: a command obeyed would change those that follow."""
    return list(run_kept("espeak", _ask, texts, patience_s=30))


def _ask(texts):
    engine = EspeakEngine()
    for text in texts:
        yield engine.phonemes(text, [], VOICE)


def utterances(text):
    return [
        said.text
        for said in scripting.write_script(
            Document("", (Block("b1", "paragraph", text),), "x", language="en")
        ).utterances
    ]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_words_after_a_command_are_said_as_without_it(command):
    (plain,) = phonemes(AFTER)
    said = phonemes(*utterances(f"{command} a. {AFTER}"), AFTER)
    assert said[-1] == plain
    assert said[-2] == plain


@pytest.mark.parametrize("command", ["[[h@l'oU]]", "[[d'O:g]]"])
def test_phonemes_written_in_a_text_are_letters(command):
    (said,) = phonemes(*utterances(f"Say {command} now."))
    (spelled,) = phonemes(*utterances(f"Say [{command.strip('[]')}] now."))
    assert said == spelled
    assert "dˈɔːɡ" not in said
    assert "həlˈəʊ" not in said


def _speak(said):
    engine = EspeakEngine()
    for text, marks in said:
        yield len(engine.synthesize(text, marks, VOICE).samples)


def test_nor_are_they_phonemes_in_speech_be_it_beside_a_word_given_in_phonemes_or_after_it():
    given = [Mark(2, 6, "phonemes", "ɹɛd")]
    beside, after, spelled, obeyed = run_kept(
        "espeak",
        _speak,
        [
            ("I read [[d'O:g]] now.", given),
            ("I see [[d'O:g]] now.", []),
            ("I see d O colon g now.", []),
            ("I see dog now.", []),
        ],
        patience_s=30,
    )
    assert min(beside, after) > (spelled + obeyed) / 2
