"""What stands inside an Org line: links, notes, emphasis, code, time stamps."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from rhapsode.reading.line_markup import InlineMarkup, Maker, dropped, linked, tagged, verbatim


def org_inline(note: Maker) -> InlineMarkup:
    """The marks; `note` makes the reference to a note."""

    def marked(name: str, sign: str) -> str:
        sign = re.escape(sign)
        return rf"(?<![\w{sign}]){sign}(?P<{name}_text>\S|\S.{{0,500}}?\S){sign}(?!\w)"

    patterns = {
        "link": r"\[\[(?P<link_target>[^\]\[]{1,2000})\](?:\[(?P<link_label>[^\]]{1,2000})\])?\]",
        "note": r"\[fn:(?P<note_label>[\w-]*)(?::(?P<note_text>[^\]]{0,5000}))?\]",
        "cite": r"\[cite(?:/[\w/-]+)?:(?P<cite_text>[^\]]{1,500})\]",
        "anchor": r"<<<?[^<>\n]{1,200}>>>?",
        "stamp": r"[<\[](?P<stamp_text>\d{4}-\d\d-\d\d[^>\]\n]{0,40})[>\]]",
        "break": r"\\\\[ \t]*(?=\n|$)",
        "raised": r"(?<=\w)\^(?:\{(?P<raised_text>[^{}]{1,200})\}|(?P<raised_bare>-?\d{1,9}))",
        "lowered": r"(?<=\w)_(?:\{(?P<lowered_text>[^{}]{1,200})\}|(?P<lowered_bare>\d{1,9})(?!\w))",
        "code": marked("code", "="), "typed": marked("typed", "~"), "bold": marked("bold", "*"),
        "italic": marked("italic", "/"), "under": marked("under", "_"), "struck": marked("struck", "+"),
    }  # fmt: skip
    makers = {
        "link": linked("link_target", "link_label"), "note": note, "cite": tagged("a", "cite_text", role="doc-noteref"),
        "anchor": dropped, "stamp": tagged("span", "stamp_text"), "break": lambda e, f: _add(e, "br"),
        "raised": lambda e, f: _add(e, "sup", f["raised_text"] or f["raised_bare"]),
        "lowered": lambda e, f: _add(e, "sub", f["lowered_text"] or f["lowered_bare"]),
        "code": verbatim("code", "code_text"), "typed": verbatim("code", "typed_text"),
        "bold": tagged("strong", "bold_text"), "italic": tagged("em", "italic_text"),
        "under": tagged("span", "under_text"), "struck": tagged("span", "struck_text"),
    }  # fmt: skip
    return InlineMarkup(patterns, makers)


def _add(element: Any, tag: str, text: str = "") -> str:
    etree.SubElement(element, tag)
    return text
