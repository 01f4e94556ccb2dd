"""Documents made at random from what rules look for: in none of them is a word lost, and none ends a render."""

import random

import pytest
from scripts import block, document

from rhapsode.scripting import write_script
from rhapsode.scripting.rules import LANGUAGES

MONTHS = {
    "en": "January Jan. May Sept. December", "de": "Januar Jan. Mai Sept. Dezember", "fr": "janvier janv. mai sept.",
    "es": "enero ene. mayo sept.", "it": "gennaio gen. maggio sett.",
}  # fmt: skip
SHORT = {
    "en": "Dr. St. No. e.g. i.e. etc. vs. U.S. a.m. P.M. B.C. Prof. Fig. pp. Apt. w/ &c. th' o'er",
    "de": "d. h. z. B. u. a. ca. bzw. usw. Nr. S. Dr. St. i. d. R. v. Chr. Uhr Std. Min. Mio. §§ § Abs.",
    "fr": "M. Mme MM. p. ex. c.-à-d. av. J.-C. env. n° art. chap. etc. XIXe 1er Ier h",
    "es": "Sr. Sra. D. EE. UU. p. ej. a. C. pág. n.º núm. etc. VI XX 1.º h horas",
    "it": "sig. dott.ssa ad es. p. es. a.C. d.C. pag. n. art. ecc. XX 1° ore",
}
UNITS = "km kg m² g/cm³ °C % ‰ € $ £ CHF kWh h min s K l m 10⁶ x² ½ GB mph lb. oz ft in."
NAMES = "Henry Wilhelm Louis Felipe Elisabetta James I II. VIII XIV Chapter Kapitel siglo secolo World War"
PLAIN = (
    "the der le el il and und et y e was war, house. “quoted” (in) said: No! Why? – — … naïve Łódź x 日本 H₂O Ca²⁺ CO2"
)
SHAPES = (
    "{a}", "{a},{b}", "{a}.{b}", "{a}:{b:02}", "{a}:{b:02}:{a:02}", "{a}–{b}", "{a}-{b}-{c}", "{a}/{b}",
    "{c}-{a:02}-{b:02}",
    "{a}.{b}.{c}", "{a}h{b:02}", "{a} {c:03}", "{a},{c:03},{c:03}", "{a}.{c:03}.{c:03}", "{a}'{c:03}", "${a}.{b:02}",
    "{a}%–{b}%", "{c}s", "’{a}s", "{a}B", "{a}K", "{a}k", "#{a}", "{a}!", "[{a}]", "+{a} {c} {c}",
    "{a}.{b}.{a}.{b}:{c}",
    "{a}st", "{a}th", "{a}x{b}", "{a}^{b}", "{a}⁄{b}", "{a} ½", "§ {a}", "P({a}|{b})", "ISBN 978-0-14-{c}943-3", "-{a}",
    "−{a}", "±{a}", "~{a}", "<{a}", "≥{a}", "{a}am", "{a}:{b:02} p.m.", "{a}. ", "({a})", "“{a}", "{a}’s",
    "{a}e", "{a}º",
)  # fmt: skip


def made(language, random_):
    words = " ".join((MONTHS[language], SHORT[language], UNITS, NAMES, PLAIN)).split()
    pieces = []
    for _ in range(random_.randint(1, 40)):
        if random_.random() < 0.5:
            shape = random_.choice(SHAPES)
            numbers = {name: random_.choice((0, 1, 2, 7, 12, 14, 30, 99, 221, 1832, 1999, 2024)) for name in "abc"}
            pieces.append(shape.format(**numbers))
        else:
            pieces.append(random_.choice(words))
        pieces.append(random_.choice((" ", " ", " ", " ", "", ". ", "\n", "\u00a0", "-")))
    return "".join(pieces)


def check(language, seed):
    text = made(language, random.Random(f"{language}{seed}"))
    script = write_script(document(block("paragraph", text), block("heading", text[:40], level=2), language=language))
    assert script.ledger.balanced, text
    assert not [one for one in script.warnings if "as it is written" in one], text
    return script


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_word_is_lost_and_no_render_ends(language):
    for seed in range(25):
        check(language, seed)


@pytest.mark.slow
@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_word_is_lost_of_a_thousand_documents(language):
    for seed in range(1000):
        check(language, seed)
