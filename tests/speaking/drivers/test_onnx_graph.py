"""Taking a model apart, on a small one that is written here byte by byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.speaking.drivers.onnx_graph import Graph, fields, new_node


def field(number, content):
    assert len(content) < 128
    return bytes([number << 3 | 2, len(content)]) + content


def node(operator, inputs, output):
    return new_node(operator, inputs, output).raw


def model(*parts):
    graph = b"".join(parts)
    size = bytes([len(graph) & 127 | 128, len(graph) >> 7])
    return bytes([1 << 3, 8]) + bytes([7 << 3 | 2]) + size + graph


MODEL = model(
    node("Abs", ["x"], "a"),
    node("Exp", ["a"], "b"),
    node("Add", ["b", "weight"], "c"),
    node("Neg", ["y"], "d"),
    node("Mul", ["c", "d"], "out"),
    field(5, field(8, b"weight")),
    field(5, field(8, b"unused")),
    field(11, field(1, b"x")),
    field(11, field(1, b"y")),
    field(12, field(1, b"out")),
)


def test_what_depends_on_a_value_and_what_a_value_depends_on():
    graph = Graph(MODEL)
    assert [n.operator for n in graph.after({"a"})] == ["Exp", "Add", "Mul"]
    assert [n.operator for n in graph.before({"c"}, set())] == ["Abs", "Exp", "Add"]
    assert [n.operator for n in graph.before({"out"}, {"c"})] == ["Neg", "Mul"]


def test_a_part_holds_its_nodes_their_weights_and_the_values_asked_for():
    graph = Graph(MODEL)
    part = graph.part(graph.before({"c"}, {"a"}), ["a"], ["c"])
    again = Graph(part)
    assert [n.operator for n in again.nodes] == ["Exp", "Add"]
    inside = list(fields(next(f.value for f in fields(memoryview(part)) if f.number == 7)))
    names = {
        number: [bytes(next(fields(f.value)).value) for f in inside if f.number == number] for number in (5, 11, 12)
    }
    assert names == {5: [b"weight"], 11: [b"a"], 12: [b"c"]}


def test_an_output_can_be_renamed():
    first = Graph(MODEL).nodes[0].with_output("other")
    assert first.outputs == ("other",)
    again = Graph(model(first.raw)).nodes[0]
    assert (again.operator, again.inputs, again.outputs) == ("Abs", ("x",), ("other",))


@given(st.integers(1, len(MODEL) - 5))
def test_a_file_cut_short_is_refused(missing):
    with pytest.raises(ValueError, match="cut short"):
        Graph(MODEL[:-missing])


def test_something_else_is_refused():
    with pytest.raises(ValueError, match="no protocol buffer"):
        Graph(b"RIFF\xff\xff\xff\xff")
