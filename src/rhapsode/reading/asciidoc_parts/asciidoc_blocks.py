"""An AsciiDoc text's lines as an HTML tree."""

from __future__ import annotations

import re
from typing import Any

from rhapsode.reading.asciidoc_parts.asciidoc_inline import asciidoc_inline
from rhapsode.reading.line_markup import LineTree, noted
from rhapsode.reading.tree_parts import say

_TITLE = re.compile(r"(?P<signs>={1,6}|#{1,6})\s+(?P<title>\S.*?)(?:\s+=+)?\s*")
_ATTRIBUTE = re.compile(r":!?(?P<name>[\w-]+)!?:\s*(?P<value>.*)")
_LIST = re.compile(
    r"\s*(?P<marker>[*]{1,6}|[.]{1,6}|-|(?P<number>\d{1,4})\.|[a-z]\.)\s+(?:\[[ x*]\]\s+)?(?P<text>\S.*)"
)
_CALLOUT = re.compile(r"<(?:\d{1,3}|\.)>\s+(?P<text>.*)")
_TERM = re.compile(r"\s*(?P<term>\S.{0,200}?)(?P<sign>:{2,4}|;;)(?:\s+(?P<text>\S.*))?")
_ADMONITION = re.compile(r"(?P<kind>NOTE|TIP|IMPORTANT|WARNING|CAUTION):\s+(?P<text>.*)")
_FENCE = re.compile(r"(-{4,}|\.{4,}|={4,}|\*{4,}|_{4,}|\+{4,}|/{4,}|--|```.*)\s*")
_TABLE = re.compile(r"[|,:!]={3,}\s*")
_STYLE, _CAPTION = re.compile(r"\[(?P<style>[^\[\]]{0,500})\]\s*"), re.compile(r"\.(?P<caption>[^\s.].*)")
_MACRO = re.compile(
    r"(?P<name>image|include|toc|video|audio|ifdef|ifndef|ifeval|endif)::(?P<target>\S*)\[(?P<text>.*)\]\s*"
)
_RULE = re.compile(r"\s*(?:'{3,}|-{3}|\*{3})\s*|<{3,}\s*")
_ANCHOR = re.compile(r"\[\[.{0,200}\]\]\s*|\[#[\w-]{1,200}\]\s*|\(\(\(.{0,500}\)\)\)\s*")
_REVISION = re.compile(r"(?:v[\d.]+\w*,?\s*)?(?P<date>[^:;]{0,40}).*")
_LITERAL = ("-", ".", "`")
_BLOCKS = {"_": "blockquote", "*": "aside", "=": "div", "--": "div"}
_MOST_EXPANDED = 10_000


class AsciidocText:
    """Reads lines into a tree."""

    def __init__(self, lines: list[str]) -> None:
        self.warnings: list[str] = []
        self.attributes: dict[str, str] = {}
        self._lines = lines
        self._last = {line: n for n, line in enumerate(lines)}
        self._at = 0
        self._tree = LineTree(asciidoc_inline(self._note, self._value))
        self._style = self._caption = ""
        self._notes: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = []

    def _note(self, element: Any, found: re.Match[str]) -> str:
        label = str(len(self._notes) + 1)
        if found["note_text"]:
            self._notes.append((label, found["note_text"]))
        noted(element, found["note_label"] or label)
        return ""

    def _value(self, element: Any, found: re.Match[str]) -> str:
        known = self.attributes.get(found["value_name"].lower())
        say(element, found[0] if known is None else known)
        return ""

    def read(self) -> Any:
        """All of it."""
        self._head()
        while self._at < len(self._lines):
            line = self._next()
            if line:
                self._one(line)
            elif self._at < len(self._lines) and not _goes_on_list(self._lines[self._at]):
                self._tree.end_lists()
        for n, (label, text) in enumerate(self._notes):
            if n < len(self._lines):
                self._tree.note(label, text)
        return self._tree.root

    def _next(self) -> str:
        self._tree.line = self._at + 1
        self._at += 1
        return self._lines[self._at - 1]

    def _peek(self) -> str:
        return self._lines[self._at] if self._at < len(self._lines) else ""

    def _head(self) -> None:
        """Title, author line, revision line and attributes, up to the first empty line."""
        while self._at < len(self._lines) and (
            not self._peek() or self._peek().startswith("//") or _ATTRIBUTE.fullmatch(self._peek())
        ):
            self._attribute(self._next())
        found = _TITLE.fullmatch(self._peek())
        if not found or len(found["signs"]) > 1:
            return
        self._next()
        self._tree.add("h1", found["title"])
        self.attributes["doctitle"] = found["title"]
        stated = 0
        while self._peek():
            line = self._next()
            if _ATTRIBUTE.fullmatch(line) or line.startswith("//"):
                self._attribute(line)
            elif stated == 0:
                self.attributes["author"] = re.sub(r"\s*<[^>]*>", "", line)
                stated = 1
            else:
                revision = _REVISION.fullmatch(line)
                self.attributes.setdefault("revdate", revision["date"].strip() if revision else "")

    def _attribute(self, line: str) -> None:
        found = _ATTRIBUTE.fullmatch(line)
        if found:
            self.attributes[found["name"].lower()] = found["value"][:_MOST_EXPANDED]

    def _one(self, line: str) -> None:
        if line.startswith("//") and not line.startswith("///"):
            return
        for pattern, act in _ACTS:
            found = pattern.fullmatch(line)
            if found:
                act(self, found)
                return
        if line.startswith(" ") and not self._tree.in_list:
            self._tree.add("pre", "\n".join([line.strip(), *(one.strip() for one in self._rest())]), plain=True)
        elif line != "+":
            self._paragraph(line)

    def _rest(self) -> list[str]:
        """The lines that go on with a paragraph."""
        lines = []
        while (
            self._peek()
            and not any(p.fullmatch(self._peek()) for p in (_FENCE, _TABLE, _MACRO, _LIST, _STYLE))
            and self._peek() != "+"
        ):
            lines.append(self._next())
        return [line for line in lines if not line.startswith("//")]

    def _paragraph(self, line: str) -> None:
        """Text; after a `+` it belongs to the list item before."""
        joined = "\n".join([line, *self._rest()])
        style, _, said = self._taken()[0].partition(",")
        if self._tree.in_list and self._at > 1 and self._belongs():
            self._tree.attach("p", joined)
        elif style in ("quote", "verse"):
            self._quote(joined, said)
        elif style in ("source", "listing", "literal"):
            self._tree.add("pre", joined, plain=True, attributes=_language(said))
        else:
            self._tree.add("p", joined)

    def _belongs(self) -> bool:
        return self._lines[self._tree.line - 2] == "+"

    def _quote(self, text: str, said: str) -> None:
        self._tree.open("blockquote")
        self._tree.add("p", text)
        if said.strip():
            self._tree.add("p", f"— {said.strip()}")
        self._tree.close()

    def _taken(self) -> tuple[str, str]:
        """The style and title over a block, which hold for one; the title is said here."""
        style, caption, self._style, self._caption = self._style, self._caption, "", ""
        if caption:
            self._tree.add("figcaption", caption)
        return style.strip(), caption

    def _section(self, found: re.Match[str]) -> None:
        self._style = ""
        lead = 0 if "doctitle" in self.attributes else 1
        self._tree.add(f"h{max(1, len(found['signs']) - lead)}", found["title"])

    def _set_style(self, found: re.Match[str]) -> None:
        self._style = found["style"]

    def _set_caption(self, found: re.Match[str]) -> None:
        self._caption = found["caption"]

    def _skip(self, _: re.Match[str]) -> None:
        """An anchor: nothing to read."""

    def _attribute_line(self, found: re.Match[str]) -> None:
        self._attribute(found[0])

    def _macro(self, found: re.Match[str]) -> None:
        if found["name"] == "image":
            alt = found["text"].split(",")[0].strip().strip('"')
            self._taken()
            self._tree.add("img", attributes={"alt": "" if "=" in alt else alt, "src": found["target"]})
        elif found["name"] == "include":
            self.warnings.append(f"line {self._tree.line}: another file is not included ({found['target'][:80]})")

    def _rule(self, _: re.Match[str]) -> None:
        self._tree.add("hr")

    def _item(self, found: re.Match[str]) -> None:
        key = re.sub(r"\d+|[a-z]", "1", found["marker"])
        text = "\n".join([found["text"], *self._rest()])
        self._taken()
        self._tree.item(key, text, ordered=key[0] in ".1", number=found["number"] or "")

    def _callout(self, found: re.Match[str]) -> None:
        self._tree.item("<>", "\n".join([found["text"], *self._rest()]), ordered=True)

    def _term(self, found: re.Match[str]) -> None:
        text = found["text"] or (self._next().strip() if self._peek() else "")
        self._tree.item(found["sign"], "\n".join([f"{found['term']}: {text}", *self._rest()]), ordered=False)

    def _admonish(self, found: re.Match[str]) -> None:
        self._tree.add("p", "\n".join([f"{found['kind'].title()}: {found['text']}", *self._rest()]))

    def _fence(self, found: re.Match[str]) -> None:
        sign = found[1]
        if self._open and self._open[-1][0] == sign:
            _, said = self._open.pop()
            if said:
                self._tree.add("p", f"— {said}")
            self._tree.close()
            return
        style, _, said = self._taken()[0].partition(",")
        if sign[0] in "/+" or (sign[0] in "-.`" and sign != "--"):
            lines = self._until("```" if sign[0] == "`" else sign)
            if sign[0] in "-.`":
                words = [re.sub(r"\s*<[\d.]{1,3}>$", "", line) for line in lines]
                self._tree.add("pre", "\n".join(words), plain=True, attributes=_language(said or sign.strip("`-.")))
            elif sign[0] == "+":
                self._tree.add("math" if style in ("stem", "latexmath") else "pre", "\n".join(lines), plain=True)
        elif self._last.get(sign, -1) >= self._at:
            self._open.append((sign, said.strip() if style == "quote" else ""))
            self._tree.open("blockquote" if style == "quote" else _BLOCKS.get(sign, "") or _BLOCKS[sign[0]])

    def _until(self, sign: str) -> list[str]:
        """The lines up to the same sign again, or to the end."""
        lines = []
        while self._at < len(self._lines) and self._peek() != sign:
            lines.append(self._next())
        self._at += 1
        return lines

    def _table(self, found: re.Match[str]) -> None:
        start = self._tree.line
        style, caption, self._style, self._caption = self._style, self._caption, "", ""
        lines = self._until(found[0].strip())
        self._tree.line = start
        rows = _rows(lines, style, found[0][0])
        blank = len(lines) > 1 and bool(lines[0].strip()) and not lines[1].strip()
        self._tree.table(rows, headed="header" in style or blank, caption=caption)


def _rows(lines: list[str], style: str, sign: str) -> list[list[str]]:
    """The cells of a table, row by row: as many as `cols` says, or as the first line has."""
    if sign in ",:":
        return [line.split(sign) for line in lines if line.strip()]
    cells: list[str] = []
    width = 0
    for line in lines:
        found = re.split(r"(?:(?<=\s)|^)(?:\d+\*|[\d.]*\+)?[<^>]?[.]?[<^>]?[a-z]?\|", line) if "|" in line else [line]
        if cells and found[0].strip():
            cells[-1] = f"{cells[-1]} {found[0].strip()}"
        new = [cell.strip() for cell in found[1:]]
        width = width or len(new)
        cells += new
    stated = re.search(r"""cols\s*=\s*(?:"([^"]*)"|'([^']*)'|(\w[^,\]]*))""", style)
    if stated:
        written = next(filter(None, stated.groups()), "")
        many = re.fullmatch(r"\s*(\d{1,3})\*.*|\s*(\d{1,3})\s*", written)
        width = int(many[1] or many[2]) if many and "," not in written else written.count(",") + 1
    width = max(1, width)
    return [cells[n : n + width] for n in range(0, len(cells), width)]


def _language(said: str) -> dict[str, str]:
    word = said.split(",", maxsplit=1)[0].strip()
    return {"class": f"language-{word}"} if word.isalnum() else {}


def _goes_on_list(line: str) -> bool:
    return not line or bool(_LIST.fullmatch(line)) or line == "+"


_ACTS: tuple[tuple[re.Pattern[str], Any], ...] = (
    (_TITLE, AsciidocText._section),
    (_TABLE, AsciidocText._table),
    (_FENCE, AsciidocText._fence),
    (_ANCHOR, AsciidocText._skip),
    (_MACRO, AsciidocText._macro),
    (_STYLE, AsciidocText._set_style),
    (_ATTRIBUTE, AsciidocText._attribute_line),
    (_RULE, AsciidocText._rule),
    (_ADMONITION, AsciidocText._admonish),
    (_LIST, AsciidocText._item),
    (_CALLOUT, AsciidocText._callout),
    (_CAPTION, AsciidocText._set_caption),
    (_TERM, AsciidocText._term),
)
"""What a line that begins a block is, the first that fits, and what is done."""
