"""Which blocks of a document are in another language than the rest, though nothing in the source says so."""

from __future__ import annotations

import re
from functools import cache

from rhapsode.model import Block, Document
from rhapsode.scripting.languages import could_be_foreign

FEWEST_WORDS = 6
"""A shorter block is a name or a borrowed phrase rather than a text."""
COMMON_SHARE, OWN_SHARE = 0.3, 0.12
"""Of its words: what a block must have of another language's commonest, and may have of the document's."""
SURER = 3
"""How many times as many the other language's must be."""
FEWEST_COMMON, FEWEST_KINDS = 3, 3
"""Of the other language's words, and different ones among them."""

_WORD = re.compile(r"[^\W\d_]+(?:['’](?=[^\W\d_]))?")
_COMMON = {
    "en": "the of and to a in is it that was for on as with his "
    "he be at by i this had not are but from or have an they "
    "which one you were her all she there would their we him been has when who will more no if out so what my",
    "de": "der die und in den von zu das mit sich des auf für "
    "ist im dem nicht ein eine als auch es an werden aus er hat "
    "dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis ich "
    "wir ihr mein kein wenn man daß sein",
    "fr": "de la le et les des en un du une que est pour qui "
    "dans par sur plus au il ne pas se ce avec sont son elle je "
    "nous vous mais ou cette comme aux ses était d' l' qu' n' c' s' j' sa leur être à y où tout",
    "es": "de la que el en y los se del las un por con una su "
    "para es al lo como más pero sus le ha me sin sobre este ya "
    "todo cuando muy no fue era porque yo ser son está",
    "it": "di e il la che in un per del è una non sono da le "
    "si con i della dei al come più gli lo alla ha nel dell' l' "
    "un' d' ma anche nella mi era se questo delle era sua suo all' ed",
    "pt": "de a que o e do da em um para com não uma os no "
    "se na por mais as dos como mas ao ele das à seu sua ou quando "
    "muito nos já eu também pelo pela até isso é era foi",
    "nl": "de en van het een in is dat op te zijn met voor niet aan er om ook als dan maar bij of uit nog worden door "
    "naar heeft hebben ze wordt hij werd deze ik was die wat je",
}


def with_languages(document: Document) -> Document:
    """The document with the language of each block that is surely in another than the document's own."""
    found = ((block, foreign_language(block, document.language)) for block in document.blocks)
    blocks = tuple(block._replace(language=language) if language else block for block, language in found)
    return document._replace(blocks=blocks)


def foreign_language(block: Block, language: str) -> str:
    """The language (BCP 47) of a block that says none and is surely in another than `language`; else empty.

    Told by the commonest words of seven languages.
    """
    own = language.partition("-")[0].lower()
    if own not in _COMMON or not could_be_foreign(block, language):
        return ""
    return _told(_WORD.findall(block.text.lower().replace("’", "'")), own)


def _told(words: list[str], own: str) -> str:
    if len(words) < FEWEST_WORDS:
        return ""
    shares = {language: sum(map(common.__contains__, words)) for language, common in _common().items()}
    first, second = sorted((other for other in shares if other != own), key=lambda other: -shares[other])[:2]
    if shares[first] == shares[second] or shares[first] < max(FEWEST_COMMON, COMMON_SHARE * len(words)):
        return ""
    kinds = len(_common()[first].difference(_common()[own]).intersection(words))
    sure = shares[own] <= OWN_SHARE * len(words) and shares[first] >= SURER * shares[own] and kinds >= FEWEST_KINDS
    return first if sure else ""


@cache
def _common() -> dict[str, frozenset[str]]:
    return {language: frozenset(words.split()) for language, words in _COMMON.items()}
