"""HTML: the main content of a page as people see it, with its title, authors, date and language."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any

from rhapsode.model import Block, Document, Source, count_words
from rhapsode.reading.blocks import Blocks, numbered
from rhapsode.reading.decode import decode
from rhapsode.reading.source_metadata import SourceMetadata, complete, plain

_TYPES = ("text/html", "application/xhtml+xml")
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.I)
_FIRST_TAG = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)


class HtmlReader:
    """Reads web pages, saved or fetched."""

    name = "html"
    suffixes = (".html", ".htm", ".xhtml", ".xht")

    def score(self, source: Source) -> float:
        """By suffix, media type, or first tag."""
        if source.media_type in _TYPES:
            return 0.95
        if source.name.lower().endswith(self.suffixes):
            return 0.9
        return 0.7 if _FIRST_TAG.match(source.data[:4000]) and not source.media_type.startswith("text/") else 0.0

    def read(self, source: Source) -> Document:
        """Read the main content. Raises SourceUnreadable."""
        from rhapsode.reading.html_parts.boilerplate import set_aside
        from rhapsode.reading.html_parts.class_hints import find_byline
        from rhapsode.reading.html_parts.main_content import main_content
        from rhapsode.reading.html_parts.page_metadata import about
        from rhapsode.reading.markup_trees import parse_html

        found = _DECLARED.search(source.data[:4096])
        declared = source.charset or (found[1].decode() if found else "")
        text, warnings = decode(source.data, source.location, declared)
        root = parse_html(text, source.location, warnings)
        metadata = about(root)
        metadata.authors = metadata.authors or find_byline(root)
        main = main_content(root)
        blocks = (
            tuple(set_aside(_walk(main, metadata), metadata.title, metadata.authors))
            if main.sure
            else _walk(main, metadata)
        )
        warnings += _doubts(blocks, sure=main.sure)
        return complete(source, _titled(blocks, metadata, root), metadata, warnings, PurePath(source.name).stem)


def _doubts(blocks: tuple[Block, ...], *, sure: bool) -> list[str]:
    """What the user should know about the choice of the main content."""
    if not sure:
        return ["no main content was found in the page; all of it was taken"]
    left = sum(count_words(block.text) for block in blocks if block.kind == "surroundings")
    kept = sum(count_words(block.text) for block in blocks) - left
    return [f"left out {left} words around the main content (navigation, comments and the like)"] if left > kept else []


def _walk(main: Any, metadata: SourceMetadata) -> tuple[Block, ...]:
    """The blocks of the whole page in its order; what is not its content is `surroundings`."""
    from rhapsode.reading.html_elements import visible_text
    from rhapsode.reading.html_parts.main_content import regions
    from rhapsode.reading.walker import Walker

    blocks = Blocks()
    walker = Walker(blocks, language=metadata.language, left_out=main.left_out)
    for region, is_content in regions(main):
        if is_content:
            walker.walk(region)
        else:
            blocks.add("surroundings", region if isinstance(region, str) else visible_text(region))
    return blocks.tuple()


def _titled(blocks: tuple[Block, ...], metadata: SourceMetadata, root: Any) -> tuple[Block, ...]:
    """The page's visible title as the one heading of level 1, first; other headings below it."""
    from rhapsode.reading.html_elements import name_of
    from rhapsode.reading.html_parts.boilerplate import without
    from rhapsode.reading.html_parts.page_metadata import same_title, squeezed

    ones = [" ".join("".join(e.itertext()).split()) for e in root.iter() if name_of(e) == "h1"]
    shown = max((text for text in ones if same_title(text, metadata.title)), key=len, default="")
    kept = list(blocks)
    headings = [n for n, block in enumerate(kept) if block.kind == "heading" and block.level <= 2]
    around = [n for n, block in enumerate(kept) if block.kind == "surroundings" and shown and shown in block.text]
    same = (n for n in headings if _is_title(plain(kept[n]), shown, metadata.title))
    if (found := next(same, None)) is not None:
        shown = plain(kept.pop(found))
    elif around:
        kept[around[0]] = without(kept[around[0]], shown)
    deeper = any(block.kind == "heading" and block.level == 1 for block in kept) and bool(shown)
    kept = [b._replace(level=min(6, b.level + 1)) if deeper and b.kind == "heading" else b for b in kept]
    if shown and squeezed(shown) not in squeezed(metadata.title):
        shown = metadata.title
    title = [Block("", "heading", shown, level=1)] if shown else []
    return numbered([*title, *(block for block in kept if block.text or block.kind in ("break", "figure"))])


def _is_title(text: str, shown: str, stated: str) -> bool:
    from rhapsode.reading.html_parts.page_metadata import same_title, squeezed

    return squeezed(text) == squeezed(shown) or (not shown and same_title(text, stated))
