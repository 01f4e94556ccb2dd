"""The read-along page: the article as it was, with its words lit up as they are spoken.

One HTML file. Its script and style stand in it under a Content-Security-Policy that names their hashes, so nothing else
can run or load: no hostile text, no network.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from html import escape
from string import Template
from types import MappingProxyType
from typing import Any

from lxml import etree

from rhapsode.listening.addresses import address_of
from rhapsode.listening.assets import asset
from rhapsode.listening.block_markup import Setting, set_blocks
from rhapsode.listening.inline_markup import Element, ShownPicture, append_text, sentences
from rhapsode.listening.markup_text import direction, is_vertical, language, markup_safe, sample
from rhapsode.listening.media import identity, media_type
from rhapsode.listening.times import clock
from rhapsode.listening.waveform_drawing import WIDTH, outline
from rhapsode.model import Track
from rhapsode.pictures import media_type as media_type_of
from rhapsode.pictures import picture_size

SCRIPTS = ("timeline.js", "player.js", "page.js")
STYLES = ("theme.css", "page.css")


def page(
    track: Track, *, single_file: bool = False, home: str = "", pictures: Mapping[str, bytes] = MappingProxyType({})
) -> str:
    """`track` as one HTML file, to lie beside the sound; with `single_file` the sound is inside (base64).

    `home` is the address of the library, where there is one. `pictures` (JPEG or PNG, by the addresses that the
    document has for them) are inside too. Opens `track.path` only for `single_file`.
    """
    style, script = asset(*STYLES), asset(*SCRIPTS)
    text = sample(track.document)
    return Template(asset("page.html")).substitute(
        language=language(track.document),
        title=escape(markup_safe(track.document.title)),
        policy=policy(style, script),
        style=style,
        script=script,
        article=article(track, pictures),
        direction=direction(text),
        writing="vertical" if is_vertical(text) else "horizontal",
        audio="" if single_file else f' src="{escape(address_of(track.path.name))}"',
        home=f'<a class="home" href="{escape(address_of(home))}">All tracks</a>' if home else "",
        embedded=_embedded(track) if single_file else "",
        outline=outline(track.peaks),
        ticks="".join(
            f'<path vector-effect="non-scaling-stroke" d="M{_x(track, s.start_frame)} 0v100"/>'
            for s in track.sections[1:]
        ),
        chapters="".join(_chapter(track, number) for number in range(len(track.sections))),
        length=clock(track.seconds(track.frames)),
        data=json_block(timeline(track)),
    )


def article(track: Track, pictures: Mapping[str, bytes] = MappingProxyType({})) -> str:
    """The document as an HTML `article`, its spoken sentences and words as spans, `pictures` where they belong."""
    document = track.document
    root = etree.Element("article", {"id": "article", "lang": language(document)})
    own = direction(sample(document))
    root.set("dir", own)
    shown = {address: ShownPicture(_data_address(data), *picture_size(data)) for address, data in pictures.items()}
    set_blocks(root, document.blocks, Setting(sentences(track), words=True, direction=own, pictures=shown))
    _head(root, track)
    html: str = etree.tostring(root, method="html", encoding="unicode")
    return html


def _data_address(data: bytes) -> str:
    """`data`, a picture, as an address that nothing has to be fetched for (RFC 2397)."""
    return f"data:{media_type_of(data)};base64,{base64.b64encode(data).decode()}"


def _head(root: Element, track: Track) -> None:
    document = track.document
    kinds = {block.kind for block in document.blocks}
    if not any(block.kind == "heading" and block.level <= 1 and block.text.strip() for block in document.blocks):
        title = etree.Element("h1", {"id": "title"})
        append_text(title, document.title)
        root.insert(0, title)
    if document.authors and "byline" not in kinds and (shown := root.find("h1")) is not None:
        byline = etree.Element("p", {"class": "byline"})
        append_text(byline, ", ".join(document.authors))
        shown.addnext(byline)


def timeline(track: Track) -> dict[str, Any]:
    """What the page's script needs: frames of every word, sentence and chapter, and the elements they light up."""
    blocks = {block.id for block in track.document.blocks}
    written = {sentence.id for placed in sentences(track).values() for sentence in placed}
    return {
        "id": identity(track),
        "title": markup_safe(track.document.title),
        "artist": markup_safe(", ".join(track.document.authors)),
        "rate": track.rate_hz,
        "frames": track.frames,
        "type": media_type(track.path),
        "words": [frame for u in track.utterances for w in u.words for frame in (w.start_frame, w.end_frame)],
        "sentences": [
            [u.start_frame, u.end_frame, u.id if u.id in written else u.block_id if u.block_id in blocks else ""]
            for u in track.utterances
        ],
        "chapters": [[s.start_frame, markup_safe(s.title)] for s in track.sections],
    }


def json_block(value: object) -> str:
    """`value` as JSON that may stand inside a `script` element: no character of it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", r"\u0026").replace("<", r"\u003c").replace(">", r"\u003e").replace("\u2028", r"\u2028")


def policy(style: str, script: str) -> str:
    """The page's Content-Security-Policy (W3C CSP 3): its own script and style by hash, sound from beside it."""
    return (
        f"default-src 'none'; script-src '{hash_source(script)}'; style-src '{hash_source(style)}'; "
        "media-src 'self' file: blob:; img-src 'self' data:; base-uri 'none'; form-action 'none'"
    )


def hash_source(text: str) -> str:
    """The source expression, by hash, of a script or style that stands in a page (W3C CSP 3)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _embedded(track: Track) -> str:
    sound = base64.b64encode(track.path.read_bytes()).decode()
    return f'<script type="text/plain" id="sound">{sound}</script>'


def _x(track: Track, frame: int) -> str:
    return f"{WIDTH * frame / max(1, track.frames):.1f}"


def _chapter(track: Track, number: int) -> str:
    section = track.sections[number]
    title = escape(markup_safe(section.title)) or "…"
    return (
        f'<li class="level{min(max(section.level, 1), 6)}"><button type="button" data-chapter="{number}">'
        f'<bdi class="name">{title}</bdi> <span class="time">{clock(track.seconds(section.start_frame))}</span>'
        "</button></li>"
    )
