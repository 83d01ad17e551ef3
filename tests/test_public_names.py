"""The public names: few, sorted, documented, and the same to people and to type checkers."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import journeymap

STUB = ast.parse(Path(journeymap.__file__).with_suffix(".pyi").read_text(encoding="utf-8"))


def test_type_checkers_see_what_there_is():
    """The stub imports every public name from the module that it really comes from."""
    stated = {alias.name: node.module for node in STUB.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert stated == journeymap._HOME_OF


def test_all_is_sorted_and_explicit():
    """The stub lists the public names once each, and the package offers just these."""
    (listed,) = (ast.literal_eval(node.value) for node in STUB.body if isinstance(node, ast.Assign))
    assert sorted(listed) == journeymap.__all__
    assert set(listed) <= set(dir(journeymap))


def test_no_name_hides_a_module():
    """No public name is also the name of a module, so that neither takes the other's place."""
    modules = {module.name for module in iter_modules(journeymap.__path__)}
    assert modules.isdisjoint(journeymap.__all__)


@pytest.mark.parametrize("name", journeymap.__all__)
def test_each_name_is_there_and_documented(name):
    """Every public name can be had, is in its module's own list, and says what it is for."""
    thing = getattr(journeymap, name)
    assert name in import_module(journeymap._HOME_OF[name]).__all__
    assert name == "RULES" or len(thing.__doc__ or "") > 20


def test_an_unknown_name_is_an_attribute_error():
    """A name that is not there is refused as Python refuses it."""
    with pytest.raises(AttributeError, match="no attribute 'jorney'"):
        _ = journeymap.jorney


def test_importing_loads_nothing_heavy():
    """Importing the package loads none of the libraries it is built on."""
    heavy = ("networkx", "jinja2", "graphviz", "yaml", "click", "rich", "cattrs", "IPython", "numpy")
    code = f"import sys, journeymap; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
