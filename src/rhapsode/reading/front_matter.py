"""The table at the head of a Markdown text: YAML between `---`, or TOML between `+++`."""

from __future__ import annotations

import re
from collections.abc import Mapping

_FENCED = re.compile(r"\ufeff?---[ \t]*\n(.*?)\n?(?:---|\.\.\.)[ \t]*(?:\n|$)", re.S)
_TOML = re.compile(r"\ufeff?\+\+\+[ \t]*\n(.*?)\n?\+\+\+[ \t]*(?:\n|$)", re.S)
_MOST = 100_000


def split_front_matter(text: str, warnings: list[str]) -> tuple[Mapping[str, object], str, int]:
    """The front matter's values, the text after it, and that text's first line. What cannot be used is a warning."""
    found = _TOML.match(text[: _MOST + 10])
    if found:
        return _toml(found[1], warnings), text[found.end() :], text.count("\n", 0, found.end()) + 1
    found = _FENCED.match(text[: _MOST + 10])
    if not found or not re.search(r"^[\w\"'-]+\s*:|^\s*$", found[1].split("\n", 1)[0]):
        return {}, text, 1
    return _values(found[1], warnings), text[found.end() :], text.count("\n", 0, found.end()) + 1


def _toml(written: str, warnings: list[str]) -> Mapping[str, object]:
    import tomllib

    try:
        return tomllib.loads(written)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        warnings.append(f"the front matter is not good TOML ({str(fault)[:120]}); it was left out")
        return {}


def _values(written: str, warnings: list[str]) -> Mapping[str, object]:
    import yaml

    class Loader(yaml.SafeLoader):
        """Without aliases, by which a few lines become gigabytes, and without dates, which may not exist."""

        yaml_implicit_resolvers = {  # noqa: RUF012
            first: [(tag, pattern) for tag, pattern in pairs if not tag.endswith(":timestamp")]
            for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

        def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
            if self.check_event(yaml.AliasEvent):
                raise yaml.YAMLError("it uses aliases")
            return super().compose_node(parent, index)

    try:
        values = yaml.load(written, Loader)  # noqa: S506  # nosec B506
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError) as fault:
        reason = " ".join(str(fault).split())[:120]
        warnings.append(f"the front matter is not good YAML ({reason}); only its plain lines were used")
        return _line_by_line(written)
    if not isinstance(values, dict):
        if values is not None:
            warnings.append("the front matter is not a table of names and values; it was left out")
        return {}
    return {str(key): value for key, value in values.items()}


def _line_by_line(written: str) -> dict[str, object]:
    pairs = (
        re.fullmatch(r"(title|author|date|lang|language)\s*:\s*(\S.{0,500})", line) for line in written.split("\n")
    )
    return {pair[1]: pair[2].strip(" \"'") for pair in pairs if pair}
