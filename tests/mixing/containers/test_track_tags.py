from __future__ import annotations

from rhapsode.mixing.containers.track_tags import iso_639_2, track_tags, transcript
from rhapsode.mixing.master import Master
from rhapsode.model import Document, Ledger, Script, Utterance


def test_languages_have_three_letters() -> None:
    assert [iso_639_2(tag) for tag in ("en-GB", "de", "zh-Hant", "yue", "", "xx")] == [
        "eng",
        "deu",
        "zho",
        "yue",
        "",
        "",
    ]


def test_what_breaks_tags_is_cleaned_away() -> None:
    said = Utterance("u1", "s1", "b1", "abc", (), " a\x00b\x1f\ud800\u202ec\n")
    document = Document("t", ())
    assert transcript(Script(document, (), (said,), Ledger(1, 1, ()))) == "abc"


def test_an_address_of_the_source_is_shown_as_it_is_and_a_path_is_not() -> None:
    def address(source: str) -> str:
        document = Document("t", (), source=source)
        return track_tags(Script(document, (), (), Ledger(0, 0, ())), Master(), "tone").address

    assert address("https://example.org/a\u202eb\x1b") == "https://example.org/ab"
    assert address("/home/me/a.md") == ""
