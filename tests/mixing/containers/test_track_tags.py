from __future__ import annotations

from rhapsode.mixing.containers.track_tags import iso_639_2, without_controls


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
    assert without_controls(" a\x00b\x1f\ud800c\n") == "abc"
