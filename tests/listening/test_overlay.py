from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from made_tracks import HARBOUR, timeline
from rhapsode.listening.epub_book import chapters as book_chapters
from rhapsode.listening.inline_markup import sentences
from rhapsode.listening.overlay import pars, smil
from rhapsode.model import Block, Document


def chapters(track):
    return book_chapters(track, sentences(track))


def test_pars_follow_on_one_another_and_fill_their_section():
    track = timeline(HARBOUR)
    for chapter in chapters(track):
        made = chapter.pars
        assert made[0].start_ms == chapter.section.start_frame * 1000 // track.rate_hz
        assert made[-1].end_ms == chapter.section.end_frame * 1000 // track.rate_hz
        assert all(a.end_ms == b.start_ms for a, b in pairwise(made))


def test_every_sentence_is_lit_once_and_a_table_row_whole():
    track = timeline(HARBOUR)
    targets = [par.target for chapter in chapters(track) for par in chapter.pars]
    assert len(targets) == len(set(targets)) == len(track.utterances)
    assert {"b10", "b11"} <= set(targets)


def announced(track, place, block_id):
    said = track.utterances[place]._replace(id="say", text="", spoken="List:", words=(), block_id=block_id)
    return track._replace(utterances=(*track.utterances[:place], said, *track.utterances[place + 1 :]))


def test_an_announcement_goes_with_the_sentence_it_announces():
    track = timeline(HARBOUR)
    place = next(i for i, u in enumerate(track.utterances) if u.text.startswith("The boats"))
    track = announced(track, place, "b3")
    made = chapters(track)[0].pars
    assert [par.target for par in made][1:3] == ["u2", "u4"]
    assert made[2].start_ms == track.utterances[place].start_frame * 1000 // track.rate_hz


def test_an_announcement_that_stands_for_a_block_lights_the_block():
    track = timeline(HARBOUR)
    place = next(i for i, u in enumerate(track.utterances) if u.text.startswith("A lamp"))
    assert "b12" in [par.target for chapter in chapters(announced(track, place, "b12")) for par in chapter.pars]


def test_what_stands_nowhere_lights_the_section():
    track = timeline(Document("T", (Block("b1", "paragraph", "Text."),)))
    track = announced(track, 0, "nowhere")
    assert [par.target for par in pars(track, track.sections[0], {})] == ["start"]


def test_a_silent_section_has_no_overlay():
    track = timeline(HARBOUR)._replace(utterances=())
    assert all(chapter.pars == () for chapter in chapters(track))


@given(st.lists(st.sampled_from(["b1", "b2", "gone"]), max_size=8), st.sets(st.integers(0, 7)), st.integers(0, 200))
def test_pars_never_overlap_whatever_is_announced(homes, silent, word_ms):
    blocks = tuple(Block(f"b{i}", "paragraph", "One. Two. Three. Four.") for i in (1, 2))
    track = timeline(Document("T", blocks), word_ms=word_ms, pause_ms=word_ms // 3)
    for place, home in enumerate(homes):
        if place in silent:
            track = announced(track, place, home)
    made = chapters(track)[0].pars
    assert all(par.start_ms < par.end_ms for par in made)
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(made))


def test_an_overlay_names_the_sentence_and_its_stretch_of_sound():
    track = timeline(HARBOUR)
    text = smil(track.sections[0], chapters(track)[0].pars, "audio/track.mp3")
    assert '<text src="s1.xhtml#u1"/><audio src="audio/track.mp3" clipBegin="0:00:00.000"' in text
