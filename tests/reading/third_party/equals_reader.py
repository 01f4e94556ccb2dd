"""Somebody else's package: a reader of files in which `= `, `== ` and so on begin headings and `* ` begins an item."""

import re
from pathlib import PurePath

from rhapsode.errors import SourceUnreadable
from rhapsode.model import Block, Document

_HEADING = re.compile(r"(={1,6}) +(\S.*)")
_ITEM = re.compile(r"(\*{1,6}) +(\S.*)", re.S)


class EqualsReader:
    """Reads `.equals` files: UTF-8, an empty line between blocks."""

    name = "equals"
    suffixes = (".equals",)

    def score(self, source):
        return 0.9 if source.name.endswith(self.suffixes) else 0.0

    def read(self, source):
        try:
            text = source.data.decode()
        except UnicodeDecodeError as fault:
            raise SourceUnreadable(f"{source.location} is not UTF-8", "save it as UTF-8") from fault
        parts = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
        blocks = tuple(_block(f"b{n}", part) for n, part in enumerate(parts, 1))
        title = next((block.text for block in blocks if block.level == 1), PurePath(source.name).stem)
        return Document(title, blocks, source.location)


def _block(name, part):
    if heading := _HEADING.fullmatch(part):
        return Block(name, "heading", heading[2], level=len(heading[1]))
    if item := _ITEM.fullmatch(part):
        return Block(name, "list_item", item[2], level=len(item[1]), marker="•")
    return Block(name, "paragraph", " ".join(part.split()))
