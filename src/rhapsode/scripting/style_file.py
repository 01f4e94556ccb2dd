"""Reading one style file: its tables and properties, each checked, with the line in every error."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from rhapsode.errors import StyleError
from rhapsode.scripting import style_values as values
from rhapsode.scripting.data import read_text, word_list
from rhapsode.scripting.delivery import Delivery
from rhapsode.scripting.rules import KINDS
from rhapsode.scripting.toml_file import KeyLines, parse_toml

SPOKEN_ROLES = frozenset(
    word_list(
        "document section sentence title heading heading-1 heading-2 heading-3 heading-4 heading-5 heading-6"
        " paragraph list-item quote code table-row figure caption footnote math byline break contents drawing"
        " imprint page-furniture surroundings references"
    )
)
INLINE_ROLES = frozenset(
    word_list("link image note-reference citation emphasis strong inline-code inline-math emoji abbreviation")
)
_INLINE_PROPERTIES = {"abbreviation": {"speak", "speak-as"}}
_TOP = frozenset({"language", "voice", "rate", "lexicons", "rules-off", "keep", "sections", "speakers"})
_CUES = ("cue-before", "cue-after")


class Layer(NamedTuple):
    """What one file says."""

    roles: Mapping[str, Delivery] = {}
    sections: tuple[tuple[str, Delivery], ...] = ()
    speakers: Mapping[str, Delivery] = {}
    language: str = ""
    rules_off: frozenset[str] = frozenset()
    lexicons: tuple[Path, ...] = ()
    keep: tuple[str, ...] = ()


@cache
def default_layer() -> Layer:
    """The package's own."""
    table, lines = parse_toml(read_text("style"), "the default style")
    return layer(table, lines, None)


def layer(table: Mapping[str, Any], lines: KeyLines, folder: Path | None) -> Layer:
    """What the table of one file says; its paths count from `folder` (None: it may name no files).

    Raises StyleError, with the line, for what cannot be used.
    """
    unknown = [name for name in table if name not in _TOP | SPOKEN_ROLES | INLINE_ROLES]
    if unknown:
        raise lines.error((unknown[0],), f"unknown key or role {unknown[0]!r}", _near(unknown[0], _TOP | SPOKEN_ROLES))
    roles = {
        name.replace("-", "_") if not name.startswith("heading-") else name: _delivery(
            table[name], (name,), lines, folder
        )
        for name in table
        if name not in _TOP
    }
    base = _properties({"voice-family": table.get("voice"), "voice-rate": table.get("rate")}, (), lines, folder)
    if base != Delivery():
        roles["document"] = roles.get("document", Delivery()).over(base)
    return Layer(
        roles,
        tuple((_expression(name, lines), d) for name, d in _group(table, "sections", lines, folder).items()),
        _group(table, "speakers", lines, folder),
        _text(table.get("language", ""), ("language",), lines),
        known_kinds(_texts(table, "rules-off", lines), lines),
        tuple(_path(name, ("lexicons",), lines, folder) for name in _texts(table, "lexicons", lines)),
        tuple(_texts(table, "keep", lines)),
    )


def _group(table: Mapping[str, Any], name: str, lines: KeyLines, folder: Path | None) -> dict[str, Delivery]:
    group = table.get(name, {})
    if not isinstance(group, Mapping):
        raise lines.error((name,), f"{name!r} is not a table", f"write [{name}.NAME] and its properties below")
    return {key: _delivery(value, (name, key), lines, folder) for key, value in group.items()}


def _delivery(properties: Any, key: tuple[str, ...], lines: KeyLines, folder: Path | None) -> Delivery:
    if not isinstance(properties, Mapping):
        raise lines.error(key, f"{key[-1]!r} is not a table", f"write [{key[-1]}] and its properties below")
    known = _INLINE_PROPERTIES.get(key[0], {"speak"})
    if key[0] in INLINE_ROLES and (extra := [name for name in properties if name not in known]):
        cure = f"inside a sentence only {' and '.join(sorted(known))} count{'s' * (len(known) == 1)}"
        raise lines.error((*key, extra[0]), f"{key[0]!r} has no property {extra[0]!r}", cure)
    made = _properties(properties, key, lines, folder)
    if made.speak_as == "expansion" and key[0] != "abbreviation":
        cure = "only an abbreviation has one; write normal, spell-out or digits"
        raise lines.error((*key, "speak-as"), "speak-as cannot be 'expansion'", cure)
    return made


def _properties(properties: Mapping[str, Any], key: tuple[str, ...], lines: KeyLines, folder: Path | None) -> Delivery:
    made: dict[str, Any] = {}
    for name, value in properties.items():
        if value is None:
            continue
        place = (*key, name)
        if name not in _READERS:
            raise lines.error(place, f"unknown property {name!r}", _near(name, _READERS))
        text = f"{value}wpm" if name == "voice-rate" and type(value) is int else _text(value, place, lines)
        try:
            made |= _READERS[name](text.strip())
        except values.BadValue as fault:
            raise lines.error(place, f"{name} cannot be {value!r}", str(fault)) from fault
        if name in _CUES and text not in {"none", ""}:
            made[name.replace("-", "_")] = str(_path(made[name.replace("-", "_")], place, lines, folder))
    return Delivery(**made)


def _rate(text: str) -> dict[str, Any]:
    wpm, scale = values.rate(text)
    return {"rate_wpm": wpm, "rate_scale": scale}


def _cue(text: str) -> str:
    found = re.fullmatch(r"""url\(\s*["']?(.+?)["']?\s*\)""", text)
    return "" if text == "none" else found[1] if found else text


_READERS: dict[str, Any] = {
    "speak": lambda text: {"speak": values.speak(text)},
    "speak-as": lambda text: {"speak_as": values.speak_as(text)},
    "pause-before": lambda text: {"pause_before_ms": values.pause_ms(text)},
    "pause-after": lambda text: {"pause_after_ms": values.pause_ms(text)},
    "voice-family": lambda text: {"voice_family": text},
    "voice-rate": _rate,
    "voice-pitch": lambda text: {"pitch_st": values.pitch_st(text)},
    "voice-volume": lambda text: {"volume_db": values.volume_db(text)},
    "cue-before": lambda text: {"cue_before": _cue(text)},
    "cue-after": lambda text: {"cue_after": _cue(text)},
}


def _text(value: Any, key: tuple[str, ...], lines: KeyLines) -> str:
    if not isinstance(value, str):
        raise lines.error(key, f"{key[-1]} cannot be {value!r}", "write it in quotes, with its unit")
    return value


def _texts(table: Mapping[str, Any], name: str, lines: KeyLines) -> list[str]:
    value = table.get(name, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise lines.error((name,), f"{name} is not a list of texts", f'write {name} = ["...", "..."]')
    return value


def _path(name: str, key: tuple[str, ...], lines: KeyLines, folder: Path | None) -> Path:
    if folder is None:
        raise lines.error(
            key, f"{name} cannot be found from here", "files can be named by a document on this machine only"
        )
    path = folder / Path(name).expanduser()
    if not path.is_file():
        raise lines.error(key, f"there is no file {path}", "paths count from the folder of the style file")
    return path


def _expression(name: str, lines: KeyLines) -> str:
    try:
        re.compile(name)
    except re.error as fault:
        raise lines.error(("sections", name), f"{name!r} is not a regular expression: {fault}", "correct it") from fault
    return name


def known_kinds(names: Iterable[str], lines: KeyLines | None = None) -> frozenset[str]:
    """`names` as classes of normalising rules; raises StyleError for one that there is not."""
    kinds = frozenset(names)
    if unknown := sorted(kinds - KINDS):
        what, cure = f"there is no class of rules {unknown[0]!r}", f"choose from {', '.join(sorted(KINDS))}"
        raise lines.error(("rules-off",), what, cure) if lines else StyleError(what, cure)
    return kinds


def _near(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, sorted(known), n=3, cutoff=0.5)
    return f"did you mean {' or '.join(near)}?" if near else f"choose from {', '.join(sorted(known))}"
