"""What the user states overrules the detector."""

from __future__ import annotations

from pathlib import Path

from reading_tools import kinds, outline, read_bytes

from rhapsode.reading import read

LONG = "A paragraph that is long enough to be one, since it says the same thing twice, and then once again for good measure."  # noqa: E501
TEXT = f"The Name of It\n\n{LONG}\n\nLooks Like a Heading\n\n{LONG}\n\nlooks like nothing\n\n{LONG}\n"


def test_the_detector_alone() -> None:
    assert outline(read_bytes("a.txt", TEXT)) == [(1, "The Name of It"), (2, "Looks Like a Heading")]


def test_marker_lines_in_the_text() -> None:
    marked = TEXT.replace("looks like", "[[heading 3]]\nlooks like").replace("Looks Like", "[[text]]\nLooks Like")
    document = read_bytes("a.txt", marked)
    assert outline(document) == [(1, "The Name of It"), (3, "looks like nothing")]
    assert ("paragraph", "Looks Like a Heading") in kinds(document)
    assert not any("[[" in text for _, text in kinds(document))


def test_a_marked_line_in_the_middle_of_a_wrapped_paragraph() -> None:
    wrapped = (
        "some lines that go on and on until they end\nand begin again below\n[[heading]]\nthe middle\n"
        "and go on to the end of it all\n"
    ) * 3
    assert [text for _, text in outline(read_bytes("a.txt", wrapped))] == ["the middle"] * 3


def test_an_outline_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.txt.outline").write_text("# mine\n9 2 looks like nothing\n\nwhat?\n99 1\n")
    document = read(str(tmp_path / "a.txt"))
    assert outline(document) == [(2, "looks like nothing")]
    assert len(document.warnings) == 2


def test_an_outline_with_a_title(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.txt.outline").write_text("1 1\n5 2\n9 2\n")
    document = read(str(tmp_path / "a.txt"))
    assert outline(document) == [(1, "The Name of It"), (2, "Looks Like a Heading"), (2, "looks like nothing")]
    assert document.title == "The Name of It"
