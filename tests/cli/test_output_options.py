"""Options that are written out, so that help need not load a room, say what the room has."""

from rhapsode.cli.output_options import CAPTIONS, MASTERING, NAMES
from rhapsode.listening.captions import FORMATS
from rhapsode.mixing import Master
from rhapsode.mixing.encoding import formats


def test_the_captions_are_those_that_can_be_made():
    assert tuple(FORMATS) == CAPTIONS


def test_every_option_of_the_file_is_a_field_of_the_master_and_every_format_is_named():
    params = [param for option in MASTERING for param in option(lambda: None).__click_params__]
    assert tuple(param.name for param in params) == NAMES
    assert set(NAMES) <= set(Master.__dataclass_fields__)
    (named,) = (param.help for param in params if param.name == "format")
    assert set(formats.FORMATS) <= set(named.replace(",", "").replace(";", "").split())
