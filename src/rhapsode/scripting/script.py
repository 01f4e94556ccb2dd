"""From a document to its script: every utterance in order, its voice and pauses, and the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from rhapsode.model import Block, Document, Role, Script, Section, Utterance
from rhapsode.scripting import policy
from rhapsode.scripting.clean import clean
from rhapsode.scripting.ledger import Cut, tally
from rhapsode.scripting.line import Edit, Line, announcement, cuts, identity, rewrite
from rhapsode.scripting.outline import outline
from rhapsode.scripting.sentences import boundaries, clauses
from rhapsode.scripting.style import Delivery, Style, voice

_ROLES: dict[str, Role] = {
    "break": "paragraph",
    "contents": "paragraph",
    "imprint": "paragraph",
    "page_furniture": "paragraph",
}


@dataclass(slots=True)
class _Writer:
    document: Document
    style: Style
    normalize: bool
    handles: frozenset[str]
    announce_skips: bool
    language: str
    utterances: list[Utterance] = field(default_factory=list)
    cuts: dict[str, list[Cut]] = field(default_factory=dict)
    rest_ms: int = 0
    """Silence wanted before the next utterance, left by a section's or a break's beginning."""

    def section(self, section: Section) -> None:
        self.rest_ms = self._ms(self.style.delivery("section").pause_before_ms) if self.utterances else 0
        if not self.utterances and (title := _unsaid_title(self.document)):
            self._say(section, section.blocks[0].id if section.blocks else "", "title", [announcement(title)], [])
        for block in section.blocks:
            self._block(section, block)

    def _block(self, section: Section, block: Block) -> None:
        if block.kind == "break":
            self.rest_ms = max(self.rest_ms, self._ms(self.style.delivery("break").pause_before_ms))
            return
        rule = policy.verdict(block, self.style)
        if rule.speak == "auto":
            self._speak(section, block)
            return
        self.cuts[block.id] = [Cut(0, len(block.text), block.kind, rule.reason)]
        if rule.speak == "announce" or self.announce_skips:
            line = announcement(_ANNOUNCED.get(block.kind, f"{block.kind.replace('_', ' ').capitalize()} skipped."))
            self._say(section, block.id, self._role(block), [line], [])

    def _speak(self, section: Section, block: Block) -> None:
        gone = policy.cuts(block, self.style)
        self.cuts[block.id] = gone
        edits = sorted([*(Edit(c.start, c.end, "") for c in gone), *policy.additions(block)])
        line = clean(rewrite(identity(block.text), edits))
        language = block.language or self.language
        edges = boundaries(line.text, language)
        ranges = list(zip([0, *edges], [*edges, len(line.text)], strict=False))
        lines = [part for a, b in ranges for part in _sized(line, a, b)]
        self._say(section, block.id, self._role(block), lines, [block.text])

    def _role(self, block: Block) -> Role:
        if block.kind == "heading" and block.level <= 1:
            return "title"
        return _ROLES.get(block.kind, block.kind)  # type: ignore[arg-type]

    def _say(self, section: Section, block_id: str, role: Role, lines: list[Line], source: list[str]) -> None:
        lines = [line for line in lines if any(c.isalnum() for c in line.text)]
        look = self.style.delivery(role)
        between = self._ms(self.style.delivery("sentence").pause_after_ms)
        for number, line in enumerate(lines):
            first, last = number == 0, number == len(lines) - 1
            self.utterances.append(
                Utterance(
                    id=f"u{len(self.utterances) + 1}",
                    section_id=section.id,
                    block_id=block_id,
                    text=line.text,
                    alignment=line.alignment,
                    source_text=line.source_text(source[0]) if source else "",
                    role=role,
                    voice=voice(look, self.language),
                    before_ms=max(self._ms(look.pause_before_ms), self.rest_ms) if first else 0,
                    after_ms=self._ms(look.pause_after_ms) if last else between,
                )
            )
            self.rest_ms = 0

    def _ms(self, value: int | None) -> int:
        return round((value or 0) * self.style.pause_scale)


_ANNOUNCED = {"code": "Code example.", "math": "Formula."}


def _sized(line: Line, start: int, end: int) -> Iterator[Line]:
    text = line.text[start:end]
    end = start + len(text.rstrip())
    edges = [start + edge for edge in clauses(line.text[start:end])]
    yield from cuts(line, zip([start, *edges], [*edges, end], strict=False))


def _unsaid_title(document: Document) -> str:
    """The title, where no heading says it and it is more than the source's name."""
    plain = _plain(document.title)
    name = Path(document.source)
    if plain in {_plain(name.name), _plain(name.stem), "standard input"}:
        return ""
    heard = {_plain(block.text) for block in document.blocks[:20] if block.kind in {"heading", "paragraph"}}
    return "" if plain in heard else document.title


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def write_script(
    document: Document,
    style: Style | None = None,
    *,
    depth: int = 6,
    handles: frozenset[str] = frozenset(),
    normalize: bool = True,
    announce_skips: bool = False,
) -> Script:
    """The script of `document` in `style`: what is said, how, in which section, and what is not.

    `depth` (1 to 6) is the deepest heading level that opens a section of its own. `handles` are the classes of
    normalising rules that the engine does itself. Raises LossError where a word of the source would be neither spoken
    nor skipped.
    """
    style = style or Style()
    language = style.language or document.language
    writer = _Writer(document, style, normalize, handles, announce_skips, language)
    sections = outline(
        document,
        depth,
        lambda block: policy.verdict(block, style).speak != "never" and any(c.isalnum() for c in block.text),
    )
    for section in sections:
        writer.section(section)
    utterances = _edged(writer.utterances, style.delivery("document"), style.pause_scale)
    ledger = tally(document.blocks, utterances, writer.cuts)
    return Script(document, sections, utterances, ledger, style.warnings)


def _edged(utterances: list[Utterance], document: Delivery, scale: float) -> tuple[Utterance, ...]:
    """The utterances with the track's head and tail."""
    if not utterances:
        return ()
    made = list(utterances)
    made[0] = replace(made[0], before_ms=round((document.pause_before_ms or 0) * scale))
    made[-1] = replace(made[-1], after_ms=round((document.pause_after_ms or 0) * scale))
    return tuple(made)
