"""Small questions about one element: its name, kinds, language, label, whether it is hidden."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from lxml import etree

from rhapsode.reading.html_tags import BLOCKS, SILENT
from rhapsode.reading.language_tags import language_tag

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
SSML = "{http://www.w3.org/2001/10/synthesis}"

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_APPARATUS = re.compile(
    r"\[\s*(?:\d{1,4}(?:\s?[,–-]\s?\d{1,4}){0,6}|[a-z]|(?:note|nb) \d{1,3}|edit(?: source)?(?: \| edit source)?"
    r"|citation needed|update|who\?|when\?|bearbeiten(?: \| Quelltext bearbeiten)?"
    r"|modifier(?: \| modifier le code)?|editar|modifica(?: wikitesto)?)\s*\]",
    re.I,
)


def name_of(element: Any) -> str:
    """Local name in small letters; empty for comments and instructions."""
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


@lru_cache(1000)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2].lower()


def kinds_of(element: Any) -> frozenset[str]:
    """Its `epub:type` (also as HTML parsers leave it), `role` and class names."""
    found = " ".join(element.get(key) or "" for key in (EPUB_TYPE, "epub:type", "role", "class"))
    return frozenset(found.split())


def is_hidden(element: Any) -> bool:
    """Whether the author hides it from everybody."""
    hidden = element.get("hidden")
    if hidden is not None:
        return str(hidden).lower() != "until-found"
    style = element.get("style")
    return bool(style and _HIDDEN.search(style))


def language_of(element: Any) -> str:
    """The language it declares, BCP 47; empty where it does not."""
    return language_tag(element.get(XML_LANG) or element.get("lang") or element.get("xml:lang"))


def code_language(element: Any) -> str:
    """`python` in `<pre><code class="language-python">`."""
    inner = element[0] if len(element) and name_of(element[0]) == "code" else element
    names = f"{inner.get('class') or ''} {element.get('class') or ''}".split()
    return next((n.partition("-")[2] for n in names if n.startswith(("language-", "lang-", "highlight-source-"))), "")


def whole(text: str | None, otherwise: int) -> int:
    """`text` as a whole number of at most nine digits."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.lstrip("-").isdecimal() and len(text) < 10 else otherwise


def visible_text(root: Any) -> str:
    """The text in an element, on one line, as far as it is shown: no scripts, no controls, nothing hidden."""
    parts: list[str] = []
    steps = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in steps:
        name = name_of(element)
        if event == "start" and (name in SILENT or is_hidden(element)):
            steps.skip_subtree()
        elif event == "start":
            parts += (" " if name in BLOCKS or name == "br" else "", element.text or "")
        if event != "start" and element is not root:
            parts += (" " if name in BLOCKS else "", element.tail or "")
    return " ".join("".join(parts).split())


def is_apparatus(text: str) -> bool:
    """Whether `text` is a reference or an editing mark, such as `[12]` or `[edit]`."""
    return len(text) < 60 and bool(_APPARATUS.fullmatch(text.strip()))


SPECK_SIDE = 32
"""Pixels: what says that it is smaller is an icon, or there to count who reads."""
GOOD_WIDTH = 1_280
"""Pixels: of several sizes the first that is as wide is taken, else the widest."""
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-actualsrc")
"""Where pages name a picture that their script is to load later."""
_ADDRESS = re.compile(r"\s*(?P<address>\S*[^\s,])\s*(?:(?P<size>[0-9.]{1,9})(?P<unit>[wx]))?\s*(?:,|$)")


def picture_address(image: Any) -> str:
    """The address of the picture that `image` (`img`, or SVG's `image`) shows; empty where there is none to be had.

    Of several sizes (`srcset`, also of the `source` elements beside it in a `picture`) the one for a page of ordinary
    width; what stands inside the page itself as a `data:` address is none.
    """
    sets = [image.get("srcset") or image.get("data-srcset") or ""]
    stated = [image.get(name) or "" for name in (*_LAZY, "src", XLINK_HREF, "href")]
    sets += [one.get("srcset") or one.get("data-srcset") or "" for one in _sources(image)]
    found = [*map(_of_good_width, sets[:1]), *stated, *map(_of_good_width, sets[1:])]
    return next((address for one in found if (address := one.strip()) and not address.startswith("data:")), "")[:2000]


def _sources(image: Any) -> list[Any]:
    """The `source` elements of the `picture` around `image`; libxml2 knows no such element, and nests what follows."""
    around = list(itertools.takewhile(lambda up: name_of(up) in ("source", "picture"), image.iterancestors()))
    return [one for one in around[-1].iter() if name_of(one) == "source"] if around else []


def _of_good_width(srcset: str) -> str:
    sizes = [
        (float(found["size"] or 1) * (1 if found["unit"] == "w" else GOOD_WIDTH / 2), found["address"])
        for found in _ADDRESS.finditer(srcset[:20_000])
        if (found["size"] or "1").count(".") < 2 and (found["size"] or "1") != "."
    ]
    wide = [one for one in sizes if one[0] >= GOOD_WIDTH]
    return min(wide)[1] if wide else max(sizes, default=(0, ""))[1]


def is_speck(image: Any) -> bool:
    """Whether `image` says that it is no larger than an icon."""
    return any(
        0 <= whole((image.get(side) or "").removesuffix("px"), SPECK_SIDE) < SPECK_SIDE for side in ("width", "height")
    )


def is_formula(image: Any, alternative: str) -> bool:
    """Whether a picture shows mathematics, its alternative text being TeX."""
    names = image.get("class") or ""
    return (
        "math" in names
        or "latex" in names
        or alternative.startswith(("{\\displaystyle", "\\displaystyle", "$$", "\\("))
    )


def is_permalink(link: Any) -> bool:
    """Whether it is the `#` or `¶` beside a heading that links to the heading itself."""
    text = "".join(link.itertext())
    return (link.get("href") or "").startswith("#") and not any(c.isalnum() for c in text) and not link.xpath(".//@alt")


def take_out(elements: Iterable[Any]) -> None:
    """Take `elements` out of their tree; the text after each stays. Linear, however many stand side by side."""
    gone = set(elements)
    for parent in {element.getparent(): None for element in gone}:
        last, texts = None, [parent.text or ""]
        for child in list(parent):
            if child in gone:
                texts += (" ", child.tail or "")
                parent.remove(child)
                continue
            _set_text(parent, last, texts)
            last, texts = child, [child.tail or ""]
        _set_text(parent, last, texts)


def _set_text(parent: Any, last: Any, texts: list[str]) -> None:
    """What follows the child `last` of `parent`, or begins `parent` where there is none."""
    if len(texts) > 1 and last is None:
        parent.text = "".join(texts)
    elif len(texts) > 1:
        last.tail = "".join(texts)
