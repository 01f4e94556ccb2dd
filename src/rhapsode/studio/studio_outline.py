"""What the page shows of a source before it is made."""

from __future__ import annotations

from typing import Any

from rhapsode import pipeline
from rhapsode.model import Document, Skip, count_words
from rhapsode.scripting.policy import BLOCKS
from rhapsode.store import Store
from rhapsode.studio.render_choices import RenderChoices
from rhapsode.track_record import words_json

MOST_SKIPS = 500
"""Shown: more nobody reads, and a book may have thousands of notes."""
UNSHOWN = ("break",)


def outline_of(document: Document, choices: RenderChoices, engine: str, store: Store | None = None) -> dict[str, Any]:
    """Title, sections with words and seconds, and what is passed over; times as in `pipeline.Outline`."""
    plan = pipeline.outline(choices.request(engine), store, document=document)
    blocks = {block.id: block for block in document.blocks}

    def can_be_said(skip: Skip) -> bool:
        block = blocks.get(skip.block_id)
        return bool(block and skip.kind in BLOCKS and block.text.split() == skip.text.split())

    shown = [skip for skip in plan.script.ledger.skipped if skip.kind not in UNSHOWN]
    return {
        "title": plan.script.document.title,
        "authors": list(plan.script.document.authors),
        "language": plan.script.document.language,
        "source": document.source,
        "words": words_json(plan.script.ledger),
        "seconds": sum(plan.seconds),
        "seconds_to_speak": plan.seconds_to_speak,
        "sections": [
            {
                "title": section.title,
                "level": section.level,
                "words": sum(count_words(block.text) for block in section.blocks),
                "seconds": seconds,
            }
            for section, seconds in zip(plan.script.sections, plan.seconds, strict=True)
        ],
        "skipped": [
            {"text": skip.text, "reason": skip.reason, "words": skip.words, "can_be_said": can_be_said(skip)}
            for skip in shown[:MOST_SKIPS]
        ],
        "more_skipped": max(0, len(shown) - MOST_SKIPS),
        "warnings": [*document.warnings, *plan.script.warnings, *plan.plan.warnings],
    }
