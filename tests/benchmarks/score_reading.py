"""How well the reading room reads documents with known answers. Prints one table.

    python tests/benchmarks/score_reading.py [CORPUS]

CORPUS is a folder with `epub`, `html`, `md`, `text`, `seed` and the answers in `expected`, and `pages` with its own;
without it, RHAPSODE_CORPUS in the environment or `../shared/corpus` beside the checkout.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree, html

from rhapsode.errors import SourceError
from rhapsode.model import Block, Document, Source
from rhapsode.reading import expand, read
from rhapsode.reading.reader_choice import read_source
from rhapsode.scripting import write_script
from rhapsode.scripting.policy import BLOCKS

Row = tuple[str, str, str]


def norm(text: str) -> str:
    """Letters and digits alone."""
    return "".join(c for c in text.casefold() if c.isalnum())


def tokens(text: str) -> list[str]:
    """Words as runs of letters and digits."""
    return re.findall(r"\w+", text.casefold())


def outline(document: Document) -> list[tuple[int, str]]:
    """Levels and headings."""
    return [(b.level, norm(b.text)) for b in document.blocks if b.kind == "heading"]


def overlap(found: list[Any], wanted: list[Any]) -> int:
    """How many of `wanted` are in `found`, each once."""
    return sum((Counter(found) & Counter(wanted)).values())


def share(part: float, whole: float) -> str:
    """`part / whole` to three places."""
    return f"{part / whole:.3f}" if whole else "-"


def main(corpus: Path) -> None:
    """Measure and print."""
    kinds = (texts, markdown, pages, articles, books, reports, speed)
    rows = [row for kind in kinds for row in kind(corpus)]
    widths = [max(len(row[n]) for row in rows) for n in range(3)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def answers(corpus: Path, name: str) -> Any:
    """The right answers in a file of `expected`."""
    return json.loads((corpus / "expected" / name).read_text(encoding="utf-8"))


def texts(corpus: Path) -> Iterator[Row]:
    """Plain text: headings by line."""
    hits = given = wanted = 0
    for name, label in answers(corpus, "headings.json").items():
        document = read(str(corpus / ("seed/article.txt" if name == "seed.txt" else f"text/{name}")))
        last = label["evaluate_up_to_line"] or sys.maxsize
        right = {line: norm(text) for line, _, text in label["headings"]}
        found = {b.line: norm(b.text) for b in document.blocks if b.kind == "heading" and b.line <= last}
        found = {line: text for line, text in found.items() if line in right or line not in label["optional_lines"]}
        hit = sum(found.get(line) == text for line, text in right.items())
        hits, given, wanted = hits + hit, given + len(found), wanted + len(right)
        yield "text", name, f"{hit} of {len(right)}, {len(found) - hit} false"
    f1 = share(2 * hits, given + wanted)
    yield "text", "all", f"precision {share(hits, given)}  recall {share(hits, wanted)}  F1 {f1}"


def markdown(corpus: Path) -> Iterator[Row]:
    """Markdown: every heading, in order, with its level."""
    for path in sorted((corpus / "md").glob("*.md")):
        right = answers(corpus, f"{path.name}.sections.json")["headings"]
        wanted = [(h["level"], norm(re.sub(r"<[^>]*>", "", h["raw"]))) for h in right]
        found = outline(read(str(path)))
        yield "markdown", path.name, f"{overlap(found, wanted)} of {len(wanted)}, exact: {found == wanted}"


def pages(corpus: Path) -> Iterator[Row]:
    """Web pages: headings and words against the extract that is held to be right."""
    hits = given = wanted = titles = 0
    for path in sorted((corpus / "html").glob("*.html")):
        right = answers(corpus, f"{path.name}.sections.json")
        document = read(str(path))
        titles += norm(document.title) == norm(right["title"])
        heads = [norm(h["title"]) for h in right["headings"]]
        found = [text for level, text in outline(document) if level > 1 or text not in norm(document.title)]
        extract = html.document_fromstring((corpus / "expected" / f"{path.stem}.expected.html").read_text("utf-8"))
        there = tokens(extract.text_content())
        document = document._replace(blocks=tuple(heard(document)))
        here = tokens(" ".join(without_formulas(document)))
        hit = overlap(found, heads)
        hits, given, wanted = hits + hit, given + len(found), wanted + len(heads)
        same = overlap(here, there)
        kept, foreign = share(same, len(there)), share(len(here) - same, len(here))
        result = f"headings {hit} of {len(heads)}, {len(found) - hit} false; kept {kept} foreign {foreign}"
        yield "html", path.stem, result
    yield "html", "all", f"precision {share(hits, given)}  recall {share(hits, wanted)}  titles {titles}"


def heard(document: Document) -> Iterator[Block]:
    """The blocks that are spoken or announced, unless a style has it otherwise."""
    return (block for block in document.blocks if BLOCKS[block.kind].speak != "never")


def articles(corpus: Path) -> Iterator[Row]:
    """Main content of web pages, without the title: mean precision and recall over pages, by runs of four words.

    The two halves are drawn by the pages' names, so that what fits one alone is seen.
    """
    right = json.loads((corpus / "pages" / "ground-truth.json").read_text("utf-8"))
    scores = {}
    size, start = 0, time.process_time()
    for name, answer in right.items():
        data = gzip.decompress((corpus / "pages" / f"{name}.html.gz").read_bytes())
        size += len(data)
        document = read_source(Source("page.html", "page.html", data))
        first = next((b for b in heard(document) if b.kind == "heading" and b.level == 1), None)
        said = " ".join(block.text for block in heard(document) if block is not first)
        scores[name] = by_shingles(said, answer["articleBody"])
    seconds = time.process_time() - start
    halves = [[name for name in right if int(name[:8], 16) % 2 == half] for half in (0, 1)]
    for label, names in (("all", list(right)), ("one half", halves[0]), ("other half", halves[1])):
        precision, recall = (sum(scores[name][n] for name in names) / len(names) for n in (0, 1))
        f1 = 2 * precision * recall / (precision + recall)
        yield "articles", label, f"precision {precision:.4f}  recall {recall:.4f}  F1 {f1:.4f}"
    yield "articles", "speed", f"{seconds / size * 1e6:.3f} s per MB"


def shingles(words: list[str]) -> Counter[tuple[str, ...]]:
    """The runs of four words; a shorter text is one run."""
    return Counter(tuple(words[n : n + 4]) for n in range(max(1, len(words) - 3)))


def by_shingles(said: str, right: str) -> tuple[float, float]:
    """Precision and recall of the runs of four words."""
    here, there = (shingles(re.findall(r"\w+", text)) for text in (said, right))
    same = sum((here & there).values())
    return same / sum(here.values()), same / sum(there.values())


def without_formulas(document: Document) -> Iterator[str]:
    """Texts of blocks, pictures and TeX left out, which the extract does not have as text."""
    for block in document.blocks:
        text = block.text
        for mark in sorted(block.marks, key=lambda mark: -mark.start):
            if mark.kind == "image" or (mark.kind == "math" and "\\" in text[mark.start : mark.end]):
                text = text[: mark.start] + " " + text[mark.end :]
        yield text


def references_apart(document: Document) -> Iterator[str]:
    """Texts of blocks, with the number of a note apart from the word it stands at, as it is in the book's file."""
    for block in document.blocks:
        text = block.text
        for mark in sorted(block.marks, key=lambda mark: -mark.start):
            if mark.kind == "note_reference":
                text = f"{text[: mark.start]} {text[mark.start :]}"
        yield text


def books(corpus: Path) -> Iterator[Row]:
    """Books: titles and levels of the navigation, words of the spine and their order."""
    for path in sorted((corpus / "epub").glob("*.epub")):
        toc = answers(corpus, f"{path.name}.sections.json")["toc"]
        document = read(str(path))
        wanted = [(entry["level"], norm(entry["title"])) for entry in toc]
        found = outline(document)
        hit = overlap(found, wanted)
        source = list(spine_words(path))
        said = [word for text in references_apart(document) for word in tokens(text)]
        kept = overlap(said, source)
        order = "exact" if found == wanted else "WRONG"
        titles = f"titles P {share(hit, len(found))} R {share(hit, len(wanted))} order {order}"
        yield "epub", path.stem, f"{titles}; kept {share(kept, len(source))} doubled {share(len(said), len(source))}"


def spine_words(path: Path) -> Iterator[str]:
    """Every word of a book's pages that stand in its spine, ruby's second writing left out, read independently."""
    with zipfile.ZipFile(path) as book:
        package = next(name for name in book.namelist() if name.endswith(".opf"))
        root = etree.fromstring(book.read(package))
        items = {e.get("id"): e.get("href") for e in root.iter("{*}item")}
        for reference in root.iter("{*}itemref"):
            name = str(Path(package).parent / items[reference.get("idref")])
            page = etree.fromstring(book.read(name), etree.XMLParser(recover=True))
            body = next(iter(page.iter("{*}body")))
            for script in body.iter("{*}script"):
                script.text = ""
            texts = [e.text for e in body.iter() if isinstance(e.tag, str)] + [e.tail for e in body.iter()]
            texts += [e.get("alt") for e in body.iter("{*}img")]
            yield from (word for text in texts if text for word in tokens(text))


def words_of(document: Document) -> str:
    """All that is in a document, spoken or not."""
    return " ".join(block.text for block in document.blocks)


REPORTS: dict[str, Callable[[Document], bool]] = {
    "edit-title.html": lambda d: [s.title for s in write_script(d).sections] == ["T", "History"],
    "edit-link-in-heading.html": lambda d: "See also" in [s.title for s in write_script(d).sections],
    "r-div-steps.html": lambda d: all(f"Step {n}" in words_of(d) for n in (1, 2, 3, 4)),
    "r-heading-in-li.html": lambda d: "1, First switch" in [u.text for u in write_script(d).utterances],
    "r-list-lines.txt": lambda d: {"Apple", "Banana"} <= {u.text for u in write_script(d).utterances},
    "headings-centred-by-tabs.txt": lambda d: len(outline(d)) == 2,
    "headings-numbered-in-parentheses.txt": lambda d: len(outline(d)) == 2,
    "quotes-deeper-than-200-lost-and-not-in-ledger.md": lambda d: "the deepest words" in words_of(d),
    "fifty-x-language-zxx-exit-4.txt": lambda d: write_script(d).utterances[0].voice.language != "zxx",
    "asciidoc-read-as-plain-text.asc": lambda d: "=" not in words_of(d),
    "org-read-as-plain-text.org": lambda d: "*" not in words_of(d) and "#+" not in words_of(d),
    "mail-headers-spoken.eml": lambda d: "MIME" not in words_of(d),
}
"""What is right of a document that was read wrong."""
REFUSED = ("only-a-byte-order-mark.txt", "empty-list-is-success.list")


def reports(corpus: Path) -> Iterator[Row]:
    """Faults that were reported, in reading."""
    done = {name: right(read(str(corpus / "reports" / name))) for name, right in REPORTS.items()}
    for name in REFUSED:
        try:
            done[name] = not [read(one) for one in expand([str(corpus / "reports" / name)])]
        except SourceError:
            done[name] = True
    yield "reports", "all", f"{sum(done.values())} of {len(done)}"
    yield from (("reports", name, "WRONG") for name, right in done.items() if not right)


def speed(corpus: Path) -> Iterator[Row]:
    """1.2 MB of a novel, the best of three."""
    data = (corpus / "text" / "pg98.txt").read_bytes()
    data = (data * (1_200_000 // len(data) + 1))[:1_200_000]
    times = []
    for _ in range(3):
        start = time.process_time()
        read_source(Source("novel.txt", "novel.txt", data))
        times.append(time.process_time() - start)
    yield "speed", "1.2 MB of text", f"{min(times):.2f} s, {min(times) / len(data) * 1e6:.3f} s per MB"


if __name__ == "__main__":
    beside = Path(__file__).parents[2].parent / "shared" / "corpus"
    main(Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("RHAPSODE_CORPUS", beside)))
