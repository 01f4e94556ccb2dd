from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.scripting.normalize import claims, edits, normalize
from rhapsode.scripting.rules import KINDS, LANGUAGES, rules_for
from rhapsode.scripting.rules.rule import BEYOND_ASCII

GOLDEN = Path(__file__).parent / "golden"
CODES = {
    "english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it", "czech": "cs",
}  # fmt: skip
PIECES = (
    "1999 2005 10-15 3–5 $5.99 €20 £1.2bn 5km 10 m² 20°C 9:05 14:30 1/2 ½ 24/7 Jan. 5, 2024 2024-03-15 "
    "3/4/2024 No. 5 Fig. Dr. St.  i.e. e.g. etc. vs. IV VIII Henry Chapter #42 #tag ~50 → < > * ** __ _a_ ` -- "
    "— ( ) [1] & https://a.bc/d www.x.org a@b.co 555-1234  1.2.3 192.168.0.1 v2.0 5M 2x .5 1, , . 's x² 10^6 "
    "read yesterday have the a über 12. Juni usw. z. B. XIVe 1er M. Sr. 5,99 % "
).split()


def golden(name):
    lines = (GOLDEN / f"{name}.tsv").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#\t") and not line.startswith("# ")]


@pytest.mark.parametrize(
    ("language", "written", "said"), [(CODES[name], *case) for name in CODES for case in golden(name)]
)
def test_a_reader_says(language, written, said):
    assert normalize(written, language) == said


@given(st.sampled_from(["en", *LANGUAGES]), st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join))
def test_normalising_twice_is_the_same_as_once(language, text):
    once = normalize(text, language)
    assert normalize(once, language) == once


@given(st.sampled_from(list(LANGUAGES)), st.text(max_size=60) | st.lists(st.sampled_from(PIECES)).map("".join))
def test_claims_ascend_and_never_overlap(language, text):
    made = edits(claims(text, rules_for(language), frozenset()), text)
    for one, other in pairwise(made):
        assert one.start < one.end <= other.start or one.start == one.end <= other.start
    assert all(0 <= one.start <= one.end <= len(text) for one in made)


@pytest.mark.parametrize(
    ("written", "said"),
    [("http://0/*", "0"), ("[`a` key](x)", "a key"), ("see www.x.org/*a", "see x dot org slash a")],
)
def test_a_rule_waits_for_what_another_has_claimed(written, said):
    assert normalize(written, "en") == said


def test_a_class_of_rules_can_be_left_out():
    assert normalize("$5 in 1999", "en", frozenset({"money"})) == "$5 in nineteen ninety nine"


def test_every_rule_has_a_known_class():
    assert {rule.kind for code in LANGUAGES for rule in rules_for(code)} <= KINDS


def test_a_language_without_rules_has_only_those_for_all():
    own = {rule.pattern for code in LANGUAGES for rule in rules_for(code)} - {rule.pattern for rule in rules_for("cs")}
    assert own
    assert rules_for("cs") == rules_for("pl")


def test_an_abbreviation_that_ends_a_sentence_leaves_its_full_stop():
    assert normalize("Apples, pears, etc.", "en") == "Apples, pears, etcetera."


def test_the_first_rule_to_claim_keeps_its_characters():
    assert normalize("https://x.org/v2/5-6", "en") == "x dot org slash v 2 slash 5 dash 6"


@pytest.mark.parametrize("language", ["en", "de", "fr"])
@given(text=st.text(alphabet=st.one_of(st.characters(), st.sampled_from("aRx09.,-$%№—(☀ ")), max_size=30))
def test_the_rules_woken_are_those_whose_characters_are_there(language, text):
    table, present = rules_for(language), set(text) | (set() if text.isascii() else {BEYOND_ASCII})
    wanted = [rule for rule in table if all(not needed or needed & present for needed in (rule.needs, rule.also))]
    wanted = [rule for rule in wanted if not rule.holds or any(part in text for part in rule.holds)]
    assert list(table.for_text(text)) == wanted


NEAR = [
    "read",
    "Read",
    "lead",
    "and/or",
    "w/",
    "vs",
    "C#",
    "F#",
    "CO2",
    "O₂",
    "24/7",
    "https://",
    "www.",
    "x.org",
    "he",
    " ",
    ".",
]


@given(st.lists(st.sampled_from(NEAR), max_size=6).map("".join))
def test_a_rule_finds_nothing_without_what_it_holds(text):
    for rule in rules_for("en"):
        if rule.holds and not any(part in text for part in rule.holds):
            assert not list(rule.finds(text))
