"""Tracks made by hand for the tests of the listening room: a document, a made-up timeline and a sound file."""

import hashlib
import math
import re
import struct
import subprocess
import wave
from pathlib import Path

from rhapsode.model import (
    Block,
    Document,
    Ledger,
    Mark,
    TimedSection,
    TimedUtterance,
    TimedWord,
    Track,
    count_words,
    words,
)

RATE_HZ = 22_050
SENTENCE = re.compile(r"\S.*?(?:[.!?。؟](?=\s|$)|[。]|$)", re.S)

HARBOUR = Document(
    title="The harbour at night",
    authors=("Ada Quill",),
    language="en",
    published="2024-05-06",
    source="harbour.md",
    blocks=(
        Block("b1", "heading", "The harbour at night", level=1),
        Block("b2", "byline", "By Ada Quill"),
        Block(
            "b3",
            "paragraph",
            "The boats come in after dark. Their lamps draw a slow line across the water, and the quay waits for them "
            "with its ropes, its crates and its one lit window. Nobody speaks until the last bow touches the stone.",
            marks=(Mark(18, 28, "emphasis"), Mark(42, 58, "strong"), Mark(85, 89, "link", "https://example.org/quay")),
        ),
        Block("b4", "heading", "What is unloaded", level=2),
        Block("b5", "list_item", "Herring in wet baskets.", level=1, marker="•"),
        Block("b6", "list_item", "Mackerel, fewer each year.", level=2, marker="•"),
        Block("b7", "list_item", "Letters from the islands.", level=1, marker="•"),
        Block("b8", "quote", "A harbour is a promise kept every night.", level=1),
        Block("b9", "heading", "The tally", level=2),
        Block("b10", "table_row", "Herring 40", marks=(Mark(0, 7, "cell", "Catch"), Mark(8, 10, "cell", "Baskets"))),
        Block("b11", "table_row", "Mackerel 12", marks=(Mark(0, 8, "cell", "Catch"), Mark(9, 11, "cell", "Baskets"))),
        Block("b12", "code", "count = 40 + 12\nprint(count)", marker="python"),
        Block("b13", "figure", "A lamp on the mole", marks=(Mark(0, 18, "image", "lamp.png"),)),
        Block("b14", "caption", "The lamp was lit in 1851."),
        Block("b15", "break"),
        Block("b16", "heading", "Afterwards", level=3),
        Block("b17", "paragraph", "Then the quay sleeps [1]. Call harbour_master() to wake it.",
              marks=(Mark(21, 24, "note_reference", "1"), Mark(31, 47, "code"))),
        Block("b18", "footnote", "It never sleeps long.", marker="1"),
    ),
)  # fmt: skip

ARABIC = Document(
    title="الميناء في الليل",
    authors=("سلمى",),
    language="ar",
    source="harbour-ar.txt",
    blocks=(
        Block("b1", "heading", "الميناء في الليل", level=1),
        Block("b2", "paragraph", "تعود القوارب بعد الغروب. ترسم مصابيحها خطا بطيئا على الماء."),
        Block("b3", "heading", "ما يُفرَّغ", level=2),
        Block("b4", "paragraph", "سمك في سلال مبللة. رسائل من الجزر البعيدة."),
    ),
)

HOSTILE = Document(
    title="</script><script>alert(1)</script> & \"quotes\" --> ]]> <b>",
    authors=("<img src=x onerror=alert(2)>",),
    language="en",
    source="hostile.txt",
    blocks=(
        Block("b1", "heading", "</title><svg onload=alert(3)>", level=1),
        Block("b2", "paragraph", "Text --> with </p><script>alert(4)</script> and \x00\x0b\ufffe control characters.",
              marks=(Mark(0, 4, "link", "javascript:alert(5)"), Mark(9, 13, "link", "https://x.example/\"><script>"))),
        Block("b3", "figure", "alt\" onerror=\"alert(6)", marks=(Mark(0, 22, "image", "javascript:alert(7)"),)),
    ),
)  # fmt: skip

SPOKEN = {"break", "code"}
"""Kinds that `timeline` leaves silent, so that skipped blocks are in every test."""


def timeline(document: Document, *, word_ms: int = 60, pause_ms: int = 120, exact: bool = True) -> Track:
    """`document` as a track whose every sentence lasts `word_ms` a word, with `pause_ms` after it; no file."""
    sections: list[TimedSection] = []
    said: list[TimedUtterance] = []
    step, gap = word_ms * RATE_HZ // 1000, pause_ms * RATE_HZ // 1000
    now = gap
    for block in document.blocks:
        if block.kind == "heading" or not sections:
            begin = now - gap if sections else 0
            title = block.text if block.kind == "heading" else document.title
            sections.append(TimedSection(f"s{len(sections) + 1}", block.level or 1, title, begin, 0))
        for match in SENTENCE.finditer(block.text) if block.kind not in SPOKEN else ():
            if not count_words(match.group()):
                continue
            spans = [(a + match.start(), b + match.start()) for a, b in words(match.group())]
            timed = tuple(
                TimedWord(block.text[a:b], a, b, now + i * step, now + (i + 1) * step) for i, (a, b) in enumerate(spans)
            )
            end = timed[-1].end_frame
            said.append(
                TimedUtterance(
                    f"u{len(said) + 1}", sections[-1].id, block.id, match.group(), match.group(), now, end, timed, exact
                )
            )
            now = end + gap
    ends = [*(s.start_frame for s in sections[1:]), now]
    closed = tuple(
        TimedSection(s.id, s.level, s.title, s.start_frame, end) for s, end in zip(sections, ends, strict=True)
    )
    total = sum(count_words(u.text) for u in said)
    return Track(
        Path("track.wav"), document, RATE_HZ, now, closed, tuple(said), Ledger(total, total), format="wav",
        peaks=tuple(v for i in range(200) for v in (-int(9e3 * abs(math.sin(i / 9))), int(9e3 * abs(math.sin(i / 7))))),
    )  # fmt: skip


def recorded(track: Track, path: Path) -> Track:
    """`track` with a real file at `path`, a quiet tone of the right length; MP3, M4A or Opus through ffmpeg."""
    path.parent.mkdir(parents=True, exist_ok=True)
    wav = path.with_suffix(".tone.wav") if path.suffix != ".wav" else path
    with wave.open(str(wav), "wb") as out:
        out.setparams((1, 2, track.rate_hz, 0, "NONE", ""))
        out.writeframes(b"".join(struct.pack("<h", int(900 * math.sin(i * 0.06))) for i in range(track.frames)))
    if wav != path:
        import imageio_ffmpeg

        ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
        subprocess.run([ffmpeg, "-v", "error", "-y", "-i", wav, "-b:a", "64k", path], check=True)
        wav.unlink()
    data = path.read_bytes()
    form = path.suffix[1:]
    return track._replace(path=path, format=form, bytes=len(data), sha256=hashlib.sha256(data).hexdigest())
