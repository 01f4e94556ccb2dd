import math
import struct
import wave

import pytest
from scripts import block, document, spoken

from rhapsode.model import Lexeme, Mark, Voice
from rhapsode.scripting import GrowingScript, Style, load_style, write_script
from rhapsode.scripting.delivery import Delivery
from rhapsode.scripting.style import default_roles
from rhapsode.scripting.wording import sentences


@pytest.fixture(autouse=True)
def no_user_files(tmp_path, monkeypatch):
    monkeypatch.setenv("RHAPSODE_CONFIG", str(tmp_path / "no-config"))


def styled(tmp_path, text, **rest):
    file = tmp_path / "style.toml"
    file.write_text(text, "utf-8")
    return load_style(source=tmp_path / "article.txt", style=file, **rest)


ARTICLE = (
    block("heading", "A Title", level=1),
    block("byline", "by Ann Author"),
    block("paragraph", "The lead. It goes on."),
    block("heading", "First", level=2),
    block("paragraph", "Some words."),
    block("heading", "Deeper", level=3),
    block("paragraph", "More words."),
    block("heading", "Second", level=2),
    block("paragraph", "The end."),
)


def test_sections_follow_the_headings():
    script = write_script(document(*ARTICLE, title="A Title"))
    assert [(s.id, s.level, s.title) for s in script.sections] == [
        ("s1", 1, "A Title"),
        ("s2", 2, "First"),
        ("s3", 3, "Deeper"),
        ("s4", 2, "Second"),
    ]
    assert spoken(script)[:4] == ["A Title", "by Ann Author", "The lead.", "It goes on."]
    assert {u.section_id for u in script.utterances if u.text in {"Deeper", "More words."}} == {"s3"}


def test_depth_folds_deeper_sections_into_their_parent():
    script = write_script(document(*ARTICLE, title="A Title"), depth=2)
    assert [s.title for s in script.sections] == ["A Title", "First", "Second"]
    assert "Deeper" in spoken(script)
    assert [s.title for s in write_script(document(*ARTICLE, title="A Title"), depth=1).sections] == ["A Title"]


def test_a_document_without_headings_is_one_section_under_its_title():
    script = write_script(document(block("paragraph", "Only this."), title="Notes", source="/tmp/Notes.txt"))
    assert [(s.level, s.title) for s in script.sections] == [(1, "Notes")]
    assert spoken(script) == ["Only this."], "a file's name is no title to announce"


def test_a_title_that_stands_only_in_the_metadata_is_announced():
    script = write_script(document(block("heading", "One", level=1), block("paragraph", "Words."), title="The Book"))
    assert [s.title for s in script.sections] == ["One"]
    first = script.utterances[0]
    assert (first.text, first.source_text, first.role, first.alignment[0].source_end) == ("The Book", "", "title", 0)
    assert script.ledger.source_words == 2


def test_a_title_that_a_heading_holds_is_not_said_twice():
    script = write_script(document(block("heading", "Rome: the early years", level=1), title="Rome"))
    assert spoken(script) == ["Rome: the early years"]


def test_what_would_be_silent_makes_no_section():
    script = write_script(document(block("imprint", "Copyright."), block("heading", "One", level=1), title="One"))
    assert [s.title for s in script.sections] == ["One"]
    assert [b.kind for b in script.sections[0].blocks] == ["imprint", "heading"]


def test_the_default_pauses():
    script = write_script(document(*ARTICLE, title="A Title"))
    pauses = {u.text: (u.before_ms, u.after_ms) for u in script.utterances}
    assert pauses["A Title"] == (500, 2000)
    assert pauses["The lead."] == (0, 300)
    assert pauses["It goes on."] == (0, 650)
    assert pauses["First"] == (1500, 800)
    assert pauses["The end."] == (0, 2500)
    folded = write_script(document(*ARTICLE, title="A Title"), depth=2)
    assert {u.text: u.before_ms for u in folded.utterances}["Deeper"] == 1200


def test_a_break_is_heard_as_a_pause():
    script = write_script(document(block("paragraph", "One."), block("break"), block("paragraph", "Two."), title="x"))
    assert script.utterances[-1].before_ms == 1200


@pytest.mark.parametrize(("rate", "scale"), [(175, 1.0), (350, 0.5), (700, 0.5), (140, 1.25)])
def test_pauses_scale_with_the_rate_but_keep_half(rate, scale):
    style = load_style(rate_wpm=rate)
    script = write_script(document(*ARTICLE, title="A Title"), style)
    assert script.utterances[0].voice.rate_wpm == rate
    assert script.utterances[0].after_ms == round(2000 * scale)


def test_code_is_announced_and_notes_are_passed_over():
    script = write_script(
        document(block("paragraph", "See."), block("code", "x = 1"), block("footnote", "A note."), title="x")
    )
    assert spoken(script) == ["x", "See.", "Code example."]
    assert [(s.kind, s.words) for s in script.ledger.skipped] == [("code", 2), ("footnote", 2)]
    announced = write_script(document(block("footnote", "A note."), title="x"), announce_skips=True)
    assert spoken(announced) == ["x", "Footnote skipped."]


def test_what_is_around_a_pages_text_is_passed_over_and_can_be_had(tmp_path):
    page = document(block("paragraph", "The ferry left."), block("surroundings", "Home News"), title="x")
    script = write_script(page, announce_skips=True)
    assert spoken(script) == ["x", "The ferry left."]
    assert [(skip.text, skip.reason) for skip in script.ledger.skipped] == [
        ("Home News", "around the page's main content")
    ]
    style = styled(tmp_path, '[surroundings]\nspeak = "auto"\n')
    assert spoken(write_script(page, style)) == ["x", "The ferry left.", "Home News"]


def test_what_the_program_says_is_in_the_documents_language():
    script = write_script(document(block("code", "x"), block("figure", "Ein Hund"), title="x", language="de-AT"))
    assert spoken(script) == ["x", "Programmcode.", "Abbildung: Ein Hund"]


def test_a_picture_is_said_to_be_one():
    script = write_script(document(block("figure", "A dog."), block("figure", "Photo of a cat"), title="x"))
    assert spoken(script)[1:] == ["Figure: A dog.", "Photo of a cat"]
    assert script.utterances[1].source_text == "A dog."


def test_ordered_items_have_their_numbers():
    script = write_script(
        document(block("list_item", "Wash.", marker="3."), block("list_item", "Dry.", marker="•"), title="x")
    )
    assert spoken(script)[1:] == ["3, Wash.", "Dry."]


def test_a_table_is_read_row_by_row_with_its_headers():
    row = block("table_row", "Oslo 700,000", marks=[(0, 4, "cell", "City"), (5, 12, "cell", "People")])
    script = write_script(document(row, title="x"))
    assert spoken(script)[1:] == ["City: Oslo; People: 700,000"]
    assert script.utterances[1].source_text == "Oslo 700,000"


def test_reference_marks_inside_a_sentence_are_skipped():
    text = "It is known.[4] And so2 on [edit]."
    script = write_script(document(block("paragraph", text, marks=[(22, 23, "note_reference", "2")]), title="x"))
    assert spoken(script)[1:] == ["It is known.", "And so on."]
    assert [(s.text, s.words) for s in script.ledger.skipped] == [("[4]", 0), ("2", 0), ("[edit]", 1)]


def test_a_heading_is_a_title_without_its_marks_and_is_said_without_them():
    marked = block("heading", "History[edit]", level=2, marks=[(7, 13, "citation")])
    plain = block("heading", "Later years[edit source]", level=2)
    script = write_script(document(marked, block("paragraph", "Words."), plain, title="x"))
    assert [s.title for s in script.sections] == ["History", "Later years"]
    assert spoken(script)[1:] == ["History", "Words.", "Later years"]
    assert [s.text for s in script.ledger.skipped] == ["[edit]", "[edit source]"]


def test_the_style_can_have_them_spoken(tmp_path):
    style = styled(tmp_path, '[citation]\nspeak = "auto"\n[footnote]\nspeak = "auto"\n[code]\nspeak = "never"\n')
    script = write_script(
        document(block("paragraph", "Known [4]."), block("footnote", "A note."), block("code", "x"), title="x"), style
    )
    assert spoken(script)[1:] == ["Known [4].", "A note."]
    assert [s.kind for s in script.ledger.skipped] == ["code"]


def test_a_section_can_be_passed_over_by_its_title(tmp_path):
    style = styled(tmp_path, '[sections."^(First|Notes)$"]\nspeak = "never"\n')
    script = write_script(document(*ARTICLE, title="A Title"), style)
    assert "Some words." not in spoken(script)
    assert "More words." in spoken(script)
    assert {s.reason for s in script.ledger.skipped} == {"in a section left out by the style"}


def test_roles_have_voices(tmp_path):
    style = styled(
        tmp_path,
        """
        [document]
        voice-family = "en-gb"
        voice-rate = "200wpm"
        [quote]
        voice-family = "en-us"
        voice-rate = "90%"
        voice-pitch = "-2st"
        voice-volume = "-3dB"
        [heading-2]
        voice-pitch = "high"
        """,
    )
    quote, heading = block("quote", "Quoted."), block("heading", "Two", level=2)
    script = write_script(document(block("paragraph", "Plain."), quote, heading, title="x"), style)
    voices = {u.text: u.voice for u in script.utterances}
    assert voices["Plain."] == Voice("en-gb", "en", 200)
    assert voices["Quoted."] == Voice("en-us", "en", 180, -2.0, -3.0)
    assert voices["Two"] == Voice("en-gb", "en", 200, 3.0)


def test_speakers_have_voices(tmp_path):
    style = styled(tmp_path, '[speakers.ALICE]\nvoice-family = "en-us"\n')
    lines = [block("paragraph", "ALICE: Who are you?"), block("paragraph", "BOB: Nobody.")]
    script = write_script(document(*lines, title="x"), style)
    assert [(u.voice.family, u.source_text) for u in script.utterances[1:]] == [
        ("en-us", "ALICE: Who are you?"),
        ("", "BOB: Nobody."),
    ]


def test_cues_stand_before_and_after(tmp_path):
    with wave.open(str(tmp_path / "ping.wav"), "wb") as file:
        file.setparams((1, 2, 22_050, 0, "NONE", ""))
        file.writeframes(b"".join(struct.pack("<h", int(9000 * math.sin(n / 9))) for n in range(2_000)))
    style = styled(tmp_path, '[section]\ncue-before = "ping.wav"\n[quote]\ncue-after = "url(ping.wav)"\n')
    ping = str(tmp_path / "ping.wav")
    script = write_script(document(*ARTICLE, block("quote", "One. Two."), title="A Title"), style)
    assert [u.text for u in script.utterances if u.cue_before == ping] == ["A Title", "First", "Deeper", "Second"]
    assert [u.text for u in script.utterances if u.cue_after == ping] == ["Two."]


def test_the_nearest_lexicon_wins_and_no_rule_touches_its_words():
    far = Lexeme("Dr. No", alias="doctor know", language="en")
    near = Lexeme("Dr. No", phoneme="dɒktə nəʊ", language="en")
    style = Style(default_roles(), lexicon=(far,))
    said = write_script(document(block("paragraph", "Dr. No met Dr. Yes."), title="x"), style)
    assert spoken(said)[1] == "doctor know met Doctor Yes."
    said = write_script(document(block("paragraph", "Dr. No met Dr. Yes."), title="x", lexicon=(near,)), style)
    assert spoken(said)[1] == "Dr. No met Doctor Yes."
    assert said.utterances[1].marks == (Mark(0, 6, "phonemes", "dɒktə nəʊ"),)


def test_the_authors_phonemes_keep_their_place():
    marks = [(7, 13, "phonemes", "mˈeɪkən")]
    script = write_script(document(block("paragraph", "In 1999 Macon.", marks=[(8, 13, *marks[0][2:])]), title="x"))
    one = script.utterances[1]
    assert one.text == "In nineteen ninety nine Macon."
    assert [(one.text[m.start : m.end], m.value) for m in one.marks] == [("Macon", "mˈeɪkən")]


def test_a_passage_in_another_language_has_its_own_rules_and_voice():
    text = "He said 5 km and 5 km today."
    script = write_script(document(block("paragraph", text, marks=[(17, 21, "language", "de")]), title="x"))
    one = script.utterances[1]
    assert one.text == "He said five kilometers and 5 Kilometer today."
    assert [(one.text[m.start : m.end], m.kind, m.value) for m in one.marks] == [("5 Kilometer", "language", "de")]


def test_a_block_in_another_language_is_read_in_it():
    script = write_script(document(block("paragraph", "5 km", language="fr"), block("paragraph", "5 km"), title="x"))
    said = [(u.voice.language, u.text) for u in script.utterances[1:]]
    assert said == [("fr", "5 kilomètres"), ("en", "five kilometers")]


def test_the_language_asked_for_wins_over_the_documents():
    script = write_script(document(block("paragraph", "5 m"), title="x", language="en"), load_style(language="de"))
    assert (script.utterances[1].text, script.document.language) == ("5 Meter", "de")


def test_a_language_nobody_states_is_told_from_the_text():
    german = "Das ist ein Text, und er sagt nicht, in welcher Sprache er ist, aber man sieht es ihm an."
    script = write_script(document(block("paragraph", german), title="x", language=""))
    assert script.document.language == "de"
    assert script.utterances[-1].voice.language == "de"


def test_without_normalising_the_text_stays_as_written_but_clean():
    script = write_script(document(block("paragraph", "In\t1999: $5 &amp; more"), title="x"), normalize=False)
    assert spoken(script)[1] == "In 1999: $5 & more"


def test_an_engine_keeps_the_rules_it_handles():
    script = write_script(document(block("paragraph", "In 1999 for $5."), title="x"), handles=frozenset({"money"}))
    assert spoken(script)[1] == "In nineteen ninety nine for $5."


def test_a_very_long_sentence_is_cut_at_clauses():
    text = ", ".join(["a clause of some length"] * 60) + "."
    script = write_script(document(block("paragraph", text), title="x"))
    pieces = script.utterances[1:]
    assert len(pieces) > 2
    assert all(len(u.text) <= 600 and u.text[-1] in ",." for u in pieces)
    assert {u.after_ms for u in pieces[:-1]} == {170}


def test_a_delivery_leaves_open_what_the_wider_one_says():
    wide = Delivery(rate_wpm=200, pitch_st=1.0)
    assert Delivery(rate_scale=0.5).over(wide) == Delivery(rate_wpm=200, rate_scale=0.5, pitch_st=1.0)
    assert Delivery(rate_wpm=100).over(Delivery(rate_scale=0.5)) == Delivery(rate_wpm=100)
    assert Delivery(rate_scale=0.5).over(Delivery(rate_scale=0.5)).rate_scale == 0.25


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ((), ["Clay.", "Code example."]),
        (("step  ONE",), ["Clay.", "Step one: wash.", "Code example."]),
        (("kiln = 9",), ["Clay.", "kiln = 9"]),
        (("no such text", " "), ["Clay.", "Code example."]),
    ],
)
def test_what_would_be_passed_over_comes_back_by_some_words_of_it(kept, said):
    page = document(
        block("paragraph", "Clay."), block("surroundings", "Step one: wash."), block("code", "kiln = 9"), title="x"
    )
    script = write_script(page, load_style(keep=kept))
    assert spoken(script)[1:] == said
    assert script.ledger.balanced
    assert ("Step one: wash." in [skip.text for skip in script.ledger.skipped]) is ("Step one: wash." not in said)


def test_a_script_that_is_taken_as_it_grows_is_the_whole_one():
    made = document(*ARTICLE, title="A Title")
    for silent in ((), (block("paragraph", "***"),)):
        one = GrowingScript(made._replace(blocks=(*made.blocks, *silent)))
        taken = [list(part) for part in one]
        assert all(taken)
        assert tuple(said for part in taken for said in part) == one.whole().utterances
        assert one.whole() == write_script(made._replace(blocks=(*made.blocks, *silent)))
        assert one.whole().sections == one.sections


def test_the_first_of_a_long_script_comes_before_the_rest_is_written(monkeypatch):
    written = []

    def noted(one, *rest):
        written.append(one.id)
        return sentences(one, *rest)

    monkeypatch.setattr("rhapsode.scripting.script.sentences", noted)
    script = GrowingScript(document(*[block("paragraph", f"One of {n} to come. " * 20) for n in range(200)]))
    first = list(next(iter(script)))
    assert 0 < len(written) < 40
    assert first == list(script.whole().utterances[: len(first)])
    assert len(set(written)) == 200
