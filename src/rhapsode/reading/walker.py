"""The one walk from an element tree (HTML, XHTML) to blocks with standoff marks.

Iterative, so that depth is no danger; every text node is said once, in document order.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from lxml import etree

from rhapsode.model import BlockKind, Mark, MarkKind
from rhapsode.reading import html_tags, tables
from rhapsode.reading.blocks import Blocks, Inline, joined, without_images
from rhapsode.reading.html_elements import (
    SSML,
    code_language,
    is_formula,
    is_hidden,
    is_permalink,
    is_speck,
    kinds_of,
    language_of,
    name_of,
    picture_address,
    visible_text,
    whole,
)
from rhapsode.reading.open_elements import OpenElement, OpenElements, alphabet_of, close, container_of, whole_kind
from rhapsode.reading.raised_text import Raised, raised
from rhapsode.reading.xsampa import to_ipa


class Walker:
    """Walks trees and collects their blocks; several trees may be walked one after another."""

    def __init__(
        self,
        blocks: Blocks,
        *,
        language: str = "",
        on_anchor: Callable[[Any], None] | None = None,
        drawings: bool = False,
        left_out: Collection[Any] = (),
        address_of: Callable[[str], str] = str,
    ) -> None:
        """`on_anchor` is called with each element before its content; it may call `flush` and add blocks itself.

        `address_of` says what a picture's address means, as it is written, to whoever has the document alone.
        With `drawings`, the words in SVG drawings are read as their alternative text. The elements that are
        `left_out` become `surroundings`, each in one block.
        """
        self.blocks = blocks
        self._language = language
        self._on_anchor = on_anchor
        self._open = OpenElements()
        self._inline = Inline()
        self._held: list[tuple[BlockKind, str, tuple[Mark, ...]]] = []
        self._line = 0
        self._last_line = 0
        self._drawings = drawings
        self._left_out = left_out
        self._address_of = address_of

    def walk(self, root: Any) -> None:
        """Everything under `root`, `root` too."""
        steps = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in steps:
            if event == "start":
                frame = self._enter(element)
                self._open.append(frame or OpenElement())
                if frame is None:
                    steps.skip_subtree()
                else:
                    self._add(element.text)
                continue
            if event == "end":
                self._leave()
            if element is not root:
                self._add(element.tail)
        self.flush()

    def flush(self) -> None:
        """End the paragraph under construction."""
        if not self._inline.length:
            self._release()
            self._line = 0
            return
        inline, self._inline = self._inline, Inline(verbatim=self._open.verbatim)
        for frame in self._open:
            for kind, value, start in frame.opened:
                close(inline, kind, value, start)
            frame.opened = [(kind, value, 0) for kind, value, _ in frame.opened]
        text, marks = inline.result()
        if text:
            self._emit(text, marks)
        self._release()
        self._line = 0

    def _release(self) -> None:
        """What is no part of a paragraph that it stands in comes after it."""
        held, self._held = self._held, []
        for kind, text, marks in held:
            self.blocks.add(kind, text, marks, line=self._line or self._last_line)

    def _hold(self, kind: BlockKind, text: str, marks: tuple[Mark, ...] = ()) -> None:
        self._held.append((kind, text, marks))
        if not self._inline.length:
            self._release()

    def _emit(self, text: str, marks: tuple[Mark, ...]) -> None:
        frame = self._open.deciding() or OpenElement()
        kind: BlockKind = frame.kind or "paragraph"
        if kind == "paragraph":
            kind = whole_kind(text, marks) or kind
        language = "" if self._open.language == self._language else self._open.language
        line = self._line or self._last_line
        pictures: list[tuple[str, tuple[Mark, ...]]] = []
        if kind == "heading" and whole_kind(text, marks) is None:
            text, marks, pictures = without_images(text, marks)
        if kind not in _LINED:
            text = text.replace("\n", " ")
        marker = frame.marker or (self._open.take_number() if kind == "heading" else "")
        self.blocks.add(kind, text, marks, level=frame.level, language=language, line=line, marker=marker)
        for words, on_them in pictures:
            self.blocks.add("figure", words, on_them, language=language, line=line)
        if kind in ("list_item", "footnote"):
            frame.marker = ""

    def _add(self, text: str | None) -> None:
        if text:
            self._line = self._line or self._open.line
            letters = self._open.letters
            self._inline.add(text.translate(letters) if letters else text)

    def _enter(self, element: Any) -> OpenElement | None:
        """Open `element`; None where nothing inside it is to be walked."""
        if self._on_anchor is not None:
            self._on_anchor(element)
        name, kinds = name_of(element), kinds_of(element)
        self._last_line = whole(element.get("data-line"), self._last_line)
        if name in html_tags.SILENT or kinds & html_tags.BACK_LINKS or self._is_unsaid(name, element, kinds):
            return None
        if self._is_one_thing(name, element, kinds):
            return None
        if name in html_tags.BLOCKS:
            self.flush()
            frame = self._block(name, element, kinds)
            if frame.verbatim:
                self._inline = Inline(verbatim=True)
            return frame
        return self._span(name, element, kinds)

    def _is_one_thing(self, name: str, element: Any, kinds: frozenset[str]) -> bool:
        """Read `element` as a whole, where it is one that is."""
        if element in self._left_out:
            if name in html_tags.BLOCKS:
                self.flush()
            self._inline.gap()
            self._hold("surroundings", visible_text(element))
        elif name in _ATOMS:
            _ATOMS[name](self, element)
        elif name == "table" and tables.is_data(element):
            self.flush()
            tables.read_rows(element, self._read_cell, self.blocks, self._last_line)
        elif name not in html_tags.BLOCKS and container_of(kinds) == "page_furniture":
            self._hold("page_furniture", visible_text(element))
        else:
            return False
        return True

    def _leave(self) -> None:
        frame = self._open[-1]
        if frame.block or frame.container:
            self.flush()
        for kind, value, start in frame.opened:
            close(self._inline, kind, value, start)
        self._open.pop()
        if frame.verbatim:
            self._inline = Inline(verbatim=self._open.verbatim)

    def _block(self, name: str, element: Any, kinds: frozenset[str]) -> OpenElement:
        frame = OpenElement(block=True, language=language_of(element), line=self._last_line)
        container = container_of(kinds)
        if container and name != "body":
            frame.kind, frame.container, frame.marker = container, True, element.get("data-label") or ""
        elif name in html_tags.HEADINGS:
            frame.kind, frame.level = "heading", html_tags.HEADINGS[name]
        elif name == "blockquote":
            frame.kind, frame.level = "quote", self._open.quotes + 1
        elif name in ("figcaption", "caption"):
            frame.kind = "caption"
        elif name == "pre":
            frame.kind, frame.verbatim, frame.marker = "code", True, code_language(element)
        elif name in ("ul", "ol", "menu", "dir"):
            frame.is_list = True
            frame.counter = whole(element.get("start"), 1) - 1 if name == "ol" else None
        elif name == "li":
            self._open.number(frame, element)
        elif name == "hr" and "footnotes-sep" not in kinds:
            self.blocks.add("break", line=self._last_line)
        return frame

    def _span(self, name: str, element: Any, kinds: frozenset[str]) -> OpenElement:
        frame = OpenElement(line=self._last_line, letters=self._open.letters)
        script = self._raised(element) if name in ("sup", "sub") and not frame.letters else None
        if script:
            frame.letters = script.table
            self._inline.add(script.lead)
        start = self._inline.length
        language = language_of(element)
        spoken = element.get(f"{SSML}ph")
        found: list[tuple[MarkKind, str]] = []
        if name in html_tags.MARKS:
            found.append((html_tags.MARKS[name], ""))
        if kinds & html_tags.NOTE_REFERENCES or (script and script.is_note and not self._open.in_reference):
            found.append(("note_reference", ""))
        elif name in ("sup", "span", "a") and not self._open.in_reference:
            found.append(("citation", ""))
        if name == "a" and element.get("href"):
            found.append(("link", element.get("href")))
        if name == "abbr" and element.get("title"):
            found.append(("abbreviation", element.get("title")))
        if language and language != self._language:
            found.append(("language", language))
        if spoken:
            found.append(("phonemes", to_ipa(spoken, alphabet_of(element))))
        frame.opened = [(kind, value, start) for kind, value in found]
        return frame

    def _raised(self, element: Any) -> Raised | None:
        """How a `sup` or `sub` is read, by what stands before it and where it leads."""
        links = self._open.links
        links += [link.get("href") or "" for link in element.iterfind("*") if name_of(link) == "a"]
        linked = any(link.startswith("#") or "#fn" in link for link in links)
        return raised(element, self._inline.since(self._inline.length - 1), linked=linked)

    def _is_unsaid(self, name: str, element: Any, kinds: frozenset[str]) -> bool:
        """Hidden, or a heading's link to itself. What a book hides of its table of contents is there all the same."""
        frame = self._open.deciding()
        kind = frame.kind if frame else None
        if name == "a" and kind == "heading":
            return is_permalink(element)
        return is_hidden(element) and "contents" not in (kind, container_of(kinds))

    def _read_cell(self, element: Any) -> tuple[str, tuple[Mark, ...]]:
        inner = Blocks()
        Walker(inner, language=self._language, left_out=self._left_out).walk(element)
        text, marks = joined(inner.tuple())
        return text.replace("\n", " "), marks

    def _drawing(self, element: Any) -> None:
        if not self._drawings:
            return
        silent = ("style", "script", "metadata", "defs")
        texts = [e.text for e in element.iter() if name_of(e) not in silent] + [
            e.tail for e in element.iterdescendants()
        ]
        image = next((e for e in element.iter() if name_of(e) == "image"), element)  # books show whole pages so
        self._picture(image, " ".join(" ".join(filter(None, texts)).split()))

    def _image(self, element: Any) -> None:
        self._picture(element, " ".join((element.get("alt") or "").split()))

    def _picture(self, element: Any, alternative: str) -> None:
        if is_formula(element, alternative):
            self._marked(alternative, "math", "")
            return
        address = "" if is_speck(element) else self._address_of(picture_address(element))
        if alternative:
            self._marked(alternative, "image", address)
        elif address:
            self._hold("figure", "", (Mark(0, 0, "image", address),))

    def _marked(self, text: str, kind: MarkKind, value: str) -> None:
        if text:
            self._inline.gap()
            start = self._inline.length
            self._add(text)
            self._inline.mark(Mark(start, self._inline.length, kind, value))
            self._inline.gap()

    def _math(self, element: Any) -> None:
        text = " ".join((element.get("alttext") or "".join(element.itertext())).split())
        start = self._inline.length
        self._add(text)
        self._inline.mark(Mark(start, self._inline.length, "math"))

    def _line_break(self, _: Any) -> None:
        if self._inline.line_break():
            self.flush()


_LINED = frozenset(("paragraph", "list_item", "quote", "footnote", "code"))
"""Blocks that keep the line breaks that their author set."""

_ATOMS: dict[str, Callable[[Walker, Any], None]] = {
    "img": Walker._image,
    "image": Walker._image,
    "svg": Walker._drawing,
    "math": Walker._math,
    "br": Walker._line_break,
}
"""Elements that are one thing, whatever is inside."""
