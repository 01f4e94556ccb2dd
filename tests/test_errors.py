"""Errors are one line, keep their code, and survive the trip from a worker."""

import inspect
import pickle

import pytest

from rhapsode import errors

TREE = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]


@pytest.mark.parametrize("kind", TREE)
def test_an_error_survives_pickling(kind):
    error = pickle.loads(pickle.dumps(kind("what\nhappened", "the cure")))
    assert type(error) is kind
    assert str(error) == "what happened: the cure"


@pytest.mark.parametrize("kind", TREE)
def test_the_tree_in_the_docstring_is_the_tree(kind):
    assert f"{kind.__name__:<20}".strip() in errors.__doc__
    line = next(line for line in errors.__doc__.splitlines() if f" {kind.__name__} " in f" {line.strip('│├└─ ')} ")
    assert str(kind.exit_code) in line.split()
