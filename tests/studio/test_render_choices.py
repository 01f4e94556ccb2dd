import pytest

from rhapsode.errors import UsageError
from rhapsode.request import read_text, script
from rhapsode.studio.render_choices import RenderChoices, keep_choices, load_choices, read_choices

TIDES = "# Tides\n\nThe water rises.\n\n## At night (1)\n\nIt falls.\n\n```\nset x\n```\n\n## At night\n\nIt waits.\n"


def said(choices):
    return [one.text for one in script(read_text(TIDES.encode(), "markdown"), choices.request("tone")).utterances]


def test_a_section_that_is_left_out_is_not_said_and_no_other_with_a_like_title():
    assert said(RenderChoices(left_out=("At night (1)",)))[-2:] == ["At night", "It waits."]
    assert "It falls." not in said(RenderChoices(left_out=("At night (1)",)))
    assert "It falls." in said(RenderChoices(left_out=("At night",)))


def test_what_is_restored_is_said():
    assert "set x" not in " ".join(said(RenderChoices()))
    assert "set x" in " ".join(said(RenderChoices(restored=("set x",))))


@pytest.mark.parametrize(
    "told",
    [[], {"voice": 1}, {"rate_wpm": "180"}, {"rate_wpm": 5}, {"m4b": 1}, {"left_out": "a"}, {"restored": [1]}],
)
def test_what_can_be_no_choice_is_refused(told):
    with pytest.raises(UsageError, match="load the page again"):
        read_choices(told)


def test_voice_rate_and_kind_are_kept_and_what_is_of_one_text_is_not(tmp_path):
    file = tmp_path / "choices.json"
    assert load_choices(file) == RenderChoices()
    keep_choices(file, RenderChoices("v", 200, True, ("a",), ("b",)))
    assert load_choices(file) == RenderChoices("v", 200, True)
    file.write_bytes(b"[]")
    assert load_choices(file) == RenderChoices()
