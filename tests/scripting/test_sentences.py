from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.scripting.sentences import boundaries, clauses, split

ENGLISH = """
It rained. We stayed in.
Who called? Nobody did!
She met Dr. Ames and Mrs. Bell at St. Clare's.
The bill was $3.50. He paid it.
We grew figs, e.g. Black Mission, i.e. the good ones, etc.
He works for Acme Inc. They make nets.
He left the U.S. in May. He came back.
The U.S. Senate met.
At 5 a.m. Mr. Ford woke up.
"Stop!" she cried. He stopped.
"It is late." He closed the book.
He said, "Go." and went.
J. R. Moss wrote it. A. B. Lane drew it.
You and I. Did it rain?
See p. 12 and Fig. 3. Then go on.
Well ... I mean ... perhaps.
I never said that.... She did.
Mail jo.ann@site.org. Then wait.
Go to https://www.site.org/a.b/c. Then wait.
He teaches (he began in 1990.) at school.
Version 3.5 is out. Version 3.6 is not.
1. Wash it. 2. Dry it.
a) red b) blue
Let's go to Yahoo! in town.
"""
EXPECTED = """
It rained.|We stayed in.
Who called?|Nobody did!
She met Dr. Ames and Mrs. Bell at St. Clare's.
The bill was $3.50.|He paid it.
We grew figs, e.g. Black Mission, i.e. the good ones, etc.
He works for Acme Inc.|They make nets.
He left the U.S. in May.|He came back.
The U.S. Senate met.
At 5 a.m. Mr. Ford woke up.
"Stop!" she cried.|He stopped.
"It is late."|He closed the book.
He said, "Go." and went.
J. R. Moss wrote it.|A. B. Lane drew it.
You and I.|Did it rain?
See p. 12 and Fig. 3.|Then go on.
Well ... I mean ... perhaps.
I never said that....|She did.
Mail jo.ann@site.org.|Then wait.
Go to https://www.site.org/a.b/c.|Then wait.
He teaches (he began in 1990.) at school.
Version 3.5 is out.|Version 3.6 is not.
1. Wash it.|2. Dry it.
a) red|b) blue
Let's go to Yahoo! in town.
"""
OTHERS = [
    ("de", "Am 12. Juni kam Dr. Lenz. Er blieb bis zum 3. Juli.", 2),
    ("de", "Das kostet z. B. 1.000,50 Euro. Das ist viel, d. h. zu viel.", 2),
    ("fr", "M. Petit est venu. Il a dit « Non. » et il est parti.", 2),
    ("es", "El Sr. Gil vive en la Av. Sol. ¿Lo sabe Ud.? ¡Claro!", 3),
    ("it", "Il Sig. Riva è qui, ecc. ecc. e poi va via. Chi è?", 2),
    ("ja", "雨です。家にいます。", 2),
    ("hi", "वह आया। वह गया।", 2),
]


@pytest.mark.parametrize(
    ("text", "sentences"), list(zip(ENGLISH.strip().splitlines(), EXPECTED.strip().splitlines(), strict=True))
)
def test_english(text, sentences):
    assert [one.strip() for one in split(text)] == sentences.split("|")


@pytest.mark.parametrize(("language", "text", "count"), OTHERS)
def test_other_languages(language, text, count):
    assert len(split(text, language)) == count


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from('Dr. e.g. 3.5 A. ... ! ? " ” ( ) Hi. 1. • \n x'.split(" "))).map(" ".join)
)
def test_joined_sentences_are_the_text(text):
    assert "".join(split(text)) == text
    edges = boundaries(text)
    assert edges == sorted(set(edges))


def test_a_blank_line_ends_a_sentence_and_a_wrapped_line_does_not():
    assert [one.strip() for one in split("A heading\n\nThe first\nwrapped line. Next.")] == [
        "A heading",
        "The first\nwrapped line.",
        "Next.",
    ]


@given(st.integers(20, 80), st.lists(st.sampled_from(["word", "and,", "so;", "x" * 90])).map(" ".join))
def test_a_long_sentence_is_cut_into_pieces_of_at_most_that_length(longest, text):
    edges = [0, *clauses(text, longest), len(text)]
    assert edges == sorted(set(edges)) or not text
    assert all(b - a <= longest for a, b in pairwise(edges))


def test_a_long_sentence_is_cut_after_a_clause_where_it_can_be():
    text = "one two three four, five six seven eight nine"
    assert text[: clauses(text, 30)[0]] == "one two three four,"


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", 'He said "no." |She left.'),
        ("en", "I said no. |She left at No. 5."),
        ("en", "She loves art. |The museum has art. 3 of it."),
        ("en", "So 5! = 120 here. |You scored 5! |Great."),
        ("en", "As 1 Cor. 13:4 says. |I met Cor. |Then he left."),
        ("en", "J. I. Moss wrote it. |It was good."),
        ("de", "Es kam u. a. Kaiser Wilhelm II. aus Berlin. |Er blieb."),
        ("de", "Das dauert d. h. ca. 20 Min. und z. B. mehr. |So ist es."),
        ("de", "Im Jahr 44 v. Chr. |Der Senat tagte."),
        ("de", "Er las i. d. R. Bücher u. Ä. |Die waren gut."),
        ("es", "Murió en el 44 a. C. |El senado siguió."),
        ("es", "Vive en EE. UU. con el Sr. López. |Es feliz."),
        ("fr", "Né en 44 av. J.-C. |Le roi vint."),
        ("it", "Il sig. Rossi e la dott.ssa Bianchi arrivano. |Poi vanno."),
        ("ru", "Это А. И. Семенов. |Он пришёл."),
    ],
)
def test_a_sentence_ends_where_its_language_ends_it(language, sentences):
    assert split(sentences.replace("|", ""), language) == sentences.split("|")


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "He lives at 10 Downing St. The door is black.", 2),
        ("en", "She met St. John in St. Louis.", 1),
        ("fr", "Il vit l'art. 5 al. 2 du code, etc. Puis il partit.", 2),
        ("es", "Hay pan, etc. Luego se fue.", 2),
        ("it", "C'è pane, ecc. Poi andò.", 2),
        ("de", "Es sind 200 Tsd. Euro.", 1),
    ],
)
def test_a_short_word_before_the_next_sentence(language, text, count):
    assert len([one for one in split(text, language) if one.strip()]) == count
