"""A document's style, layer by layer: the nearest to the document wins.

Package default < user < project (`rhapsode.toml` beside the source or above it, or `[tool.rhapsode]` in a
`pyproject.toml` there) < front matter < the file named by the user < what the command line says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rhapsode.folders import config_folder, is_there
from rhapsode.model import Lexeme
from rhapsode.scripting.delivery import Delivery
from rhapsode.scripting.lexicon import Pattern
from rhapsode.scripting.lexicon_file import read_lexicon
from rhapsode.scripting.style import Style
from rhapsode.scripting.style_file import Layer, default_layer, known_kinds, layer
from rhapsode.scripting.toml_file import KeyLines, read_toml


def load_style(
    *,
    source: Path | None = None,
    settings: Mapping[str, object] | None = None,
    style: Path | Mapping[str, Any] | None = None,
    voice: str = "",
    rate_wpm: int | None = None,
    language: str = "",
    lexicons: Sequence[Path] = (),
    rules_off: Iterable[str] = (),
    keep: Sequence[str] = (),
) -> Style:
    """The style for one document, all layers together.

    `source` is the document's file, beside which `rhapsode.toml` is looked for (None: the current folder);
    `settings` its front matter (`Document.settings`); `style` a style file named by the user, or what one could hold
    (its paths count from the current folder); the rest is what the command line says: a voice id or language tag,
    words per minute, the language of the text (BCP 47), lexicons (PLS or TOML), classes of rules to leave out, and
    texts that are spoken where they would be passed over.

    Raises StyleError, with file and line, for what cannot be used.
    """
    folder = source.absolute().parent if source else None
    layers = [default_layer(), *_user(), *_project(folder or Path.cwd())]
    if settings:
        layers.append(layer(dict(settings), KeyLines("front matter", {}), folder))
    if isinstance(style, Path):
        table, lines = read_toml(style, "style")
        layers.append(layer(table, lines, style.absolute().parent))
    elif style:
        layers.append(layer(style, KeyLines("the style given", {}), Path.cwd()))
    said = Delivery(voice_family=voice or None, rate_wpm=rate_wpm)
    layers.append(Layer({"document": said}, (), {}, language, known_kinds(rules_off), tuple(lexicons), tuple(keep)))
    return _merged(layers)


def _merged(layers: Sequence[Layer]) -> Style:
    roles: dict[str, Delivery] = {}
    speakers: dict[str, Delivery] = {}
    for one in layers:
        for table, own in ((roles, one.roles), (speakers, one.speakers)):
            for name, delivery in own.items():
                table[name] = delivery.over(table.get(name, Delivery()))
    read = [read_lexicon(path) for one in layers for path in one.lexicons]
    lexemes: tuple[Lexeme, ...] = tuple(one for lexicon in read for one in lexicon.lexemes)
    patterns: tuple[Pattern, ...] = tuple(one for lexicon in reversed(read) for one in lexicon.patterns)
    return Style(
        roles,
        tuple(section for one in reversed(layers) for section in one.sections),
        speakers,
        next((one.language for one in reversed(layers) if one.language), ""),
        lexemes,
        patterns,
        frozenset().union(*(one.rules_off for one in layers)),
        tuple(text for one in layers for text in one.keep if text.strip()),
        tuple(warning for lexicon in read for warning in lexicon.warnings),
    )


def _user() -> list[Layer]:
    folder = config_folder()
    layers: list[Layer] = []
    if is_there(style := folder / "style.toml"):
        table, lines = read_toml(style, "style")
        layers.append(layer(table, lines, folder))
    found = tuple(path for name in ("lexicon.pls", "lexicon.toml") if is_there(path := folder / name))
    return [*layers, Layer(lexicons=found)] if found else layers


def _project(folder: Path) -> list[Layer]:
    for place in (folder, *folder.parents):
        if is_there(style := place / "rhapsode.toml"):
            table, lines = read_toml(style, "style")
            return [layer(table, lines, place)]
        if is_there(project := place / "pyproject.toml") and "[tool.rhapsode" in project.read_text("utf-8", "replace"):
            table, lines = read_toml(project, "style", ("tool", "rhapsode"))
            return [layer(table, lines, place)]
    return []
