"""A block's text as mark-up: sentences outermost, then the author's marks, then the words that are spoken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from lxml import etree

from rhapsode.listening.text import clean, link_address, with_next
from rhapsode.model import Block, Mark, TimedUtterance, Track

Element = etree._Element


@dataclass(frozen=True, slots=True)
class Sentence:
    """Where an utterance stands in its block; words as `(start, end, number in the track)`."""

    id: str
    number: int
    """Its place in the track, from 0."""
    start: int
    end: int
    words: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """An element to be made around `start` to `end`; a smaller `rank` goes outside."""

    rank: int
    start: int
    end: int
    tag: str
    attributes: tuple[tuple[str, str], ...] = ()


class Heard(NamedTuple):
    """An utterance, its place in the track, and the number of its first word."""

    number: int
    said: TimedUtterance
    first_word: int


def sentences(track: Track) -> Mapping[str, tuple[Sentence, ...]]:
    """The written sentences of every block by its id, in the order of its characters, never overlapping."""
    heard: dict[str, list[Heard]] = {}
    word_number = 0
    for number, said in enumerate(track.utterances):
        if said.words or said.text.strip():
            heard.setdefault(said.block_id, []).append(Heard(number, said, word_number))
        word_number += len(said.words)
    texts = {block.id: block.text for block in track.document.blocks}
    return {block: tuple(_placed(said, texts[block])) for block, said in heard.items() if block in texts}


def _placed(heard: list[Heard], text: str) -> Iterable[Sentence]:
    ordered = sorted(_begun(heard, text), key=lambda item: item[0])
    at = 0
    for (_, (number, said, first)), after in with_next(ordered):
        end = after[0] if after else len(text)
        begin = at + len(text[at:end]) - len(text[at:end].lstrip())
        close = begin + len(text[begin:end].rstrip())
        if close <= begin:
            continue
        inside = ((max(w.start, begin), min(w.end, close), first + i) for i, w in enumerate(said.words))
        yield Sentence(said.id, number, begin, close, tuple(word for word in inside if word[0] < word[1]))
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
    parent: Element, block: Block, said: Iterable[Sentence], *, words: bool, span: tuple[int, int] | None = None
) -> None:
    """Append the characters of `block` (or just those of `span`) to `parent`, as text and elements.

    An element that would cross another is closed and opened again; only the first part of a sentence carries its id.
    """
    start, end = span or (0, len(block.text))
    layers = [_layer(mark) for mark in block.marks if mark.kind != block.kind]
    for sentence in said:
        name = (("class", "s"), ("data-s", str(sentence.number))) if words else ()
        layers.append(Layer(0, sentence.start, sentence.end, "span", (("id", sentence.id), *name)))
        if words:
            layers += [Layer(2, a, b, "span", (("data-w", str(number)),)) for a, b, number in sentence.words]
    cut = [
        Layer(layer.rank, max(layer.start, start), min(layer.end, end), layer.tag, _opened(layer, start))
        for layer in layers
        if layer and layer.tag and max(layer.start, start) < min(layer.end, end)
    ]
    _weave(parent, block.text, cut, start, end)


def _opened(layer: Layer, start: int) -> tuple[tuple[str, str], ...]:
    """The attributes of a layer that `start` may cut: an id stands only once in a file."""
    return tuple(a for a in layer.attributes if a[0] != "id") if layer.start < start else layer.attributes


def _weave(parent: Element, text: str, layers: list[Layer], start: int, end: int) -> None:
    starts: dict[int, list[Layer]] = {}
    for layer in layers:
        starts.setdefault(layer.start, []).append(layer)
    bounds = sorted({start, end, *starts, *(layer.end for layer in layers)})
    active: list[Layer] = []
    stack: list[tuple[Layer, Element]] = []
    seen: set[int] = set()
    for begin, close in pairwise(bounds):
        active = [layer for layer in active if layer.end > begin] + starts.get(begin, [])
        active.sort(key=lambda layer: (layer.rank, layer.start, -layer.end))
        kept = 0
        while kept < min(len(stack), len(active)) and stack[kept][0] is active[kept]:
            kept += 1
        del stack[kept:]
        for layer in active[kept:]:
            element = _open(stack[-1][1] if stack else parent, layer, again=id(layer) in seen)
            seen.add(id(layer))
            stack.append((layer, element))
        append_text(stack[-1][1] if stack else parent, text[begin:close])


def _open(parent: Element, layer: Layer, *, again: bool) -> Element:
    nested_link = layer.tag == "a" and (parent.tag == "a" or any(e.tag == "a" for e in parent.iterancestors()))
    if nested_link:
        return etree.SubElement(parent, "span")
    element = etree.SubElement(parent, layer.tag)
    for name, value in layer.attributes:
        if not (again and name == "id"):
            element.set(name, clean(value))
    return element


def append_text(parent: Element, text: str) -> None:
    """Put `text` after all that `parent` holds."""
    text = clean(text)
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _layer(mark: Mark) -> Layer:
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
    return Layer(1, mark.start, mark.end, tag, tuple(attributes))


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
