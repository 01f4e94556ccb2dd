"""Help as help: bare calls, groups, and where an error points."""

import pytest
from click.testing import CliRunner

from rhapsode import __version__
from rhapsode.cli import group

GROUPS = ("Options:", "Voice and words:", "What is said:", "The file:", "Beside it:")


def run(*args, width=80):
    return CliRunner().invoke(group, args, prog_name="rhapsode", terminal_width=width)


@pytest.mark.parametrize("args", [(), ("store",)])
def test_a_bare_call_prints_its_help_and_ends_well(args):
    bare = run(*args)
    assert bare.exit_code == 0
    assert bare.output == run(*args, "--help").output
    assert bare.output.startswith("Usage: rhapsode")
    assert "\nCommands:\n" in bare.output


def test_options_stand_in_groups_each_once():
    shown = run("render", "--help").output
    places = [shown.index(f"\n{name}\n") for name in GROUPS]
    assert places == sorted(places)
    for option in ("--output", "--voice", "--depth", "--bitrate", "--captions"):
        assert shown.count(f"{option} ") == 1
    voice, said, file, beside = (shown.index(name) for name in ("--voice", "--depth", "--bitrate", "--captions"))
    assert places[1] < voice < places[2] < said < places[3] < file < places[4] < beside


@pytest.mark.parametrize("option", ["-V", "--version"])
def test_the_version_has_a_short_name(option):
    assert run(option).output == f"rhapsode, version {__version__}\n"
