"""What stands inside an AsciiDoc line: links, notes, emphasis, code, quotation marks, attributes."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from rhapsode.reading.line_markup import InlineMarkup, Maker, dropped, linked, tagged, verbatim
from rhapsode.reading.tree_parts import say


def asciidoc_inline(note: Maker, value: Maker) -> InlineMarkup:
    """The marks; `note` makes the reference to a note, `value` what an attribute stands for."""

    def marked(name: str, sign: str) -> str:
        """The form for parts of words, doubled, and the one for whole words."""
        one, many = re.escape(sign), re.escape(sign * 2)
        return (
            rf"(?:\[[^\[\]\n]{{0,60}}\])?{many}(?P<{name}_part>\S.{{0,500}}?){many}"
            rf"|(?:\[[^\[\]\n]{{0,60}}\])?(?<![\w{one};:}}]){one}(?P<{name}_text>\S|\S.{{0,500}}?\S){one}(?!\w)"
        )

    def either(tag: str, name: str) -> Any:
        return lambda element, found: _add(element, tag, found[f"{name}_part"] or found[f"{name}_text"])

    patterns = {
        "index": r"\(\(\([^()]{1,500}\)\)\)|\[\[[\w:., -]{1,200}\]\]", "term": r"\(\((?P<term_text>[^()]{1,300})\)\)",
        "escaped": r"\\(?=[*_`#^~{<\[])",
        "raw": r"\+{3}(?P<raw_text>.{0,2000}?)\+{3}|pass:\w*\[(?P<raw_more>[^\]]{0,2000})\]",
        "note": r"footnote:(?P<note_label>[\w-]*)\[(?P<note_text>[^\]]{0,5000})\]",
        "image": r"(?:image|icon):(?!:)(?P<image_target>[^\s\[\]]{1,500})\[(?P<image_alt>[^\]]{0,500})\]",
        "key": r"(?:kbd|btn|menu):(?P<key_target>[^\s\[\]]{0,100})\[(?P<key_text>[^\]]{0,200})\]",
        "stem": r"(?:stem|latexmath|asciimath):\[(?P<stem_text>[^\]]{0,2000})\]",
        "cross": r"<<(?P<cross_target>[^<>,]{1,200})(?:,\s*(?P<cross_label>[^<>]{1,500}))?>>",
        "link": r"(?:link:|xref:|mailto:)?(?P<link_target>(?:(?<=link:)|(?<=xref:)|(?<=mailto:)|https?://|ftp://)[^\s\[\]<>]{1,2000})\[(?P<link_label>[^\]]{0,2000})\]",
        "value": r"\{(?P<value_name>[\w-]{1,60})\}", "double": r"\"`(?P<double_text>.{1,2000}?)`\"",
        "single": r"'`(?P<single_text>.{1,2000}?)`'", "break": r" \+(?=\n|$)", "dash": r"(?<=\w)--(?=\w)|(?<= )--(?= )",
        "bold": marked("bold", "*"), "italic": marked("italic", "_"), "typed": marked("typed", "`"),
        "struck": marked("struck", "#"), "raised": r"\^(?P<raised_text>[^\s^]{1,200})\^",
        "lowered": r"~(?P<lowered_text>[^\s~]{1,200})~",
    }  # fmt: skip
    makers = {
        "index": dropped, "term": tagged("span", "term_text"), "escaped": dropped,
        "raw": lambda e, f: _say(e, f["raw_text"] or f["raw_more"] or ""), "note": note,
        "image": lambda e, f: _add(e, "img", alt=f["image_alt"].split(",")[0]),
        "key": lambda e, f: _say(e, " ".join(filter(None, (f["key_target"], f["key_text"])))),
        "stem": verbatim("math", "stem_text"), "cross": linked("cross_target", "cross_label"),
        "link": linked("link_target", "link_label"), "value": value,
        "double": lambda e, f: _say(e, f"“{f['double_text']}”"),
        "single": lambda e, f: _say(e, f"‘{f['single_text']}’"),
        "break": lambda e, _: _add(e, "br"), "dash": lambda e, _: _say(e, "—"),
        "bold": either("strong", "bold"), "italic": either("em", "italic"), "typed": either("code", "typed"),
        "struck": either("span", "struck"),
        "raised": tagged("sup", "raised_text"), "lowered": tagged("sub", "lowered_text"),
    }  # fmt: skip
    return InlineMarkup(patterns, makers)


def _add(element: Any, tag: str, text: str = "", **attributes: str) -> str:
    etree.SubElement(element, tag, attributes)
    return text


def _say(element: Any, text: str) -> str:
    say(element, text)
    return ""
