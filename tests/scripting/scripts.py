"""Small documents for the script room's tests."""

from rhapsode.model import Block, Document, Mark


def block(kind, text="", number=1, **rest):
    marks = tuple(Mark(*mark) for mark in rest.pop("marks", ()))
    return Block(f"b{number}", kind, text, marks, **rest)


def document(*blocks, title="A title", **rest):
    numbered = [
        Block(f"b{n}", one.kind, one.text, one.marks, one.level, one.language, one.line or n, one.marker)
        for n, one in enumerate(blocks, 1)
    ]
    return Document(title, tuple(numbered), **{"language": "en", **rest})


def spoken(script):
    return [utterance.text for utterance in script.utterances]
