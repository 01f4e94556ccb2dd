"""IPA and misaki's letters, the alphabet that the natural voices read.

Misaki writes General American and British English with one letter for a diphthong or an affricate (`A` for eɪ) and puts
a stress mark before its vowel, not before its syllable. What a lexicon says in IPA is brought to it by a table, longest
match first; sounds that English lacks become the nearest that it has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

STRESS = "ˈˌ"
VOWELS = frozenset("AIOQWYaiuæɑɒɐɔəɛɜɪʊʌᵊᵻ")
SILENT = frozenset(".‿|͜͡ˑʔʼ'-·ʰʲˠˤ̯̪̃̚ \u200d\u2060")
"""Marks of IPA that change nothing here: syllable breaks, ties, half length, and what English does not tell apart."""
SYLLABIC, NASAL = "\u0329", "\u0303"


def _pairs(lines: str) -> dict[str, str]:
    return dict(pair.split(">") for pair in lines.split())


_CONSONANTS = _pairs("""
p>p b>b t>t d>d k>k ɡ>ɡ g>ɡ m>m n>n ŋ>ŋ f>f v>v θ>θ ð>ð s>s z>z ʃ>ʃ ʒ>ʒ h>h l>l ɹ>ɹ j>j w>w
tʃ>ʧ ʧ>ʧ dʒ>ʤ ʤ>ʤ r>ɹ ɻ>ɹ ʁ>ɹ ʀ>ɹ ɽ>ɹ ɫ>l ɬ>l ɭ>l ɱ>m ɳ>n ɲ>nj ɲj>nj ʎ>lj ʎj>lj ɦ>h ħ>h x>k χ>k ç>h ʍ>w hw>w
ɸ>f β>b ɣ>ɡ ɕ>ʃ ʑ>ʒ ʂ>ʃ ʐ>ʒ tɕ>ʧ dʑ>ʤ ʈ>t ɖ>d c>k ɟ>ɡ q>k ɢ>ɡ ʋ>v ɰ>w ɥ>w ɴ>ŋ ʙ>b
""")
_VOWELS = _pairs("""
eɪ>A ej>A e>A eː>A aɪ>I aj>I ɑɪ>I aʊ>W aw>W ɑʊ>W ɔɪ>Y oɪ>Y ɔj>Y ɔʏ>Y oj>Y ɪ>ɪ ɛ>ɛ ʌ>ʌ ə>ə ʊ>ʊ ɘ>ə ɵ>ʊ ɞ>ʌ ɤ>ʌ ɨ>ɪ ʏ>ʊ
ᵊ>ᵊ ᵻ>ɪ
""")
_AMERICAN = _pairs("""
i>i iː>i u>u uː>u ʉ>u ʉː>u y>u yː>u ɯ>u ɯː>u æ>æ a>ɑ aː>ɑ ɑ>ɑ ɑː>ɑ ɒ>ɑ ɒː>ɔ ɐ>ɐ ɔ>ɔ ɔː>ɔ ɛː>ɛ əː>ɜɹ
oʊ>O əʊ>O ou>O ow>O o>O oː>O ɜ>ɜɹ ɜː>ɜɹ ɜɹ>ɜɹ ɜːɹ>ɜɹ ɜr>ɜɹ ɜːr>ɜɹ ɝ>ɜɹ ɝː>ɜɹ ɝɹ>ɜɹ ɚ>əɹ ɚɹ>əɹ œ>ɜɹ œː>ɜɹ øː>ɜɹ
ɪə>iə ɪəɹ>ɪɹ ɪər>ɪɹ iəɹ>ɪɹ iər>ɪɹ eə>ɛɹ eəɹ>ɛɹ eər>ɛɹ ɛə>ɛɹ ɛəɹ>ɛɹ ɛər>ɛɹ ʊə>ʊə ʊəɹ>ʊɹ ʊər>ʊɹ ɾ>T ᵻ>ᵻ
oɹ>ɔɹ oːɹ>ɔɹ or>ɔɹ oːr>ɔɹ eɹ>ɛɹ eːɹ>ɛɹ er>ɛɹ ø>ɜɹ
""")
_BRITISH = _pairs("""
i>i iː>iː u>uː uː>uː ʉ>uː ʉː>uː y>uː yː>uː ɯ>uː ɯː>uː æ>a a>a aː>ɑː ɑ>ɑː ɑː>ɑː ɒ>ɒ ɒː>ɔː ɐ>ɐ ɔ>ɔː ɔː>ɔː ɛː>ɛː əː>ɜː
oʊ>Q əʊ>Q ou>Q ow>Q o>Q oː>Q ɜ>ɜː ɜː>ɜː ɝ>ɜː ɝː>ɜː ɚ>ə œ>ɜː œː>ɜː øː>ɜː
ɪə>ɪə iə>ɪə eə>ɛː ɛə>ɛː ʊə>ʊə ɾ>t ø>ɜː oːɹ>ɔːɹ oɹ>ɔːɹ eɹ>ɛːɹ
""")
AMERICAN: Mapping[str, str] = {**_CONSONANTS, **_VOWELS, **_AMERICAN}
BRITISH: Mapping[str, str] = {**_CONSONANTS, **_VOWELS, **_BRITISH}

_SPELT_OUT = str.maketrans(_pairs("A>eɪ I>aɪ O>oʊ Q>əʊ W>aʊ Y>ɔɪ ʤ>dʒ ʧ>tʃ T>ɾ ᵊ>ə ᵻ>ɪ"))
_ONSET = re.compile(
    "((?:s?[ptk][ɹlwj]?|s?[fmnl]|s?w|[bdɡ][ɹlwj]?|[fθʃv][ɹlwj]?|[hmn]j|ʧ|ʤ|[szhmnlɹjwðʒ])?)(ˈ|ˌ)(?=[^ˈˌ])"
)


def letters(ipa: str, *, british: bool = False) -> str | None:
    """`ipa` in misaki's letters; None where it has a sign that is no sound of the table.

    A word without a stress mark gets one on its first vowel, as words have in the lexicon.
    """
    table = BRITISH if british else AMERICAN
    text = re.sub(f"(.){SYLLABIC}", r"ᵊ\1", ipa.replace("'", STRESS[0]))
    text = re.sub(f"(.){NASAL}", r"\1n", text)
    text = re.sub(rf"y(?=[{STRESS}]?[aeiouæɑɒɐɔəɛɜɪʊʌ])", "j", "".join(c for c in text if c not in SILENT))
    parts: list[str] = []
    place = 0
    while place < len(text):
        if text[place] in STRESS:
            parts.append(text[place])
            place += 1
            continue
        for length in (4, 3, 2, 1):
            if (found := table.get(text[place : place + length])) is not None and place + length <= len(text):
                parts.append(found)
                place += length
                break
        else:
            if text[place] != "ː":  # length alone is no sound
                return None
            place += 1
    return _stressed(re.sub("ɹ+", "ɹ", "".join(parts))) or None


def ipa(text: str) -> str:
    """`text` in misaki's letters as IPA, each stress mark before the consonants that begin its syllable."""
    return _ONSET.sub(r"\2\1", text).translate(_SPELT_OUT)


def _stressed(text: str) -> str:
    """`text` with its stress marks before vowels, and a primary one on the first vowel where there is none.

    An ɐ is the vowel of "cut" where it is stressed, and of "about" elsewhere.
    """
    done: list[str] = []
    waiting = "" if any(mark in text for mark in STRESS) else STRESS[0]
    for c in text:
        if c in STRESS:
            waiting = c
            continue
        stressed = waiting if c in VOWELS else ""
        if stressed:
            done.append(waiting)
            waiting = ""
        done.append(c if c != "ɐ" else "ʌ" if stressed else "ə")
    return "".join(done)
