"""A block's text as mark-up: sentences outermost, then the author's marks, then the words that are spoken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from types import MappingProxyType
from typing import NamedTuple

from lxml import etree

from rhapsode.listening.markup_text import link_address, markup_safe
from rhapsode.model import Block, Mark, TimedUtterance, Track

Element = etree._Element


@dataclass(frozen=True, slots=True)
class PlacedSentence:
    """Where an utterance stands in its block; words as `(start, end, number in the track)`."""

    id: str
    number: int
    """Its place in the track, from 0."""
    start: int
    end: int
    words: tuple[tuple[int, int, int], ...]


class ShownPicture(NamedTuple):
    """A picture as a page or book has it."""

    address: str
    width: int
    """Pixels."""
    height: int

    def put(self, parent: Element, alternative: str) -> None:
        """Append it to `parent`."""
        size = {"width": str(self.width), "height": str(self.height)}
        etree.SubElement(parent, "img", {"src": self.address, "alt": markup_safe(alternative), **size})


@dataclass(frozen=True, slots=True)
class Wrapping:
    """An element to be made around `start` to `end`; a smaller `rank` goes outside."""

    rank: int
    start: int
    end: int
    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    picture: tuple[ShownPicture, str] | None = None
    """Stands before it, with its alternative text."""


class Heard(NamedTuple):
    """An utterance, its place in the track, and the number of its first word."""

    number: int
    said: TimedUtterance
    first_word: int


def sentences(track: Track) -> Mapping[str, tuple[PlacedSentence, ...]]:
    """The written sentences of every block by its id, in the order of its characters, never overlapping."""
    heard: dict[str, list[Heard]] = {}
    word_number = 0
    for number, said in enumerate(track.utterances):
        if said.words or said.text.strip():
            heard.setdefault(said.block_id, []).append(Heard(number, said, word_number))
        word_number += len(said.words)
    texts = {block.id: block.text for block in track.document.blocks}
    return {block: tuple(_placed(said, texts[block])) for block, said in heard.items() if block in texts}


def _placed(heard: list[Heard], text: str) -> Iterable[PlacedSentence]:
    ordered = sorted(_begun(heard, text), key=lambda item: item[0])
    at = 0
    for (_, (number, said, first)), after in zip_longest(ordered, ordered[1:]):
        end = after[0] if after else len(text)
        begin = at + len(text[at:end]) - len(text[at:end].lstrip())
        close = begin + len(text[begin:end].rstrip())
        if close <= begin:
            continue
        inside = ((max(w.start, begin), min(w.end, close), first + i) for i, w in enumerate(said.words))
        yield PlacedSentence(said.id, number, begin, close, tuple(word for word in inside if word[0] < word[1]))
        at = end


def _begun(heard: list[Heard], text: str) -> Iterator[tuple[int, Heard]]:
    """Each utterance with the character it begins at; one without words is looked for after the one before it."""
    at = 0
    for one in heard:
        start = one.said.words[0].start if one.said.words else text.find(one.said.text, at)
        if start >= 0:
            yield start, one
            at = start + len(one.said.text)


def write(
    parent: Element,
    block: Block,
    said: Sequence[PlacedSentence],
    *,
    words: bool,
    span: tuple[int, int] | None = None,
    pictures: Mapping[str, ShownPicture] = MappingProxyType({}),
) -> None:
    """Append the characters of `block` (or just those of `span`) to `parent`, as text and elements.

    Of a picture among `pictures` its alternative text is shown besides only where it is said, for those who follow.
    An element that would cross another is closed and opened again; only the first part of a sentence carries its id.
    """
    start, end = span or (0, len(block.text))
    wrappings = [
        _pictured(mark, block, said, pictures[mark.value])
        if mark.kind == "image" and mark.value in pictures
        else _wrapping(mark)
        for mark in block.marks
        if mark.kind != block.kind
    ]
    for sentence in said:
        name = (("class", "s"), ("data-s", str(sentence.number))) if words else ()
        wrappings.append(Wrapping(0, sentence.start, sentence.end, "span", (("id", sentence.id), *name)))
        if words:
            wrappings += [Wrapping(3, a, b, "span", (("data-w", str(number)),)) for a, b, number in sentence.words]
    cut = [
        replace(one, start=max(one.start, start), end=min(one.end, end), attributes=_opened(one, start))
        for one in wrappings
        if one.tag and max(one.start, start) < min(one.end, end)
    ]
    _weave(parent, block.text, cut, start, end)


def _opened(wrapping: Wrapping, start: int) -> tuple[tuple[str, str], ...]:
    """The attributes of a wrapping that `start` may cut: an id stands only once in a file."""
    return tuple(a for a in wrapping.attributes if a[0] != "id") if wrapping.start < start else wrapping.attributes


def _weave(parent: Element, text: str, wrappings: list[Wrapping], start: int, end: int) -> None:
    starts: dict[int, list[Wrapping]] = {}
    for wrapping in wrappings:
        starts.setdefault(wrapping.start, []).append(wrapping)
    bounds = sorted({start, end, *starts, *(wrapping.end for wrapping in wrappings)})
    active: list[Wrapping] = []
    stack: list[tuple[Wrapping, Element]] = []
    seen: set[int] = set()
    for begin, close in pairwise(bounds):
        active = [wrapping for wrapping in active if wrapping.end > begin] + starts.get(begin, [])
        active.sort(key=lambda wrapping: (wrapping.rank, wrapping.start, -wrapping.end))
        kept = 0
        while kept < min(len(stack), len(active)) and stack[kept][0] is active[kept]:
            kept += 1
        del stack[kept:]
        for wrapping in active[kept:]:
            element = _open(stack[-1][1] if stack else parent, wrapping, again=id(wrapping) in seen)
            seen.add(id(wrapping))
            stack.append((wrapping, element))
        append_text(stack[-1][1] if stack else parent, text[begin:close])


def _open(parent: Element, wrapping: Wrapping, *, again: bool) -> Element:
    nested_link = wrapping.tag == "a" and (parent.tag == "a" or any(e.tag == "a" for e in parent.iterancestors()))
    if nested_link:
        return etree.SubElement(parent, "span")
    if wrapping.picture and not again:
        picture, alternative = wrapping.picture
        picture.put(parent, alternative)
    element = etree.SubElement(parent, wrapping.tag)
    for name, value in wrapping.attributes:
        if not (again and name == "id"):
            element.set(name, markup_safe(value))
    return element


def append_text(parent: Element, text: str) -> None:
    """Put `text` after all that `parent` holds."""
    text = markup_safe(text)
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _wrapping(mark: Mark) -> Wrapping:
    tag, name = TAGS.get(mark.kind, ("", ""))
    attributes: list[tuple[str, str]] = []
    if tag in {"span", "sup"} and mark.kind != "language":
        attributes.append(("class", mark.kind))
    value = mark.value
    if mark.kind == "link":
        value = link_address(mark.value)
        tag, name = ("a", "href") if value else ("", "")
    if name and value:
        attributes.append((name, value))
    return Wrapping(1, mark.start, mark.end, tag, tuple(attributes))


def _pictured(mark: Mark, block: Block, said: Sequence[PlacedSentence], picture: ShownPicture) -> Wrapping:
    is_said = any(one.start < mark.end and mark.start < one.end for one in said)
    # Whoever cannot see the picture has its alternative text with it, and needs it no second time.
    attributes = (("class", "image"), ("aria-hidden", "true")) if is_said else (("class", "image unsaid"),)
    return Wrapping(2, mark.start, mark.end, "span", attributes, (picture, block.text[mark.start : mark.end]))


TAGS: Mapping[str, tuple[str, str]] = {
    "emphasis": ("em", ""),
    "strong": ("strong", ""),
    "code": ("code", ""),
    "image": ("span", ""),
    "note_reference": ("sup", ""),
    "citation": ("span", ""),
    "language": ("span", "lang"),
    "abbreviation": ("abbr", "title"),
    "math": ("span", ""),
}
"""Element and the attribute that takes the mark's value; kinds that are not listed are not shown."""
