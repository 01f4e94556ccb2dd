"""Sound inputs of each kind, small, to begin from."""

# ruff: noqa: E501  # an input is read in one piece

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from reading_tools import epub, pdf, zipped

from rhapsode import clips, narrate
from rhapsode.mixing.embedded_timeline import _json, to_bytes
from rhapsode.mixing.encoding import packets
from rhapsode.model import Clip, WordMark
from rhapsode.scripting.rules import LANGUAGES

GOLDEN = Path(__file__).parent.parent / "reading" / "golden"
CONTENT = Path(__file__).parent.parent.parent / "content"
SAID = (
    "Dr. Smith paid $5.00 on 3 May 1851 at 7:30 p.m., e.g. 5–7 km/h, H₂O, §4, XIV., 1/2, 20%, ISBN 978-0-14-044913-6.",
    "Am 3. Mai 1851 um 7.30 Uhr zahlte er 1.234,50 €, d. h. z. B. 20 % von 5 m².",
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WORD = (
    f'<w:document {W}><w:body><w:p><w:pPr><w:pStyle w:val="Heading1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/>'
    '</w:numPr></w:pPr><w:r><w:rPr><w:b/><w:vertAlign w:val="superscript"/></w:rPr><w:t>One</w:t></w:r></w:p><w:tbl>'
    '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>a</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    "</w:tc></w:tr></w:tbl></w:body></w:document>",
    f'<w:styles {W}><w:style w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr>'
    '<w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>',
    f'<w:numbering {W}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt '
    'w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/>'
    "</w:num></w:numbering>",
    f'<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>',
)
OPEN_DOCUMENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:'
    'names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body>'
    '<office:text><text:h text:outline-level="1">One</text:h><text:p>a <text:span text:style-name="T1">b</text:span>'
    '<text:s text:c="3"/><text:note><text:note-body><text:p>n</text:p></text:note-body></text:note></text:p><table:table>'
    '<table:table-row><table:table-cell table:number-columns-repeated="2"><text:p>c</text:p></table:table-cell>'
    "</table:table-row></table:table></office:text></office:body></office:document-content>"
)
PACKAGE = (
    '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>T</dc:title><dc:creator>A</dc:creator>'
    '<dc:date>2020-01-02</dc:date><dc:language>en</dc:language></metadata><manifest><item id="n" href="nav.xhtml" '
    'properties="nav" media-type="application/xhtml+xml"/><item id="a" href="a.xhtml" '
    'media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>'
)
NAVIGATION = (
    '<html xmlns:epub="http://www.idpf.org/2007/ops"><body><nav epub:type="toc"><ol><li><a href="a.xhtml#x">One</a>'
    "</li></ol></nav></body></html>"
)
HTML = (
    "<html lang=en><head><title>T</title><meta name=author content='A B'><script type='application/ld+json'>"
    '{"@type":"Article","author":["A"],"datePublished":"2020-01-02"}</script></head><body><article><h1 id=x>One</h1>'
    "<p>Some <em>words</em> and <sup>2</sup>, <a href='#n'>[1]</a>.<ul><li>a<li>b</ul><table><tr><th colspan=2>h</table>"
    "<pre>code</pre><math><mi>x</mi></math><figure><img alt=i><figcaption>c</figcaption></figure></article></body></html>"
)
BOOK = (
    '<?xml version="1.0"?><FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><description><title-info>'
    "<book-title>T</book-title></title-info></description><body><section><title><p>One</p></title><p>Words.</p>"
    "<poem><stanza><v>a</v></stanza></poem></section></body></FictionBook>"
)
RST = "One\n===\n\nSome *words* and ``code`` [1]_.\n\n- a\n- b\n\n.. [1] note\n\n=== ===\na   b\n=== ===\n"


def golden(suffix: str) -> Callable[[], list[bytes]]:
    return lambda: [path.read_bytes() for path in sorted(GOLDEN.glob(f"*.{suffix}"))]


def members(*parts: str) -> Callable[[], list[bytes]]:
    return lambda: [b"\x1e".join(part.encode() for part in parts)]


def track(suffix: str) -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{suffix}"
        narrate("# One\n\nSome words.\n", path, engine="tone", jobs=1)
        return [path.read_bytes()]


def records() -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        narrate("One.\n", Path(folder) / "a.wav", engine="tone", jobs=1, record=True)
        return [(Path(folder) / "a.json").read_bytes()]


def timelines() -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        made = narrate("# One\n\nSome *words*.[1]\n", Path(folder) / "a.wav", engine="tone", jobs=1)
    return [to_bytes(made), "".join(_json(made)).encode()]


SEEDS: dict[str, Callable[[], list[bytes]]] = {
    "text": lambda: [(CONTENT / "the-song-under-the-scene.txt").read_bytes()[:3_000]],
    "markdown": lambda: [(CONTENT / "why-we-read-aloud.md").read_bytes()[:3_000]],
    "html": lambda: [HTML.encode()],
    "epub": lambda: [epub({"a.xhtml": "<h1 id='x'>One</h1><p>Words.</p>"}, [("One", "a.xhtml#x")])],
    "docx": lambda: [zipped({"word/document.xml": WORD[0], "word/styles.xml": WORD[1]})],
    "rst": lambda: [RST.encode()],
    "pdf": lambda: [pdf([[(18, 760, "One"), (12, 700, "Some words here."), (12, 680, "And more.")]])],
    "odt": lambda: [zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": OPEN_DOCUMENT})],
    "fb2": lambda: [BOOK.encode(), *golden("fb2")()],
    "mime": lambda: [*golden("eml")(), *golden("mht")()],
    "org": golden("org"),
    "asciidoc": golden("adoc"),
    "epub-members": members(PACKAGE, NAVIGATION, HTML),
    "docx-members": members(*WORD),
    "odt-members": members(OPEN_DOCUMENT),
    "normalizer": lambda: [bytes([at]) + said.encode() for at in range(len(LANGUAGES)) for said in SAID],
    "clip": lambda: [clips.pack(Clip(b"\1\0\2\0", 22_050, (WordMark(0, 3, 0),)))],
    "packets": lambda: [packets.pack(packets.gathered([b"abc", b"", b"d"]))],
    "timeline": timelines,
    "record": records,
    **{f"track-{kind}": (lambda kind=kind: track(kind)) for kind in ("mp3", "m4b", "opus", "flac", "wav")},
}
