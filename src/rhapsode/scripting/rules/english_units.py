"""Measures in English."""

from __future__ import annotations

import re
import string

from rhapsode.scripting.data import load_table, word_list
from rhapsode.scripting.numerals import cardinal, decimal, digits, fraction
from rhapsode.scripting.rules.english_numbers import GLYPHS, half_of
from rhapsode.scripting.rules.rule import DIGITS, Rule

_NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,6}|\d{1,3}(?:['’\u202f\u2009\u00a0]\d{3}){1,5}|\d{1,15})(?:\.\d{1,12})?"


def _unit(symbol: str, one: bool) -> str | None:
    units = load_table("english")["units"]
    if symbol in units:
        return str(units[symbol]).split(", ")[0 if one else -1]
    power, bare = "", symbol
    for sign, word in (("²", "square"), ("³", "cubic"), ("^2", "square"), ("^3", "cubic")):
        if symbol.endswith(sign):
            power, bare = f"{word} ", symbol.removesuffix(sign)
    if bare in units:
        names = str(units[bare]).split(", ")
        return power + names[0 if one else -1]
    head, slash, tail = symbol.partition("/")
    if slash and tail:
        above, below = _unit(head, one), _unit(tail, one=True)
        return f"{above} per {below}" if above and below else None
    return None


def _measure(match: re.Match[str]) -> str | None:
    number, symbol, gap = match["number"], match["unit"], match["gap"]
    if symbol == "m" and gap == "" and _PEOPLE.match(match.string, match.end()):
        return f"{decimal(number)} million"
    if gap == "" and (symbol in _SHY or (symbol == "m" and len(number) > 3 and not _RACE.fullmatch(number))):
        return None
    if (symbol == "K" and not gap) or (symbol == "N" and match.string.startswith(".", match.end())):
        return None
    if symbol in _EXACT:
        number = re.sub(r"(\.\d*?[1-9])0+$|\.0+$", r"\1", number)
    one = gap == "-" or number in {"1", "-1", "−1"} or _before_noun(match)
    name = (_unit(f"{symbol}.", one) if "." in match.string[match.end() - 1 : match.end() + 1] else None) or _unit(
        symbol, one
    )
    if name is None:
        return None
    value = decimal(number) if number[0] != "." else f"point {digits(number)}"
    if match["above"]:
        value = f"{value} and {_part(int(match['above']), int(match['below']))}"
    if match["low"]:
        value = f"{decimal(match['low'])} to {value}"
    many = f" {match['many']}" if match["many"] else ""
    return f"{value}{many} {name}"


def _portion(match: re.Match[str]) -> str | None:
    above, below = int(match["above"]), int(match["below"])
    name = (_unit(f"{match['unit']}.", one=True) if match.group().endswith(".") else None) or _unit(
        match["unit"], one=True
    )
    return f"{fraction(above, below)} {name}" if name and below > 1 and 0 < above < below else None


_PEOPLE = re.compile(
    r" (?:people|users|views|copies|homes|jobs|customers|subscribers|viewers|followers|downloads|visitors|passengers"
    r"|barrels|doses|households|residents|voters|workers|children|women|men|players|sales|tourists|refugees|hectares)\b"
)
"""What is counted in millions (10m people), never in meters."""
_RACE = re.compile(r"\d{1,2}[05]00")
"""Meters that are run or swum (1500m), where other long numbers may be millions."""
_SHY = frozenset({"pt", "mo", "cal"})
_EXACT = frozenset({"%", "‰"})
"""Units whose last noughts are not said."""

_DETERMINER = re.compile(r"\b(?:an?|the|this|that|each|every|another|one|its|his|her|their|our|my|your|no)\s$", re.I)
_MEASURE_OPENS = re.compile(r"\b(?:an?|the|this|that|each|every|another)\s[\d.,]{1,9}[ -]?[^\W\d]{1,5}\s?\($", re.I)
_NOUN = re.compile(r"\s(?P<word>[a-z]{3,})\b")
_NO_NOUN = frozenset(
    word_list(
        "and for from with between into over under above below per long wide high tall deep thick away apart are was"
        " were has had have that which they who the this these those its than then when where while if"
        " but not nor more less later earlier before after ago off out down but you she his her our their your"
    )
) - frozenset(word_list("long wide high tall deep thick"))


def _before_noun(match: re.Match[str]) -> bool:
    """Whether the measure stands between an article and a noun (a 10 m passage), where it has no plural."""
    before, after = match.string[max(match.start() - 24, 0) : match.start()], match.string[match.end() :][:48]
    if before.endswith("("):
        inside, after = bool(_MEASURE_OPENS.search(before)), after[1:] if after.startswith(")") else ""
    else:
        inside = bool(_DETERMINER.search(before))
        after = re.sub(r"^ \([^()]{1,24}\)", "", after)
    noun = _NOUN.match(after)
    return inside and noun is not None and noun["word"] not in _NO_NOUN


def _part(above: int, below: int) -> str:
    words = fraction(above, below)
    return f"a {words.split(' ', 1)[1]}" if above == 1 else words


def _feet(match: re.Match[str]) -> str:
    feet, inches = int(match[1]), match[2]
    if not inches:
        return f"{cardinal(feet)} {'foot' if feet == 1 else 'feet'}"
    return f"{cardinal(feet)} foot {decimal(inches)}"


def _feet_and_inches(match: re.Match[str]) -> str:
    feet, inches = int(match[1]), int(match[2])
    return (
        f"{cardinal(feet)} {'foot' if feet == 1 else 'feet'} {cardinal(inches)} {'inch' if inches == 1 else 'inches'}"
    )


def _inches(match: re.Match[str]) -> str:
    return f"{decimal(match[1])} {'inch' if match[1] == '1' else 'inches'}"


def _inches_across(match: re.Match[str]) -> str | None:
    """A 12" ruler, where no quotation is open that the sign would close."""
    before = match.string[: match.start()]
    if len(re.findall(r'(?<!\d)"', before)) % 2 or before.count("“") > before.count("”"):
        return None
    return f"{decimal(match[1])} {'inch' if match[1] == '1' or _before_noun(match) else 'inches'}"


def _each(match: re.Match[str]) -> str | None:
    """The mL of cells/mL."""
    name = _unit(match["unit"], one=True)
    return f" per {name}" if name else None


def _per_unit(match: re.Match[str]) -> str | None:
    """The s⁻¹ of 7 m s⁻¹."""
    name = _unit(match["unit"], one=True)
    return f"per {name}{ {'¹': '', '²': ' squared', '³': ' cubed'}[match['power']] }" if name else None


def _after_power(match: re.Match[str]) -> str | None:
    """The m of 10⁻⁹ m."""
    return _unit(match["it"], one=False)


_SIDES = {"N": "north", "S": "south", "E": "east", "W": "west"}


def _glyph_measure(match: re.Match[str]) -> str | None:
    """¾ oz., 2⅓ tbsp."""
    whole, unit = match["whole"], match["unit"]
    name = _unit(f"{unit}.", one=not whole) or _unit(unit, one=not whole or match["gap"] == "-")
    if name is None or unit in _SHY:
        return None
    above, below = GLYPHS[match["glyph"]]
    if whole:
        return f"{cardinal(int(whole))} and {_part(above, below)} {name}"
    return f"{half_of(name)} {name}" if (above, below) == (1, 2) else f"{fraction(above, below)} {name}"


def _coordinate(match: re.Match[str]) -> str:
    """40°26′46″N."""
    names = zip(match.groups()[:3], ("degree", "minute", "second"), strict=True)
    said = [f"{decimal(number)} {name}{'' if number == '1' else 's'}" for number, name in names if number]
    return " ".join([*said, _SIDES[match[4]]])


def _bare_power(match: re.Match[str]) -> str | None:
    return _unit(match.group(), one=False)


_LETTERS = r"(?:sq\.? (?:ft|m|mi|km)\.?|cu ft|fl oz|° ?[CF]|[°℃℉%‰]|[A-Za-zµμΩ]{1,4}[²³]?(?:\^[23])?(?:/[A-Za-zµμ]{1,4}[²³]?)?)"

_UNIT_SIGNS = frozenset(string.ascii_letters + "µμΩ°℃℉%‰")

_GLYPH = "".join(GLYPHS)

UNITS: tuple[Rule, ...] = (
    Rule(
        "units",
        rf"(?<![\w.,:/$€£-])(?:(?P<whole>\d{{1,3}}) ?)?(?P<glyph>[{_GLYPH}])(?P<gap>[ -]?)(?P<unit>[A-Za-z]{{1,4}})(?![\w²³/'’-])(?:\.(?=\s[a-z(]|,))?",
        _glyph_measure,
        frozenset(_GLYPH),
    ),
    Rule(
        "units",
        r"(?<![\w.,-])(\d{1,3}(?:\.\d{1,6})?)° ?(?:(\d{1,2})[′'’] ?)?(?:(\d{1,2}(?:\.\d{1,3})?)[″\"”] ?)?([NSEW])(?![\w])",
        _coordinate,
        frozenset("°"),
    ),
    Rule(
        "units",
        r"\b10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3} (?P<it>[A-Za-zµΩ]{1,4}[²³]?)(?![\w²³/-])",
        _after_power,
        frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹"),
    ),
    Rule("units", r"(?<=[\w²³¹\ue000] )(?P<unit>[A-Za-z]{1,3})⁻(?P<power>[¹²³])(?!\w)", _per_unit, frozenset("⁻")),
    Rule(
        "units",
        r"(?<![\w.,/-])(\d{1,2}) ?(?:ft|feet|foot)\.?,? (\d{1,2}) ?in(?:ch(?:es)?)?\b",
        _feet_and_inches,
        DIGITS,
        frozenset("f"),
    ),
    Rule("units", r"(?<![\w.,/-])(\d{1,2})['′’]\s?(?:(1[01]|\d)(?:[\"″”]|['′’]{2}|(?![\w'])))(?!\w)", _feet, DIGITS),
    Rule("units", r"(?<![\w.,/-])(\d{1,3}(?:\.\d{1,3})?)″", _inches, frozenset("″")),
    Rule("units", r"(?<![\w.,/-])(\d{1,3})′(?!\w)()", _feet, frozenset("′")),
    Rule("units", r"(?<![\w.,/$€£-])(\d{1,3}(?:\.\d{1,2})?)[\"”](?= [a-z])", _inches_across, frozenset('"”')),
    Rule(
        "units",
        r"(?<=[a-z]{3})/(?P<unit>mL|ml|µL|L|mg|kg|[ckm]?m[²³]|km|mm|cm)(?![\w²³/-])",
        _each,
        frozenset("/"),
    ),
    Rule(
        "units",
        rf"(?<![\w.,:/$€£])(?<!\d )(?P<above>\d{{1,2}})/(?P<below>\d{{1,2}}) ?(?P<unit>{_LETTERS})(?!\w)(?:\.(?=\s[a-z(]))?",
        _portion,
        DIGITS,
        _UNIT_SIGNS,
    ),
    Rule(
        "units",
        rf"(?<![\w.,:/$€£])(?P<low>{_NUMBER})[ -]?(?P<same>{_LETTERS})\s?[-–—]\s?(?P<number>{_NUMBER})(?P<many>)(?P<above>)(?P<below>)"
        r"(?P<gap>[ -]?)(?P<unit>(?P=same))(?![\w²³/])",
        _measure,
        DIGITS,
        _UNIT_SIGNS,
    ),
    Rule(
        "units",
        rf"(?<![\w.,:/$€£])(?:(?P<low>{_NUMBER})\s?[-–—]\s?)?(?P<number>(?:(?<!\w)[-−])?{_NUMBER}|(?<!\d)\.\d{{1,6}})"
        rf"(?: (?P<above>\d{{1,2}})/(?P<below>\d{{1,2}}))?(?: (?P<many>hundred|thousand|million|billion|trillion)(?= ))?"
        rf"(?P<gap>[ -]?)(?P<unit>{_LETTERS})(?![\w²³/'’]|-\w|\.[A-Za-z])(?:\.(?=\s[a-z(]|,|\s\d{{1,2}} ?(?:oz|in|min|sec?|ft)\b))?(?=[\s.,;:!?)\]\"”'’–—-]|$)",
        _measure,
        DIGITS,
        _UNIT_SIGNS,
    ),
    Rule(
        "units",
        r"(?<![\w./])(?:(?:k|c|m|µ)?m[²³]|ft[²³]|km/h|m/s|kW/h|mg/kg|g/L)(?![\w/])",
        _bare_power,
        frozenset("²³/"),
    ),
)
"""Before ranges and magnitudes."""
