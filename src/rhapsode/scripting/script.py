"""From a document to its script: every utterance in order, its voice and pauses, and the ledger."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from textwrap import shorten

from rhapsode.errors import LossError
from rhapsode.metadata_text import is_steering, metadata_line
from rhapsode.model import Block, Document, Role, Script, Section, Utterance
from rhapsode.scripting import phrases, policy
from rhapsode.scripting.delivery import Delivery, voice
from rhapsode.scripting.languages import DEFAULT, could_be_foreign, detect
from rhapsode.scripting.ledger import REPORT, Account, Cut, account, place, tally
from rhapsode.scripting.lexicon import lexicon_for
from rhapsode.scripting.limits import Allowance, few_enough
from rhapsode.scripting.line import announcement
from rhapsode.scripting.outline import outline, unsaid_title
from rhapsode.scripting.references import unspoken_references
from rhapsode.scripting.sentence_memory import SentenceMemory, Wanted, end_of_group
from rhapsode.scripting.style import Style, default_roles
from rhapsode.scripting.wording import Sentence, Words, as_written, sentences
from rhapsode.store import Store

_SHORT_MS = {"clause": 170, "line": 250}
"""Between the pieces of a sentence too long for one utterance what an engine leaves at a comma; between lines more."""
_SPEAKABLE = re.compile(r"[^\W_]")
_SPEAKER = re.compile(r"([^\W\d_][\w .'’-]{0,40}):\s")
_PLAIN_SECTION = Delivery()
"""What a style says of a section that it does not name."""
_UNNAMED = frozenset({"break", "surroundings"})
"""What is passed over and never announced."""
_PLAIN: dict[str, Role] = dict.fromkeys(
    ("break", "contents", "drawing", "imprint", "page_furniture", "surroundings"), "paragraph"
)


def write_script(
    document: Document,
    style: Style | None = None,
    *,
    depth: int = 6,
    handles: frozenset[str] = frozenset(),
    normalize: bool = True,
    announce_skips: bool = False,
    strict: bool = False,
    store: Store | None = None,
) -> Script:
    """The script of `document` in `style` (default: the package's own): what is said, how, in which section.

    A block that is surely in another language is said in it, unless the style states one for all.
    `depth` (1 to 6) is the deepest heading level that opens a section of its own; deeper sections are part of their
    parent, their headings still spoken. `handles` are the classes of normalising rules that the engine does itself;
    `normalize` turns them all off. `announce_skips` names each block that is passed over.
    `store` is where sentences are remembered from one script to the next; without one none are.

    Every word of every block is in the ledger: spoken, or skipped with a reason. A sentence that would lose one is
    spoken as it is written, with a warning; where this is to be `strict`, it raises LossError. Raises SourceRefused
    past the limits of `rhapsode.scripting.limits`.
    """
    return GrowingScript(
        document,
        style,
        depth=depth,
        handles=handles,
        normalize=normalize,
        announce_skips=announce_skips,
        strict=strict,
        store=store,
    ).whole()


class GrowingScript:
    """A script as it is written, from its beginning: for whoever listens before all of it is.

    Iterated over, once, the utterances block by block as soon as nothing that is written later can change them; `whole`
    is the script, to its end. What a document is refused for is found out before the first, but for its sentences.
    """

    def __init__(
        self,
        document: Document,
        style: Style | None = None,
        *,
        depth: int = 6,
        handles: frozenset[str] = frozenset(),
        normalize: bool = True,
        announce_skips: bool = False,
        strict: bool = False,
        store: Store | None = None,
    ) -> None:
        """Of what `write_script` is given, and raises what it does; the iteration may raise the same."""
        style = style or Style(default_roles())
        stated = style.language or document.language
        document = _prepared(document, style)
        for _ in few_enough(n for n, block in enumerate(document.blocks) if policy.heard(block, style)):
            pass  # each is a sentence at least, so what has too many is refused before any is written
        self.document = document
        self.sections = outline(document, depth, lambda block: policy.heard(block, style))
        self._style = style
        self._writer = _Writer(
            document,
            style,
            style.rules_off | handles,
            language_stated=bool(stated),
            normalize=normalize,
            announce_skips=announce_skips,
            strict=strict,
            store=store,
        )
        self._written = self._write()

    def __iter__(self) -> Iterator[Sequence[Utterance]]:
        return self._written

    def whole(self) -> Script:
        """All of it, what was not yet written included."""
        for _ in self._written:
            pass
        ledger = tally(self._writer.accounts)
        warnings = (*self._style.warnings, *self._writer.faults)
        return Script(self.document, self.sections, tuple(self._writer.utterances), ledger, warnings)

    def _write(self) -> Iterator[Sequence[Utterance]]:
        made, given = self._writer.utterances, 0
        track, scale = self._style.roles.get("document", Delivery()), self._writer.scale
        for section in self.sections:
            for _ in self._writer.write(section):
                if made and not given:
                    made[0] = made[0]._replace(before_ms=round((track.pause_before_ms or 0) * scale))
                if given < len(made) - 1:  # the last one's silence is the track's tail, if nothing comes after it
                    yield made[given:-1]
                    given = len(made) - 1
        if made:
            made[-1] = made[-1]._replace(after_ms=round((track.pause_after_ms or 0) * scale))
            yield made[given:]


def _prepared(document: Document, style: Style) -> Document:
    """`document` with what its text does not say itself: its language, and that of blocks in another."""
    document = document._replace(
        title=metadata_line(document.title),
        authors=tuple(metadata_line(name) for name in document.authors),
        published=metadata_line(document.published),
        language=style.language or document.language or detect(document),
    )
    if any(
        is_steering(block.text) or any(is_steering(mark.value) for mark in block.marks) for block in document.blocks
    ):
        from rhapsode.scripting.unsteered_blocks import unsteered  # which few texts need

        document = unsteered(document)
    if not style.language and any(could_be_foreign(block, document.language) for block in document.blocks):
        from rhapsode.scripting.foreign_blocks import with_languages  # which few texts need

        document = with_languages(document)
    return document


_Spoken = tuple[Sequence[Cut], Sequence[Sentence]]
"""What is cut of a block, and what is left as it is said."""


class _Writer:
    """Writes section by section; the only state is what has been written and the silence still owed."""

    def __init__(
        self,
        document: Document,
        style: Style,
        off: frozenset[str],
        *,
        language_stated: bool,
        normalize: bool,
        announce_skips: bool,
        strict: bool,
        store: Store | None,
    ) -> None:
        self.document, self.style, self.off = document, style, off
        self.normalize, self.announce_skips, self.strict = normalize, announce_skips, strict
        self.language = document.language or DEFAULT
        self.voice_language = self.language if language_stated or self.language != DEFAULT else ""
        """The same for the voice; empty, for the engine's own default, where English is only what we take it for."""
        self.utterances: list[Utterance] = []
        self.accounts: list[Account] = []
        self.references = unspoken_references(document.blocks, style)
        """Blocks that are left out as references, and what is said of each."""
        self.faults: list[str] = []
        """A warning for each sentence that is spoken as written, because it would have lost a word."""
        self.owed_ms = 0
        self.cue = ""
        """Of the section, for its first utterance."""
        self._looks: dict[tuple[Role, int], Delivery] = {}
        self._lexemes = (*style.lexicon, *document.lexicon)
        self._abbreviations = style.roles.get("abbreviation", _PLAIN_SECTION).speak_as or "normal"
        self._made: dict[str, Words] = {}
        self._memory = SentenceMemory(store, self._decided())
        self._allowance = Allowance()

    def write(self, section: Section) -> Iterator[None]:
        """Write one section, block by block."""
        opening = self.style.delivery("section")
        self.owed_ms = self._ms(opening.pause_before_ms) if self.utterances else 0
        self.cue = opening.cue_before or ""
        within = self._within(section)
        if not self.utterances and (title := unsaid_title(self.document)):
            blocks = section.blocks or (Block("", "paragraph"),)
            self._say(section, blocks[0], "title", [Sentence(announcement(title), "")], within)
        spoken = self._spoken([block for block in section.blocks if self._is_spoken(block, within)], within)
        for block in section.blocks:
            self._block(section, block, within, spoken)
            yield

    def _within(self, section: Section) -> Delivery:
        return next((look for name, look in self.style.sections if re.search(name, section.title)), _PLAIN_SECTION)

    def _is_spoken(self, block: Block, within: Delivery) -> bool:
        auto = block.kind != "break" and policy.verdict(block, self.style, within).speak == "auto"
        return auto and (block.id not in self.references or policy.is_kept(block, self.style))

    def _block(self, section: Section, block: Block, within: Delivery, spoken: Iterator[_Spoken]) -> None:
        if self._is_spoken(block, within):
            self._speak(section, block, within, *next(spoken))
            return
        treatment = policy.verdict(block, self.style, within)
        if block.id in self.references and treatment.speak == "auto":
            self._pass_over(section, block, policy.REFERENCES, within, named=self.references[block.id])
            return
        if block.kind == "break":
            self.owed_ms = max(self.owed_ms, self._ms(self.style.delivery("break").pause_before_ms))
        asked = self.announce_skips and block.kind not in _UNNAMED and block.text.strip()
        named = block.kind if treatment.speak == "announce" or asked else ""
        self._pass_over(section, block, treatment, within, named=named)

    def _pass_over(
        self, section: Section, block: Block, treatment: policy.Treatment, within: Delivery, *, named: str
    ) -> None:
        """Leave a block out, and say so where it is `named`."""
        gone = [Cut(0, len(block.text), block.kind, treatment.reason)] if block.text else []
        self.accounts.append(account(block, (), gone))
        phrase = phrases.announced if treatment.speak == "announce" else phrases.skipped
        if named:
            line = announcement(phrase(named, self.language))
            self._say(section, block, self._role(block), [Sentence(line, "")], within)

    def _speak(
        self, section: Section, block: Block, within: Delivery, gone: Sequence[Cut], said: Sequence[Sentence]
    ) -> None:
        for one in said:
            if one.fault:
                self._fault(LossError(f"{one.fault}, in {shorten(one.source_text, 60)!r} {place(block)}", REPORT))
        try:
            self.accounts.append(_balance(block, said, gone))
        except LossError as fault:
            self._fault(fault)
            said = as_written(block, self.language_of(block))
            self.accounts.append(_balance(block, said, ()))
        self._say(section, block, self._role(block), said, within)

    def _fault(self, fault: LossError) -> None:
        """A fault of one sentence: the render goes on, unless it was to be strict."""
        if self.strict:
            raise fault
        self.faults.append(f"{fault.what}: spoken as it is written; {REPORT}")

    def _spoken(self, blocks: Sequence[Block], within: Delivery) -> Iterator[_Spoken]:
        """What is cut of each of a section's blocks that are spoken, and what is left as it is said; when asked for."""
        start = 0
        while start < len(blocks):
            # What is the title hangs on whether anything was said before it, so until then each is looked at by itself.
            end = end_of_group(blocks, start) if self.utterances else start + 1
            wanted = [self._wanted(block, within) for block in blocks[start:end]]
            written, remembered = self._memory.sentences(wanted, self._write)
            for one, said in zip(wanted, written, strict=True):
                yield one.gone, list(self._allowed(said)) if remembered else said
            start = end

    def _wanted(self, block: Block, within: Delivery) -> Wanted:
        language = self.language_of(block)
        added = policy.additions(block, language)
        speak_as = self._look(block, self._role(block), within).speak_as or "normal"
        return Wanted(block, policy.cuts(block, self.style), added, language, speak_as)

    def _write(self, one: Wanted) -> list[Sentence]:
        return list(self._allowed(sentences(one.block, one.gone, one.added, self._words(one.language), one.speak_as)))

    def _allowed(self, said: Iterable[Sentence]) -> Iterator[Sentence]:
        for one in said:
            self._allowance.take(len(one.line.alignment) // 2)  # between two changes stands what is said as written
            yield one

    def _say(self, section: Section, block: Block, role: Role, said: Sequence[Sentence], within: Delivery) -> None:
        said = [one for one in said if not _mute(one)]
        look = self._look(block, role, within)
        for number, one in enumerate(said):
            self.utterances.append(
                Utterance(
                    id=f"u{len(self.utterances) + 1}",
                    section_id=section.id,
                    block_id=block.id,
                    text=one.line.text,
                    alignment=one.line.alignment,
                    source_text=one.source_text,
                    role=role,
                    voice=voice(look, block.language or self.voice_language),
                    marks=one.marks,
                    before_ms=max(self._ms(look.pause_before_ms), self.owed_ms) if number == 0 else 0,
                    after_ms=self._after_ms(one, look, number == len(said) - 1),
                    cue_before=(look.cue_before or self.cue) if number == 0 else "",
                    cue_after=(look.cue_after or "") if number == len(said) - 1 else "",
                )
            )
            self.owed_ms, self.cue = 0, ""

    def _after_ms(self, one: Sentence, look: Delivery, last: bool) -> int:
        if last:
            return self._ms(look.pause_after_ms)
        return self._between_ms if one.ends == "sentence" else self._ms(_SHORT_MS[one.ends])

    def _look(self, block: Block, role: Role, within: Delivery) -> Delivery:
        look = self._role_look(role, block.level if role == "heading" else 0)
        if within is not _PLAIN_SECTION:
            look = within.over(look)
        speaker = _SPEAKER.match(block.text) if self.style.speakers else None
        return self.style.speakers.get(speaker[1].strip(), Delivery()).over(look) if speaker else look

    def _role_look(self, role: Role, level: int) -> Delivery:
        if (role, level) not in self._looks:
            wider = {"title": ("title", "heading-1", "heading"), "heading": (f"heading-{level}", "heading")}
            self._looks[role, level] = self.style.delivery(*wider.get(role, (role,)))
        return self._looks[role, level]

    def _role(self, block: Block) -> Role:
        if block.kind == "heading":
            return "title" if block.level <= 1 and not self.utterances else "heading"
        return _PLAIN.get(block.kind) or block.kind  # type: ignore[return-value]

    def language_of(self, block: Block) -> str:
        """The language that `block` is said in; the one asked for overrules only the document's own."""
        return block.language or self.language

    def _words(self, language: str) -> Words:
        if language not in self._made:
            lexicon = lexicon_for(self._lexemes, language, self.style.patterns)
            self._made[language] = Words(language, lexicon, self.off, self.normalize, self._abbreviations)
        return self._made[language]

    def _decided(self) -> dict[str, object]:
        """What decides every block's sentences."""
        patterns = [(one.expression.pattern, one.expression.flags, one.spoken) for one in self.style.patterns]
        return {
            "lexemes": self._lexemes,
            "patterns": patterns,
            "off": sorted(self.off),
            "normalize": self.normalize,
            "abbreviations": self._abbreviations,
        }

    @cached_property
    def scale(self) -> float:
        """What pauses are multiplied by."""
        return self.style.pause_scale

    @cached_property
    def _between_ms(self) -> int:
        return self._ms(self.style.delivery("sentence").pause_after_ms)

    def _ms(self, value: int | None) -> int:
        return round((value or 0) * self.scale)


def _balance(block: Block, said: Sequence[Sentence], gone: Sequence[Cut]) -> Account:
    """The account of what is `said` of a block; raises LossError where a word is missing."""
    unsaid = (cut for one in said if _mute(one) for cut in _unsaid(one, block))
    return account(block, (one.line.alignment for one in said), sorted([*gone, *unsaid]))


def _mute(one: Sentence) -> bool:
    """Whether there is nothing in a sentence that an engine would say."""
    return not _SPEAKABLE.search(one.line.text)


def _unsaid(one: Sentence, block: Block) -> Iterator[Cut]:
    """What a mute sentence takes with it: characters that were letters only as written (`&amp;` by itself)."""
    for span in one.line.alignment:
        if span.spoken_end > span.spoken_start and _SPEAKABLE.search(block.text[span.source_start : span.source_end]):
            yield Cut(span.source_start, span.source_end, "sign", "a sign by itself")
