import pytest

from rhapsode.errors import StyleError
from rhapsode.model import Lexeme
from rhapsode.scripting.lexicon_file import read_lexicon
from rhapsode.scripting.lexicon_start import add_words

PLS = """<?xml version="1.0"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en-GB">
  <lexeme><grapheme>Macon</grapheme><phoneme>mˈeɪkən</phoneme></lexeme>
  <lexeme><grapheme>W3C</grapheme><grapheme>w3c</grapheme><alias>World Wide Web Consortium</alias></lexeme>
  <lexeme xml:lang="it"><grapheme>ciao</grapheme><phoneme>tʃaːo</phoneme><phoneme prefer="true">tʃao</phoneme></lexeme>
  <lexeme><grapheme>odd</grapheme><phoneme alphabet="x-sampa">Qd</phoneme></lexeme>
  <lexeme><grapheme>worse</grapheme><phoneme>w3s#</phoneme></lexeme>
</lexicon>
"""


def written(tmp_path, text, name="words.toml"):
    file = tmp_path / name
    file.write_text(text, "utf-8")
    return file


def test_pls(tmp_path):
    file = written(tmp_path, PLS, "words.pls")
    read = read_lexicon(file)
    assert read.lexemes == (
        Lexeme("Macon", phoneme="mˈeɪkən", language="en-GB", origin=f"{file}:3"),
        Lexeme("W3C", alias="World Wide Web Consortium", language="en-GB", origin=f"{file}:4"),
        Lexeme("w3c", alias="World Wide Web Consortium", language="en-GB", origin=f"{file}:4"),
        Lexeme("ciao", phoneme="tʃao", language="it", origin=f"{file}:5"),
    )
    assert [w.split(": ")[0] for w in read.warnings] == [f"{file}:6", f"{file}:7"]
    assert "'odd' has no pronunciation" in read.warnings[0]
    assert "'#' in the phonemes of 'worse' is not IPA" in read.warnings[1]


def test_toml(tmp_path):
    text = """
        language = "en"
        [words]
        sql = "sequel"
        [phonemes]
        "Xu" = "/ʃuː/"
        [patterns]
        'v(\\d)' = 'version \\1'
    """
    file = written(tmp_path, text)
    read = read_lexicon(file)
    assert read.lexemes == (
        Lexeme("sql", alias="sequel", language="en", origin=f"{file}:4"),
        Lexeme("Xu", phoneme="ʃuː", language="en", origin=f"{file}:6"),
    )
    assert [(p.expression.pattern, p.spoken) for p in read.patterns] == [(r"v(\d)", r"version \1")]


def test_two_pronunciations_of_one_form_are_a_warning(tmp_path):
    file = written(tmp_path, '[words]\nsql = "sequel"\n[phonemes]\nsql = "ɛskjuːɛl"\n')
    read = read_lexicon(file)
    assert [one.phoneme for one in read.lexemes] == ["ɛskjuːɛl"]
    assert read.warnings == (f"{file}:4: 'sql' was given at {file}:2 already; this one counts",)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[words]\nsql = sequel\n", ":2: not TOML"),
        ("[words]\nsql = 3\n", ":2: 'sql' is not text"),
        ("[word]\nsql = 'x'\n", ":1: unknown table 'word'"),
        ("[patterns]\n'(' = 'x'\n", ":2: '\\(' is not a usable pattern"),
        ("[patterns]\n'a' = '\\2'\n", ":2: 'a' is not a usable pattern"),
        ("<lexicon>", "not a PLS lexicon"),
        ("<lexicon/>", ":1: not a PLS lexicon: its root"),
    ],
)
def test_what_cannot_be_read_names_its_line(tmp_path, text, complaint):
    with pytest.raises(StyleError, match=complaint):
        read_lexicon(written(tmp_path, text))


def test_a_lexicon_that_is_not_there(tmp_path):
    with pytest.raises(StyleError, match="cannot be read"):
        read_lexicon(tmp_path / "none.toml")


def test_a_bomb_in_a_lexicon_goes_off_nowhere(tmp_path):
    bomb = '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + PLS.split("?>")[1].replace("Macon", "&a;")
    assert all("root" not in one.grapheme for one in read_lexicon(written(tmp_path, bomb.strip(), "b.pls")).lexemes)


def test_words_found_start_a_lexicon_and_later_ones_are_added(tmp_path):
    file = tmp_path / "new.toml"
    assert add_words(file, [("Xu", "ʃuː"), ('a "b"', "")]) == 2
    assert {(one.grapheme, one.phoneme, one.alias) for one in read_lexicon(file).lexemes} == {
        ("Xu", "ʃuː", ""),
        ('a "b"', "", 'a "b"'),
    }
    file.write_text(file.read_text("utf-8").replace("ʃuː", "ʃyː"), "utf-8")
    assert add_words(file, [("Xu", "ʃuː"), ("Qin", "tʃɪn")]) == 1
    said = {one.grapheme: one.phoneme for one in read_lexicon(file).lexemes if one.phoneme}
    assert said == {"Xu": "ʃyː", "Qin": "tʃɪn"}
    assert add_words(file, []) == 0


@pytest.mark.parametrize("header", ["[ phonemes ]", "  [phonemes] # said", '["phonemes"]', "[ 'phonemes' ]"])
def test_a_table_is_found_however_its_header_is_written(tmp_path, header):
    file = written(tmp_path, f'{header}\nXu = "ʃuː"\n\n[words]\nsql = "sequel"\n')
    assert add_words(file, [("Qin", "tʃɪn"), ("SQL", "ɛs")]) == 1, "a word in lower case stands for every case"
    assert {one.grapheme: one.phoneme or one.alias for one in read_lexicon(file).lexemes} == {
        "Xu": "ʃuː",
        "Qin": "tʃɪn",
        "sql": "sequel",
    }


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('language = "en"\nphonemes = { Xu = "ʃuː" }\n', "words.toml:2: "),
        ('phonemes.Xu = "ʃuː"\n', "words.toml:1: "),
        ('[words]\na = """\n[phonemes]\n"""\n', "words.toml:3: "),
        ("[phonemes]\nXu = ʃuː\n", "words.toml:2: not TOML"),
        ("[phonemes]\n[phonemes]\n", "words.toml:2: not TOML"),
    ],
)
def test_a_lexicon_that_cannot_be_added_to_is_left_as_it_is(tmp_path, text, place):
    file = written(tmp_path, text)
    with pytest.raises(StyleError, match=place):
        add_words(file, [("Qin", "tʃɪn")])
    assert file.read_text("utf-8") == text


def test_a_lexicon_that_is_no_text_is_left_as_it_is(tmp_path):
    file = tmp_path / "words.toml"
    file.write_bytes("[words]".encode("utf-16"))
    with pytest.raises(StyleError, match="not UTF-8"):
        add_words(file, [("Qin", "tʃɪn")])
