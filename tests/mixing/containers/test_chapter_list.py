from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rhapsode.mixing.containers.chapter_list import ChapterSpan, merged, tree
from rhapsode.model import TimedSection


@given(st.lists(st.integers(1, 6), min_size=1, max_size=400), st.integers(1, 255))
def test_merged_sections_fit_and_keep_their_order(levels: list[int], most: int) -> None:
    sections = [TimedSection(f"s{at}", level, "t", at, at + 1) for at, level in enumerate(levels)]
    kept = merged(sections, most)
    assert len(kept) <= most
    assert kept[0] == sections[0]
    assert [s.start_frame for s in kept] == sorted({s.start_frame for s in kept})
    if len(sections) <= most:
        assert kept == sections


@given(st.lists(st.integers(1, 6), max_size=60))
def test_the_tree_of_chapters_walks_in_order(levels: list[int]) -> None:
    listed = [ChapterSpan("t", level, at, at + 1) for at, level in enumerate(levels)]

    def walked(nodes: list) -> list[int]:
        return [place for node in nodes for place in (node.place, *walked(node.children))]

    assert walked(tree(listed)) == list(range(len(levels)))
