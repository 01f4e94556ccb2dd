"""Reading lexicons: W3C PLS 1.0 (XML) and the plain TOML form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from rhapsode.errors import StyleError
from rhapsode.model import Lexeme
from rhapsode.scripting.lexicon import Pattern, bad_phoneme
from rhapsode.scripting.toml_file import KeyLines, read_toml

LARGEST_BYTES = 16_000_000
_PLS = "{http://www.w3.org/2005/01/pronunciation-lexicon}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class LexiconFile(NamedTuple):
    """What one file gives."""

    lexemes: tuple[Lexeme, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    warnings: tuple[str, ...] = ()


def read_lexicon(path: Path) -> LexiconFile:
    """Read a lexicon: PLS where it is XML, else TOML with `[words]`, `[phonemes]` and `[patterns]`.

    A bad phoneme or two pronunciations of one form are warnings with file and line; the last one counts.
    Raises StyleError where the file cannot be read at all.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise StyleError(f"{path}: a lexicon of more than {LARGEST_BYTES // 1_000_000} MB", "divide it")
        data = path.read_bytes()
    except OSError as fault:
        raise StyleError(f"the lexicon {path} cannot be read: {fault.strerror}", "check its path") from fault
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return _checked(list(_pls(path, data)))
    return _toml(path)


def _checked(lexemes: list[Lexeme], patterns: tuple[Pattern, ...] = ()) -> LexiconFile:
    warnings: list[str] = []
    good: dict[tuple[str, str], Lexeme] = {}
    for lexeme in lexemes:
        if bad := bad_phoneme(lexeme.phoneme):
            warnings.append(f"{lexeme.origin}: {bad!r} in the phonemes of {lexeme.grapheme!r} is not IPA; left out")
            continue
        if not (lexeme.alias or lexeme.phoneme):
            warnings.append(f"{lexeme.origin}: {lexeme.grapheme!r} has no pronunciation; left out")
            continue
        key = (lexeme.grapheme, lexeme.language)
        before = good.get(key)
        if before and (before.alias, before.phoneme) != (lexeme.alias, lexeme.phoneme):
            warnings.append(
                f"{lexeme.origin}: {lexeme.grapheme!r} was given at {before.origin} already; this one counts"
            )
        good.pop(key, None)
        good[key] = lexeme
    return LexiconFile(tuple(good.values()), patterns, tuple(warnings))


def _pls(path: Path, data: bytes) -> Iterator[Lexeme]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        raise StyleError(f"{path}:{fault.lineno or 1}: not a PLS lexicon: {fault.msg}", "correct the XML") from fault
    if root.tag != f"{_PLS}lexicon":
        raise StyleError(f"{path}:1: not a PLS lexicon: its root is {root.tag!r}", "use the PLS 1.0 namespace")
    language = root.get(_XML_LANG, "")
    alphabet = root.get("alphabet", "ipa")
    for entry in root.iter(f"{_PLS}lexeme"):
        yield from _lexeme(entry, entry.get(_XML_LANG, language), alphabet, path)


def _lexeme(entry: Any, language: str, alphabet: str, path: Path) -> Iterator[Lexeme]:
    said = [node for node in entry if node.tag in (f"{_PLS}phoneme", f"{_PLS}alias")]
    best = next((node for node in said if node.get("prefer") == "true"), said[0] if said else None)
    text = " ".join("".join(best.itertext()).split()) if best is not None else ""
    is_alias = best is not None and best.tag == f"{_PLS}alias"
    origin = f"{path}:{entry.sourceline}"
    ipa = best is not None and best.get("alphabet", alphabet).lower() == "ipa"
    for node in entry.iter(f"{_PLS}grapheme"):
        form = " ".join("".join(node.itertext()).split())
        if form:
            yield Lexeme(form, text if is_alias else "", text if ipa and not is_alias else "", language, origin)


def _toml(path: Path) -> LexiconFile:
    table, lines = read_toml(path, "lexicon")
    language = str(table.pop("language", ""))
    lexemes: list[Lexeme] = []
    patterns: list[Pattern] = []
    for name, entries in table.items():
        if name not in {"words", "phonemes", "patterns"} or not isinstance(entries, dict):
            raise lines.error((name,), f"unknown table {name!r} in a lexicon", "use [words], [phonemes] or [patterns]")
        for form, spoken in entries.items():
            if not isinstance(spoken, str):
                raise lines.error((name, form), f"{form!r} is not text", 'write it in quotes: "..."')
            if name == "patterns":
                patterns.append(_pattern(form, spoken, lines))
            else:
                alias, phoneme = (spoken, "") if name == "words" else ("", spoken.strip("/[]"))
                lexemes.append(Lexeme(form, alias, phoneme, language, lines.place((name, form))))
    return _checked(lexemes, tuple(patterns))


def _pattern(form: str, spoken: str, lines: KeyLines) -> Pattern:
    try:
        pattern = Pattern(re.compile(form), spoken)
        re.compile(f"(?:{form})|").fullmatch("").expand(spoken)  # type: ignore[union-attr]
    except (re.error, IndexError) as fault:
        raise lines.error(("patterns", form), f"{form!r} is not a usable pattern: {fault}", "correct it") from fault
    return pattern
