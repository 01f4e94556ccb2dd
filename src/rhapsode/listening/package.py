"""The EPUB's package document, navigation and cover page (EPUB 3.3, sections 5 and 7)."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import PurePosixPath
from string import Template

from lxml import etree

from rhapsode.listening.assets import asset
from rhapsode.listening.inline_markup import append_text
from rhapsode.listening.markup_text import direction, language, markup_safe, sample
from rhapsode.listening.media import EPUB_TYPES, identity
from rhapsode.listening.times import iso, made_at, smil_clock
from rhapsode.model import TimedSection, Track
from rhapsode.pictures import BY_SUFFIX

Timed = Sequence[tuple[TimedSection, int]]
"""The sections and how many milliseconds of overlay each has; 0 where it has none."""


def package(track: Track, timed: Timed, picture: str, sound: str, illustrations: Sequence[str] = ()) -> str:
    """The package document: metadata, what the book holds (`illustrations` are names of files), and its order."""
    rtl = direction(sample(track.document)) == "rtl"
    return Template(asset("package.opf")).substitute(
        identifier=identity(track),
        title=_plain(track.document.title),
        language=language(track.document),
        creators="".join(
            f"<dc:creator>{_plain(name)}</dc:creator>\n" for name in track.document.authors if _plain(name)
        ),
        date=f"<dc:date>{_plain(track.document.published)}</dc:date>\n" if track.document.published else "",
        modified=iso(made_at(track)),
        features="".join(f'<meta property="schema:accessibilityFeature">{name}</meta>\n' for name in _features(track)),
        durations="".join(
            f'<meta property="media:duration" refines="#{section.id}-overlay">{smil_clock(ms)}</meta>\n'
            for section, ms in timed
            if ms
        ),
        total=smil_clock(sum(ms for _, ms in timed)),
        picture=picture,
        picture_type=BY_SUFFIX[PurePosixPath(picture).suffix],
        sound=sound,
        sound_type=EPUB_TYPES[PurePosixPath(sound).suffix],
        visual='<meta property="schema:accessMode">visual</meta>\n' if illustrations else "",
        items="".join(
            [
                *(_item(section, ms) for section, ms in timed),
                *(_illustration(number, name) for number, name in enumerate(illustrations, 1)),
            ]
        ),
        progression=' page-progression-direction="rtl"' if rtl else "",
        order="".join(f'<itemref idref="{section.id}"/>\n' for section, _ in timed),
    )


def _plain(text: str) -> str:
    return escape(" ".join(markup_safe(text).split()))


def _features(track: Track) -> list[str]:
    figures = any(block.kind == "figure" for block in track.document.blocks)
    named = [
        "synchronizedAudioText",
        "structuralNavigation",
        "tableOfContents",
        "readingOrder",
        "displayTransformability",
    ]
    return [*named, *(["alternativeText"] if figures else [])]


def _item(section: TimedSection, ms: int) -> str:
    overlay = f' media-overlay="{section.id}-overlay"' if ms else ""
    rows = f'<item id="{section.id}" href="{section.id}.xhtml" media-type="application/xhtml+xml"{overlay}/>\n'
    if ms:
        rows += f'<item id="{section.id}-overlay" href="{section.id}.smil" media-type="application/smil+xml"/>\n'
    return rows


def _illustration(number: int, name: str) -> str:
    return f'<item id="picture-{number}" href="{name}" media-type="{BY_SUFFIX[PurePosixPath(name).suffix]}"/>\n'


def nav(track: Track) -> str:
    """The table of contents, nested as the sections' levels are, as the body of the navigation document."""
    root = etree.Element("nav", {"epub-type": "toc", "role": "doc-toc", "aria-labelledby": "toc-title"})
    append_text(etree.SubElement(root, "h1", {"id": "toc-title"}), " ".join(track.document.title.split()))
    stack = [(0, root)]
    for section in track.sections:
        while len(stack) > 1 and stack[-1][0] >= section.level:
            stack.pop()
        home = stack[-1][1].find("ol")
        home = etree.SubElement(stack[-1][1], "ol") if home is None else home
        item = etree.SubElement(home, "li")
        title = " ".join(markup_safe(section.title).split()) or "…"
        append_text(etree.SubElement(item, "a", {"href": f"{section.id}.xhtml"}), title)
        stack.append((section.level, item))
    content: str = etree.tostring(root, encoding="unicode")
    return content.replace('epub-type="toc"', 'epub:type="toc"', 1)


def cover_page(track: Track, picture: str) -> str:
    """The cover as the body of a page."""
    title = _plain(track.document.title)
    return f'<section epub:type="cover" class="cover"><img src="{picture}" alt="{title}"/></section>'
