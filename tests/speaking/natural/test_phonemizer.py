"""English text to letters, each word at its place."""

import pytest

pytest.importorskip("hibari", reason="the extra [natural] is not installed")

from rhapsode.errors import CannotSay
from rhapsode.model import Mark, words
from rhapsode.speaking.natural.phonemizer import LONGEST_WORD, Phonemizer


@pytest.fixture(scope="module")
def read():
    return Phonemizer()


def said(phrase, text, word):
    start = text.index(word)
    at = next(n for n, found in enumerate(phrase.words) if found.start <= start < found.end)
    ends = [*(found.letter for found in phrase.words[1:]), len(phrase.letters)]
    return phrase.letters[phrase.words[at].letter : ends[at]].strip(" ,.!?")


@pytest.mark.parametrize(
    "text",
    [
        "The quick brown fox, which was late, jumps over the lazy dog.",
        "“Don’t,” she said—twice—“it’s O’Neill’s!”",
        "A well-known (if old) e-mail from the U.S. in 1984 cost 3.14 or 2,500.",
        "Émile Zola met Dvořák, Nguyễn and Þórr over smörgåsbord at the naïve café.",
        "Cafe\u0301 by cafe\u0301 they went to Co\u0302te d’Azur.",
    ],
)
def test_every_word_begins_in_order_at_a_letter_of_its_own(read, text):
    phrase = read(text)
    assert all(a.start < b.start and a.letter < b.letter for a, b in zip(phrase.words, phrase.words[1:], strict=False))
    for start, end in words(text):
        assert any(start <= word.start < end for word in phrase.words), text[start:end]
    assert set(phrase.letters) <= set(read.vocabulary)


def test_phonemes_are_said_in_their_word_and_nowhere_else(read):
    text = "They lead, and lead is heavy."
    start = text.rindex("lead")
    marked = read(text, [Mark(start, start + 4, "phonemes", "lɛd")])
    assert said(marked, text, "lead,") == "lˈid"
    assert said(marked, text, "lead is") == "lˈɛd"
    assert [(w.start, w.end) for w in marked.words] == [(w.start, w.end) for w in read(text).words]


def test_phonemes_reach_a_part_of_a_word_and_several_words(read):
    text = "Lead’s in New York, re-lead."
    marks = [Mark(0, 4, "phonemes", "lɛd"), Mark(10, 18, "phonemes", "nuːˈjɔːk"), Mark(23, 27, "phonemes", "lɛd")]
    letters = read(text, marks).letters
    assert letters.startswith("lˈɛdz ")
    assert "nujˈɔk," in letters
    assert letters.endswith("lˈɛd.")


def test_phonemes_that_stand_for_no_sound_leave_the_word_as_written(read):
    text = "I lead."
    assert read(text, [Mark(2, 6, "phonemes", "ǃ@")]) == read(text)


def test_a_word_in_another_script_is_said_where_its_phonemes_are_given(read):
    text = "In Москва it snows."
    with pytest.raises(CannotSay, match="Москва"):
        read(text)
    assert "mˈɑskW" in read(text, [Mark(3, 9, "phonemes", "ˈmɑskaʊ")]).letters


def test_a_word_without_letters_is_never_dropped(read):
    with pytest.raises(CannotSay, match="½"):
        read("Add ½ of it.")
    with pytest.raises(CannotSay, match="pronounce"):
        read(f"It has {'9' * 60} parts.")


@pytest.mark.parametrize("text", ["It is -5 now.", "It is - 5 - now.", "At -5, it: -a- or #7 or (b)."])
def test_a_word_that_looks_like_punctuation_is_said(read, text):
    phrase = read(text)
    for start, end in words(text):
        assert any(start <= word.start < end for word in phrase.words), text[start:end]


def test_a_sign_is_said_once_and_the_words_around_it_keep_their_places(read):
    text = "Is 5 ± 2 ≠ 7?"
    phrase = read(text)
    assert phrase.letters == read("Is 5 plus or minus 2 not equal to 7?").letters
    starts = [word.start for word in phrase.words]
    assert [text.index(word) for word in ("Is", "5", "±", "2", "≠", "7")] == list(dict.fromkeys(starts))


def test_brackets_are_never_taken_for_phonemes(read):
    assert read("see [x](/tˈu/) there").letters == read("see (x)(/tˈu/) there").letters


def test_a_word_longer_than_the_model_takes_is_said_to_its_end(read):
    word = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogoch"
    assert len(word) > 2 * LONGEST_WORD
    whole, without_end = read(word).letters, read(word[:-4]).letters
    assert len(whole) > 40
    assert whole != without_end


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("OST", "ˌOˌɛs tˈi"),
        ("OST’s", "ˌOˌɛs tˈiz"),
        ("OSTs", "ˌOˌɛs tˈiz"),
        ("the ESP", "ði ˌiˌɛs pˈi"),
        ("IBM", "ˌIbˌiˈɛm"),
        ("TESTY", "tˈɛsti"),
        ("hasty", "hˈAsti"),
    ],
)
def test_letters_of_a_name_stay_apart_where_they_would_be_misheard(read, text, letters):
    assert read(text).letters == letters


def test_american_and_british(read):
    assert "wˈɔTəɹ" in read("water").letters
    assert Phonemizer(british=True)("water").letters == "wˈɔːtə"


def test_a_sign_said_in_words_is_a_word_where_it_stands(read):
    text = "Open add.wasm: 5×7."
    assert [text[word.start : word.end] for word in read(text).words] == [
        "Open", "add", ".", "wasm", "5", "×", "7",
    ]  # fmt: skip


@pytest.mark.parametrize("quotes", ['""', "“”", "''", "‘’"])
@pytest.mark.parametrize("text", ["<Yes,> he said, <I know.>", "She said <yes> then.", "(<Why?> he asked.)", "<No.>"])
def test_a_word_in_quotes_is_said_as_without_them(read, text, quotes):
    quoted = read(text.replace("<", quotes[0]).replace(">", quotes[1])).letters
    assert quoted == read(text.replace("<", "").replace(">", "")).letters
