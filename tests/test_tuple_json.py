from __future__ import annotations

import json

import pytest

from rhapsode.model import Block, Document, Ledger, Mark, Skip
from rhapsode.tuple_json import from_plain, to_json


def test_values_outlast_json() -> None:
    document = Document(
        "T", (Block("b1", "heading", "x", (Mark(0, 1, "link", "u"),), 1),), authors=("A",), cover=b"image",
        settings={"voice": {"rate": 3}},
    )  # fmt: skip
    assert from_plain(Document, json.loads(to_json(document))) == document._replace(cover=None)
    ledger = Ledger(3, 2, (Skip("b1", "code", "x", "why", 1),))
    assert from_plain(Ledger, json.loads(to_json(ledger))) == ledger


@pytest.mark.parametrize("plain", [[], None, 7, ["x"], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]])
def test_what_is_no_value_is_refused(plain: object) -> None:
    with pytest.raises(ValueError, match=r"not a|argument"):
        from_plain(Document, plain)


def test_what_was_written_before_a_field_was_added_has_its_default() -> None:
    document = Document("A title", (), picture="a.png")
    plain = json.loads(to_json(document))
    assert from_plain(Document, plain) == document
    assert from_plain(Document, plain[:-1]) == document._replace(picture="")
    for wrong in (plain[:1], [*plain, "more"]):
        with pytest.raises(ValueError, match="not a Document"):
            from_plain(Document, wrong)
