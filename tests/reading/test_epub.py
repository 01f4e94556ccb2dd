from __future__ import annotations

import pytest
from reading_tools import epub, kinds, outline, read_bytes, zipped

from rhapsode.errors import SourceRefused, SourceUnreadable
from rhapsode.model import Lexeme

NCX = (
    '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>Part</text></navLabel>'
    '<content src="a.xhtml"/><navPoint><navLabel><text>Chapter</text></navLabel><content src="a.xhtml#c"/></navPoint>'
    "</navPoint></navMap></ncx>"
)
PLS = (
    '<lexicon xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="x-sampa" xml:lang="en-US">'
    "<lexeme><grapheme>Ypres</grapheme><grapheme>Ieper</grapheme><phoneme>i:pR@</phoneme></lexeme>"
    "<lexeme><grapheme>W3C</grapheme><alias>World Wide Web Consortium</alias></lexeme></lexicon>"
)


def test_the_spine_decides_the_order_not_the_names() -> None:
    data = epub(
        {
            "z.xhtml": "<p>first</p>",
            "a.xhtml": "<p>second</p>",
            "m10.xhtml": "<p>third</p>",
            "m9.xhtml": "<p>fourth</p>",
        }
    )
    assert [text for _, text in kinds(read_bytes("b.epub", data))] == ["first", "second", "third", "fourth"]


def test_sections_at_anchors_inside_one_file() -> None:
    body = '<p>Lead.</p><h2 id="x">One</h2><p>a</p><div><h2><a id="y"></a>Two</h2></div><p>b</p>'
    document = read_bytes("b.epub", epub({"a.xhtml": body}, [("One", "a.xhtml#x"), ("Two", "a.xhtml#y")]))
    assert kinds(document) == [
        ("paragraph", "Lead."), ("heading", "One"), ("paragraph", "a"), ("heading", "Two"), ("paragraph", "b"),
    ]  # fmt: skip


def test_ncx_titles_with_their_levels() -> None:
    manifest = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    body = '<h1>Part</h1><p>x</p><h2 id="c">Chapter</h2><p>y</p>'
    document = read_bytes("b.epub", epub({"a.xhtml": body}, manifest=manifest, extra={"OPS/toc.ncx": NCX}))
    assert outline(document) == [(1, "Part"), (2, "Chapter")]


def test_entries_without_an_address_stand_before_their_first_child() -> None:
    nav = (
        '<nav epub:type="toc"><ol><li><span>Author</span><ol><li><a href="a.xhtml#s">Story</a></li></ol></li></ol></nav>'  # noqa: E501
        '<nav epub:type="page-list"><ol><li><a href="a.xhtml">1</a></li></ol></nav>'
    )
    document = read_bytes("b.epub", epub({"a.xhtml": '<p>x</p><h3 id="s">Story</h3>'}, nav=nav))
    assert outline(document) == [(1, "Author"), (2, "Story")]


def test_a_navigation_that_is_not_well_formed_still_serves() -> None:
    nav = '<nav foo:type="x" epub:type="toc"><ol><li><a href="a.xhtml">Here</a></ol></nav>'
    assert outline(read_bytes("b.epub", epub({"a.xhtml": "<p>text</p>"}, nav=nav))) == [(1, "Here")]


def test_without_any_navigation_the_headings_of_the_text_count() -> None:
    assert outline(read_bytes("b.epub", epub({"a.xhtml": "<h1>A</h1><p>t</p><h2>B</h2><p>t</p>"}))) == [
        (1, "A"),
        (2, "B"),
    ]


def test_metadata_main_title_authors_date_and_language() -> None:
    metadata = (
        '<dc:title id="t1">Sub</dc:title><dc:title id="t2">Main</dc:title><meta refines="#t2" property="title-type">main</meta>'  # noqa: E501
        '<dc:creator id="c1">Ann Lee</dc:creator><dc:creator id="c2">Bo Ek</dc:creator>'
        '<meta refines="#c2" property="role">ill</meta><dc:language>de-AT</dc:language><dc:date>1911-05</dc:date>'
    )
    document = read_bytes("b.epub", epub({"a.xhtml": "<p>t</p>"}, metadata=metadata))
    assert (document.title, document.authors) == ("Main", ("Ann Lee",))
    assert (document.language, document.published) == ("de-AT", "1911-05")


def test_lexicons_are_the_authors_own_pronunciations() -> None:
    manifest = '<item id="pls" href="en.pls" media-type="application/pls+xml"/>'
    document = read_bytes("b.epub", epub({"a.xhtml": "<p>t</p>"}, manifest=manifest, extra={"OPS/en.pls": PLS}))
    said = [(x.grapheme, x.phoneme, x.alias, x.language) for x in document.lexicon]
    assert said == [
        ("Ypres", "iːpʁə", "", "en-US"), ("Ieper", "iːpʁə", "", "en-US"), ("W3C", "", "World Wide Web Consortium", "en-US"),  # noqa: E501
    ]  # fmt: skip
    assert all(isinstance(lexeme, Lexeme) and lexeme.origin.startswith("OPS/en.pls:") for lexeme in document.lexicon)


def test_cover_pictures_only_where_they_are_pictures() -> None:
    manifest = '<item id="c" href="c.png" media-type="image/png" properties="cover-image"/>'
    png = b"\x89PNG\r\n\x1a\nrest"
    pages = {"a.xhtml": "<p>t</p>"}
    assert read_bytes("b.epub", epub(pages, manifest=manifest, extra={"OPS/c.png": png})).cover == png
    assert read_bytes("b.epub", epub(pages, manifest=manifest, extra={"OPS/c.png": b"GIF89a"})).cover is None


def test_non_linear_parts_come_last_and_set_aside() -> None:
    document = read_bytes("b.epub", epub({"n.xhtml*": "<p>An answer</p>", "a.xhtml": "<p>text</p>"}))
    assert kinds(document) == [("paragraph", "text"), ("footnote", "An answer")]


def test_non_linear_parts_that_the_contents_name_are_read() -> None:
    data = epub({"n.xhtml*": "<h1>Answers</h1><p>Forty-two</p>", "a.xhtml": "<p>text</p>"}, [("Answers", "n.xhtml")])
    assert kinds(read_bytes("b.epub", data)) == [
        ("paragraph", "text"),
        ("heading", "Answers"),
        ("paragraph", "Forty-two"),
    ]


def test_text_in_div_and_span_is_text() -> None:
    document = read_bytes("b.epub", epub({"a.xhtml": "<div><div>A line,</div><div><span>another</span></div></div>"}))
    assert [text for _, text in kinds(document)] == ["A line,", "another"]


def test_drawings_are_read_by_their_words_and_switches_once() -> None:
    body = (
        '<svg xmlns="http://www.w3.org/2000/svg"><style>x{}</style><title>A map</title><text>North</text></svg>'
        "<p><epub:switch><epub:case>E=mc2 as MathML</epub:case><epub:default>E equals mc squared</epub:default></epub:switch></p>"  # noqa: E501
    )
    assert kinds(read_bytes("b.epub", epub({"a.xhtml": body}))) == [
        ("figure", "A map North"),
        ("paragraph", "E equals mc squared"),
    ]


def test_a_title_over_matter_that_is_not_spoken() -> None:
    body = '<section epub:type="colophon"><h2>Colophon</h2><p>Set in type.</p></section>'
    document = read_bytes("b.epub", epub({"a.xhtml": body}, [("Colophon", "a.xhtml")]))
    assert kinds(document) == [("heading", "Colophon"), ("imprint", "Set in type.")]


def test_named_entities_of_html_survive_xml() -> None:
    assert kinds(read_bytes("b.epub", epub({"a.xhtml": "<p>caf&eacute;&nbsp;&amp;&mdash;x</p>"}))) == [
        ("paragraph", "café\u00a0&—x")
    ]


def test_a_part_that_is_missing_or_broken_is_a_warning() -> None:
    data = epub({"a.xhtml": "<p>one<b>two</p>", "gone.xhtml": ""}, [("Here", "a.xhtml"), ("Nowhere", "a.xhtml#no")])
    document = read_bytes("b.epub", data)
    assert [text for kind, text in kinds(document) if kind == "paragraph"] == ["onetwo"]
    assert any("not there (no)" in warning for warning in document.warnings)


@pytest.mark.parametrize(
    "algorithm", ["http://www.w3.org/2001/04/xmlenc#aes128-cbc", "http://ns.adobe.com/adept/xmlenc#aes256-cbc"]
)
def test_locked_books_are_refused_clearly(algorithm: str) -> None:
    lock = (
        f'<encryption><EncryptedData><EncryptionMethod Algorithm="{algorithm}"/><CipherData>'
        '<CipherReference URI="OPS/a.xhtml"/></CipherData></EncryptedData></encryption>'
    )
    with pytest.raises(SourceRefused, match="DRM"):
        read_bytes("b.epub", epub({"a.xhtml": "<p>t</p>"}, extra={"META-INF/encryption.xml": lock}))


def test_obfuscated_fonts_are_no_lock() -> None:
    lock = (
        '<encryption><EncryptedData><EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/><CipherData>'
        '<CipherReference URI="OPS/f.otf"/></CipherData></EncryptedData></encryption>'
    )
    assert kinds(read_bytes("b.epub", epub({"a.xhtml": "<p>t</p>"}, extra={"META-INF/encryption.xml": lock}))) == [
        ("paragraph", "t")
    ]


@pytest.mark.parametrize("data", [b"text", b"PK\x03\x04", zipped({"a.txt": "x"}), epub({"a.xhtml": "<p>x</p>"})[:300]])
def test_what_is_no_book_is_said(data: bytes) -> None:
    with pytest.raises(SourceUnreadable):
        read_bytes("b.epub", data)
