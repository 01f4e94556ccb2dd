from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripts import block, document

from rhapsode.errors import LossError
from rhapsode.model import Span
from rhapsode.scripting import Style, write_script
from rhapsode.scripting.delivery import Delivery
from rhapsode.scripting.ledger import Cut, account, tally
from rhapsode.scripting.line import Edit, rewrite
from rhapsode.scripting.rules.rule import Rule, Table
from rhapsode.scripting.style import default_roles
from rhapsode.scripting.wording import as_written

KINDS = [
    "heading", "paragraph", "list_item", "quote", "code", "table_row", "figure", "caption", "footnote", "math",
    "byline", "contents", "drawing", "imprint", "page_furniture", "break",
]  # fmt: skip
WORDS = st.sampled_from(
    (
        "word Word, (word) word. [1] [edit] 1999 $5.99 10 km 3–5 Dr. St. e.g. — -- ** & &amp; &nbsp; &shy; → ½ ² №"
        " a_b #4 x\u00ady \u200b \ufb01n 日本 👍 👍\U0001f3fd www.x.org Ⅳ ⑤ \U0001d41b \x01 \u0301 \u202e IV etc. i.e."
        " http://x 12:05 † | ℔ 5'10\""
    ).split(" ")
)


def said(*spans):
    return [tuple(Span(*span) for span in spans)]


def test_words_are_spoken_or_cut():
    one = block("paragraph", "Read this [1] now.", line=7)
    ledger = tally([account(one, said((0, 10, 0, 10), (10, 14, 14, 18)), [Cut(10, 13, "citation", "why")])])
    assert (ledger.source_words, ledger.spoken_words, ledger.skipped_words) == (4, 3, 1)
    assert [(skip.text, skip.words, skip.line) for skip in ledger.skipped] == [("[1]", 1, 7)]


def test_a_mark_inside_a_word_takes_none():
    one = block("paragraph", "shown.[1] Then")
    ledger = tally([account(one, said((0, 6, 0, 6), (6, 11, 9, 14)), [Cut(6, 9, "citation", "why")])])
    assert (ledger.source_words, ledger.spoken_words, ledger.skipped[0].words) == (2, 2, 0)


def test_what_is_announced_behind_a_block_says_nothing_of_it_twice():
    one = block("paragraph", "Some words")
    ledger = tally([account(one, said((0, 10, 0, 10)) + said((0, 7, 0, 0)))])
    assert (ledger.source_words, ledger.spoken_words) == (2, 2)


def test_what_is_said_twice_or_not_at_all_is_named():
    one = block("paragraph", "Some words", line=3)
    with pytest.raises(LossError, match="'words' would be spoken twice"):
        account(one, said((0, 10, 0, 10)) + said((0, 5, 5, 10)))
    with pytest.raises(LossError, match=r"'words' \(line 3\) would be neither spoken nor skipped"):
        account(one, said((0, 5, 0, 5)))


def test_an_account_that_does_not_add_up_is_refused():
    """Cuts that are not in order leave a word that no cut is charged with."""
    one = block("paragraph", "edit some words [1]")
    with pytest.raises(LossError, match=r"4 words are written but 2 \+ 1 are accounted for"):
        account(one, said((0, 11, 4, 15)), [Cut(16, 19, "citation", "why"), Cut(0, 4, "apparatus", "why")])


@pytest.mark.parametrize(
    ("lines", "order"),
    [((2, 9, 5), [2, 5, 9]), ((2, 2, 2), [2, 2, 2]), ((0, 0, 0), [0, 0, 0]), ((7, 0, 5), [5, 7, 0])],
)
def test_what_is_skipped_stands_in_the_order_of_the_source(lines, order):
    """A block without a line stays behind the one before it; a note whose reader moved it to the end goes back."""
    blocks = [block("code", f"x{n} [1]", n, line=line) for n, line in enumerate(lines)]
    gone = [Cut(0, 2, "code", "why"), Cut(3, 6, "citation", "why")]
    skipped = tally(account(one, [], gone) for one in blocks).skipped
    assert [skip.line for skip in skipped[::2]] == order
    assert [skip.kind for skip in skipped] == ["code", "citation"] * 3
    if len(set(lines)) == 1:
        assert [skip.block_id for skip in skipped] == [one.id for one in blocks for _ in range(2)]


@pytest.mark.parametrize(
    ("spans", "complaint"),
    [
        ([(0, 4, 0, 4)], "'this' .* neither spoken nor skipped"),
        ([(0, 4, 0, 4), (4, 9, 0, 9)], "'Read' would be spoken twice"),
    ],
)
def test_a_word_lost_or_twice_is_an_error(spans, complaint):
    with pytest.raises(LossError, match=complaint):
        account(block("paragraph", "Read this"), said(*spans))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(KINDS), st.lists(WORDS, max_size=6).map(" ".join) | st.text(max_size=25), st.integers(1, 6)
        ),
        max_size=6,
    ),
    st.sampled_from(["en", "de", "fr", "", "cs"]),
    st.booleans(),
    st.integers(1, 6),
)
def test_nothing_is_lost_from_any_document(pieces, language, normalize, depth):
    blocks = [block(kind, text, level=level if kind == "heading" else 0) for kind, text, level in pieces]
    script = write_script(document(*blocks, language=language), depth=depth, normalize=normalize)
    assert script.ledger.balanced
    assert not script.warnings or "a fault" not in " ".join(script.warnings)
    assert [one.id for section in script.sections for one in section.blocks] == [
        f"b{n + 1}" for n in range(len(blocks))
    ]
    texts = {one.id: one.text for one in script.document.blocks}
    for utterance in script.utterances:
        at = reached = 0
        for span in utterance.alignment:
            assert span.spoken_start == at <= span.spoken_end
            assert reached <= span.source_start <= span.source_end <= len(texts.get(utterance.block_id, ""))
            at, reached = span.spoken_end, span.source_end
        assert at == len(utterance.text)
        assert not set(utterance.text) & set(map(chr, range(32)))


@given(
    st.lists(
        st.tuples(
            st.integers(0, 40),
            st.integers(0, 9),
            st.sampled_from(["citation", "note_reference", "image", "link", "language", "phonemes", "abbreviation"]),
        ),
        max_size=5,
    )
)
def test_nothing_is_lost_under_any_marks(marks):
    text = "Some words, 5 km of them [1], in 1999 and later."
    placed = [(a, min(a + n, len(text)), kind, "fr" if kind == "language" else "a") for a, n, kind in sorted(marks)]
    style = Style({**default_roles(), "abbreviation": Delivery(speak_as="expansion")})
    script = write_script(document(block("paragraph", text, marks=placed)), style)
    assert script.ledger.balanced
    for utterance in script.utterances:
        reached = 0
        for mark in utterance.marks:
            assert reached <= mark.start < mark.end <= len(utterance.text)
            reached = mark.end


def drops(word):
    """Settling that loses one word, as a rule with a fault would."""

    def settle(line, rules, off, held=(), places=()):
        at = line.text.find(word)
        return (rewrite(line, [Edit(at, at + len(word), "")]) if at >= 0 else line), list(places)

    return settle


def test_a_sentence_that_would_lose_a_word_is_spoken_as_written_with_a_warning():
    text = "The first one. It costs $5 or so. The last one."
    with patch("rhapsode.scripting.wording.settle", drops("$5")):
        script = write_script(document(block("paragraph", text, line=7)))
        with pytest.raises(LossError, match="'\\$5'"):
            write_script(document(block("paragraph", text)), strict=True)
    assert script.ledger.balanced
    assert "It costs $5 or so." in [one.text for one in script.utterances]
    assert ["'$5'" in one and "line 7" in one and "as it is written" in one for one in script.warnings] == [True]


def test_a_block_whose_words_cannot_be_accounted_for_is_spoken_as_written_with_a_warning():
    text = "The first one. The middle one. The last one."
    with patch("rhapsode.scripting.script.sentences", lambda block, *_: as_written(block, "en")[::2]):
        script = write_script(document(block("paragraph", text), language="en"))
    assert script.ledger.balanced
    assert "The middle one." in [one.text.strip() for one in script.utterances]
    assert ["'The'" in one for one in script.warnings] == [True]


@given(st.lists(st.sampled_from(["", " ", ",", "x", "the x", ", x", "*", "12"]), min_size=6, max_size=6))
def test_whatever_the_rules_say_no_word_is_lost(said):
    rules = Table(
        Rule("symbols", pattern, wanted)
        for pattern, wanted in zip(("b+", r"\W", "[a-f]+ [a-f]+", "x", "the|,", r"\d+"), said, strict=True)
    )
    with patch("rhapsode.scripting.wording.rules_for", lambda _: rules):
        script = write_script(document(block("paragraph", "abc def 12 -- x2. Cab, bad the 5 x")))
    assert script.ledger.balanced
