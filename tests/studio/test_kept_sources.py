import pytest

from rhapsode.errors import SourceMissing
from rhapsode.model import STANDARD_INPUT, Source
from rhapsode.studio.kept_sources import KeptSources

PAGE = Source(
    "https://example.org/a", "a", b"<h1>Tides</h1><p>The water rises.", media_type="text/html", charset="utf-8"
)


def test_a_source_is_read_as_it_was_by_whoever_opens_the_folder_next(tmp_path):
    own = KeptSources(tmp_path).keep(PAGE)
    document = KeptSources(tmp_path).document(own)
    assert (document.title, document.source) == ("Tides", "https://example.org/a")


def test_a_text_without_a_place_has_its_first_words_as_title(tmp_path):
    kept = KeptSources(tmp_path)
    own = kept.keep(Source("-", STANDARD_INPUT, b"The water rises, and falls again at night."))
    assert kept.document(own).title.startswith("The water rises")


def test_what_is_dropped_is_gone(tmp_path):
    kept = KeptSources(tmp_path)
    first, second, third = (kept.keep(PAGE) for _ in range(3))
    kept.drop(first)
    kept.drop_others({second})
    assert kept.document(second)
    for own in (first, third):
        with pytest.raises(SourceMissing, match="no longer kept: paste it again"):
            kept.document(own)


@pytest.mark.parametrize("own", ["", "../../etc/passwd", "0" * 15, "0" * 17, "G" * 16, "0" * 16 + "/"])
def test_no_name_leads_out_of_the_folder(tmp_path, own):
    kept = KeptSources(tmp_path)
    for ask in (kept.document, kept.drop):
        with pytest.raises(SourceMissing, match="no such text"):
            ask(own)
