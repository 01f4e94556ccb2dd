"""What HTML elements, classes and roles mean to a reader, as tables."""

from __future__ import annotations

from rhapsode.model import BlockKind, MarkKind

BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody td
    tfoot th thead tr ul search""".split()
)
"""Elements that end the paragraph before them."""

SILENT = frozenset(
    """script style template head noscript iframe object embed canvas audio video track map area select
    option datalist input button textarea rt rp rtc meta link title base param progress meter frameset
    case""".split()
)
"""Elements whose content is never read: code, controls, pictures, ruby's second writing, a switch's first choice."""

MARKS: dict[str, MarkKind] = {
    "em": "emphasis", "i": "emphasis", "cite": "emphasis", "dfn": "emphasis", "var": "emphasis",
    "strong": "strong", "b": "strong", "code": "code", "kbd": "code", "samp": "code", "tt": "code",
}  # fmt: skip
"""Inline elements to marks."""

CONTAINERS: dict[str, BlockKind] = {
    "footnote": "footnote", "footnotes": "footnote", "endnote": "footnote", "endnotes": "footnote",
    "rearnote": "footnote", "rearnotes": "footnote", "doc-footnote": "footnote", "doc-endnote": "footnote",
    "doc-endnotes": "footnote", "pagebreak": "page_furniture", "doc-pagebreak": "page_furniture",
    "toc": "contents", "doc-toc": "contents", "landmarks": "contents", "page-list": "contents", "loi": "contents",
    "lot": "contents", "toc-brief": "contents", "doc-pagelist": "contents",
    "colophon": "imprint", "doc-colophon": "imprint", "copyright-page": "imprint", "imprint": "imprint",
    "imprimatur": "imprint",
    "lnum": "page_furniture", "linenum": "page_furniture", "lineno": "page_furniture", "linenos": "page_furniture",
    "line-number": "page_furniture", "linenumber": "page_furniture", "pagenum": "page_furniture",
    "doc-credits": "imprint", "doc-credit": "imprint",
}  # fmt: skip
"""`epub:type`, `role` and class values that make everything inside an element one kind."""

HEADINGS = {f"h{n}": n for n in range(1, 7)}
"""Heading elements to levels."""
NOTE_REFERENCES = frozenset(("noteref", "doc-noteref", "footnote-ref", "footnote-reference"))
BACK_LINKS = frozenset(("backlink", "doc-backlink", "footnote-backref", "mw-cite-backlink"))
