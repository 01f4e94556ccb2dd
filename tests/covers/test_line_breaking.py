from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.covers.line_breaking import atoms, balanced, clusters, wrapped

TEXTS = st.text("ab 日本コン。「」é\u0301ー-—9👩\u200d💻🇫🇷 ", min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("The Song under", ["The ", "Song ", "under"]),
        ("self-made man", ["self-", "made ", "man"]),
        ("1984-85 and -5", ["1984-85 ", "and ", "-5"]),
        ("夜は「長い」。", ["夜", "は", "「長", "い」。"]),
        ("コンピューターの夢", ["コンピューター", "の", "夢"]),
        ("우리는 왜", ["우리는 ", "왜"]),
        ("a 👩‍💻 b", ["a ", "👩‍💻 ", "b"]),
    ],
)
def test_lines_end_where_a_compositor_ends_them(text: str, places: list[str]) -> None:
    assert atoms(text) == places


def test_letters_are_counted_as_a_reader_counts_them() -> None:
    assert clusters("e\u0301👩‍💻🇫🇷🇩🇪👍🏽") == ["e\u0301", "👩‍💻", "🇫🇷", "🇩🇪", "👍🏽"]


@given(TEXTS)
def test_nothing_is_lost_or_added(text: str) -> None:
    assert "".join(atoms(text)) == "".join(clusters(text)) == text


@given(TEXTS, st.integers(2, 30))
def test_balanced_lines_are_as_many_as_plain_ones_and_no_longer(text: str, limit: int) -> None:
    pieces = atoms(text)
    plain, even = wrapped(pieces, len, limit), balanced(pieces, len, limit)
    assert len(even) == len(plain)
    assert max(map(len, even)) <= max(map(len, plain))
    assert "".join("".join(even).split()) == "".join(text.split())


def test_no_line_is_left_with_a_word_where_there_is_another_way() -> None:
    words = "ten words in a row make two lines of like length"
    one, two = balanced(atoms(words), len, 40)
    assert abs(len(one) - len(two)) < 10
