"""Plug-ins are found by entry point; what is not there is a clear error."""

import pytest

from rhapsode import plugins
from rhapsode.errors import EngineError
from rhapsode.plugins import EngineChoice
from rhapsode.speaking.tone_engine import ToneEngine


def test_our_own_are_registered_like_any_other():
    assert {"espeak", "system", "tone"} <= set(plugins.engine_names())
    assert {"text", "markdown", "html", "epub"} <= {reader.name for reader in plugins.readers()}


def test_an_engine_by_name_or_by_where_it_lies():
    assert isinstance(plugins.engine(EngineChoice("tone")), ToneEngine)
    assert isinstance(plugins.engine(EngineChoice("rhapsode.speaking.tone_engine:ToneEngine")), ToneEngine)


@pytest.mark.parametrize(
    "name", ["nonesuch", "rhapsode.nonesuch:Engine", "rhapsode.speaking.tone_engine:Nonesuch", "os:path", "os:getcwd"]
)
def test_what_is_not_there_is_an_engine_error(name):
    with pytest.raises(EngineError):
        plugins.engine(EngineChoice(name))
