"""`rhapsode words` as a user meets it."""

import json
import re

import pytest
from click.testing import CliRunner

from rhapsode.cli.words_command import command
from rhapsode.errors import StyleError, UsageError
from rhapsode.mixing import inspect


@pytest.fixture
def article(tmp_path, monkeypatch):
    monkeypatch.setenv("RHAPSODE_CONFIG", str(tmp_path / "none"))
    file = tmp_path / "article.md"
    file.write_text("# Names\n\nWe read of Xanthippe in the OST of the show.\n", "utf-8")
    return file


def run(*args):
    return CliRunner().invoke(command, [str(arg) for arg in args], catch_exceptions=False)


def test_it_lists_words_with_place_and_sound(article):
    lines = run(article, "--engine", "espeak").stdout.splitlines()
    assert [line.split()[1] for line in lines if line.split()[0].isdigit()] == ["read", "OST", "Xanthippe"]
    assert "line 3:" in lines[0]
    assert "ɛ" in lines[2].split()[3], "the letters are spelled, as in the sentence"


def test_a_word_with_two_pronunciations_shows_which_was_chosen_where_and_why(article):
    article.write_text("# Pipes\n\nThe lead pipe is made of metal.\n\nShe will lead the team.\n", "utf-8")
    _, first, second, *_ = run(article, "--engine", "tone", "--kind", "heteronym").stdout.splitlines()
    assert re.fullmatch(r" +line 3: ˈlɛd, the metal \(\d+% for [\w, ]+\): The lead pipe is made of metal\.", first)
    assert re.fullmatch(r" +line 5: ˈliːd, noun or verb \(\d+% for [\w, ]+\): She will lead the team\.", second)
    found = json.loads(run(article, "--engine", "tone", "--kind", "heteronym", "--json").stdout)["words"]
    assert [one["ipa"] for one in found[0]["readings"]] == ["ˈlɛd", "ˈliːd"]


def test_words_told_apart_are_not_put_into_a_lexicon(article, tmp_path):
    lexicon = tmp_path / "names.toml"
    run(article, "--engine", "espeak", "--lexicon", lexicon, "--add")
    assert "Xanthippe" in lexicon.read_text("utf-8")
    assert "read" not in lexicon.read_text("utf-8")


def test_json(article):
    found = json.loads(run(article, "--json", "--kind", "name").stdout)
    assert found["schema"] == 1
    assert [(one["word"], one["kinds"], one["count"], one["line"]) for one in found["words"]] == [
        ("Xanthippe", ["name"], 1, 3)
    ]


def test_an_engine_that_cannot_tell_still_lists(article):
    lines = run(article, "--engine", "tone").stdout.splitlines()
    assert [line.split()[1] for line in lines if line.split()[0].isdigit()] == ["read", "OST", "Xanthippe"]


def test_it_starts_a_lexicon_that_a_render_then_uses(article, tmp_path):
    lexicon = tmp_path / "names.toml"
    run(article, "--kind", "name", "--lexicon", lexicon, "--add")
    text = lexicon.read_text("utf-8")
    assert '"Xanthippe" = "' in text
    lexicon.write_text(text.replace(text.split('"Xanthippe" = "')[1].split('"')[0], "zæntˈɪpi"), "utf-8")
    assert "zæntˈɪpi" in run(article, "--lexicon", lexicon, "--kind", "name").stdout


def test_adding_needs_a_lexicon_to_add_to(article):
    with pytest.raises(UsageError, match="--add needs one lexicon"):
        run(article, "--add")


def test_the_words_can_be_heard(article, tmp_path):
    heard = tmp_path / "words.wav"
    run(article, "--engine", "tone", "--say", heard)
    assert heard.stat().st_size > 10_000
    tags = inspect(heard).tags
    assert (tags["title"], tags["album"]) == ("Words to check: Names",) * 2


def test_a_respelled_word_sounds_as_it_is_respelled(article, tmp_path):
    lexicon = tmp_path / "names.toml"
    lexicon.write_text('[words]\nXanthippe = "wind"\n')
    line = run(article, "--engine", "espeak", "--kind", "name", "--lexicon", lexicon).stdout
    assert "wˈɪnd" in line


def test_a_lexicon_that_cannot_be_added_to_is_left_as_it_is(article, tmp_path):
    lexicon = tmp_path / "names.toml"
    lexicon.write_text('phonemes = { Qin = "tʃɪn" }\n', "utf-8")
    before = lexicon.read_bytes()
    with pytest.raises(StyleError, match=r"names\.toml:1: no word can be added to 'phonemes'"):
        run(article, "--engine", "espeak", "--kind", "name", "--lexicon", lexicon, "--add")
    assert lexicon.read_bytes() == before
