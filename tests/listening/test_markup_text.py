import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from made_tracks import ARABIC, HARBOUR
from rhapsode.listening.markup_text import direction, is_vertical, language, link_address, markup_safe, sample
from rhapsode.model import Document


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("HTTP://example.org/", "http://example.org/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("https://example.org/a b\"<>", "https://example.org/a%20b%22%3C%3E"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/%20", "https://example.org/%20"),
        ("https://de.example/straße", "https://de.example/stra%C3%9Fe"),
        ("javascript:alert(1)", ""),
        (" java\nscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("//example.org/x", ""),
        ("other.html", ""),
        ("#here", ""),
        ("https://", ""),
        ("https://[broken", ""),
        ("https://example.org:port/", ""),
        ("https://exa mple.org/", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_only_web_and_mail_addresses_become_links(address, wanted):
    assert link_address(address) == wanted


def test_direction_is_that_of_most_letters():
    assert direction(sample(ARABIC)) == "rtl"
    assert direction(sample(HARBOUR)) == "ltr"
    assert direction("שלום world") == "ltr"
    assert direction("") == "ltr"


def test_only_mongolian_script_is_vertical():
    assert is_vertical("ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ")
    assert not is_vertical("монгол бичиг")
    assert not is_vertical("12")


@pytest.mark.parametrize(
    ("tag", "wanted"), [("en-GB", "en-GB"), ("", "und"), ('x" onload="', "und"), ("zh-Hant-TW", "zh-Hant-TW")]
)
def test_a_language_that_is_no_tag_is_undetermined(tag, wanted):
    assert language(Document("T", (), language=tag)) == wanted


@given(st.text())
def test_cleaned_text_can_stand_in_xml(text):
    element = etree.Element("p", title=markup_safe(text))
    element.text = markup_safe(text)
    assert etree.fromstring(etree.tostring(element)).text in (markup_safe(text) or None, markup_safe(text))
