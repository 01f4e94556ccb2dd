"""The drawn cover: what is written on it, where, in which colours, and that it is the same bytes everywhere."""

from __future__ import annotations

import struct
import subprocess
import sys
import zlib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rhapsode.covers import cover_drawing, site_of, type_faces
from rhapsode.covers.cover_drawing import CUT_SIZE, MARGIN, PALETTES, PANEL_TOP, SIDE, drawn, head_and_rest
from rhapsode.covers.typesetting import plain

TITLES = {
    "short": "Ma",
    "English": "The Song Under the Scene: How a Television Soundtrack Is Made and Remembered",
    "long": "On the Nature of Things That Nobody Ever Asked About, and Why the Long Answer Is Usually the Shorter One",
    "capitals": "WHY WE CAN’T HAVE NICE THINGS",
    "compound": "Donaudampfschifffahrtsgesellschaftskapitän und Rindfleischetikettierungsüberwachung",
    "Polish": "Żółta łódź — Gęślą jaźń",
    "Vietnamese": "Chúng ta đọc thành tiếng để làm gì",
    "Greek": "Γιατί διαβάζουμε δυνατά",
    "Russian": "Почему мы читаем вслух",
    "Arabic": "كيف تعلّمنا القراءة بصوت عالٍ في 2024",
    "Persian": "چرا بلند می‌خوانیم؟",
    "Hebrew": "מדוע אנו קוראים בקול (ספר ראשון)",
    "Armenian": "Ինչու ենք մենք բարձրաձայն կարդում",
    "Georgian": "რატომ ვკითხულობთ ხმამაღლა",
    "Amharic": "ለምን ጮክ ብለን እናነባለን",
    "Hindi": "हम ज़ोर से क्यों पढ़ते हैं",
    "Bengali": "আমরা কেন জোরে পড়ি",
    "Gurmukhi": "ਅਸੀਂ ਉੱਚੀ ਕਿਉਂ ਪੜ੍ਹਦੇ ਹਾਂ",
    "Gujarati": "આપણે મોટેથી કેમ વાંચીએ છીએ",
    "Odia": "ଆମେ କାହିଁକି ପଢୁ",
    "Tamil": "நாம் ஏன் சத்தமாக வாசிக்கிறோம்",
    "Telugu": "మనం ఎందుకు బిగ్గరగా చదువుతాము",
    "Kannada": "ನಾವು ಏಕೆ ಗಟ್ಟಿಯಾಗಿ ಓದುತ್ತೇವೆ",
    "Malayalam": "നമ്മൾ എന്തിന് ഉറക്കെ വായിക്കുന്നു",
    "Sinhala": "අපි හඬ නගා කියවන්නේ ඇයි",
    "Thai": "ทำไมเราจึงอ่านออกเสียง",
    "Lao": "ເປັນຫຍັງພວກເຮົາຈຶ່ງອ່ານອອກສຽງ",
    "Khmer": "ហេតុអ្វីយើងអានខ្លាំងៗ",
    "Burmese": "ကျွန်ုပ်တို့ ဘာကြောင့် အသံထွက်ဖတ်သလဲ",
    "emoji": "10 Things 🎧 about 👩‍💻 and 🇫🇷 coffee ✨",
}
CJK = {
    "Japanese": ("銀河鉄道の夜とコンピューターの夢", "ja"),
    "Chinese": ("为什么我们还在大声朗读：一部声音的历史", "zh"),
    "Taiwanese": ("為什麼我們還在大聲朗讀", "zh-TW"),
    "Korean": ("우리는 왜 소리 내어 읽는가", "ko"),
}
PEAKS = [-5, 5, -30_000, 30_000, -9_000, 12_000] * 100


def pixels(png: bytes) -> tuple[list[bytes], list[tuple[int, ...]]]:
    """Rows of palette indices, a byte each, and the palette."""
    at, parts = 8, {b"IDAT": b""}
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        parts[kind] = parts.get(kind, b"") + png[at + 8 : at + 8 + length]
        at += 12 + length
    assert struct.unpack(">IIBBBBB", parts[b"IHDR"]) == (SIDE, SIDE, 4, 3, 0, 0, 0)
    packed, stride = zlib.decompress(parts[b"IDAT"]), 1 + SIDE // 2
    rows = [packed[y * stride + 1 : (y + 1) * stride] for y in range(SIDE)]
    colours = [tuple(parts[b"PLTE"][i : i + 3]) for i in range(0, len(parts[b"PLTE"]), 3)]
    return [bytes(nibble for pair in row for nibble in (pair >> 4, pair & 15)) for row in rows], colours


def written(title: str, language: str = "") -> list[cover_drawing.PlacedLine]:
    return cover_drawing._upper(title, "", language)[0]


@pytest.mark.parametrize("title", ["Donau" * 16, TITLES["Thai"] * 3])
def test_a_word_wider_than_the_page_is_cut_rather_than_small(title: str) -> None:
    lines = written(title)
    assert lines[0].size == CUT_SIZE
    assert len(lines) > 1
    assert "".join(placed.line.text for placed in lines).replace(" ", "") == title.replace(" ", "")
    assert all(placed.x >= 0 and placed.x + placed.line.width * placed.size <= SIDE for placed in lines)


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """WCAG 2.2, contrast ratio and relative luminance."""

    def luminance(colour: tuple[int, ...]) -> float:
        parts = [c / 255 for c in colour]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", PALETTES)
def test_colours_can_be_read(palette: cover_drawing.Palette) -> None:
    assert contrast(palette.paper, palette.ink) > 10
    assert contrast(palette.paper, palette.panel) > 4.5


def letters(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_the_whole_title_is_there_with_a_glyph_for_each_letter_by_pip_alone(title: str, monkeypatch) -> None:
    monkeypatch.setattr(type_faces, "_system_faces", lambda *_: ())
    lines = written(title)
    told = "".join(letters(head_or_rest) for head_or_rest in head_and_rest(plain(title)))
    assert "".join(letters(placed.line.text) for placed in lines) == told
    assert all(glyph.number and glyph.font.bundled for placed in lines for glyph in placed.line.glyphs)


@pytest.mark.parametrize(("title", "language"), CJK.values(), ids=CJK)
def test_chinese_japanese_and_korean_with_the_extra(title: str, language: str, monkeypatch) -> None:
    pytest.importorskip("manimgx_fonts_cjk", reason="the extra cjk brings their letters")
    test_the_whole_title_is_there_with_a_glyph_for_each_letter_by_pip_alone(title, monkeypatch)
    numbers = {glyph.font.number for placed in written(title, language) for glyph in placed.line.glyphs}
    assert numbers == {{"ja": 0, "zh": 2, "zh-TW": 3, "ko": 1}[language]}


@pytest.mark.parametrize("title", [*TITLES.values(), *(title for title, _ in CJK.values())])
def test_all_ink_is_inside_the_frame(title: str) -> None:
    rows, _ = pixels(drawn(title, ["Ann Author"], PEAKS).data)
    reach = 24  # a letter may hang over the margin by a little, as type does
    for y, row in enumerate(rows):
        ground = bytes([0 if y < PANEL_TOP else 8])
        assert row[: MARGIN - reach] == ground * (MARGIN - reach)
        assert row[SIDE - MARGIN + reach :] == ground * (MARGIN - reach)
    assert not any(map(any, rows[: MARGIN - reach]))
    assert not any(map(any, rows[PANEL_TOP - 20 : PANEL_TOP]))  # nothing runs into the lower field
    assert any(map(any, rows[MARGIN:PANEL_TOP]))


def test_lines_stand_in_order_and_do_not_touch() -> None:
    lines = written(TITLES["long"])
    assert [placed.baseline for placed in lines] == sorted(placed.baseline for placed in lines)
    for above, below in pairwise(lines):
        gap = (below.baseline - below.line.top * below.size) - (above.baseline + above.line.bottom * above.size)
        assert gap > 0


def test_a_short_title_is_large_and_a_long_one_is_small_but_whole() -> None:
    sizes = [written(title)[0].size for title in ("Ma", "The Song Under the Scene", TITLES["long"], "many words " * 60)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 168 >= sizes[1] > sizes[2] > sizes[3] >= 40


def test_arabic_joins_and_stands_on_the_right() -> None:
    lines = written("بيت كبير")
    assert all(placed.x + placed.line.width * placed.size == pytest.approx(SIDE - MARGIN) for placed in lines)
    joined = {glyph.number for glyph in written("بب")[0].line.glyphs}
    alone = {glyph.number for glyph in written("ب ب")[0].line.glyphs}
    assert len(joined - alone) == 2  # the first and the last of a word
    assert alone - joined - {glyph.number for glyph in written("ا ا")[0].line.glyphs}  # one that stands alone


def test_what_no_font_has_is_left_out_without_boxes(monkeypatch) -> None:
    monkeypatch.setattr(type_faces, "_system_faces", lambda *_: ())
    assert written("𓀀𓁀 hieroglyphs") == []
    rows, _ = pixels(drawn("𓀀𓁀", ["Ann"], PEAKS).data)
    assert any(rows[540])  # the waveform, large
    assert " ".join(placed.line.text for placed in written("A sign\U000fffff here")) == "A sign here"


def test_a_title_and_what_stands_behind_its_colon() -> None:
    assert head_and_rest("Reading Aloud: A History of the Voice") == ("Reading Aloud", "A History of the Voice")
    assert head_and_rest("为什么我们还在大声朗读：一部声音的历史")[1] == "一部声音的历史"
    for whole in ("Short: yes", "It happened at 10:30 in the morning", "“It’s odd: truly,” she said to him", "a — b"):
        assert head_and_rest(whole) == (whole, "")


@pytest.mark.parametrize("title", ["", " ", "中文标题", "x" * 900, "word " * 900, "\u200d\u0301", "﷽" * 40, "😀" * 300])
def test_any_title_gives_a_cover(title: str) -> None:
    found = drawn(title, [title, title], ())
    assert len(pixels(found.data)[0]) == SIDE


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80), st.lists(st.text(max_size=20), max_size=3))
def test_so_does_any_text_at_all(title: str, authors: list[str]) -> None:
    assert drawn(title, authors, PEAKS).data


def test_another_process_draws_the_same_bytes(tmp_path: Path) -> None:
    program = (
        "import hashlib\nfrom rhapsode.covers.cover_drawing import drawn\n"
        f"print(hashlib.sha256(drawn({TITLES['Hindi']!r}, ['A'], {PEAKS!r}).data).hexdigest())"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


def test_it_stays_small() -> None:
    sizes = [len(drawn(title, ["Ann Author"], PEAKS).data) for title in TITLES.values()]
    assert max(sizes) < 60_000


@pytest.mark.parametrize(
    ("source", "site"),
    [("https://www.example.org/a?b=c", "example.org"), ("article.md", ""), ("-", ""), ("http://[::bad", "")],
)
def test_the_site_of_an_address(source: str, site: str) -> None:
    assert site_of(source) == site
