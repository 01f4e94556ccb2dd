"""Blocks without the characters that only steer a screen: controls, and what turns the writing around unseen.

Readers of plain text leave these out as they decode; in mark-up they may stand as entities, and a Document from a
program or a plug-in may hold anything.
"""

from __future__ import annotations

from bisect import bisect_left

from rhapsode.metadata_text import STEERING, is_steering
from rhapsode.model import Block, Document


def unsteered(document: Document) -> Document:
    """`document` without such characters in its blocks' texts and in their marks' values; marks mark the same."""
    return document._replace(blocks=tuple(map(_unsteered, document.blocks)))


def _unsteered(block: Block) -> Block:
    gone = [found.start() for found in STEERING.finditer(block.text)] if is_steering(block.text) else []
    marks = tuple(
        mark._replace(
            start=mark.start - bisect_left(gone, mark.start),
            end=mark.end - bisect_left(gone, mark.end),
            value=STEERING.sub("", mark.value),
        )
        for mark in block.marks
    )
    return block._replace(text=STEERING.sub("", block.text), marks=marks)
