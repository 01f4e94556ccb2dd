"""IPA to the 39 phones of the CMU Pronouncing Dictionary (ARPAbet without stress), for words that it lacks."""

from __future__ import annotations

_PAIRS = """
tʃ CH, dʒ JH, aɪ AY, aʊ AW, eɪ EY, oʊ OW, əʊ OW, ɔɪ OY, ɪə IY AH, iə IY AH, eə EH R, ʊə UH R, ɛː EH R, ɜː ER, ɜ ER,
ɚ ER, ɝ ER, ɑ AA, ɒ AA, æ AE, a AE, ʌ AH, ə AH, ɐ AH, ɔ AO, o OW, ɛ EH, e EH, ɪ IH, ᵻ IH, ɨ IH, i IY, y Y, ʊ UH, u UW,
ʉ UW, ø ER, œ ER, b B, d D, ð DH, f F, ɡ G, g G, h HH, j Y, k K, l L, ɫ L, ɬ L, m M, n N, ɲ N, ŋ NG, p P, ɹ R, r R, ʁ R,
s S, ʃ SH, t T, ɾ T, θ TH, v V, w W, x K, χ K, ç HH, z Z, ʒ ZH
"""
PHONES = {pair.split()[0]: tuple(pair.split()[1:]) for pair in _PAIRS.replace("\n", " ").split(",")}
"""IPA letters, alone or in pairs, and the phones nearest to them."""

_LONGEST = max(map(len, PHONES))


def arpabet(ipa: str) -> tuple[str, ...]:
    """The phones of `ipa`, longest match first; stress, length and whatever has no counterpart are left out."""
    text = "".join(c for c in ipa if c not in "ˈˌ.‿͡ \u0303")
    found: list[str] = []
    place = 0
    while place < len(text):
        for length in range(_LONGEST, 0, -1):
            if phones := PHONES.get(text[place : place + length]):
                found.extend(phones)
                place += length
                break
        else:
            place += 1
    return tuple(found)
