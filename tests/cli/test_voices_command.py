"""The voices as a table, by language, and by ear."""

import pytest
from click.testing import CliRunner

from rhapsode.cli import group
from rhapsode.cli.voice_table import near_languages, of_language, table
from rhapsode.errors import RhapsodeError
from rhapsode.plugins import OfferedVoice, VoiceInfo

VOICES = [
    ("espeak", VoiceInfo("gmw/en", "English (Great Britain)", ("en-gb",))),
    ("espeak", VoiceInfo("gmw/en-US", "English (America)", ("en-us",))),
    ("natural", VoiceInfo("heart", "Heart", ("en-US",))),
    ("espeak", VoiceInfo("roa/fr", "French (France)", ("fr-fr",))),
    ("tone", VoiceInfo("tone/low", "Low", ("en", "mul"))),
]


def run(*args):
    return CliRunner().invoke(group, args, prog_name="rhapsode")


@pytest.mark.parametrize(
    ("language", "found"),
    [
        ("", ["gmw/en", "gmw/en-US", "heart", "roa/fr", "tone/low"]),
        ("en", ["gmw/en", "gmw/en-US", "heart", "tone/low"]),
        ("en-US", ["gmw/en-US", "heart"]),
        ("en_us", ["gmw/en-US", "heart"]),
        ("english", ["gmw/en", "gmw/en-US", "heart", "tone/low"]),
        ("French", ["roa/fr"]),
        ("e", []),
        ("heart", ["gmw/en", "gmw/en-US", "heart", "tone/low"]),
        ("xx", []),
    ],
)
def test_a_language_is_a_tag_or_a_name(language, found):
    assert [voice.id for _, voice in of_language(VOICES, language, VOICES)] == found


@pytest.mark.parametrize(("typed", "near"), [("englsh", ["English"]), ("FRENSH", ["French"]), ("qqq", [])])
def test_a_language_that_is_mistyped_has_names_near_it(typed, near):
    assert near_languages(VOICES, typed) == near


def test_a_language_is_named_with_the_option_or_without():
    alike = [run("voices", *args, "--engine", "tone").output for args in (["en"], ["--language", "en"])]
    assert alike[0] == alike[1] != ""
    wrong = run("voices", "englsh", "--engine", "espeak")
    assert "did you mean English" in str(wrong.exception.cure)


def test_the_table_has_a_header_and_columns_that_line_up():
    lines = list(table(VOICES))
    assert lines[0].split() == ["VOICE", "ENGINE", "LANGUAGE", "NAME"]
    at = lines[0].index("NAME")
    assert [line[at:] for line in lines[1:]] == [voice.name for _, voice in VOICES]
    assert all(line[at - 2 : at] == "  " for line in lines)


def test_what_could_be_fetched_stands_last_with_how_and_how_much():
    offered = OfferedVoice("nova", ("en-US",), 58_000_000, "MIT", "https://example.org/nova", "/voices/nova")
    shown = list(table(VOICES, of_language([("natural", offered)], "english", VOICES)))
    *here, last, how = shown
    assert here == list(table(VOICES))
    assert last.split(maxsplit=3) == ["nova", "natural", "en-US", "not here, 58.0 MB"]
    assert "rhapsode voices --get" in how
    assert of_language([("natural", offered)], "French", VOICES) == []


def test_a_page_of_samples_is_written_and_nobody_s_file_written_over(tmp_path):
    made = run("voices", "--engine", "tone", "--sample", str(tmp_path / "heard"))
    assert made.output == f"{tmp_path / 'heard' / 'index.html'}: 2 voices to be heard\n"
    assert [path.name for path in (tmp_path / "heard").iterdir()] == ["index.html"]
    page = (tmp_path / "heard" / "index.html").read_text("utf-8")
    assert page.count("<audio ") == 2
    assert run("voices", "--engine", "tone", "--sample", str(tmp_path / "heard")).exit_code == 0
    (tmp_path / "heard" / "index.html").write_text("mine")
    refused = run("voices", "--engine", "tone", "--sample", str(tmp_path / "heard"))
    assert isinstance(refused.exception, RhapsodeError)
    assert (tmp_path / "heard" / "index.html").read_text() == "mine"


def test_an_engine_that_is_not_installed_says_how_to_get_it(monkeypatch):
    from rhapsode.speaking.piper.piper_engine import PiperEngine

    monkeypatch.setattr(PiperEngine, "missing", lambda engine: "install it so")
    caught = run("voices", "--engine", "piper").exception
    assert isinstance(caught, RhapsodeError)
    assert (caught.what, caught.cure) == ("the engine piper is not complete", "install it so")


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        (["voices", "--get", "emma"], "no voice 'emma' can be fetched"),
        (["say", "Hello.", "--voice", "emma"], "the engine auto has no voice 'emma'"),
    ],
)
def test_a_voice_that_the_natural_engine_may_have_says_how_to_get_it(monkeypatch, asked, what):
    from rhapsode.speaking.natural.natural_engine import NaturalEngine

    monkeypatch.setattr(NaturalEngine, "missing", lambda engine: "install it so")
    caught = run(*asked).exception
    assert isinstance(caught, RhapsodeError)
    assert (caught.what, caught.cure) == (what, "see `rhapsode voices`; for a natural one, install it so")
