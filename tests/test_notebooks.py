"""The notebooks run from a clean kernel, and the outputs stored in them are those of today, byte for byte."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from journeymap.i18n import LANGUAGES

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"), key=lambda path: path.stem)
LARGEST = 300_000
"""How many bytes a notebook may have with its outputs, so that code hosts show it."""

LEAVES = {"01-first-journey": {"shoe-shop-checklist.html", "shoe-shop-map.svg", "shoe-shop.yaml"}}
"""What a notebook saves beside itself; the others save into a temporary folder."""

INDEXES = sorted(FOLDER.glob("README*.md"))

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path: Path) -> Any:
    """The notebook as it is stored."""
    return nbformat.read(path, as_version=4)


def run(path: Path, folder: Path) -> Any:
    """The notebook as it comes out of a clean kernel in an empty folder."""
    notebook, beside, temporary = read(path), folder / "beside", folder / "temporary"
    beside.mkdir()
    temporary.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
        patch.setenv("IPYTHONDIR", str(folder / "ipython"))
        patch.setenv("TMPDIR", str(temporary))
        NotebookClient(
            notebook, timeout=60, coalesce_streams=True, resources={"metadata": {"path": str(beside)}}
        ).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    return notebook


def outputs(notebook: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each output by the id of its cell."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            yield cell.id, output


def shown(notebook: Any) -> list[tuple[str, str, str]]:
    """What the outputs show: for each the cell, the form, and all of it."""
    return [
        (id, form, "".join(content))
        for id, output in outputs(notebook)
        for form, content in sorted((output.get("data") or {output["output_type"]: output.get("text", "")}).items())
    ]


@each_notebook
def test_stored_outputs_are_current(path: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """What a notebook shows when it is run is what its file holds (if not: pytest --golden, and look at it)."""
    executed = run(path, tmp_path)
    if request.config.getoption("--golden"):
        executed.metadata = {"kernelspec": executed.metadata.kernelspec, "language_info": {"name": "python"}}
        nbformat.write(executed, path)
    stored, found = shown(read(path)), shown(executed)
    assert [one[:2] for one in stored] == [one[:2] for one in found]
    stale = [f"{id} ({form})" for (id, form, then), (_, _, now) in zip(stored, found, strict=True) if then != now]
    assert stale == [], f"{path.name} shows something else now: look at it, and if it is right run --golden"
    assert {file.name for file in (tmp_path / "beside").iterdir()} == LEAVES.get(path.stem, set())


@each_notebook
def test_it_was_run_from_top_to_bottom(path: Path) -> None:
    """Every box was run once and in order; none ended in an error, and none wrote a warning."""
    cells = [cell for cell in read(path).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    kinds = {output.get("name", output["output_type"]) for _, output in outputs(read(path))}
    assert kinds <= {"stdout", "execute_result", "display_data"}


@each_notebook
def test_pictures_and_pages_are_stored(path: Path) -> None:
    """The file shows pictures and pages without being run, and is small enough to be shown."""
    assert {"image/svg+xml", "text/html", "text/plain"} <= {form for _, form, _ in shown(read(path))}
    assert path.stat().st_size < LARGEST


@each_notebook
def test_it_is_in_its_plain_form(path: Path) -> None:
    """The file is valid, and holds nothing of the machine on which it was run."""
    text = path.read_text(encoding="utf-8")
    nbformat.validate(nbformat.reads(text, as_version=4))
    for place in (str(ROOT), str(Path.home()) + os.sep, "/tmp/", "ipykernel"):
        assert place not in text


@each_notebook
def test_it_says_what_it_cannot_tell(path: Path) -> None:
    """Each notebook tells its limits, in its own language, and leads nowhere that is not there."""
    told = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    limits = {"en": ("cannot tell you", "not a measurement"), "ko": ("알려 주지 못하는",)}
    assert any(words in told for words in limits["ko" if path.stem.endswith("-ko") else "en"])
    for link in re.findall(r"\]\(([^)#]+)", told):
        assert link.startswith("https://") or (FOLDER / link).exists(), link


@pytest.mark.parametrize("index", INDEXES, ids=lambda path: path.name)
def test_the_index_names_every_notebook(index: Path) -> None:
    """The list of notebooks, in every language, has all of them in order and none that is not there."""
    links = re.findall(r"\]\(([^)#]+\.ipynb)\)", index.read_text(encoding="utf-8"))
    assert list(dict.fromkeys(links)) == [path.name for path in NOTEBOOKS]


def test_there_is_an_index_for_every_language() -> None:
    """There is one list in English, and one for each other language."""
    others = {f"README.{lang}.md" for lang in LANGUAGES if lang != "en"}
    assert {path.name for path in INDEXES} == {"README.md", *others}
