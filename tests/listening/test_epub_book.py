import io
import re
import zipfile

import pytest
from lxml import etree

from made_tracks import ARABIC, HARBOUR, HOSTILE, recorded, timeline
from rhapsode.errors import UsageError
from rhapsode.listening.epub_book import epub
from rhapsode.model import Block, Document

SPACES = {
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "x": "http://www.w3.org/1999/xhtml",
    "s": "http://www.w3.org/ns/SMIL",
    "epub": "http://www.idpf.org/2007/ops",
}


@pytest.fixture(scope="module")
def mp3(tmp_path_factory):
    return recorded(timeline(HARBOUR), tmp_path_factory.mktemp("epub") / "harbour.mp3")


def opened(track):
    return zipfile.ZipFile(io.BytesIO(epub(track)))


def tree(book, name):
    return etree.fromstring(book.read(f"EPUB/{name}"))


def milliseconds(clock):
    hours, minutes, seconds = clock.split(":")
    return round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)


def test_the_mimetype_comes_first_and_stored(mp3):
    entry = opened(mp3).infolist()[0]
    assert (entry.filename, entry.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_the_same_track_gives_the_same_bytes(mp3):
    assert epub(mp3) == epub(mp3)


def test_the_sound_is_the_track_itself(mp3):
    assert opened(mp3).read("EPUB/audio/track.mp3") == mp3.path.read_bytes()


def test_durations_add_up_to_the_track(mp3):
    package = tree(opened(mp3), "package.opf")
    found = package.xpath("//opf:meta[@property='media:duration']", namespaces=SPACES)
    total = next(milliseconds(m.text) for m in found if not m.get("refines"))
    assert total == sum(milliseconds(m.text) for m in found if m.get("refines"))
    assert total == pytest.approx(mp3.frames * 1000 / mp3.rate_hz, abs=1)


def test_every_par_points_at_an_element_of_its_chapter(mp3):
    book = opened(mp3)
    for section in mp3.sections:
        ids = {e.get("id") for e in tree(book, f"{section.id}.xhtml").iter() if e.get("id")}
        targets = tree(book, f"{section.id}.smil").xpath("//s:text/@src", namespaces=SPACES)
        assert targets
        assert all(src.split("#") == [f"{section.id}.xhtml", src.split("#")[1]] for src in targets)
        assert {src.split("#")[1] for src in targets} <= ids


def test_chapters_are_the_sections_nested_as_their_levels_are(mp3):
    nav = tree(opened(mp3), "nav.xhtml")
    toc = nav.xpath("//x:nav[@epub:type='toc']/x:ol", namespaces=SPACES)[0]

    def outline(items):
        return [(li.find("x:a", SPACES).text, outline(li.findall("x:ol/x:li", SPACES))) for li in items]

    assert outline(toc.findall("x:li", SPACES)) == [
        ("The harbour at night", [("What is unloaded", []), ("The tally", [("Afterwards", [])])])
    ]


def test_no_word_of_the_document_is_missing(mp3):
    book = opened(mp3)
    shown = "".join("".join(tree(book, f"{s.id}.xhtml").find("x:body", SPACES).itertext()) for s in mp3.sections)
    for block in HARBOUR.blocks:
        cells = [m for m in block.marks if m.kind == "cell"]
        for text in [block.text[c.start : c.end] for c in cells] or [block.text]:
            assert text in shown


def test_what_it_says_of_its_accessibility(mp3):
    package = tree(opened(mp3), "package.opf")
    said = {(m.get("property"), m.text) for m in package.iterfind(".//opf:meta", SPACES) if m.get("property")}
    assert {("schema:accessMode", "textual"), ("schema:accessMode", "auditory")} <= said
    assert ("schema:accessibilityFeature", "synchronizedAudioText") in said
    assert ("schema:accessibilityFeature", "alternativeText") in said
    assert any(name == "dcterms:conformsTo" for name, _ in said)
    assert ("media:active-class", "-epub-media-overlay-active") in said
    assert b".-epub-media-overlay-active" in opened(mp3).read("EPUB/book.css")


def test_an_arabic_book_turns_its_pages_from_the_right(tmp_path):
    book = opened(recorded(timeline(ARABIC), tmp_path / "a.mp3"))
    assert tree(book, "package.opf").find("opf:spine", SPACES).get("page-progression-direction") == "rtl"
    assert tree(book, "s1.xhtml").get("dir") == "rtl"


def test_hostile_text_gives_well_formed_files(tmp_path):
    book = opened(recorded(timeline(HOSTILE), tmp_path / "h.mp3"))
    for name in book.namelist():
        if name.endswith((".xhtml", ".opf", ".smil", ".xml")):
            found = etree.fromstring(book.read(name))
            assert not found.xpath("//x:script | //x:a[starts-with(@href, 'javascript')]", namespaces=SPACES)
    assert tree(book, "package.opf").findtext(".//dc:title", namespaces=SPACES) == HOSTILE.title


def test_a_section_without_a_heading_gets_its_title(tmp_path):
    track = recorded(timeline(Document("Loose leaves", (Block("b1", "paragraph", "Text."),))), tmp_path / "l.mp3")
    chapter = tree(opened(track), "s1.xhtml")
    assert chapter.findtext(".//x:h1", namespaces=SPACES) == "Loose leaves"


@pytest.mark.parametrize(("name", "kind"), [("t.m4a", "audio/mp4"), ("t.opus", "audio/ogg; codecs=opus")])
def test_other_core_types_are_named_as_the_standard_names_them(tmp_path, name, kind):
    package = tree(opened(recorded(timeline(ARABIC), tmp_path / name)), "package.opf")
    assert package.xpath("//opf:item[@id='sound']/@media-type", namespaces=SPACES) == [kind]


def test_a_format_no_reader_must_play_is_refused_with_the_cure(mp3):
    with pytest.raises(UsageError, match=r"cannot hold x\.flac.*\.mp3"):
        epub(mp3._replace(path=mp3.path.with_name("x.flac")))


def test_the_own_cover_is_used(mp3):
    jpeg = b"\xff\xd8\xff\xe0" + bytes(20)
    book = opened(mp3._replace(document=mp3.document._replace(cover=jpeg)))
    assert book.read("EPUB/cover.jpg") == jpeg
    assert re.search(
        rb'href="cover.jpg" media-type="image/jpeg" properties="cover-image"', book.read("EPUB/package.opf")
    )
