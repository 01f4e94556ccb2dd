"""What a PDF's information dictionary says."""

from __future__ import annotations

import re
from typing import Any

from rhapsode.reading.dates import iso_date
from rhapsode.reading.matter import Matter, names, one_line

_FILE = re.compile(r"(?i)untitled|.*\.(?:docx?|pdf|tex|indd|dvi|rtf|odt)|microsoft word.*|slide 1|.*[\\/].*")
_DATE = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?")


def read_matter(document: Any) -> Matter:
    """Title, authors and date; a title that is a file's name is none."""
    try:
        stated = document.metadata or {}
        title, author, made = (one_line(stated.get(key)) for key in ("/Title", "/Author", "/CreationDate"))
        language = one_line(document.trailer["/Root"].get("/Lang"))
    except Exception:
        return Matter()
    from rhapsode.reading.languages import language_tag

    found = _DATE.match(made)
    date = iso_date("-".join(part for part in found.groups() if part)) if found else ""
    return Matter(
        title="" if _FILE.fullmatch(title) else title,
        authors=names(author),
        published=date,
        language=language_tag(language),
    )
