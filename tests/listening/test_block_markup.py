import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from made_tracks import HARBOUR, HOSTILE, timeline
from rhapsode.listening.block_markup import Setting, set_blocks
from rhapsode.listening.inline_markup import sentences
from rhapsode.listening.markup_text import markup_safe
from rhapsode.model import Block, Document, Mark


def markup(*blocks, words=False, document=None):
    document = document or Document("T", blocks)
    root = etree.Element("article")
    set_blocks(root, document.blocks, Setting(sentences(timeline(document)), words=words))
    return root


def bare(root):
    """The mark-up without ids, spans and line breaks: what a reader sees of its structure."""
    etree.strip_tags(root, "span")
    for element in root.iter():
        element.attrib.pop("id", None)
    return re.sub(r"^<article>|</article>$", "", etree.tostring(root, encoding="unicode", method="html"))


def item(name, text, level=1, marker="•"):
    return Block(name, "list_item", text, level=level, marker=marker)


def test_lists_nest_and_a_numbered_one_keeps_its_numbers():
    root = markup(item("a", "One", marker="3."), item("b", "Two", level=2), item("c", "Three", marker="4."))
    assert bare(root) == ('<ol><li value="3">One<ul><li>Two</li></ul></li><li value="4">Three</li></ol>')


def test_a_list_of_another_kind_at_the_same_depth_is_a_list_of_its_own():
    assert bare(markup(item("a", "One"), item("b", "Two", marker="a)"))) == "<ul><li>One</li></ul><ol><li>Two</li></ol>"


def test_a_list_that_begins_deep_still_begins_at_the_top():
    assert bare(markup(item("a", "One", level=4))) == "<ul><li>One</li></ul>"


def row(name, *cells, heads=None):
    text, marks, heads = "", [], heads or [""] * len(cells)
    for cell, head in zip(cells, heads, strict=True):
        text += " " if text else ""
        marks.append(Mark(len(text), len(text) + len(cell), "cell", head))
        text += cell
    return Block(name, "table_row", text, tuple(marks))


def test_a_table_takes_its_head_from_the_row_that_prints_it():
    heads = ["Fish", "Baskets"]
    found = bare(markup(row("a", *heads), row("b", "Herring", "40", heads=heads), row("c", "Cod", "2", heads=heads)))
    assert found == (
        '<div class="table"><table><thead><tr><th scope="col">Fish</th><th scope="col">Baskets</th></tr></thead>'
        "<tbody><tr><td>Herring</td><td>40</td></tr><tr><td>Cod</td><td>2</td></tr></tbody></table></div>"
    )


def test_a_table_whose_head_is_only_in_its_marks_shows_it():
    found = bare(markup(row("b", "Herring", "40", heads=["Fish", "Baskets"])))
    assert '<thead><tr><th scope="col">Fish</th><th scope="col">Baskets</th></tr></thead>' in found


def test_a_table_without_heads_and_one_with_others_stay_apart():
    root = markup(row("a", "x", "y"), row("b", "z", "w"), row("c", "1", "2", heads=["P", "Q"]))
    assert len(root.findall(".//table")) == 2
    assert len(root.findall(".//table")[0].findall(".//tr")) == 2


def test_quotes_nest_by_level():
    root = markup(Block("a", "quote", "Outer.", level=1), Block("b", "quote", "Inner.", level=2))
    assert bare(root) == "<blockquote><p>Outer.</p><blockquote><p>Inner.</p></blockquote></blockquote>"


def test_heading_levels_never_skip_one_on_the_way_down():
    levels = [1, 4, 2, 3, 6, 1]
    root = markup(*(Block(f"h{i}", "heading", f"H{i}", level=level) for i, level in enumerate(levels)))
    assert [child.tag for child in root] == ["h1", "h2", "h2", "h3", "h4", "h1"]


def test_a_figure_shows_its_alternative_and_takes_its_caption():
    root = markup(Block("f", "figure", "A lamp", (Mark(0, 6, "image", "lamp.png"),)), Block("c", "caption", "Lit."))
    assert bare(root) == (
        '<figure><p class="alternative">A lamp</p><figcaption class="caption">Lit.</figcaption></figure>'
    )


def test_emphasis_that_ends_inside_a_word_splits_the_word_but_not_its_number():
    root = markup(Block("p", "paragraph", "unbelievable", (Mark(0, 2, "emphasis"),)), words=True)
    words = root.findall(".//span[@data-w]")
    assert [w.get("data-w") for w in words] == ["0", "0"]
    assert ["".join(w.itertext()) for w in words] == ["un", "believable"]
    assert words[0].getparent().tag == "em"


def test_crossing_marks_are_closed_and_opened_again():
    root = markup(Block("p", "paragraph", "abcdef", (Mark(0, 4, "emphasis"), Mark(2, 6, "strong"))))
    assert bare(root) == "<p><em>ab<strong>cd</strong></em><strong>ef</strong></p>"


def test_a_link_inside_a_link_is_no_link():
    marks = (Mark(0, 6, "link", "https://a.example/"), Mark(2, 4, "link", "https://b.example/"))
    root = markup(Block("p", "paragraph", "abcdef", marks))
    assert [a.get("href") for a in root.iter("a")] == ["https://a.example/"]


def test_what_belongs_to_a_printed_page_is_not_shown():
    assert bare(markup(Block("p", "page_furniture", "Page 12"), Block("q", "paragraph", "Text."))) == "<p>Text.</p>"


def test_each_sentence_has_its_id_once_and_every_spoken_word_its_number():
    track = timeline(HARBOUR)
    root = markup(document=HARBOUR, words=True)
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert {u.id for u in track.utterances} <= set(ids)
    numbers = {int(e.get("data-w")) for e in root.iter("span") if e.get("data-w")}
    assert numbers == set(range(sum(len(u.words) for u in track.utterances)))


def test_hostile_text_stays_text():
    root = markup(document=HOSTILE, words=True)
    html = etree.tostring(root, encoding="unicode", method="html")
    assert not re.search(r"<(script|svg|img)|javascript:", html)
    assert not any(name.startswith("on") for e in root.iter() for name in e.attrib)
    assert "<script>alert(4)</script>" in "".join(root.itertext())


marks = st.lists(
    st.tuples(
        st.integers(0, 40), st.integers(0, 40),
        st.sampled_from(["emphasis", "strong", "code", "link", "language", "abbreviation", "phonemes"]),
        st.sampled_from(["", "https://a.example/x", "javascript:x", "de"]),
    ),
    max_size=8,
)  # fmt: skip


@given(st.text(max_size=40), marks, st.booleans())
def test_no_character_is_lost_or_doubled_whatever_the_marks(text, drawn, words):
    placed = tuple(
        sorted(
            (Mark(min(a, b, len(text)), min(max(a, b), len(text)), kind, value) for a, b, kind, value in drawn),
            key=lambda mark: mark.start,
        )
    )
    block = Block("p", "paragraph", text, placed)
    root = markup(block, words=words)
    again = etree.fromstring(etree.tostring(root))
    shown = markup_safe(text) if text.strip() else ""
    assert "".join(again.itertext()) == shown.replace("\r\n", "\r\n")


@pytest.mark.parametrize("kind", ["paragraph", "quote", "code", "math", "footnote", "imprint", "contents", "byline"])
def test_every_kind_shows_its_text(kind):
    assert "Some words here." in "".join(markup(Block("b", kind, "Some words here.", level=1)).itertext())
