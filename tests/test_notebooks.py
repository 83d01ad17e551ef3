"""The notebooks run from a clean kernel, and the outputs stored in them are those of today."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LARGEST = 300_000
"""How many bytes a notebook may have with its outputs, so that code hosts show it."""


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("notebook")


@pytest.fixture(scope="module")
def executed(path: Path, folder: Path, request: pytest.FixtureRequest) -> Any:
    """The notebook, run from a clean kernel in an empty folder; with --golden it is stored as it came out."""
    notebook = nbformat.read(path, as_version=4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
        NotebookClient(
            notebook, timeout=60, coalesce_streams=True, resources={"metadata": {"path": str(folder)}}
        ).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    if request.config.getoption("--golden"):
        notebook.metadata = {"kernelspec": notebook.metadata.kernelspec, "language_info": {"name": "python"}}
        nbformat.write(notebook, path)
    return notebook


def outputs(notebook: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each output by the id of its cell."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            yield cell.id, output


def told(notebook: Any) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """What the outputs say as text, and in which other forms they show themselves."""
    return [
        (id, output["output_type"], output.get("text") or output.get("data", {}).get("text/plain", ""),
         tuple(sorted(output.get("data", ()))))
        for id, output in outputs(notebook)
    ]  # fmt: skip


def test_stored_outputs_are_current(path: Path, executed: Any) -> None:
    """What the notebook says when it is run is what it says in the file (if not: pytest --golden, and look at it)."""
    stored = nbformat.read(path, as_version=4)
    assert told(stored) == told(executed)
    assert [cell.get("execution_count") for cell in stored.cells if cell.cell_type == "code"] == list(
        range(1, sum(cell.cell_type == "code" for cell in stored.cells) + 1)
    )


def test_nothing_goes_wrong(executed: Any) -> None:
    """No cell ends in an error, and none writes a warning."""
    assert [output for _, output in outputs(executed) if output["output_type"] == "error"] == []
    assert [output for _, output in outputs(executed) if output.get("name") == "stderr"] == []


def test_pictures_and_pages_are_stored(path: Path) -> None:
    """The file shows pictures and pages without being run, and is small enough to be shown."""
    stored = nbformat.read(path, as_version=4)
    forms = {form for _, output in outputs(stored) for form in output.get("data", ())}
    assert {"image/svg+xml", "text/html", "text/plain"} <= forms
    assert path.stat().st_size < LARGEST


def test_it_is_in_its_plain_form(path: Path) -> None:
    """The file is valid, and holds nothing of the machine on which it was run."""
    text = path.read_text(encoding="utf-8")
    nbformat.validate(nbformat.reads(text, as_version=4))
    assert str(ROOT) not in text
    assert str(Path.home()) + os.sep not in text


def test_the_first_journey_leaves_its_files(path: Path, executed: Any, folder: Path) -> None:
    """The first notebook saves the checklist, the map and the journey."""
    if path.stem != "01-first-journey":
        return
    assert {file.name for file in folder.iterdir()} == {
        "shoe-shop-checklist.html",
        "shoe-shop-map.svg",
        "shoe-shop.yaml",
    }
