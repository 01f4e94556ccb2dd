"""Named tuples as plain lists and back: for JSON inside a track, and for whatever else must outlast a process.

One becomes the list of its fields in order, so the form is compact and its reader must be of the same `SCHEMA`; what
was written before a field was added at the end is read with that field's default.
Paths become strings; bytes are left out (None): what is large and kept elsewhere does not belong here.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")

SCHEMA = 2
"""Raised when a value of the model loses or moves a field, or gains one that is not the last or has no default."""


def to_json(value: Any) -> str:
    """`value` as JSON without spaces: lists, strings, numbers, booleans, null and string-keyed objects."""
    return _encoder.encode(value)


def _plainer(value: Any) -> Any:
    """What JSON's own encoder is to go on with where it meets a value that it does not know.

    A sequence may have a method `rows`, which gives its items as bare tuples faster than one by one.
    """
    if rows := getattr(value, "rows", None):
        return rows()
    if isinstance(value, bytes):
        return None
    if isinstance(value, Mapping):
        return dict(value)
    return tuple(value) if isinstance(value, Sequence) else str(value)


_encoder = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, check_circular=False, default=_plainer)


def from_plain(kind: type[T], plain: Any) -> T:
    """The value of type `kind` that `to_json` made `plain` of, read back. Raises ValueError where it cannot have."""
    try:
        return cast(T, _maker(cast(Any, kind))(plain))
    except (TypeError, KeyError, IndexError, AttributeError) as fault:
        raise ValueError(f"not a {kind.__name__}") from fault


@cache
def _maker(kind: Any) -> Callable[[Any], Any]:
    """A function from the plain form to `kind`."""
    origin, arguments = get_origin(kind), get_args(kind)
    if isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields"):
        hints = get_type_hints(kind)
        makers = [_maker(hints[name]) for name in kind._fields]
        least = len(makers) - len(getattr(kind, "_field_defaults", ()))
        return lambda plain: kind(*_made(makers, plain, least))
    if origin in (Union, types.UnionType):
        inner = [_maker(argument) for argument in arguments if argument is not type(None)]
        return lambda plain: None if plain is None else inner[0](plain)
    if origin in (tuple, Sequence):
        return _tuple_maker(arguments if origin is tuple else (*arguments, Ellipsis))
    if kind is Path:
        return Path
    return lambda plain: plain


def _made(makers: Sequence[Callable[[Any], Any]], plain: Any, least: int) -> list[Any]:
    if not least <= len(plain) <= len(makers):
        raise TypeError("more or fewer fields than there can be")
    return [make(item) for make, item in zip(makers, plain, strict=False)]


def _tuple_maker(arguments: tuple[Any, ...]) -> Callable[[Any], Any]:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        each = _maker(arguments[0])
        if arguments[0] in (int, str, float):
            return tuple
        return lambda plain: tuple([each(item) for item in plain])
    makers = [_maker(argument) for argument in arguments]
    return lambda plain: tuple([make(item) for make, item in zip(makers, plain, strict=True)])
