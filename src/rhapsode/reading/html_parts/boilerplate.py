"""What stands among a page's own paragraphs and is none of them: dates of publication, credits of pictures, links to
other stories, requests to subscribe.

`main_content` weighs the page's elements; here each block is judged by what it says, how much of it is a link, and
where it stands: before the first paragraph of the text, after the last, or between.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from rhapsode.model import Block, count_words
from rhapsode.reading.html_parts import boilerplate_phrases as say
from rhapsode.reading.html_parts.page_metadata import same_title, squeezed
from rhapsode.reading.text_parts.line_signals import byline, title_case

_LONG_WORDS = 20
_MOST_SMALL_PRINT = 80
_LINKED = 0.85
_CAPTION_WORDS = 8


def set_aside(blocks: Sequence[Block], title: str, authors: Sequence[str]) -> list[Block]:
    """`blocks` with what is around the text made `surroundings`; `title` and `authors` are what the page states."""
    own = [block for block in blocks if block.kind not in _OTHER and block.text]
    names = tuple(name.casefold() for name in authors)
    places = [n for n, block in enumerate(own) if _is_text(block) and not _is_biography(block, names)]
    if not places:
        return list(blocks)
    first, last = places[0], places[-1]
    aside = _gallery(own) | _link_lists(own, last)
    aside |= {
        block.id
        for n, block in enumerate(own)
        if (_anywhere(block) and not _heads_text(own, n))
        or (n < first + 2 and (_in_head(block, names) or _names_before_stamp(own[n : n + 2])))
        or (n > last and _in_tail(block, names))
        or (n > last - 4 and _is_small_print(block))
    }
    kept = [_aside(block) if block.id in aside else block for block in blocks]
    unsaid = _pictures_said_twice(kept, title)
    strays = _stray_pictures(kept, unsaid, own[last].id)
    kept = [_aside(block) if block.id in strays else block for block in kept]
    return [block._replace(kind="surroundings") if block.id in unsaid else block for block in kept]


def _stray_pictures(blocks: Sequence[Block], unsaid: set[str], last: str) -> set[str]:
    """Those behind the `last` paragraph of the text that have no caption and stand beside what is none of the text."""
    ends = next(n for n, block in enumerate(blocks) if block.id == last)
    found: set[str] = set()
    for n, block in enumerate(blocks[ends + 1 :], ends + 1):
        around = [one for one in blocks[n - 1 : n + 2] if one is not block]
        if (block.kind == "figure" and (not block.text or block.id in unsaid)) and not any(
            one.kind == "caption" for one in around
        ):
            found |= {block.id for one in around if one.id in found or one.kind == "surroundings"}
    return found


def without(block: Block, said: str) -> Block:
    """`block` without the first `said` in it, which is said elsewhere."""
    return block._replace(text=" ".join(block.text.replace(said, " ", 1).split()), marks=())


def _aside(block: Block) -> Block:
    """`block` as none of the text; its pictures are not shown either."""
    marks = tuple(mark._replace(value="") if mark.kind == "image" else mark for mark in block.marks)
    return block._replace(kind="surroundings", level=0, marker="", marks=marks)


_OTHER = frozenset(("surroundings", "code", "math", "table_row", "footnote", "contents", "break", "page_furniture"))


def _heads_text(blocks: Sequence[Block], n: int) -> bool:
    return blocks[n].kind == "heading" and n + 1 < len(blocks) and _is_text(blocks[n + 1])


def _is_text(block: Block) -> bool:
    words = count_words(block.text)
    return (
        block.kind in ("paragraph", "quote", "list_item")
        and (words >= _LONG_WORDS or len(block.text) >= 120)
        and link_share(block) < 0.5
        and not say.CREDITED.search(block.text)
        and not say.SMALL_PRINT.search(block.text)
        and not say.PLEA.match(block.text)
    )


def link_share(block: Block) -> float:
    """How much of its text is links, from 0 to 1."""
    if not block.text:
        return 0.0
    return sum(mark.end - mark.start for mark in block.marks if mark.kind == "link") / len(block.text)


def _anywhere(block: Block) -> bool:
    text = block.text.strip()
    words = count_words(text)
    if say.LABEL.fullmatch(text) or say.CREDIT.fullmatch(text):
        return True
    if block.kind == "heading":
        return words < 15 and bool(say.PLEA.match(text))
    if words < 80 and say.CREDITED.search(text):
        return True
    share = link_share(block)
    if words > 30 or not share:
        return False
    if (share >= 0.5 and say.POINTER.match(text)) or (say.PLEA.match(text) and text[-1] != "?"):
        return True
    # A line of its own that is nothing but a link, and no sentence, leads away.
    return block.kind == "paragraph" and words >= 4 and share >= 0.95 and text[-1] not in ".?!:…"


def _in_head(block: Block, names: tuple[str, ...]) -> bool:
    text = block.text.strip()
    words = count_words(text)
    if words > 25 or block.kind == "heading":
        return block.kind == "heading" and is_stamp(text, names)
    return is_stamp(text, names) or bool(byline(text)) or _names_authors(text, names)


def _names_before_stamp(pair: Sequence[Block]) -> bool:
    """Whether the first of the two is a line of names, and the second a date."""
    text = pair[0].text.strip()
    return (
        len(pair) == 2
        and pair[0].kind == "paragraph"
        and count_words(text) <= 10
        and text[-1:] not in ".:?!"
        and title_case(text) == 1
        and is_stamp(pair[1].text, ())
    )


_BY = re.compile(r"\b[Bb][Yy] (?:[A-Z][\w.'’-]{0,30}(?:, | and | )?){1,8}")


def is_stamp(text: str, names: tuple[str, ...]) -> bool:
    """Whether `text` says when a page was made, and by whom at the most."""
    if not say.MOMENT.search(text) or not any(c.isdigit() for c in text):
        return False
    rest = _BY.sub(" ", text).casefold()
    for name in names:
        rest = rest.replace(name, " ")
    return len(say.STAMP.sub(" ", rest).split()) <= 3


def _names_authors(text: str, names: tuple[str, ...]) -> bool:
    return count_words(text) <= 12 and text[-1:] != "." and text.casefold().startswith(names)


def _in_tail(block: Block, names: tuple[str, ...]) -> bool:
    text = block.text.strip()
    if count_words(text) > _MOST_SMALL_PRINT:
        return False
    return bool(say.PLEA.match(text)) or is_stamp(text, names) or _is_biography(block, names)


def _is_small_print(block: Block) -> bool:
    return bool(say.SMALL_PRINT.search(block.text)) and count_words(block.text) <= _MOST_SMALL_PRINT


def _is_biography(block: Block, names: tuple[str, ...]) -> bool:
    """Whether it tells who an author is."""
    return block.text.casefold().startswith(names) and bool(say.BIOGRAPHY.search(block.text))


def _gallery(blocks: Sequence[Block]) -> set[str]:
    """The captions of pictures that are shown one by one: they come more than once, with a credit or as a list."""
    alike: dict[str, list[Block]] = defaultdict(list)
    for block in blocks:
        if block.kind != "heading" and count_words(block.text) >= _CAPTION_WORDS:
            alike[" ".join(block.text.split()[:_CAPTION_WORDS]).casefold()].append(block)
    return {
        block.id
        for copies in alike.values()
        if len(copies) > 1 and any(say.CREDITED.search(block.text) for block in copies)
        for block in copies
    }


def _link_lists(blocks: Sequence[Block], last: int) -> set[str]:
    """Items that are links: after the text, or after a label such as "Related stories"."""
    found: set[str] = set()
    labelled = False
    for n, block in enumerate(blocks):
        share = link_share(block) if block.kind == "list_item" else 0.0
        if (share >= _LINKED and (n > last or labelled)) or (labelled and share > 0 and n > last):
            found.add(block.id)
        elif not share:
            labelled = bool(say.LABEL.fullmatch(block.text.strip()) or say.POINTER.match(block.text))
    return found


def _pictures_said_twice(blocks: Sequence[Block], title: str) -> set[str]:
    """Pictures whose alternative text adds nothing: it is a caption's, the title, a file's name, or comes again.

    They are shown all the same.
    """
    pictures = [n for n, block in enumerate(blocks) if block.kind == "figure" and block.text]
    counted = Counter(squeezed(blocks[n].text) for n in pictures)
    said = squeezed(title) + "".join(squeezed(block.text) for block in blocks if block.kind != "figure")
    return {
        blocks[n].id
        for n in pictures
        if counted[squeezed(blocks[n].text)] > 1
        or squeezed(blocks[n].text) in said
        or say.FILE_NAME.search(blocks[n].text)
        or any(_captions(block, blocks[n]) for block in blocks[n + 1 : n + 2])
    }


def _captions(block: Block, picture: Block) -> bool:
    """Whether `block`, the one after it, makes a picture's alternative text needless."""
    return block.kind == "surroundings" or (block.kind == "caption" and same_title(picture.text, block.text))
