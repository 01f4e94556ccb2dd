"""The main content of a page: paragraphs vote for the elements around them, and the best one wins.

The idea is that of the reader views of browsers: long paragraphs with commas lend weight to what holds them; links,
names such as "sidebar" and controls take it away; what is left over inside the winner is weighed again piece by piece.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any, NamedTuple

from lxml import etree

from rhapsode.reading.html_elements import is_hidden, name_of, take_out
from rhapsode.reading.html_parts import class_hints
from rhapsode.reading.html_parts.clutter import find_clutter
from rhapsode.reading.html_parts.text_density import Measure, measure_all
from rhapsode.reading.html_tags import BLOCKS, SILENT

_ENOUGH = 500
"""Characters; with less the search begins again, less strict."""
_VOTERS = frozenset(["section", "h2", "h3", "h4", "h5", "h6", "p", "td", "pre"])
_BASE = {"div": 5, "pre": 3, "td": 3, "blockquote": 3} | dict.fromkeys(
    ["address", "ol", "ul", "dl", "dd", "dt", "li", "form"], -3
) | dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6", "th"], -5)  # fmt: skip
_SHORTEST = 25
"""Characters of a paragraph that counts."""
_MOST_ELEMENTS = 120_000
"""Of a page that is weighed: that takes a copy of it in memory. A larger one is read whole, with a warning."""


class MainContent(NamedTuple):
    """Where in a page its content is."""

    body: Any
    parts: list[Any]
    """The elements that make it up, in order; the body where none were found."""
    left_out: frozenset[Any] = frozenset()
    """The elements inside the parts that are no content; what is inside them is not named again."""
    sure: bool = True
    """Whether content was found."""


def main_content(root: Any) -> MainContent:
    """Find the content of the page `root`, which stays as it is."""
    body = next((element for element in root.iter() if name_of(element) == "body"), root)
    originals = list(body.iter())
    if len(originals) > _MOST_ELEMENTS:
        return MainContent(body, [body], sure=False)
    best: tuple[int, MainContent] = (0, MainContent(body, [body], sure=False))
    for unlikely, weighed, cleaned in (
        (True, True, True),
        (False, True, True),
        (False, False, True),
        (False, False, False),
    ):
        tree = deepcopy(body)
        copied = dict(zip(tree.iter(), originals, strict=True))
        _prune(tree, unlikely=unlikely)
        parts = _winner(tree, weighed=weighed)
        found = [find_clutter(part, conditionally=cleaned, weighed=weighed) for part in parts]
        size = sum(left for _, left in found)
        if size > best[0]:
            clutter = {copied[element] for gone, _ in found for element in gone}
            kept = {copied[element] for part in parts for element in part.iter()} - clutter
            originals_of = [copied[part] for part in parts]
            best = (size, MainContent(body, originals_of, frozenset(_dropped(originals_of, kept))))
        if size >= _ENOUGH:
            break
    return best[1]


def _dropped(parts: list[Any], kept: set[Any]) -> Iterator[Any]:
    """The outermost elements in `parts` that are not in `kept`."""
    for part in parts:
        steps = etree.iterwalk(part, events=("start",))
        for _, element in steps:
            if element not in kept:
                steps.skip_subtree()
                yield element


def regions(main: MainContent) -> Iterator[tuple[Any, bool]]:
    """The whole page in its order: each part of the content, with True; what is around it, as an element or the text
    between elements, with False.
    """
    around = {up for part in main.parts for up in part.iterancestors()}
    parts = set(main.parts)
    steps = etree.iterwalk(main.body, events=("start", "end", "comment", "pi"))
    for event, element in steps:
        if event == "start" and element in around:
            yield element.text or "", False
            continue
        if event == "start":
            steps.skip_subtree()
            if name_of(element) not in SILENT and not (element not in parts and is_hidden(element)):
                yield element, element in parts
        elif element is not main.body and element.getparent() in around:
            yield element.tail or "", False


def _prune(body: Any, *, unlikely: bool) -> None:
    """Take out what nobody sees, and with `unlikely` what its names tell to be no content."""
    gone = []
    steps = etree.iterwalk(body, events=("start",))
    for _, element in steps:
        name = name_of(element)
        if element is not body and (
            name in ("script", "style", "noscript", "template", "link")
            or class_hints.is_invisible(element)
            or (unlikely and class_hints.is_outside(element) and not _inside(element, ("table", "code")))
        ):
            gone.append(element)
            steps.skip_subtree()
    take_out(gone)


def _inside(element: Any, names: tuple[str, ...]) -> bool:
    return any(name_of(up) in names for up in element.iterancestors())


def _winner(body: Any, *, weighed: bool) -> list[Any]:
    measures = measure_all(body)
    scores: dict[Any, float] = {}
    for element in body.iter():
        if not isinstance(element.tag, str):
            continue
        measure = measures[element]
        if _votes(element):
            if measure.text >= _SHORTEST:
                _vote(element.iterancestors(), _worth(measure), scores, weighed=weighed)
        elif name_of(element) == "div":
            bare = _bare_text(element, measures)
            if bare.text >= _SHORTEST:
                _vote([element, *element.iterancestors()], _worth(bare), scores, weighed=weighed)
    if not scores:
        return [body]
    scores = {element: score * (1 - measures[element].link_density) for element, score in scores.items()}
    top = _climbed(max(scores, key=lambda element: scores[element]), scores, body)
    return _with_siblings(top, scores, measures, body, weighed=weighed)


def _worth(measure: Measure) -> float:
    return 2 + measure.commas + min(measure.text // 100, 3)


def _votes(element: Any) -> bool:
    """Whether it is a paragraph, by its name or because it is a `div` with nothing but a paragraph's text in it."""
    name = name_of(element)
    if name in _VOTERS:
        return True
    return name == "div" and not any(name_of(child) in BLOCKS or name_of(child) == "br" for child in element)


def _bare_text(element: Any, measures: dict[Any, Measure]) -> Measure:
    """What stands in a `div` itself, between blocks or line breaks."""
    bare = Measure()
    bare.say(element.text)
    for child in element:
        if isinstance(child.tag, str) and name_of(child) not in BLOCKS:
            bare.add(measures[child])
        bare.say(child.tail)
    return bare


def _vote(above: Iterable[Any], worth: float, scores: dict[Any, float], *, weighed: bool) -> None:
    """Give the nearest element the whole of it, the next half, and those further up less and less."""
    for level, up in enumerate(above):
        if level >= 5 or name_of(up) in ("html", ""):
            break
        if up not in scores:
            scores[up] = _BASE.get(name_of(up), 0) + (class_hints.weight(up) if weighed else 0)
        scores[up] += worth / (1 if level == 0 else 2 if level == 1 else level * 3)


def _climbed(top: Any, scores: dict[Any, float], body: Any) -> Any:
    """From the best element up to one that holds more of the content."""
    best = scores[top]
    rivals = [e for e in sorted(scores, key=lambda e: -scores[e])[:5] if e is not top and scores[e] >= 0.75 * best]
    if len(rivals) >= 3:
        for up in top.iterancestors():
            if up is body:
                break
            if sum(any(above is up for above in rival.iterancestors()) for rival in rivals) >= 3:
                top = up
                break
    last = scores.get(top, 0.0)
    floor = last / 3
    up = top.getparent()
    while up is not None and up is not body and up in scores:
        if scores[up] < floor:
            break
        if scores[up] > last:
            top = up
            break
        last, up = scores[up], up.getparent()
    up = top.getparent()
    while up is not None and up is not body and len([c for c in up if isinstance(c.tag, str)]) == 1:
        top, up = up, up.getparent()
    return top


def _with_siblings(
    top: Any, scores: dict[Any, float], measures: dict[Any, Measure], body: Any, *, weighed: bool
) -> list[Any]:
    """The winner, and those beside it that are content as well."""
    parent = top.getparent()
    if top is body or parent is None:
        return [top]
    threshold = max(10.0, scores.get(top, 0.0) * 0.2)
    found = []
    for sibling in parent:
        if sibling is top:
            found.append(sibling)
        elif isinstance(sibling.tag, str):
            same = bool(top.get("class")) and sibling.get("class") == top.get("class")
            score = scores.get(sibling, -1e9) + (scores.get(top, 0.0) * 0.2 if same else 0)
            if score >= threshold or _is_paragraph(sibling, measures[sibling]):
                found.append(sibling)
    return found


def _is_paragraph(element: Any, measure: Measure) -> bool:
    if name_of(element) != "p":
        return False
    if measure.text > 80:
        return measure.link_density < 0.25
    text = "".join(element.itertext()).strip()
    return bool(text) and measure.link == 0 and (". " in text or text.endswith("."))
