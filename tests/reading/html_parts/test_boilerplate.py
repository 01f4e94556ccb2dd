"""Readable cases: `boilerplate.golden` has the lines that are set aside and their look-alikes, by place."""

from __future__ import annotations

from pathlib import Path

import pytest

from rhapsode.model import Block, Mark
from rhapsode.reading.html_parts.boilerplate import set_aside

TEXT = "The ferry left at seven, or when the captain had finished his coffee, which nobody on the quay would hurry. "
PLACES = {"before": (0, 3), "between": (4, 4), "after": (3, 0)}
"""By a place's first word: paragraphs before and after the line."""


def cases() -> list[tuple[str, str, bool]]:
    found, place = [], ""
    for line in (Path(__file__).parent / "boilerplate.golden").read_text("utf-8").splitlines():
        if line.startswith(("- ", "+ ")):
            found.append((place, line[2:], line[0] == "-"))
        elif line and not line.startswith("#"):
            place = line.split()[0]
    return found


def block(line: str, name: str) -> Block:
    if line.startswith("# "):
        return Block(name, "heading", line[2:], level=2)
    text = line.removeprefix("[[").removesuffix("]]")
    return Block(name, "paragraph", text, (Mark(0, len(text), "link", "x"),) if line.startswith("[[") else ())


@pytest.mark.parametrize(("place", "line", "goes"), cases())
def test_golden_lines(place: str, line: str, goes: bool) -> None:
    before, after = PLACES[place]
    lines = [*[TEXT] * before, line, *[TEXT] * after]
    blocks = [block(one, f"b{n}") for n, one in enumerate(lines)]
    made = set_aside(blocks, "The Ferry", ("Ann Archer",))
    assert (made[before].kind == "surroundings") is goes
    assert [one.text for one in made] == [one.text for one in blocks]
    assert all(one.kind == "paragraph" for n, one in enumerate(made) if n != before)


def test_captions_of_a_gallery_that_come_again_go() -> None:
    caption = "The captain of the Margaret looks at the sea before the crossing on Monday"
    blocks = [block(one, f"b{n}") for n, one in enumerate([caption + ". (Photo: Ek)", TEXT, caption, TEXT, TEXT])]
    assert [one.kind == "surroundings" for one in set_aside(blocks, "", ())] == [True, False, True, False, False]


def test_lists_of_links_go_after_the_text_and_stay_inside_it() -> None:
    links = [Block(f"l{n}", "list_item", f"Boat number {n}", (Mark(0, 13, "link", "x"),)) for n in range(3)]
    text = [block(TEXT, f"b{n}") for n in range(3)]
    kinds = [one.kind for one in set_aside([text[0], *links, text[1], text[2]], "", ())]
    assert "surroundings" not in kinds
    assert [one.kind for one in set_aside([*text, *links], "", ())][3:] == ["surroundings"] * 3


def test_a_picture_that_says_nothing_new_goes() -> None:
    def picture(text: str) -> Block:
        return Block(text, "figure", text, (Mark(0, len(text), "image", "x"),))

    blocks = [
        picture("The Ferry"),
        picture("IMG_2041.jpg"),
        picture("The captain at dawn, in oilskins"),
        block(TEXT, "t"),
    ]
    assert [one.kind for one in set_aside(blocks, "The Ferry", ())][:3] == ["surroundings", "surroundings", "figure"]
