"""IPA to espeak-ng's phoneme mnemonics, for whichever voice is set.

espeak-ng reads mnemonics of its own inside `[[ ]]`, and each language has its own set. The table is therefore not
written down here: every mnemonic that the installed data knows is asked for its IPA in the current voice, and the
answers are turned round.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

STRESS = {"ˈ": "'", "ˌ": ","}
STRESS_MARKS = "".join(STRESS)
VOWELS = "aeiouyɑɒæɐʌəɚɛɜɝɪɨʊʉɔøœɤɯ"
SILENT = frozenset(".‿|͜͡ˑ \u200d")
"""Marks of IPA that change nothing here: syllable breaks, linking, ties, half length."""

_AFFRICATES = "ts|dz|tʃ|dʒ|tɕ|dʑ|tʂ|dʐ|ʈʂ|ɖʐ|pf|bv|tɬ|dɮ|kx|tθ|dð"
_MODIFIED = r"[\u0300-\u036fːʰʲʷˠˤ]*"
_ONE_SOUND = re.compile(rf"(?:[{VOWELS}ᵻɵɘʏɶɞ]{_MODIFIED}){{1,3}}ɹ?|əl|(?:{_AFFRICATES}|[^\W\d{VOWELS}]){_MODIFIED}")
"""A vowel, diphthong or triphthong, also before an `ɹ` that belongs to it, or a consonant or affricate."""

_LEAVES = re.compile(rf".ː|(?<=[{VOWELS}ː])ɹ[{STRESS_MARKS}]?[{VOWELS}]")

_NEAR = """
ɹ>r r>ɹ ɾ>t ʀ>ʁ ʁ>r ɡ>g g>ɡ ʔ> ɫ>l ɬ>l x>k χ>x ç>x β>b ɣ>ɡ ɸ>f ɲ>nj ʎ>lj ɕ>ʃ ʑ>ʒ ɖ>d ʈ>t ɳ>n ʋ>v ɰ>w ɐ>ə ɚ>ə
ɝ>ɜː ɜ>ɜː ə>ɐ ʌ>a ɑ>ɑː ɒ>ɔ ɔ>ɔː ɔː>ɔ o>oː oː>oʊ e>eː eː>eɪ ɛ>e æ>a a>æ aː>ɑː ɑː>aː i>iː iː>i ɪ>i ɨ>ɪ u>uː
uː>u ʊ>u ʉ>uː y>yː yː>uː ø>øː øː>ɜː œ>ɜː ɤ>ʌ ɯ>ʊ oʊ>əʊ əʊ>oʊ ɪə>iə eə>ɛː ʊə>uə ɜː>əː ɛː>ɛ ɛɹ>eə
"""
NEAR = dict(pair.split(">") for pair in _NEAR.split())
"""The next best sound where a voice lacks one; followed until one is found."""


def mnemonics(phontab: Path) -> frozenset[str]:
    """Every phoneme mnemonic in espeak-ng's compiled `phontab`.

    Its form (espeak-ng, phoneme.h and synthdata.c): the number of tables, then for each a count byte, three more, a
    32-byte name, and 16-byte entries whose first four bytes are the mnemonic; the order of the fields before the name
    has changed between versions, so names are found by being printable, and tables' names are among them.
    """
    data = phontab.read_bytes()
    found = set()
    for place in range(4, len(data) - 3, 4):
        raw = data[place : place + 4].rstrip(b"\0")
        if raw and all(33 <= byte < 127 for byte in raw):
            found.add(raw.decode("ascii"))
    return frozenset(found)


def table(names: Iterable[str], ipa_of: Callable[[Sequence[str]], Sequence[str]]) -> dict[str, str]:
    """IPA to mnemonic for the current voice; the shortest mnemonic wins. `ipa_of` says how each `[[name]]` sounds.

    What is no one sound is left out: a name that the voice does not have is taken to pieces (`ne`, which is a language,
    for n and e; and the e is then lost to the diphthong that it begins).
    """
    ordered = sorted(names, key=lambda name: (len(name), name))
    asked = [name for name in ordered if name[0] not in "'," and not set(name) & set("[]|_")]
    found: dict[str, str] = {}
    for name, ipa in zip(asked, ipa_of([f"[[{name}]]" for name in asked]), strict=True):
        if _ONE_SOUND.fullmatch(sound := clean(ipa)):
            found.setdefault(sound, name)
    return found


def clean(ipa: str) -> str:
    """`ipa` without stress, ties and breaks."""
    return "".join(c for c in ipa if c not in STRESS and c not in SILENT)


def possessive(ipa: str) -> str:
    """`ipa` of an English word with the sound of a possessive s after it."""
    last = clean(ipa).rstrip("ː")[-1:]
    return ipa + ("ɪz" if last in tuple("szʃʒ") else "s" if last in tuple("ptkfθ") else "z")


def to_mnemonics(ipa: str, sounds: Mapping[str, str]) -> str:
    """`ipa` in mnemonics, longest match first, near sounds for those the voice lacks; what has none is left out."""
    text = _habits("".join(c for c in ipa if c not in SILENT), sounds)
    longest = max(map(len, sounds), default=1)
    parts: list[str] = []
    place = 0
    while place < len(text):
        if text[place] in STRESS:
            parts.append(STRESS[text[place]])
            place += 1
            continue
        for length in _lengths(text, place, longest):
            names = _names(text[place : place + length], sounds)
            if names is not None:
                parts.extend(f"{name}|" for name in names)
                place += length
                break
        else:
            place += 1
    return "".join(parts).rstrip("|")


def _lengths(text: str, place: int, longest: int) -> list[int]:
    """How many characters to try as one sound, first those that do not leave the length mark behind them alone, nor
    take an `ɹ` from the vowel that it begins, where it would be said twice.
    """
    every = range(min(longest, len(text) - place), 0, -1)
    return sorted(every, key=lambda length: _LEAVES.match(text, place + length - 1) is not None)


def _habits(ipa: str, sounds: Mapping[str, str]) -> str:
    """`ipa` without habits of dictionaries: `y` for the glide, long vowels whose length is not marked, another accent.

    Each only where the voice shows that it cannot be meant as it stands: a voice without the vowel `y`; one whose
    long `i` and `u` are sounds of their own, in a word where nothing is marked long; an American one, which has no `ɒ`;
    a British one, which says `ɹ` only before a vowel.
    """
    if "ɚ" in sounds and "ɒ" not in sounds:
        ipa = ipa.replace("ɒ", "ɑː")
    if {"ɒ", "ɜː", "ɑː", "eə", "iə"} <= sounds.keys() and "ɚ" not in sounds:
        ipa = re.sub(rf"(?:(ɛ)|iː|ɪ)ɹ(?![{STRESS_MARKS}]?[{VOWELS}])", lambda found: "eə" if found[1] else "iə", ipa)
        ipa = re.sub(rf"(?<=[{VOWELS}ː])ɹ(?![{STRESS_MARKS}]?[{VOWELS}])", "", ipa)
    if "y" not in sounds and "yː" not in sounds:
        ipa = re.sub(rf"y(?=[{STRESS_MARKS}]?[{VOWELS}])", "j", ipa)
    if "ː" not in ipa and "iː" in sounds and "uː" in sounds:
        ipa = re.sub(rf"([iu])(?=[{STRESS_MARKS}]?[^{VOWELS}{STRESS_MARKS}])", r"\1ː", ipa)
    return ipa


def _names(sound: str, sounds: Mapping[str, str]) -> list[str] | None:
    seen = set()
    while sound not in sounds:
        if sound in seen or sound not in NEAR:
            return None
        seen.add(sound)
        sound = NEAR[sound]
        if sound == "":
            return []
        if len(sound) > 1 and sound not in sounds and sound not in NEAR:
            parts = [_names(part, sounds) for part in sound]
            return [name for part in parts if part for name in part]
    return [sounds[sound]]
