import math

import pytest

from rhapsode.errors import StyleError
from rhapsode.scripting import Style, load_style
from rhapsode.scripting import style_values as values
from rhapsode.scripting.delivery import Delivery
from rhapsode.scripting.style import default_roles


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    folder = tmp_path / "config"
    folder.mkdir()
    monkeypatch.setenv("RHAPSODE_CONFIG", str(folder))
    return folder


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


def pause(style, role="title"):
    return style.delivery(role).pause_after_ms


def test_the_default_is_what_a_bare_style_is(project):
    assert load_style(source=project / "a.txt") == Style(default_roles())
    assert pause(Style(default_roles())) == 2000


def test_the_nearest_layer_wins(home, project, tmp_path):
    source, file = project / "a.txt", tmp_path / "own.toml"
    assert pause(load_style(source=source)) == 2000
    (home / "style.toml").write_text('[title]\npause-after = "1s"\npause-before = "90ms"\n')
    assert pause(load_style(source=source)) == 1000
    (project / "rhapsode.toml").write_text('[title]\npause-after = "2.5s"\n')
    assert pause(load_style(source=source)) == 2500
    assert pause(load_style(source=source, settings={"title": {"pause-after": "3s"}})) == 3000
    file.write_text('voice = "en-gb"\nrate = 150\n[title]\npause-after = "4s"\n')
    style = load_style(source=source, settings={"title": {"pause-after": "3s"}}, style=file, rate_wpm=200)
    assert pause(style) == 4000
    assert style.delivery("title").pause_before_ms == 90, "what a nearer layer leaves open stays"
    assert (style.delivery().voice_family, style.delivery().rate_wpm) == ("en-gb", 200)
    assert load_style(source=source, style=file, voice="fr").delivery().voice_family == "fr"


def test_a_project_may_say_it_in_pyproject_above_the_source(project):
    (project / "pyproject.toml").write_text('[project]\nname = "x"\n\n[tool.rhapsode.title]\npause-after = "5s"\n')
    (project / "articles").mkdir()
    assert pause(load_style(source=project / "articles" / "a.txt")) == 5000


def test_a_pyproject_of_somebody_else_is_passed_over(project):
    (project / "pyproject.toml").write_text('[project]\nname = "x"\n')
    assert pause(load_style(source=project / "a.txt")) == 2000


def test_lexicons_are_layered(home, project, tmp_path):
    (home / "lexicon.toml").write_text('[words]\nsql = "user"\nxu = "shoe"\n')
    (project / "names.toml").write_text('[words]\nsql = "project"\n')
    (project / "rhapsode.toml").write_text('lexicons = ["names.toml"]\n')
    (tmp_path / "given.toml").write_text('[words]\nsql = "given"\n')
    style = load_style(source=project / "a.txt", lexicons=[tmp_path / "given.toml"])
    assert [(one.grapheme, one.alias) for one in style.lexicon] == [
        ("sql", "user"),
        ("xu", "shoe"),
        ("sql", "project"),
        ("sql", "given"),
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('[titel]\npause-after = "1s"\n', r":1: unknown key or role 'titel': did you mean title"),
        ('[title]\n\npause-afer = "1s"\n', r":3: unknown property 'pause-afer': did you mean pause-after"),
        ('[title]\npause-after = "1m"\n', r":2: pause-after cannot be '1m': write a time"),
        ("[title]\npause-after = 3\n", r":2: pause-after cannot be 3: write it in quotes"),
        ('[title]\nvoice-rate = "fastish"\n', r":2: voice-rate cannot be 'fastish'"),
        ('[title]\nvoice-volume = "3"\n', r":2: voice-volume cannot be '3'"),
        ('[title]\nvoice-pitch = "3Hz"\n', r":2: voice-pitch cannot be '3Hz'"),
        ('[title]\nspeak = "no"\n', r":2: speak cannot be 'no'"),
        ('[title]\nspeak-as = "song"\n', r":2: speak-as cannot be 'song'"),
        ('[title]\ncue-before = "no.wav"\n', r":2: there is no file .*no\.wav"),
        ('title = "x"\n', r":1: 'title' is not a table"),
        ('[sections."("]\nspeak = "never"\n', r":1: '\(' is not a regular expression"),
        ('rules-off = ["monney"]\n', r":1: there is no class of rules 'monney': choose from"),
        ('rules-off = "money"\n', r":1: rules-off is not a list"),
        ("language = 3\n", r":1: language cannot be 3"),
        ('[emphasis]\nvoice-pitch = "high"\n', r":2: 'emphasis' has no property 'voice-pitch'"),
        (
            '[abbreviation]\nvoice-pitch = "high"\n',
            r":2: 'abbreviation' has no property .*only speak and speak-as count",
        ),
        ('[title]\nspeak-as = "expansion"\n', r":2: speak-as cannot be 'expansion': only an abbreviation has one"),
        ("[title\n", r":1: not TOML"),
    ],
)
def test_an_error_names_the_line_and_the_cure(tmp_path, text, complaint):
    file = tmp_path / "own.toml"
    file.write_text(text)
    with pytest.raises(StyleError, match=rf"own\.toml{complaint}"):
        load_style(style=file)


def test_front_matter_has_no_lines():
    with pytest.raises(StyleError, match=r"^front matter: unknown key or role 'titel'"):
        load_style(settings={"titel": {}})


def test_front_matter_from_elsewhere_names_no_files():
    with pytest.raises(StyleError, match="on this machine only"):
        load_style(settings={"lexicons": ["/etc/passwd"]})


@pytest.mark.parametrize(("text", "ms"), [("800ms", 800), ("1.2s", 1200), ("none", 0), ("x-strong", 1200), ("0s", 0)])
def test_pauses(text, ms):
    assert values.pause_ms(text) == ms


@pytest.mark.parametrize("text", ["-1s", "1", "61s", "1e3ms", "s", "loud"])
def test_what_is_no_pause(text):
    with pytest.raises(values.BadValue):
        values.pause_ms(text)


@pytest.mark.parametrize(
    ("text", "rate"), [("160wpm", (160, None)), ("slow", (120, None)), ("90%", (None, 0.9)), ("medium", (175, None))]
)
def test_rates(text, rate):
    assert values.rate(text) == rate


def test_a_pitch_in_percent_is_a_ratio_of_frequencies():
    assert values.pitch_st("200%") == 12
    assert values.pitch_st("50%") == -12
    assert math.isclose(values.pitch_st("110%"), 1.65, abs_tol=0.01)


@pytest.mark.parametrize("text", ["-3dB", "-3db", "-3 dB"])
def test_volumes(text):
    assert values.volume_db(text) == -3


def test_the_documents_own_pauses_are_no_roles():
    assert Style({"document": Delivery(pause_before_ms=9)}).delivery("quote").pause_before_ms is None
