import base64
import hashlib
import json
import re

import pytest
from lxml import html

from made_tracks import ARABIC, HARBOUR, HOSTILE, recorded, timeline
from rhapsode.listening.page import json_block, page
from rhapsode.model import Block, Document


def parsed(track, **options):
    return html.document_fromstring(page(track, **options))


def data(tree):
    return json.loads(tree.get_element_by_id("timeline").text)


def policy(tree):
    content = tree.xpath("//meta[@http-equiv='Content-Security-Policy']")[0].get("content")
    return dict(part.strip().split(" ", 1) for part in content.split(";"))


def hash_of(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_policy_names_just_this_script_and_this_style():
    tree = parsed(timeline(HARBOUR))
    script = next(e for e in tree.iter("script") if not e.get("type"))
    assert policy(tree)["script-src"] == hash_of(script.text)
    assert policy(tree)["style-src"] == hash_of(tree.find(".//style").text)
    assert policy(tree)["default-src"] == "'none'"


@pytest.mark.parametrize("document", [HARBOUR, ARABIC, HOSTILE])
def test_nothing_inline_and_nothing_from_elsewhere(document):
    tree = parsed(timeline(document))
    for element in tree.iter():
        assert not any(name.startswith("on") or name == "style" for name in element.attrib)
        assert not re.match(r"\w+:", element.get("src") or "")
    assert not re.search(r"url\(|@import", tree.find(".//style").text)


def test_hostile_titles_stay_text():
    tree = parsed(timeline(HOSTILE))
    assert tree.find(".//title").text == HOSTILE.title
    assert len(list(tree.iter("script"))) == 2
    assert len(tree.xpath("//article//svg | //nav//svg")) == 0
    assert data(tree)["title"] == HOSTILE.title


def test_the_timeline_has_every_word_sentence_and_chapter_in_frames():
    track = timeline(HARBOUR)
    tree = parsed(track)
    found = data(tree)
    assert found["rate"] == track.rate_hz
    assert found["words"][:4] == [f for w in track.utterances[0].words[:2] for f in (w.start_frame, w.end_frame)]
    assert len(found["words"]) == 2 * sum(len(u.words) for u in track.utterances)
    assert [start for start, _ in found["chapters"]] == [s.start_frame for s in track.sections]
    assert all(tree.get_element_by_id(name) is not None for _, _, name in found["sentences"])


def test_a_word_s_element_shows_the_word():
    track = timeline(HARBOUR)
    tree = parsed(track)
    said = [w.text for u in track.utterances for w in u.words]
    for number, text in enumerate(said):
        assert "".join(e.text_content() for e in tree.xpath(f"//*[@data-w='{number}']")) == text


def test_the_sound_lies_beside_or_inside(tmp_path):
    track = recorded(timeline(ARABIC), tmp_path / "the sea & me.wav")
    assert parsed(track).get_element_by_id("audio").get("src") == "the%20sea%20%26%20me.wav"
    inside = parsed(track, single_file=True)
    assert inside.get_element_by_id("audio").get("src") is None
    assert base64.b64decode(inside.get_element_by_id("sound").text) == track.path.read_bytes()


def test_language_and_direction_are_the_document_s():
    tree = parsed(timeline(ARABIC))
    article = tree.get_element_by_id("article")
    assert (article.get("lang"), article.get("dir")) == ("ar", "rtl")
    assert tree.get_element_by_id("player").get("dir") == "ltr"


def test_mongolian_is_set_in_columns():
    track = timeline(Document("ᠮᠣᠩᠭᠣᠯ", (Block("b1", "paragraph", "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ᠃"),)))
    assert parsed(track).get("data-writing") == "vertical"
    assert parsed(timeline(HARBOUR)).get("data-writing") == "horizontal"


def test_a_title_the_text_does_not_show_is_shown_with_the_authors():
    document = Document("The title", (Block("b1", "paragraph", "Text."),), authors=("Ada Quill", "Bo Reed"))
    article = parsed(timeline(document)).get_element_by_id("article")
    assert [(e.tag, e.text_content()) for e in article] == [
        ("h1", "The title"),
        ("p", "Ada Quill, Bo Reed"),
        ("p", "Text."),
    ]


def test_text_is_never_set_below_twelve_pixels_or_one_and_a_half_lines():
    style = parsed(timeline(HARBOUR)).find(".//style").text
    body = {k: v for k, v in re.findall(r"([^{}]+)\{([^{}]*)\}", style) if not re.search(r"\bh[1-6]\b|h1|sup", k)}
    sizes = [
        float(n) for rule in body.values() for n in re.findall(r"(?:font-size: |font: )(?:\d+ )?([\d.]+)rem", rule)
    ]
    heights = [
        float(n)
        for rule in body.values()
        for n in re.findall(r"line-height: ([\d.]+)|rem/([\d.]+)", rule)
        for n in n
        if n
    ]
    assert sizes
    assert min(sizes) * 16 >= 12
    assert min(heights) >= 1.5


def test_json_in_a_page_cannot_end_its_element():
    hostile = "</script><!-- & \u2028"
    assert json.loads(json_block(hostile)) == hostile
    assert not set(json_block(hostile)) & {"<", ">", "&", "\u2028"}


def test_a_way_home_only_where_there_is_a_home():
    assert parsed(timeline(HARBOUR)).find_class("home") == []
    assert parsed(timeline(HARBOUR), home="index.html").find_class("home")[0].get("href") == "index.html"
