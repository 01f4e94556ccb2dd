"""An Org text's lines as an HTML tree."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rhapsode.reading.line_markup import LineTree, noted
from rhapsode.reading.org_parts.org_inline import org_inline

_KEYWORD = re.compile(r"\s*#\+(\w+):\s*(.*)")
_BEGIN = re.compile(r"\s*#\+begin_(\w+)(?:\s+(\S+))?.*", re.I)
_HEADLINE = re.compile(
    r"(?P<stars>\*+)\s+(?:(?:TODO|DONE|NEXT|WAITING|CANCELLED)\s+)?(?:\[#\w\]\s*)?(?P<title>.*?)(?:\s+:[\w@#%:]+:)?\s*"
)
_ITEM = re.compile(
    r"(?P<indent>\s*)(?:(?P<bullet>[-+]|(?<=\s)\*)|(?P<number>\d{1,4}|[A-Za-z])[.)])\s+(?:\[@\d+\]\s*)?"
    r"(?:\[[ X-]\]\s+)?(?:(?P<term>.{1,200}?)\s+::\s+)?(?P<text>.*)"
)
_NOTE = re.compile(r"\[fn:(?P<label>[\w-]+)\]\s*(?P<text>.*)")
_DRAWER, _DRAWER_END = re.compile(r"\s*:[\w-]+:\s*"), re.compile(r"\s*:end:\s*", re.I)
_PLANNED = re.compile(r"\s*(?:SCHEDULED|DEADLINE|CLOSED|CLOCK):.*")
_RULE, _TABLE_RULE = re.compile(r"\s*-{5,}\s*"), re.compile(r"\s*\|[-+|]*\s*")
_MATTER = {"title": "title", "author": "author", "date": "date", "language": "lang"}
_DEEPEST = 6


class OrgText:
    """Reads lines into a tree."""

    def __init__(self, lines: list[str]) -> None:
        self.warnings: list[str] = []
        self.stated: Mapping[str, str] = _stated(lines)
        self._lines = lines
        self._at = 0
        self._tree = LineTree(org_inline(self._note))
        self._shift = 1 if self.stated.get("title") else 0
        self._endless: set[str] = set()
        self._inner_notes: list[tuple[str, str]] = []

    def _note(self, element: Any, found: re.Match[str]) -> str:
        label = found["note_label"] or str(len(self._inner_notes) + 1)
        if found["note_text"]:
            self._inner_notes.append((label, found["note_text"]))
        noted(element, label)
        return ""

    def read(self) -> Any:
        """All of it."""
        if self._shift:
            self._tree.add("h1", self.stated["title"])
        while self._at < len(self._lines):
            self._tree.line = self._at + 1
            line = self._lines[self._at]
            self._at += 1
            self._one(line)
        while self._inner_notes:
            label, text = self._inner_notes.pop(0)
            self._tree.note(label, text)
        return self._tree.root

    def _one(self, line: str) -> None:
        tree = self._tree
        begin, headline, item, note = (p.fullmatch(line) for p in (_BEGIN, _HEADLINE, _ITEM, _NOTE))
        if begin:
            self._block(begin[1].lower(), begin[2] or "")
        elif headline:
            tree.add(f"h{min(_DEEPEST, len(headline['stars']) + self._shift)}", headline["title"])
        elif note:
            tree.note(note["label"], self._joined(note["text"]))
        elif line.lstrip().startswith("|"):
            self._table(line)
        elif _KEYWORD.fullmatch(line):
            self._keyword(line)
        elif _RULE.fullmatch(line):
            tree.add("hr")
        elif _DRAWER.fullmatch(line):
            self._until(_DRAWER_END)
        elif line.lstrip().startswith(": "):
            tree.add("pre", self._run(line, ": "), plain=True)
        elif line.lstrip().startswith("# ") or line.strip() == "#" or _PLANNED.fullmatch(line) or not line.strip():
            return
        elif item:
            self._item(item)
        elif line[:1].isspace() and tree.in_list:
            tree.attach("p", self._joined(line.strip()))
        else:
            tree.add("p", self._joined(line.strip()))

    def _keyword(self, line: str) -> None:
        found = _KEYWORD.fullmatch(line)
        if found and found[1].lower() == "include":
            self.warnings.append(f"line {self._tree.line}: another file is not included ({found[2][:80]})")
        elif found and found[1].lower() == "caption":
            self._tree.add("figcaption", found[2])

    def _item(self, item: re.Match[str]) -> None:
        ordered = item["number"] is not None
        number = item["number"] if ordered and item["number"].isdigit() else ""
        text = self._joined(item["text"])
        if item["term"]:
            text = f"{item['term']}: {text}"
        indent = len(item["indent"])
        self._tree.item(f"{indent}{ordered}", text, ordered=ordered, indent=indent, number=number)

    def _joined(self, first: str) -> str:
        """`first` and the lines that go on with it."""
        lines = [first]
        while self._at < len(self._lines) and _goes_on(self._lines[self._at]):
            lines.append(self._lines[self._at].strip())
            self._at += 1
        return "\n".join(lines)

    def _run(self, line: str, sign: str) -> str:
        lines = [line.lstrip().removeprefix(sign)]
        while self._at < len(self._lines) and self._lines[self._at].lstrip().startswith(sign):
            lines.append(self._lines[self._at].lstrip().removeprefix(sign))
            self._at += 1
        return "\n".join(lines)

    def _until(self, end: re.Pattern[str]) -> list[str]:
        """The lines up to `end`; none where it does not come."""
        if end.pattern in self._endless:
            return []
        for n in range(self._at, len(self._lines)):
            if end.fullmatch(self._lines[n]):
                lines, self._at = self._lines[self._at : n], n + 1
                return lines
        self._endless.add(end.pattern)
        return []

    def _block(self, kind: str, language: str) -> None:
        lines = self._until(re.compile(rf"\s*#\+end_{re.escape(kind)}\s*", re.I))
        if kind in ("src", "example", "export"):
            self._tree.add("pre", "\n".join(lines), plain=True, attributes={"class": f"language-{language}"})
        elif kind != "comment":
            self._tree.open("blockquote" if kind == "quote" else "div")
            for paragraph in re.split(r"\n\s*\n", "\n".join(lines)):
                breaks = " \\\\\n" if kind == "verse" else "\n"
                self._tree.add("p", breaks.join(one.strip() for one in paragraph.strip().split("\n")))
            self._tree.close()

    def _table(self, line: str) -> None:
        rows, headed = [line], False
        while self._at < len(self._lines) and self._lines[self._at].lstrip().startswith("|"):
            rows.append(self._lines[self._at])
            headed = headed or (len(rows) == 2 and bool(_TABLE_RULE.fullmatch(rows[1])))
            self._at += 1
        cells = [
            [c.strip() for c in row.strip().strip("|").split("|")] for row in rows if not _TABLE_RULE.fullmatch(row)
        ]
        self._tree.table([row for row in cells if any(row)], headed=headed)


def _stated(lines: list[str]) -> dict[str, str]:
    """What keywords say about the text."""
    stated: dict[str, str] = {}
    for line in lines:
        found = _KEYWORD.fullmatch(line)
        key = _MATTER.get(found[1].lower()) if found else None
        if found and key and found[2].strip():
            joined = f"{stated.get(key, '')} {found[2].strip()}".strip()
            stated[key] = joined.strip("<>") if key == "date" else joined
    return stated


def _goes_on(line: str) -> bool:
    begins = (_BEGIN, _HEADLINE, _KEYWORD, _RULE, _ITEM, _NOTE, _DRAWER)
    return (
        bool(line.strip())
        and not line.lstrip().startswith(("|", "# ", ": "))
        and not any(p.fullmatch(line) for p in begins)
    )
