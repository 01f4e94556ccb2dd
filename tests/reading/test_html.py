from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_tools import all_words, kinds, outline, read_bytes

from rhapsode.reading.html_parts.page_metadata import same_title

LONG = (
    "The ferry left at seven, or at a quarter past, or when the captain had finished his coffee, which nobody hurried, "
    "because the river was wide, the tide was patient, and the other bank would still be there afterwards. "
)
PAGE = f"""<!DOCTYPE html><html lang="en-GB"><head><title>The Seven o'Clock Ferry - River Times Daily</title>
<meta property="article:published_time" content="2023-04-05T06:07:08Z"><meta name="author" content="Ann Lee and Bo Ek">
<script>var x = "not read";</script></head><body>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav><h1>The Seven o'Clock Ferry</h1></header>
<div class="sidebar"><h3>Most read</h3><ul><li><a href="/1">Ten boats</a></li><li><a href="/2">Nine boats</a></li></ul></div>
<div id="article-body"><p>{LONG}</p><h2>The captain</h2><p>{LONG}{LONG}</p><p>{LONG}</p>
<div class="share-buttons"><a href="#">Tweet</a> <a href="#">Post</a></div>
<h2>The river</h2><p>{LONG}</p><figure><img src="r.jpg" alt="The river at dawn"><figcaption>At dawn, from the pier</figcaption></figure>
<p>{LONG}</p><form><input name=q><button>Subscribe now</button></form></div>
<div id="comments"><h3>3 comments</h3><p>First, I say, first, and I was here, before anybody else was.</p></div>
<footer><p>Copyright River Times, all rights reserved, everywhere, for ever.</p></footer></body></html>"""  # noqa: E501


def content(page: str) -> list[tuple[str, str]]:
    """Kind and text of the blocks that are the page's content."""
    return [(kind, text) for kind, text in kinds(read_bytes("p.html", page)) if kind != "surroundings"]


def test_the_article_and_nothing_around_it() -> None:
    document = read_bytes("p.html", PAGE)
    assert outline(document) == [(1, "The Seven o'Clock Ferry"), (2, "The captain"), (2, "The river")]
    text = " ".join(text for _, text in content(PAGE))
    assert text.count("The ferry left at seven") == 6
    for foreign in ("Home", "Most read", "Tweet", "Subscribe", "comments", "Copyright", "not read"):
        assert foreign not in text


def test_what_the_page_says_about_itself() -> None:
    document = read_bytes("p.html", PAGE)
    assert document.title == "The Seven o'Clock Ferry"
    assert document.authors == ("Ann Lee", "Bo Ek")
    assert (document.language, document.published) == ("en-GB", "2023-04-05")


def test_figures_and_captions_stay() -> None:
    found = kinds(read_bytes("p.html", PAGE))
    assert ("figure", "The river at dawn") in found
    assert ("caption", "At dawn, from the pier") in found


def test_linked_data_names_the_article() -> None:
    data = '{"@graph":[{"@type":"NewsArticle","headline":"A Ferry","author":[{"name":"Cy Dow"}],"datePublished":"2020-01-02"}]}'  # noqa: E501
    page = PAGE.replace("<script>", f'<script type="application/ld+json">{data}</script><script>')
    document = read_bytes("p.html", page)
    assert (document.title, document.authors, document.published) == ("A Ferry", ("Cy Dow",), "2020-01-02")


def test_a_visible_byline_serves_where_nothing_else_does() -> None:
    page = PAGE.replace('<meta name="author" content="Ann Lee and Bo Ek">', "").replace(
        '<div id="article-body">', '<div id="article-body"><p class="byline">By Di Fox on March 3, 2021</p>'
    )
    assert read_bytes("p.html", page).authors == ("Di Fox",)


def test_a_page_without_an_article_is_taken_whole() -> None:
    document = read_bytes("p.html", "<html><body><h1>Hi</h1><div>Short.</div></body></html>")
    assert ("paragraph", "Short.") in kinds(document)
    assert outline(document) == [(1, "Hi")]


def test_when_most_of_a_page_is_left_out_it_is_said() -> None:
    assert not read_bytes("p.html", PAGE).warnings
    menu = "".join(f'<li><a href="/{n}">Another of the very many other stories here</a></li>' for n in range(200))
    assert any(
        "left out" in warning
        for warning in read_bytes("p.html", PAGE.replace("<nav><ul>", f"<nav><ul>{menu}")).warnings
    )


def test_words_hidden_from_readers_are_not_read() -> None:
    page = PAGE.replace(
        "<h2>The river</h2>", '<h2>The river</h2><p style="display:none">secret</p><p aria-hidden="true">ghost</p>'
    )
    assert "secret" not in " ".join(text for _, text in kinds(read_bytes("p.html", page)))
    assert "ghost" not in " ".join(text for _, text in content(page))


def test_what_is_around_the_article_is_kept_apart_and_in_its_place() -> None:
    found = kinds(read_bytes("p.html", PAGE))
    around = [text for kind, text in found if kind == "surroundings"]
    assert around == [
        "Home News",
        "Most read Ten boats Nine boats",
        "Tweet Post",
        "3 comments First, I say, first, and I was here, before anybody else was.",
        "Copyright River Times, all rights reserved, everywhere, for ever.",
    ]
    assert [kind for kind, _ in found[:3]] == ["heading", "surroundings", "surroundings"]


WORDS = st.lists(st.sampled_from("alder birch cedar elm fir hazel".split()), min_size=1, max_size=60).map(" ".join)
ELEMENTS = st.sampled_from(
    ["<p>{}</p>", "<div class=share>{}</div>", "<nav>{}</nav>", "<li><a href=x>{}</a></li>", "<aside>{}</aside>",
     "<h2>{}</h2>", "<div id=comments><p>{}</p></div>", "{}", "<p>{}, {}. <span class=caption>{}</span> {}</p>"]
)  # fmt: skip


@given(st.lists(st.tuples(ELEMENTS, WORDS), min_size=1, max_size=12))
def test_every_visible_word_is_in_one_block_or_another(pieces: list[tuple[str, str]]) -> None:
    page = "".join(element.replace("{}", words) for element, words in pieces)
    there = re.findall(r"\w+", re.sub(r"<[^>]*>", " ", page))
    document = read_bytes("p.html", f"<html><body><main>{page}</main></body></html>")
    assert sorted(re.findall(r"\w+", " ".join(all_words(document)))) == sorted(there)


def test_a_heading_whose_id_sounds_like_an_advert_stays() -> None:
    page = PAGE.replace("<h2>The river</h2>", '<h2><span id="Sponsor_footer">The sponsor</span></h2>')
    assert (2, "The sponsor") in outline(read_bytes("p.html", page))


def test_text_between_line_breaks_counts_for_what_holds_it() -> None:
    side = "".join(f'<div><a href="/{n}">Story number {n} of the week</a></div>' for n in range(9))
    page = f"<html><body><div id=x>{side}</div><div id=y>{LONG}<br><br>{LONG}<br><br>{LONG}</div></body></html>"
    assert [text for _, text in content(page)] == [LONG.strip()] * 3


def test_the_declared_encoding_is_used() -> None:
    page = f'<html><head><meta charset="iso-8859-2"></head><body><p>Łódź {LONG}</p></body></html>'
    assert kinds(read_bytes("p.html", page.encode("iso-8859-2")))[0][1].startswith("Łódź")


def test_html_is_known_without_a_suffix() -> None:
    assert ("paragraph", "Short.") in kinds(read_bytes("-", "<!DOCTYPE html><html><body><p>Short.</p></body></html>"))


@pytest.mark.parametrize(
    ("shown", "title", "same"),
    [
        ("A Day Out", "A Day Out | The Site", True), ("Using standalone mode", "Outside the web: standalone mode", False),  # noqa: E501
        ("", "X", False), ("Contents", "A Day Out", False), ("a day OUT!", "A Day Out", True),
    ],
)  # fmt: skip
def test_same_title(shown: str, title: str, same: bool) -> None:
    assert same_title(shown, title) is same
