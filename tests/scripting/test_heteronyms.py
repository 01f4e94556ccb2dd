import subprocess
import sys
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripts import block, document

from rhapsode.model import Lexeme
from rhapsode.scripting import write_script
from rhapsode.scripting.audit import audit
from rhapsode.scripting.heteronyms import choice
from rhapsode.scripting.heteronyms.choice import choose
from rhapsode.scripting.heteronyms.context_cues import MOST_TOKENS
from rhapsode.scripting.heteronyms.heteronym_list import heteronyms
from rhapsode.scripting.heteronyms.packed_tables import VECTOR_LENGTH, WordEntry, numbers_of, pack, unpack, vector_of
from rhapsode.scripting.style import Style, default_roles

GOLDEN = Path(__file__).parent / "golden" / "heteronyms.tsv"
LEAST_RIGHT = 0.95
REPORT = "Use it now. Close the door. They live near live music. The lead pipe is made of lead."


def told(text, **rest):
    """Each marked word and its phonemes, of a paragraph."""
    script = write_script(document(block("paragraph", text, **rest.pop("block", {})), title="x"), **rest)
    assert script.ledger.balanced
    return [(said.text[one.start : one.end], one.value) for said in script.utterances for one in said.marks]


def ways(text):
    return [one.way.id for one in choose(text)]


def test_sentences_of_our_own_are_read_rightly():
    lines = [line.split("\t") for line in GOLDEN.read_text("utf-8").splitlines() if not line.startswith("#")]
    wrong = []
    for word, reading, text in lines:
        one = next(one for one in choose(text) if text[one.start : one.end].lower() == word)
        if one.way.id != reading:
            wrong.append((one.way.id, text))
    assert len(lines) > 130
    assert 1 - len(wrong) / len(lines) >= LEAST_RIGHT, wrong


def test_most_words_of_the_golden_sentences_stand_there_in_both_ways():
    lines = [line.split("\t") for line in GOLDEN.read_text("utf-8").splitlines() if not line.startswith("#")]
    readings = {word: {line[1] for line in lines if line[0] == word} for word, *_ in lines}
    assert sum(len(found) > 1 for found in readings.values()) >= 40


def test_one_word_twice_in_a_sentence():
    assert told(REPORT) == [
        ("Use", "ˈjuːz"),
        ("Close", "ˈkloʊz"),
        ("live", "ˈlɪv"),
        ("live", "ˈlaɪv"),
        ("lead", "ˈlɛd"),
        ("lead", "ˈlɛd"),
    ]


def test_the_words_stay_as_they_are_written():
    with_marks, without = (
        write_script(document(block("paragraph", REPORT)), handles=off) for off in (frozenset(), {"heteronyms"})
    )
    assert [(one.text, one.alignment) for one in with_marks.utterances] == [
        (one.text, one.alignment) for one in without.utterances
    ]
    assert not any(one.marks for one in without.utterances)


@pytest.mark.parametrize(
    "rest",
    [
        {"normalize": False},
        {"handles": frozenset({"heteronyms"})},
        {"style": Style(default_roles(), rules_off=frozenset({"heteronyms"}))},
        {"style": Style(default_roles(), language="de")},
    ],
)
def test_it_can_be_turned_off_and_is_for_english(rest):
    assert told("They live near live music.", **rest) == []


def test_the_lexicon_wins():
    style = Style(default_roles(), lexicon=(Lexeme("lead", phoneme="liːdː"),))
    assert told("The lead pipe leaks.", style=style) == [("lead", "liːdː")]


def test_a_pronunciation_on_the_word_wins():
    marks = [(4, 8, "phonemes", "liːdː")]
    assert told("The lead pipe is made of lead.", block={"marks": marks}) == [("lead", "liːdː"), ("lead", "ˈlɛd")]


def test_a_passage_in_another_language_is_left_alone():
    assert told("He said live and let live.", block={"marks": [(8, 25, "language", "fr")]}) == [
        ("live and let live", "fr")
    ]


def test_what_a_rule_says_together_is_said_by_the_rule():
    script = write_script(document(block("paragraph", "On August 5, 2024 they met.")))
    said = script.utterances[-1]
    assert said.text.startswith("On August fifth")
    assert [said.text[one.start : one.end] for one in said.marks] in ([], ["August"])


@pytest.mark.parametrize("text", ["See www.read.com/live now.", "Run close_door() first.", "Ask lead@use.org."])
def test_addresses_and_code_hold_no_such_words(text):
    assert choose(text) == []


@pytest.mark.parametrize(
    ("heading", "reading"),
    [
        ("How to Record a Podcast", "record_vrb"),
        ("The World Record for Swimming", "record_nou"),
        ("HOW TO LIVE A LONG LIFE", "live_vrb"),
        ("Books to Read Before Christmas", "read_present"),
        ("Why We Read Aloud", "read_present"),
        ("Why We Read Novels", "read_present"),
        ("Why Children Read", "read_present"),
        ("THE BEST LIVE MUSIC IN TOWN", "live_adj"),
        ("Learning Polish in Three Months", "polish_geo"),
    ],
)
def test_a_heading_is_read_as_a_sentence(heading, reading):
    assert ways(heading) == [reading]


def test_a_word_before_an_s_or_in_a_compound_is_found():
    assert [(one.start, one.end) for one in choose("The wind's lead-free.")] == [(4, 8), (11, 15)]


def test_the_choice_says_why():
    (one,) = choose("The lead pipe is made of metal.")
    assert one.way.meaning == "the metal"
    assert 0.5 < one.probability <= 1
    assert one.reasons
    assert set(one.reasons) <= set("The pipe is made of metal .".split())


def test_the_audit_shows_each_place():
    script = write_script(document(block("paragraph", REPORT, line=7), title="x"))
    live = next(one for one in audit(script) if one.word == "live")
    assert [(one.ipa, one.meaning, one.line) for one in live.readings] == [
        ("ˈlɪv", "verb", 7),
        ("ˈlaɪv", "adjective", 7),
    ]
    assert live.kinds == ("heteronym",)


def test_every_word_has_two_ways_that_differ():
    for word, one in heteronyms().items():
        assert len({way.ipa for way in one.ways}) == len(one.ways) >= 2, word
        assert all(way.ipa.count("ˈ") == 1 for way in one.ways), word


@given(st.text(max_size=80), st.sampled_from(sorted(heteronyms())), st.text(max_size=80))
def test_any_text_is_read_somehow(before, word, after):
    for one in choose(f"{before} {word} {after}"):
        assert 0 <= one.start < one.end
        assert one.way in heteronyms()[f"{before} {word} {after}"[one.start : one.end].lower()].ways


NAMES = st.text(min_size=1, max_size=9)


@given(st.dictionaries(st.tuples(NAMES, NAMES), st.integers(-127, 127).filter(bool), max_size=30))
def test_packed_weights_come_back(weights):
    vector = vector_of(bytes(number & 255 for number in range(-16, 16)))
    tables = unpack(pack({"cat": WordEntry("N", 7, vector), "run": WordEntry("NV")}, [3] * 256, weights))
    for owner in {owner for owner, _ in weights}:
        own = {crc32(name.encode()): weight for (other, name), weight in weights.items() if other == owner}
        assert tables.owned(owner) == own
    assert tables.owned("nobody at all") == {}
    known = [tables.word(word) for word in ("cat", "run", "dog")]
    assert [*known] == [("N", 7, vector), ("NV", 0, 0), ("", 0, 0)]
    assert tables.wider[7] == 3


@given(st.lists(st.lists(st.integers(-127, 127), min_size=VECTOR_LENGTH, max_size=VECTOR_LENGTH), max_size=40))
def test_vectors_add_up(rows):
    total = sum(vector_of(bytes(number & 255 for number in row)) for row in rows)
    assert numbers_of(total) == [sum(row[at] for row in rows) for at in range(VECTOR_LENGTH)]


def test_one_said_again_in_the_same_words_is_looked_up_once():
    choice._decision.cache_clear()
    assert len(choose("use " * 600)) == 600
    assert choice._decision.cache_info().misses <= 2 * MOST_TOKENS + 2


def test_a_text_with_no_such_word_loads_no_tables():
    run = "import sys; from rhapsode.scripting.heteronyms.heteronym_marks import heteronym_marks as marks"
    run += "; from rhapsode.scripting.line import identity; print(marks(*[identity(sys.argv[1])] * 2, [])"
    run += ", 'rhapsode.scripting.heteronyms.choice' in sys.modules)"
    said = [
        subprocess.run([sys.executable, "-c", run, text], capture_output=True, text=True, check=True).stdout
        for text in ("The cat sat.", "They live.")
    ]
    assert said[0].split() == ["[]", "False"]
    assert "Mark(" in said[1]
    assert said[1].endswith("True\n")
