from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html
from reading_tools import marked

from rhapsode.model import Block
from rhapsode.reading.blocks import Blocks
from rhapsode.reading.walker import Walker


def walk(body: str, language: str = "") -> tuple[Block, ...]:
    blocks = Blocks()
    Walker(blocks, language=language).walk(html.document_fromstring(f"<html><body>{body}</body></html>"))
    return blocks.tuple()


def said(body: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in walk(body)]


def test_text_in_any_element_is_read_once_in_order() -> None:
    body = "a<div>b<span>c</span><p>d</p>e<section>f<h2>g</h2></section></div>h"
    assert [text for _, text in said(body)] == ["a", "bc", "d", "e", "f", "g", "h"]


def test_ruby_is_said_once() -> None:
    assert said("<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp>字<rt>ji</rt></ruby></p>") == [("paragraph", "漢字")]


def test_a_mark_goes_on_where_a_paragraph_ends() -> None:
    blocks = Blocks()
    Walker(blocks).walk(etree.fromstring("<body><b>one<p>two</p></b></body>"))
    first, second = blocks.tuple()
    assert marked(first) == [("strong", "one", "")]
    assert marked(second) == [("strong", "two", "")]


def test_two_line_breaks_end_a_paragraph_and_one_does_not() -> None:
    assert said("<p>a<br>b<br><br>c</p>") == [("paragraph", "a\nb"), ("paragraph", "c")]


def test_a_long_line_that_goes_on_in_small_letters_was_only_wrapped() -> None:
    long = "A line of an old page that was wrapped by hand at about seventy columns,"
    assert said(f"<p>{long[:-1]}<br>and goes on</p>") == [("paragraph", f"{long[:-1]} and goes on")]
    assert said("<p>The tide came in<br>the boats went out</p>") == [
        ("paragraph", "The tide came in\nthe boats went out")
    ]


def test_a_heading_and_a_cell_are_one_line() -> None:
    assert said("<h2>Chapter I<br>The Start</h2>") == [("heading", "Chapter I The Start")]
    assert said("<table><tr><th>a<br>b</th><td>c</td></tr></table>") == [("table_row", "a b c")]


def test_a_heading_in_a_list_item_has_its_number() -> None:
    blocks = walk("<ol><li><h2>First</h2><p>Text.</p></li><li><p>Plain.</p><h2>Later</h2></li></ol><h2>After</h2>")
    assert [(block.kind, block.text, block.marker) for block in blocks] == [
        ("heading", "First", "1."),
        ("list_item", "Text.", ""),
        ("list_item", "Plain.", "2."),
        ("heading", "Later", ""),
        ("heading", "After", ""),
    ]


def test_apparatus_is_marked_and_its_look_alikes_are_not() -> None:
    block = walk(
        '<h2>History<span class="x">[<a href="#e">edit</a>]</span> <sup>[12]</sup> <span>[sic words]</span></h2>'
    )[0]
    assert [text for kind, text, _ in marked(block) if kind == "citation"] == ["[edit]", "[12]"]
    assert block.text == "History[edit] [12] [sic words]"


def test_note_references_and_back_links() -> None:
    reference, note = walk(
        '<p>Yes<a role="doc-noteref" href="#n">1</a></p><aside role="doc-footnote">Body <a role="doc-backlink">back</a></aside>'  # noqa: E501
    )
    assert ("note_reference", "1", "1") in marked(reference)
    assert (note.kind, note.text) == ("footnote", "Body")


def test_page_numbers_inside_a_sentence_come_after_it() -> None:
    assert said('<p>on <span role="doc-pagebreak">12</span> and on</p>') == [
        ("paragraph", "on and on"),
        ("page_furniture", "12"),
    ]


def test_containers_rule_over_what_is_inside() -> None:
    assert said('<nav role="doc-toc"><h2>Contents</h2><ol><li>One</li></ol></nav>') == [
        ("contents", "Contents"),
        ("contents", "One"),
    ]


def test_hidden_and_silent_parts_are_not_read() -> None:
    assert said(
        '<p hidden>x</p><p style="display: none">y</p><style>z</style><p>ok<input value=v><button>b</button></p>'
    ) == [("paragraph", "ok")]


def test_layout_tables_are_read_as_what_is_in_them() -> None:
    assert said("<table><tr><td><h2>A</h2><p>b</p></td><td><p>c</p></td></tr></table>") == [
        ("heading", "A"), ("paragraph", "b"), ("paragraph", "c"),
    ]  # fmt: skip


def test_spanning_headers_reach_each_column() -> None:
    rows = walk(
        "<table><caption>Cap</caption><tr><th colspan=2>AB</th><th>C</th></tr><tr><td>1</td><td>2</td><td>3</td></tr></table>"  # noqa: E501
    )
    assert rows[0].kind == "caption"
    assert [value for _, _, value in marked(rows[2])] == ["AB", "AB", "C"]


def test_languages_of_blocks_and_words() -> None:
    blocks = walk('<p lang="de">Ja <i lang="fr">oui</i></p><p lang="en">yes</p>', language="en")
    assert [b.language for b in blocks] == ["de", ""]
    assert ("language", "oui", "fr") in marked(blocks[0])


def test_pronunciations_in_either_alphabet_become_ipa() -> None:
    text = (
        '<p xmlns:ssml="http://www.w3.org/2001/10/synthesis" ssml:alphabet="x-sampa">'
        '<span ssml:ph="b&quot;eIs">base</span> <span ssml:alphabet="ipa" ssml:ph="dɪə">deer</span></p>'
    )
    blocks = Blocks()
    Walker(blocks).walk(etree.fromstring(text))
    assert [(text, value) for kind, text, value in marked(blocks.tuple()[0]) if kind == "phonemes"] == [
        ("base", "bˈeɪs"),
        ("deer", "dɪə"),
    ]


def test_formulas_are_marked() -> None:
    inline, alone, picture = walk(
        '<p>So <math alttext="a+b"><mi>a</mi></math> it is</p><p><math><mi>x</mi></math></p><img class="tex math" alt="\\frac12" src="f.png">'  # noqa: E501
    )
    assert ("math", "a+b", "") in marked(inline)
    assert alone.kind == "math"
    assert picture.kind == "math"


def test_abbreviations_carry_their_expansion() -> None:
    assert marked(walk('<p><abbr title="World Wide Web">WWW</abbr></p>')[0]) == [
        ("abbreviation", "WWW", "World Wide Web")
    ]


TAGS = st.sampled_from(
    ["div", "p", "span", "b", "i", "ul", "li", "section", "blockquote", "h2", "table", "tr", "td", "em", "sup"]
)


def trees() -> st.SearchStrategy[str]:
    leaf = st.text(alphabet="abc xyz", min_size=1, max_size=8)
    return st.recursive(
        leaf,
        lambda inner: st.tuples(TAGS, st.lists(inner, max_size=4)).map(lambda p: f"<{p[0]}>{''.join(p[1])}</{p[0]}>"),
        max_leaves=25,
    )


@given(trees())
def test_no_letter_is_lost_or_doubled(body: str) -> None:
    root = etree.fromstring(f"<body>{body}</body>")
    blocks = Blocks()
    Walker(blocks).walk(root)
    read = "".join("".join(block.text.split()) for block in blocks.tuple())
    assert read == "".join("".join(root.itertext()).split())


@given(trees())
def test_marks_lie_inside_their_text_in_order(body: str) -> None:
    blocks = Blocks()
    Walker(blocks).walk(etree.fromstring(f"<body>{body}</body>"))
    for block in blocks.tuple():
        assert block.text == block.text.strip()
        assert [m.start for m in block.marks] == sorted(m.start for m in block.marks)
        assert all(0 <= m.start < m.end <= len(block.text) for m in block.marks)


def pictures(body: str) -> list[str]:
    return [mark.value for block in walk(body) for mark in block.marks if mark.kind == "image"]


def test_a_picture_without_words_stands_after_the_paragraph_that_it_is_in() -> None:
    blocks = walk(
        '<p>One <img src="a.png"> line.</p><figure><img src="b.png" alt=""><figcaption>B.</figcaption></figure>'
    )
    assert [(b.kind, b.text) for b in blocks] == [
        ("paragraph", "One line."),
        ("figure", ""),
        ("figure", ""),
        ("caption", "B."),
    ]
    assert [mark.value for block in blocks for mark in block.marks] == ["a.png", "b.png"]


def test_of_several_sizes_the_one_for_a_page_is_taken() -> None:
    sizes = "s.jpg 320w, m,1.jpg 1400w , l.jpg 4000w"
    assert pictures(f'<img src="x.jpg" srcset="{sizes}" alt="A">') == ["m,1.jpg"]
    assert pictures('<img src="x.jpg" srcset="one.jpg, two.jpg 2x" alt="A">') == ["two.jpg"]
    assert pictures('<img src="x.jpg" srcset="small.jpg 300w" alt="A">') == ["small.jpg"]
    assert pictures('<img src="x.jpg" srcset=". .x , ,, 1..2x" alt="A">') != []


def test_a_picture_that_a_script_would_load_is_found() -> None:
    empty = "data:image/gif;base64,R0lGODlhAQABAAAAACw="
    assert pictures(f'<img src="{empty}" data-src="real.jpg" alt="A">') == ["real.jpg"]
    assert pictures(f'<picture><source srcset="real.webp 800w"><img src="{empty}"></picture>') == ["real.webp"]
    assert pictures(f'<p>One.<img src="{empty}"></p>') == []


def test_icons_and_what_counts_who_reads_are_no_pictures() -> None:
    assert pictures('<p>One.<img src="t.gif" width="1" height="1"><img src="i.png" width="16px"></p>') == []
    assert pictures('<p>One.<img src="i.png" width="16" alt="warning"></p>') == [""]


def test_a_drawing_around_a_picture_is_the_picture() -> None:
    blocks = Blocks()
    page = (
        '<div xmlns:xlink="http://www.w3.org/1999/xlink"><svg><title>The quay</title>'
        '<image width="600" height="800" xlink:href="quay.jpg"/></svg><p>One.</p></div>'
    )
    Walker(blocks, drawings=True, address_of=lambda address: f"member:{address}").walk(etree.fromstring(page))
    assert [(b.kind, b.text, marked(b)) for b in blocks.tuple()] == [
        ("figure", "The quay", [("image", "The quay", "member:quay.jpg")]),
        ("paragraph", "One.", []),
    ]
