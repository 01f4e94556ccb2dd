import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripts import block, document, spoken

from rhapsode.scripting import write_script
from rhapsode.scripting.maths import in_words


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("E = mc^2", "E equals m c squared"),
        (r"\frac{x}{2}", "x over two"),
        (r"x_i + y^{10}", "x sub i plus y to the power of ten"),
        (r"\sqrt{b^2 - 4ac}", "the square root of b squared minus four eigh c"),
        (r"\sqrt[3]{x}", "the cube root of x"),
        (r"\sqrt[4]{x}", "the fourth root of x"),
        (r"\sum_{i=1}^{n} i", "the sum from i equals one to n of i"),
        (r"\lim_{x \to 0} f", "the limit as x to zero of f"),
        (r"\alpha \leq \beta", "alpha is at most beta"),
        (r"\vec{v} \neq 0", "v vector is not equal to zero"),
        (r"90^\circ", "ninety degrees"),
        (r"$\left( \mathrm{x} \right)$", "x"),
        (r"\begin{aligned} x &= 1 \\ y &= 2 \end{aligned}", "x equals one, y equals two"),
        ("{" * 100 + "x" + "}" * 100, "x"),
        (r"\int_0^1 x\,dx = \tfrac12.", "the integral from zero to one of x d x equals one half."),
        (r"\frac{3}{4} \frac{5}{3} \frac1x", "three quarters five over three one over x"),
        (r"\(x^2\)", "x squared"),
        ("x^", "x to the power of"),
        ("", ""),
        ("x" * 5000, ""),
    ],
)
def test_formulas_in_words(formula, words):
    assert in_words(formula) == words


@given(
    st.lists(
        st.sampled_from(["\\frac", "{", "}", "^", "_", "\\sqrt", "[", "]", "\\sum", "x", "1", "\\hat", "\\", " "])
    ).map("".join)
)
def test_broken_formulas_are_read_as_they_come(formula):
    assert not set(in_words(formula)) & set("{}^_\\")


def test_a_formula_in_a_sentence_keeps_its_place():
    text = "We know that E = mc^2 since 1905."
    script = write_script(document(block("paragraph", text, marks=[(13, 21, "math")]), title="x"))
    assert spoken(script)[1] == "We know that E equals m c squared since nineteen oh five."
    assert script.ledger.balanced


def test_a_formula_by_itself():
    assert spoken(write_script(document(block("math", r"x^2 + y^2 = z^2"), title="t"))) == [
        "t",
        "x squared plus y squared equals z squared",
    ]


def test_formulas_between_dollars_and_prices():
    text = r"Then $x^2$ holds. It cost $5 and $6, or a_b for $7."
    assert spoken(write_script(document(block("paragraph", text), title="t")))[1:] == [
        "Then x squared holds.",
        "It cost five dollars and six dollars, or a_b for seven dollars.",
    ]


def test_other_languages_read_it_as_it_is_written():
    script = write_script(document(block("math", "\\frac{x}{y}"), title="t", language="de"))
    assert spoken(script)[1:] == ["\\frac{x}{y}"]


def test_formulas_set_apart():
    text = r"So $$\int_0^1 x^2 = y$$ and \(a_1\) and \[b^3\] hold. C:\\temp (x) \\ [y] stays."
    assert spoken(write_script(document(block("paragraph", text), title="t")))[1] == (
        "So the integral from zero to one of x squared equals y and eigh sub one and b cubed hold."
    )
