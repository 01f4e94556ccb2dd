"""The natural voice through the whole room: workers, store and stand-in."""

import pytest
from speaking_samples import script_of

pytest.importorskip("hibari", reason="the extra [natural] is not installed")

from rhapsode import speaking
from rhapsode.clips import unpack
from rhapsode.model import Mark
from rhapsode.plugins import EngineChoice
from rhapsode.pool import process_pool
from rhapsode.store import Store

NATURAL = EngineChoice("natural")


def spoken(store, *texts, jobs=1):
    with process_pool(jobs) as pool:
        speech = speaking.speak(speaking.plan(script_of(*texts), NATURAL, store), store, pool)
    return [unpack(store.get(key)) for key in speech.keys.values()], speech.warnings


def test_the_same_script_gives_the_same_bytes_whatever_the_number_of_workers(tmp_path):
    texts = [f"Sentence number {n} is a little longer than the last, but it is not the same." for n in range(24)]
    (one, _), (two, _) = (spoken(Store(tmp_path / str(jobs)), *texts, jobs=jobs) for jobs in (1, 2))
    assert one == two
    assert len({bytes(clip.samples) for clip in one}) == len(texts)


def test_what_it_cannot_read_its_stand_in_says_and_a_warning_names_the_sentence(store):
    clips, warnings = spoken(store, "All is well.", f"It has {'9' * 60} parts.")
    assert len(warnings) == 1
    assert "It has 999" in warnings[0]
    assert "espeak" in warnings[0]
    assert all(clip.frames > 10_000 for clip in clips)


def test_phonemes_that_it_has_no_sounds_for_are_a_warning(store):
    script = script_of("We met Xu there.", "Xu and Bo spoke.")
    marks = [(Mark(7, 9, "phonemes", "ʃuː"),), (Mark(0, 2, "phonemes", "ʃuː"), Mark(7, 9, "phonemes", "ǃoː"))]
    said = tuple(one._replace(marks=some) for one, some in zip(script.utterances, marks, strict=True))
    plan = speaking.plan(script._replace(utterances=said), NATURAL, store)
    assert plan.warnings == ("'Bo' is said as written: natural has no sounds for /ǃoː/",)
