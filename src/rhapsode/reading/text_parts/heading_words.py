"""The words that make a line a heading, in several languages, and reading numbers as headings write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

_PART = """part book volume act canto teil buch band akt partie livre tome acte parte libro tomo atto deel boek bedrijf
    del bok część księga tom часть книга том část kniha osa kirja""".split()
_CHAPTER = """chapter stave letter lecture lesson kapitel brief chapitre lettre leçon capítulo capitulo carta capitolo
    lettera hoofdstuk rozdział глава kapitola luku kapittel""".split()
_SECTION = """section scene appendix article annex exhibit schedule step abschnitt szene auftritt anhang scène annexe
    appendice sección escena apéndice anexo sezione scena scene bijlage paragraaf раздел приложение dodatek příloha
    liite bilaga avsnitt kohtaus secção cena""".split()
RANKS = {word: rank for rank, group in enumerate((_PART, _CHAPTER, _SECTION), 1) for word in group}
"""Keyword to how far down it stands: 1 parts, 2 chapters, 3 sections."""

_NUMBER_WORDS = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
    last eins zwei drei vier fünf sechs sieben acht neun zehn premier première deuxième seconde troisième quatrième
    cinquième primero primera segundo segunda tercero tercera uno dos tres cuatro cinco primo secondo terzo quarto
    quinto un deux trois quatre cinq один первая вторая третья четвёртая первый eerste tweede
    derde""".split()
_ORDINALS = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth last erster erstes
    erste zweiter zweites zweite dritter drittes dritte vierter viertes vierte fünfter fünftes fünfte sechster sechstes
    sechste siebenter siebentes siebtes achtes neuntes zehntes premier première deuxième seconde second troisième
    quatrième
    cinquième primera segunda tercera primo secondo terzo eerste tweede derde vierde första andra tredje fjärde femte
    første anden tredje ensimmäinen toinen kolmas neljäs часть первая вторая третья четвертая
    пятая""".split()

_LONE = """abstract acknowledgement acknowledgements acknowledgment acknowledgments acknowledgements afterword appendix
    appendices background bibliography colophon conclusion conclusions copyright dedication discussion epilogue errata
    epigraph foreword further.reading glossary index installation interlude introduction introductory license licence
    method methods notes note overview preamble preface prelude prologue postscript references related.work results
    summary synopsis usage finale security.considerations iana.considerations authors.addresses author's.address
    authors'.addresses full.copyright.statement copyright.notice status.of.this.memo terms.and.conditions
    table.of.contents contents list.of.illustrations dramatis.personae persons.of.the.play changelog faq credits
    vorwort vorrede einleitung nachwort inhalt inhaltsverzeichnis prolog epilog zusammenfassung schluss anmerkungen
    literatur literaturverzeichnis fazit anhang widmung préface avant-propos introduction conclusion prologue épilogue
    remerciements bibliographie résumé sommaire table.des.matières avertissement postface prólogo prefacio introducción
    conclusión conclusiones epílogo resumen bibliografía agradecimientos índice prefazione introduzione conclusione
    indice bibliografia ringraziamenti premessa prefácio introdução conclusão referências voorwoord inleiding nawoord
    conclusie samenvatting inhoud förord inledning sammanfattning forord indledning innledning konklusjon przedmowa
    wstęp zakończenie предисловие введение заключение вступление пролог эпилог содержание оглавление předmluva úvod
    závěr esipuhe johdanto""".split()
LONE = frozenset(word.replace(".", " ") for word in _LONE)
"""Headings that need no other evidence than standing alone."""
CONTENTS = frozenset(
    ("contents", "table of contents", "inhalt", "inhaltsverzeichnis", "table des matières", "sommaire", "índice",
     "indice",     "inhoud", "содержание", "оглавление", "spis treści", "obsah", "innehåll", "sisällys",
    "list of illustrations",
     "illustrations")
)  # fmt: skip
"""Headings of what is a list of headings itself."""


def _any(words: Iterable[str]) -> str:
    """A pattern for any of `words`, the longest first."""
    return "|".join(sorted(set(words), key=lambda word: (-len(word), word)))


_ROMAN = r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_VALUE = rf"(?:\d{{1,4}}|{_ROMAN}|[A-Z]|(?:the\s+)?(?:{_any(_NUMBER_WORDS)}))"
_FIRST_WORDS = re.compile(r"[^\W\d_]+")
_TAIL = r"(?P<rest>\s*[.:)\]]?\s*$|\s*(?:[.:)]|--|[-–—])\s*\S.*|\s+[A-ZÀ-ÞА-Я\"“‘'(].*)"
_EAST = re.compile(
    r"第\s*[0-9０-９一二三四五六七八九十百千零〇两兩]{1,8}\s*(?P<word>[章回节節部篇卷編话話])(?P<rest>.*)"
)
_EAST_RANKS = {"部": 1, "卷": 1, "編": 1, "篇": 1, "节": 3, "節": 3}

NUMBERED = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,3}){0,5})(?P<dot>[.):]?)\s+(?P<rest>\S.*)")
"""`1. Foo`, `1.2 Foo`, `1.2. Foo`, `3) Foo`."""
APPENDED = re.compile(r"(?P<number>[A-Z](?:\.\d{1,3}){1,4})\.?\s+(?P<rest>\S.*)")
"""`A.1. Foo`, as appendices number their parts."""
BRACKETED = re.compile(r"\((?P<number>\d{1,3})\)\s+(?P<rest>\S.*)")
"""`(1) Foo`."""
ROMAN = re.compile(rf"(?P<number>{_ROMAN})(?P<dot>[.):]|\s?--|\s?[–—])\s*(?P<rest>\S.*)?$")
"""`IV. Foo`, `IV.`, `IV.--Foo`."""
LETTERED = re.compile(r"(?P<number>[A-Z])(?P<dot>[.)])\s+(?P<rest>\S.*)")
"""`A. Foo`."""
_LETTER_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def keyword_rank(text: str) -> int:
    """1 for a part, 2 for a chapter, 3 for a section where `text` is headed by such a word and its number; else 0."""
    head = text[:200].strip("_* ")
    if not RANKS.keys().isdisjoint(_FIRST_WORDS.findall(head.lower())[:3]):
        numbered, ordinal = _keyword()
        if found := numbered.fullmatch(head) or ordinal.fullmatch(head):
            return RANKS[found["word"].lower()]
    east = _EAST.fullmatch(head)
    return _EAST_RANKS.get(east["word"], 2) if east else 0


@cache
def _keyword() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """`Chapter 4` and `the fourth chapter`: dear to compile, and few texts have one of the words where it counts."""
    numbered = rf"(?P<word>{_any(RANKS)})\s+(?P<value>{_VALUE})(?![\w']){_TAIL}"
    ordinal = rf"(?:the\s+)?(?:{_any(_ORDINALS)})\s+(?P<word>{_any(RANKS)})\b\.?{_TAIL}"
    return re.compile(numbered, re.I), re.compile(ordinal, re.I)


def is_lone(text: str) -> bool:
    """Whether `text` is one of the words that head a section by themselves."""
    return text.strip("_*.: []").casefold() in LONE


def is_contents(text: str) -> bool:
    """Whether `text` heads a table of contents."""
    return text.strip("_*.: []").casefold() in CONTENTS


def roman(text: str) -> int:
    """The value of a Roman numeral in capitals."""
    total = 0
    for here, following in zip(text, text[1:] + " ", strict=True):
        value = _LETTER_VALUES[here]
        total += -value if value < _LETTER_VALUES.get(following, 0) else value
    return total
