"""How what stands around a page's text begins, ends or reads, as patterns, each in the web's main languages."""

from __future__ import annotations

import re


def _phrases(*phrases: str) -> str:
    return "(?:" + "|".join(phrases) + ")"


_MONTH = _phrases(
    "jan(?:uar[yi]?|vier|eiro)?", "feb(?:ruar[yi]?|braio|rero)?", "f[ée]v(?:rier|ereiro)?", "mar(?:ch|s|zo|ço)?",
    "märz",
    "a[pv]r(?:ile?)?", "abril?", "ma[iy]o?", "maggio", "mei", "jun[ei]?", "juin", "jun[ih]o", "giugno", "jul[yi]?",
    "juillet",
    "jul[ih]o", "luglio", "aug(?:ust)?", "août", "ago(?:sto)?", "sept?(?:ember|embre|iembre)?", "set(?:embro|tembre)?",
    "o[ck]t(?:ober|obre|ubre)?", "out(?:ubro)?", "ott(?:obre)?", "nov(?:ember|embre|iembre|embro)?",
    "de[cz](?:ember|embro)?", "d[ée]c(?:embre)?", "dic(?:iembre|embre)?",
)  # fmt: skip
_DAY = _phrases(
    "(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?", "(?:mon|diens|donners|frei|sams|sonn)tag",
    "mittwoch", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "lunes", "martes", "miércoles",
    "jueves", "viernes", "sábado", "domingo", "(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?", "lunedì", "martedì",
    "mercoledì", "giovedì", "venerdì", "sabato", "domenica",
)  # fmt: skip
_STAMP_WORD = _phrases(
    "(?:first |last )?(?:published|updated?|posted|modified|edited|created)", "release date", "today", "yesterday",
    "ago",
    "hours?", "min(?:ute[ns]?|utos?|uti)?", "read(?:ing)?(?: time)?", "tempo de leitura", "tempo di lettura",
    "temps de lecture", "lesezeit", "veröffentlicht", "aktualisiert", "stand", "uhr", "publié", "mis à jour",
    "publicado",
    "actualizado", "atualizado", "pubblicato", "aggiornato", r"a\.?m\.?", r"p\.?m\.?", "noon", "gmt", "utc", "cet",
    "bst",
    "ist", "[ecmp][sd]?t", "on", "at", "by", "in", "of", "le", "la", "il", "el", "de", "del", "do", "às?", "a", "alle",
    "ore", "um", "am", "den", "der", "vom", "von", "par", "por", "st", "nd", "rd", "th", "h",
)  # fmt: skip

MOMENT = re.compile(
    rf"\b{_MONTH}\b\.?|\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}|\b\d{{1,2}}:\d\d\b|\bago\b|\bmin(?:ut\w{{1,3}})?\b", re.I
)
"""A date, a time of day, or a time of reading."""
STAMP = re.compile(rf"\b(?:{_MONTH}|{_DAY}|{_STAMP_WORD}|\d+(?:st|nd|rd|th|h|am|pm)?)\b\.?|[\W_]+", re.I)
"""Each piece of the line that says when a page was made."""
LABEL = re.compile(
    _phrases(
        "advertisement", "advertising", "sponsored(?: content)?", "anzeige", "werbung", "publicité", "publicidade",
        "publicidad", "pubblicità", "annonce", "iklan", "реклама",
        "skip to (?:main )?content", "(?:share|tweet|email|print|save)(?: this(?: \\w+)?)?", "teilen", "partager",
        "compartir", "compartilhar", "condividi", "close", "back to top",
        r"(?:leave a |\d+ )?(?:comments?|repl(?:y|ies))", "(?:no|view|show|hide|read|join)? ?(?:all )?comments?",
        "kommentare", "commentaires", "comentarios", "comentários", "commenti",
        "(?:image |photo |video |media |hide |toggle )?caption",
        "(?:enlarge|view|show) (?:full.?(?:size|screen) )?image",
        r"(?:image |photo )?\d+ ?(?:/|of)(?: /)? ?\d+", "media playback is (?:not supported|unsupported).{0,40}",
        "(?:read|learn|see|find out) more", "continue reading", "story continues below.{0,30}", "read next", "up next",
        "what to read next", "see also", "you (?:might|may) (?:also )?(?:like|be interested in|enjoy)", "don['’]t miss",
        "most (?:read|popular|viewed)", r"more (?:\w+ ){1,3}(?:stories|articles|news|posts|reads)",
        "(?:more|related|recommended|popular|latest|recent|trending)"
        r"(?: (?:stories|articles|posts|news|reading|content|topics|videos|this week|on this(?: \w+)?))?",
        "das könnte (?:sie|dich) auch interessieren", "mehr zum thema", "à lire aussi", "lire aussi",
        "te puede interesar",
        "leia também", "leggi anche", "about the authors?", "filed under", "tags?", "topics", "schlagwörter",
        "mots-clés",
        "getty images", "share on (?:facebook|twitter|x|linkedin|whatsapp|pinterest|reddit|email)",
        "click to (?:share|e-?mail|print).{0,60}", "(?:opens in )?(?:a )?new window",
        "jump to (?:navigation|content|search)",
        "(?:log|sign) ?in", "(?:load(?:ing)?|show|view) (?:more|all)(?: comments)?", "promoted(?: content| stories)?",
        "paid (?:content|post|partnership)", "from our partners", "watch (?:now|live|the video)",
        "listen to (?:this )?(?:article|story)", "(?:print|email|save|bookmark) (?:this )?(?:article|page|story)",
        "(?:post|add|leave) (?:a )?(?:comment|reply)", "report (?:an? )?(?:error|typo|ad|comment)",
        "was this (?:article|page|answer) (?:helpful|useful)", "trending now", "editor['’]s picks?", "top stories",
        "featured(?: posts| stories)?", "follow us", "(?:previous|next)(?: post| article| story| page)?", "text size",
        "cookie (?:policy|settings|notice)", "accept (?:all )?cookies", "all rights reserved",
    )
    + r"\W*",
    re.I,
)  # fmt: skip
"""The whole of a block that heads or labels what is no text."""
_PICTURE = "(?:photos?|images?|pictures?|pics?|fotos?|bild(?:er)?|crédits?(?: photo)?|credits?|illustration)"
CREDIT = re.compile(
    rf"\(?(?:{_PICTURE}|video)(?: (?:credits?|courtesy|illustration))?(?: of)?"
    r"(?:\s*[:©]|\.\.\.|\s+(?:by|via|von|par)\b).{1,120}"
    r"|©.{1,80}|.{1,60}\bgetty images\)?",
    re.I,
)
"""The whole of a block that says who made a picture."""
CREDITED = re.compile(
    rf"(?:\({_PICTURE}\b[^()]{{0,80}}\)|(?:\b|(?<=[a-z])(?=[A-Z])){_PICTURE}(?: credits?)?: ?[^.]{{2,60}}"
    r"|©\s?(?-i:[A-Z\d])[^.©]{1,60}|\((?:AP|Reuters|AFP|EPA|dpa)\b[^()]{0,60}\))\W{0,5}$",
    re.I,
)
"""How a picture's caption ends."""
POINTER = re.compile(
    r"\W{0,3}"
    + _phrases(
        r"related(?: \w+)?", "read(?: more| also| next)?", "more", "see(?: also| more)?", "also (?:on|see|read)",
        "watch",
        "listen", "don['’]t miss", "recommended", "mehr(?: zum thema)?", "lesen sie auch", "lire aussi",
        "à lire(?: aussi)?", "voir aussi", "lee también", "leia (?:também|mais)", "leggi anche",
    )
    + r"(?:\s*[:|›»>–-]|\s(?:on \w|here))",
    re.I,
)  # fmt: skip
"""How a reference to another page begins."""
PLEA = re.compile(
    r"\W{0,3}"
    + _phrases(
        "(?:click|tap) here", r"subscribe\b", "sign up", r"follow (?:us\b|@|(?:\w+ ){1,3}on\b)", "like us",
        "(?:get|download) (?:the|our) .{0,40}\\bapp\\b", "(?:get|receive) .{0,60}\\b(?:newsletter|inbox|delivered)",
        r"join (?:us|our|the)\b.{0,80}\b(?:forums?|newsletter|channel|group|community|conversation|discussion)",
        "want more (?:stories|news)", "support (?:us|our)", r"email .{0,40}\bat \S+@", "tell us what",
        r"reach (?:the )?(?:reporters?|author|\w+ at)", r"contact (?:the|us|\w+ at)", "(?:e-?mail|write to) (?:us|the)",
        "(?:have|got) (?:a )?(?:tip|news|story)", "check out (?:my|our)", "newsletter", "(?:jetzt )?abonnieren",
        "(?:we|this (?:web)?site) uses? cookies", "your e-?mail address will not be published", "save my name",
        "(?:sign|log) in to", "already a (?:subscriber|member)", "if you (?:enjoyed|liked|like) this",
        "share this (?:article|story|post) (?:with|on)", r"(?:did you )?(?:like|enjoy) this (?:article|story|post)\?",
        "support (?:independent|quality) journalism", "become a (?:member|patron|subscriber|supporter)",
        "thanks? (?:you )?for (?:reading|subscribing)", "wir verwenden cookies", "nous utilisons des cookies",
        "usamos cookies", "inscrivez-vous", "s['’]abonner", "abonnez-vous", "suscr[íi]b", "assine", "iscriviti",
    ),
    re.I,
)  # fmt: skip
"""How a request to the reader begins."""
SMALL_PRINT = re.compile(
    _phrases(
        r"^\W{0,3}©", r"©\s{0,3}\d{4}", r"\d{4}\s{0,3}©", r"\bcopyright\b.{0,20}(?:\d{4}|©|\(c\))",
        "all rights reserved", "alle rechte vorbehalten",
        "tous droits réservés", "todos los derechos reservados", "todos os direitos reservados", "subject to copyright",
        "may not be (?:published|reproduced|republished)", "affiliate (?:links?|commission)",
        "earn an? .{0,20}commission", "contributed to this (?:report|story|article)", "opinions expressed (?:by|in)",
        r"^\W?(?:additional )?reporting by\b", "terms of (?:use|service)", "privacy policy", "^citation:",
        r"^(?:filed under|posted in|tags?|tagged|topics|categories|schlagw\w+|mots-clés|etiquetas)\b[:\s]",
        r"(?:comentários|comments?|kommentare)\b.{0,60}\b(?:moderat|approv|aprovad|closed)",
    ),
    re.I,
)  # fmt: skip
"""What only a page's small print says."""
BIOGRAPHY = re.compile(
    r"\b(?:is an?|is the|has been|covers|writes|is \w+['’]s|lives in|follow|joined|ist|est|es|è)\b", re.I
)
"""How a line goes on that begins with an author's name and says who that is."""
FILE_NAME = re.compile(r"\w_\w|#\w|\.(?:jpe?g|png|gif|webp)\b", re.I)
"""A picture's alternative text that was made for machines."""
