"""A plan made piece by piece has the clips that a plan of the whole script has."""

from hypothesis import given, settings
from hypothesis import strategies as st

from rhapsode import scripting, speaking
from rhapsode.model import Block, Document
from rhapsode.plugins import EngineChoice
from rhapsode.store import Store

SENTENCES = st.sampled_from(
    [
        "The harbour lay still.",
        "It cost $5, and no more!",
        "Привет, мир.",
        "The sign is λ, said Ольга.",
        "Und die Katze ist nicht in dem Haus, das der Mann für sie gebaut hat.",
        "A long one follows, " + "and on it goes, " * 30 + "to its end.",
    ]
)


def of_paragraphs(paragraphs):
    blocks = (Block(f"b{number}", "paragraph", " ".join(said)) for number, said in enumerate(paragraphs, 1))
    return Document("Nothing", tuple(blocks), language="en")


@settings(max_examples=25)
@given(
    st.lists(st.lists(SENTENCES, min_size=1, max_size=6), min_size=1, max_size=12), st.sampled_from(["espeak", "tone"])
)
def test_the_keys_are_those_of_a_plan_of_the_whole(tmp_path_factory, paragraphs, engine):
    store = Store(tmp_path_factory.getbasetemp() / "growing")
    choice = EngineChoice(engine)
    script = scripting.GrowingScript(of_paragraphs(paragraphs))
    grown = speaking.GrowingPlan(script.sections, choice, store, speaking.voices_from(store))
    planned = [one for written in script for one in grown.add(written)]
    grown.end()
    whole = speaking.plan(script.whole(), choice, store)
    assert {one.utterance.id: one.key for one in planned} == whole.keys
    assert [one.utterance for one in planned] == list(whole.script.utterances)
    assert grown.rate_hz == whole.rate_hz
    part = grown.part(planned)
    assert {task.key: task for task in part.missing} == {task.key: task for task in whole.missing}
    assert set(part.medleys) == set(whole.medleys)
    assert set(part.runs) == set(whole.runs)
