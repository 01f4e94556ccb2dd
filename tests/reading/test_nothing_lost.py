"""Property: whatever the document, every word of it is in exactly one block."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from reading_tools import all_words, epub, read_bytes

WORD = st.text(alphabet="abcdefghiklmnoprstuwyzäéø", min_size=1, max_size=9)
CAPITAL = WORD.map(str.capitalize)
SENTENCE = st.lists(WORD, min_size=1, max_size=14).map(lambda w: " ".join(w).capitalize() + ".")
PARAGRAPH = st.lists(SENTENCE, min_size=1, max_size=6).map(" ".join)
TITLE = st.lists(CAPITAL, min_size=1, max_size=6).map(" ".join)
ROMAN = st.sampled_from(["I", "II", "III", "IV", "V"])


def letters(words: list[str]) -> Counter[str]:
    """Words with a letter or digit in them, without the signs around them."""
    bare = ("".join(c for c in word if c.isalnum()) for word in words)
    return Counter(word for word in bare if word)


plain_pieces = st.one_of(
    PARAGRAPH,
    TITLE,
    TITLE.map(str.upper),
    TITLE.map(lambda t: f"{t}\n{'=' * len(t)}"),
    st.tuples(ROMAN, TITLE).map(lambda p: f"CHAPTER {p[0]}. {p[1]}"),
    st.tuples(st.integers(1, 12), TITLE).map(lambda p: f"{p[0]}. {p[1]}"),
    st.lists(SENTENCE, min_size=2, max_size=4).map(lambda items: "\n".join(f"- {item}" for item in items)),
    st.just("CONTENTS\n\n  One ..... 1\n  Two ..... 2"),
    TITLE.map(lambda t: f"by {t}"),
    PARAGRAPH.map(lambda p: f"[Footnote 1: {p}]"),
    st.just("* * *"),
    st.just("*** END OF THE PROJECT GUTENBERG EBOOK X ***"),
    PARAGRAPH.map(lambda p: f"Author        Kind        [Page 1]\n\x0cRFC 1 Head\n{p}"),
    PARAGRAPH.map(lambda p: "\n".join(p[n : n + 60] for n in range(0, len(p), 60))),
)


@settings(max_examples=80)
@given(st.lists(plain_pieces, min_size=1, max_size=12), st.sampled_from(["\n\n", "\n\n\n", "\n"]))
def test_plain_text(pieces: list[str], gap: str) -> None:
    text = gap.join(pieces)
    document = read_bytes("a.txt", text)
    found = all_words(document) + [word for b in document.blocks for word in b.marker.split()]
    expected = letters(text.split())
    both = letters(found)
    del expected["Footnote"], both["Footnote"]  # a label's word, which the marker stands for
    assert both == expected


md_pieces = st.one_of(
    PARAGRAPH,
    TITLE.map(lambda t: f"## {t}"),
    PARAGRAPH.map(lambda p: f"> {p}"),
    st.lists(SENTENCE, min_size=1, max_size=4).map(lambda items: "\n".join(f"- {item}" for item in items)),
    PARAGRAPH.map(lambda p: f"```\n{p}\n```"),
    PARAGRAPH.map(lambda p: f"<div><section>{p}<p>{p}</p></section></div>"),
    st.tuples(WORD, WORD).map(lambda p: f"| {p[0]} | {p[1]} |\n|---|---|\n| {p[1]} | {p[0]} |"),
    st.tuples(WORD, SENTENCE).map(lambda p: f"*{p[0]}* **{p[1]}** `{p[0]}`"),
)


@settings(max_examples=100)
@given(st.lists(md_pieces, min_size=1, max_size=8))
def test_markdown(pieces: list[str]) -> None:
    text = "\n\n".join(pieces)
    expected = text
    for tag in ("<div>", "</div>", "<section>", "</section>", "<p>", "</p>"):
        expected = expected.replace(tag, " ")
    assert letters(all_words(read_bytes("a.md", text))) == letters(expected.split())


@settings(max_examples=60)
@given(st.lists(st.sampled_from([">", "> ", "- ", "* ", "+ ", "7. ", "8) ", "  ", "\t"]), max_size=400), WORD)
def test_markdown_however_deep(signs: list[str], word: str) -> None:
    text = "".join(signs) + word
    found = read_bytes("a.md", f"start\n\n{text}\n\nend\n")
    said = all_words(found) + [word for b in found.blocks for word in b.marker.split()]
    assert letters(all_words(found))[word] >= 1
    assert letters(said) >= letters(["start", word, "end"])


@settings(max_examples=60)
@given(st.lists(st.tuples(TITLE, st.lists(PARAGRAPH, min_size=1, max_size=3)), min_size=1, max_size=5), st.booleans())
def test_books(chapters: list[tuple[str, list[str]]], with_toc: bool) -> None:
    body = "".join(f'<h2 id="c{n}">{t}</h2>' + "".join(f"<p>{p}</p>" for p in ps) for n, (t, ps) in enumerate(chapters))
    toc = [(title, f"a.xhtml#c{n}") for n, (title, _) in enumerate(chapters)] if with_toc else []
    document = read_bytes("a.epub", epub({"a.xhtml": body}, toc))
    assert letters(all_words(document)) == letters([w for t, ps in chapters for part in (t, *ps) for w in part.split()])
    assert [b.text for b in document.blocks if b.kind == "heading"] == [title for title, _ in chapters]
