import pytest
from scripts import block, document, spoken

from rhapsode.scripting import Style, write_script
from rhapsode.scripting.delivery import Delivery
from rhapsode.scripting.style import default_roles

ENTRIES = (
    'Smith, J. (2001). "On tides". Journal of Waves. 12 (3): 45-67.',
    "Jones, A.; Lee, B. The Sea. Harbour Press, 1999. ISBN 0-306-40615-2.",
    "Tide tables, https://example.org, retrieved 2020.",
)


def article(title, entries, language="en"):
    listed = [block("list_item", entry, marker=f"{n}.") for n, entry in enumerate(entries, 1)]
    text = [block("heading", "Tides", level=1), block("paragraph", "The sea rises."), block("heading", title, level=2)]
    after = [block("heading", "Later", level=2), block("paragraph", "It fell in 1999, Smith (2001) says.")]
    return document(*text, *listed, *after, title="Tides", language=language)


@pytest.mark.parametrize(
    ("language", "title", "said"),
    [
        ("en", "References", "The references are skipped."),
        ("en", "7. Works cited", "The references are skipped."),
        ("de", "Einzelnachweise", "Die Nachweise werden übersprungen."),
        ("fr", "Notes et références", "Les références sont omises."),
    ],
)
def test_a_list_of_references_is_one_announced_skip(language, title, said):
    script = write_script(article(title, ENTRIES, language))
    assert spoken(script).count(said) == 1
    assert [one.reason for one in script.ledger.skipped] == ["a list of references"] * 3
    assert script.ledger.balanced
    assert any(one.startswith("It fell in") for one in spoken(script)) or language != "en"


@pytest.mark.parametrize(
    ("title", "entries"),
    [
        ("References", ("She had no references.", "Nobody asked for them.")),
        ("Notes", ("I walked to the sea.", "It was 1999 and cold.")),
        ("Sources of the river", ENTRIES),
    ],
)
def test_what_only_has_such_a_heading_is_spoken(title, entries):
    script = write_script(article(title, entries))
    assert not script.ledger.skipped
    assert "The references are skipped." not in spoken(script)


def test_a_style_has_them_spoken_or_leaves_them_out_in_silence():
    spoken_all = write_script(
        article("References", ENTRIES), Style({**default_roles(), "references": Delivery(speak="auto")})
    )
    assert not spoken_all.ledger.skipped
    silent = write_script(
        article("References", ENTRIES), Style({**default_roles(), "references": Delivery(speak="never")})
    )
    assert len(silent.ledger.skipped) == 3
    assert "The references are skipped." not in spoken(silent)


@pytest.mark.parametrize(
    ("entries", "skipped"),
    [
        (ENTRIES[:2], 2),
        (ENTRIES[:1], 0),
        (("Moved to Leeds (2001).", "Moved to York (2004)."), 0),
        ((ENTRIES[0], "Bring a coat."), 0),
    ],
)
def test_a_last_list_without_a_heading_is_references_where_each_entry_is_one(entries, skipped):
    listed = [block("list_item", entry) for entry in entries]
    script = write_script(document(block("paragraph", "The sea rises."), *listed, title="Tides"))
    assert len(script.ledger.skipped) == skipped
    assert ("The references are skipped." in spoken(script)) is bool(skipped)
