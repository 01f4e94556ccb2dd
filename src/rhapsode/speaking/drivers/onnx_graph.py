"""Taking an ONNX model apart on its bytes: no package that knows ONNX is needed to speak.

The graph is read as far as its nodes' names; part of it is written again, with inputs and outputs of our choice.

Field numbers are those of onnx.proto (IR version 8). The wire format is that of Protocol Buffers: a field is a key
(number << 3 | wire type) and its value, and a message is its fields in any order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

MODEL_GRAPH = 7
GRAPH_NODE, GRAPH_NAME, GRAPH_TENSOR, GRAPH_INPUT, GRAPH_OUTPUT = 1, 2, 5, 11, 12
NODE_INPUT, NODE_OUTPUT, NODE_OPERATOR = 1, 2, 4
TENSOR_NAME = 8
FLOAT = 1  # TensorProto.DataType

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5


class Field(NamedTuple):
    """One field of a message."""

    number: int
    raw: memoryview
    """Key and value, as they stand."""
    value: memoryview
    """The value alone; of a field of BYTES without its length."""


class Node(NamedTuple):
    """One operation of the graph."""

    operator: str
    """Such as `Split`."""
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    raw: bytes
    """The field that it stands in."""

    def with_output(self, name: str) -> Node:
        """The same operation, its one output called `name`."""
        _, _, message = next(fields(memoryview(self.raw)))
        kept = [bytes(field.raw) for field in fields(message) if field.number != NODE_OUTPUT]
        raw = _field(GRAPH_NODE, b"".join([*kept, _text(NODE_OUTPUT, name)]))
        return self._replace(outputs=(name,), raw=raw)


class Graph:
    """A model's graph: its nodes in an order in which they can be run, and its weights.

    Raises ValueError where `model` is no ONNX model.
    """

    def __init__(self, model: bytes) -> None:
        whole = list(fields(memoryview(model)))
        inside = [field for part in whole if part.number == MODEL_GRAPH for field in fields(part.value)]
        self._around = b"".join(field.raw for field in whole if field.number != MODEL_GRAPH)
        self.nodes = [_node(field) for field in inside if field.number == GRAPH_NODE]
        self._tensors = {_name(field): field.raw for field in inside if field.number == GRAPH_TENSOR}
        self.inputs = {_first_text(field): field.raw for field in inside if field.number == GRAPH_INPUT}
        self.makers = {output: node for node in self.nodes for output in node.outputs}

    def after(self, names: set[str]) -> list[Node]:
        """The nodes whose result depends on one of `names`."""
        reached, found = set(names), []
        for node in self.nodes:
            if reached.intersection(node.inputs):
                reached.update(node.outputs)
                found.append(node)
        return found

    def before(self, names: set[str], given: set[str]) -> list[Node]:
        """The nodes that are needed to compute `names` where the values `given` are there already."""
        wanted, found = names - given, list[Node]()
        for node in reversed(self.nodes):
            if wanted.intersection(node.outputs):
                wanted.update(set(node.inputs) - given)
                found.append(node)
        return found[::-1]

    def part(self, nodes: Sequence[Node], inputs: Sequence[str], outputs: Sequence[str]) -> bytes:
        """A model of `nodes` alone. Inputs that the whole has not, and all outputs, are float values of any shape."""
        used = {name for node in nodes for name in node.inputs}
        return self._around + _field(
            MODEL_GRAPH,
            b"".join(
                [
                    *(node.raw for node in nodes),
                    _text(GRAPH_NAME, "part"),
                    *(raw for name, raw in self._tensors.items() if name in used),
                    *(self.inputs.get(name) or _float_value(GRAPH_INPUT, name) for name in inputs),
                    *(_float_value(GRAPH_OUTPUT, name) for name in outputs),
                ]
            ),
        )


def new_node(operator: str, inputs: Sequence[str], output: str) -> Node:
    """A node of one output, without attributes."""
    parts = [_text(NODE_INPUT, name) for name in inputs] + [_text(NODE_OUTPUT, output), _text(NODE_OPERATOR, operator)]
    return Node(operator, tuple(inputs), (output,), _field(GRAPH_NODE, b"".join(parts)))


def fields(message: memoryview) -> Iterator[Field]:
    """Every field of `message`. Raises ValueError where it is none."""
    place = 0
    while place < len(message):
        start = place
        key, place = _varint(message, place)
        begin, kind = place, key & 7
        if kind == VARINT:
            _, place = _varint(message, place)
        elif kind == BYTES:
            length, begin = _varint(message, place)
            place = begin + length
        elif kind in (FIXED64, FIXED32):
            place += 8 if kind == FIXED64 else 4
        else:
            raise ValueError(f"no protocol buffer: wire type {kind}")
        if place > len(message):
            raise ValueError("no protocol buffer, or one cut short")
        yield Field(key >> 3, message[start:place], message[begin:place])


def _node(field: Field) -> Node:
    names: dict[int, list[str]] = {NODE_INPUT: [], NODE_OUTPUT: [], NODE_OPERATOR: [""]}
    for part in fields(field.value):
        if part.number in names:
            names[part.number].append(bytes(part.value).decode())
    operator = names[NODE_OPERATOR][-1]
    return Node(operator, tuple(names[NODE_INPUT]), tuple(names[NODE_OUTPUT]), bytes(field.raw))


def _name(tensor: Field) -> str:
    return next(bytes(part.value).decode() for part in fields(tensor.value) if part.number == TENSOR_NAME)


def _first_text(field: Field) -> str:
    return bytes(next(fields(field.value)).value).decode()


def _float_value(number: int, name: str) -> bytes:
    tensor = _field(1, _as_varint(1 << 3 | VARINT) + bytes([FLOAT]))  # TypeProto { tensor_type { elem_type } }
    return _field(number, _text(1, name) + _field(2, tensor))


def _varint(data: memoryview, place: int) -> tuple[int, int]:
    if place < len(data) and data[place] < 128:  # most are one byte
        return data[place], place + 1
    number = shift = 0
    while place < len(data):
        byte = data[place]
        place += 1
        number |= (byte & 127) << shift
        if byte < 128:
            return number, place
        shift += 7
    raise ValueError("no protocol buffer, or one cut short")


def _as_varint(number: int) -> bytes:
    done = bytearray()
    while number > 127:
        done.append(number & 127 | 128)
        number >>= 7
    return bytes([*done, number])


def _field(number: int, content: bytes) -> bytes:
    return _as_varint(number << 3 | BYTES) + _as_varint(len(content)) + content


def _text(number: int, text: str) -> bytes:
    return _field(number, text.encode())
