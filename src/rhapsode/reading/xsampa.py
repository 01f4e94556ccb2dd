"""X-SAMPA to IPA, for pronunciations written in ASCII (J. C. Wells, Computer-coding the IPA, 2000)."""

from __future__ import annotations

_TABLE = dict(
    pair.split("=", 1)
    for pair in (
        "b_<=ɓ d`=ɖ d_<=ɗ g_<=ɠ h\\=ɦ j\\=ʝ l`=ɭ l\\=ɺ n`=ɳ p\\=ɸ r`=ɽ r\\=ɹ r\\`=ɻ s`=ʂ s\\=ɕ t`=ʈ x\\=ɧ z`=ʐ z\\=ʑ "
        "A=ɑ B=β B\\=ʙ C=ç D=ð E=ɛ F=ɱ G=ɣ G\\=ɢ G\\_<=ʛ H=ɥ H\\=ʜ I=ɪ J=ɲ J\\=ɟ J\\_<=ʄ K=ɬ K\\=ɮ L=ʎ L\\=ʟ M=ɯ M\\=ɰ "
        "N=ŋ N\\=ɴ O=ɔ O\\=ʘ P=ʋ Q=ɒ R=ʁ R\\=ʀ S=ʃ T=θ U=ʊ V=ʌ W=ʍ X=χ X\\=ħ Y=ʏ Z=ʒ "
        '"=ˈ %=ˌ :=ː :\\=ˑ @=ə @\\=ɘ @`=ɚ {=æ }=ʉ 1=ɨ 2=ø 3=ɜ 3\\=ɞ 4=ɾ 5=ɫ 6=ɐ 7=ɤ 8=ɵ 9=œ &=ɶ ?=ʔ ?\\=ʕ <\\=ʢ >\\=ʡ '
        "g=ɡ -= ^=ꜛ !=ꜜ _0=̥ _v=̬ _h=ʰ _w=ʷ _j=ʲ '=ʲ _~=̃ ~=̃ _=̩ ==̩ _^=̯ _d=̪ _}=̚ _>=ʼ _\"=̈ _k=̰ _t=̤ _G=ˠ _?\\=ˤ"
    ).split()
)
_LONGEST = max(map(len, _TABLE))


def to_ipa(text: str, alphabet: str) -> str:
    """`text` as IPA; `alphabet` is the one it is written in (`ipa`, `x-sampa`). Others pass as they are."""
    if "sampa" not in alphabet.lower():
        return text.strip()
    out, at = [], 0
    while at < len(text):
        for size in range(min(_LONGEST, len(text) - at), 0, -1):
            found = _TABLE.get(text[at : at + size])
            if found is not None:
                out.append(found)
                at += size
                break
        else:
            out.append(text[at])
            at += 1
    return "".join(out).strip()
