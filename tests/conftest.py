"""What several tests need: a real browser, Graphviz, and golden files.

Where a system part is missing, the tests that need it are skipped and say why; with ``CI=true`` they fail, so that
nothing goes unchecked there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from click.testing import CliRunner, Result

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the golden files anew instead of comparing with them")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Benchmarks assert nothing about time and run when asked for; checks by hand need what is not installed."""
    asked = {"benchmarks": config.getoption("benchmark_only", default=False), "by_hand": False}
    return True if not asked.get(collection_path.name, True) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the browser or dot, so that ``-m "not browser"`` leaves it out."""
    for item in items:
        for name in {"browser", "dot"}.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(name)


def missing(reason: str) -> NoReturn:
    """Skip the test, or fail it where everything must be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A running Chromium, driven by playwright."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ModuleNotFoundError:
        missing("needs playwright (pip install playwright)")
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        try:
            running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        except Error as error:
            missing(f"needs Chromium (apt install chromium): {str(error).splitlines()[0]}")
        yield running
        running.close()


@pytest.fixture(scope="session")
def mermaid_js() -> Path:
    """The script of Mermaid itself, as tests/system.sh keeps it."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "journeymap"
    found = sorted(cache.glob("mermaid-*.min.js"))
    if not found and shutil.which("npm") is None:
        pytest.skip("needs npm, which brings Mermaid (apt install npm; sh tests/system.sh all)")
    if not found:
        missing("needs Mermaid, which npm brings (sh tests/system.sh all)")
    return found[-1]


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page of the browser, for one test alone."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run the command line on some arguments, in an empty directory, on an English machine."""
    from journeymap.cli import app

    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def run_it(*args: str, **options: object) -> Result:
        result = CliRunner().invoke(app, args, prog_name="journeymap", **options)  # type: ignore[arg-type]
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run_it


@pytest.fixture(scope="session")
def dot() -> str:
    """The path of the Graphviz program ``dot``."""
    found = shutil.which("dot")
    if found is None:
        missing("needs the program dot (apt install graphviz)")
    return found


@pytest.fixture(scope="session")
def pages_of() -> Callable[[bytes], list[str]]:
    """The text of each page of a PDF, in the order in which it was written."""
    if shutil.which("pdftotext") is None:
        missing("needs the program pdftotext (apt install poppler-utils)")

    def read(pdf: bytes) -> list[str]:
        told = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
        return told.stdout.decode().split("\f")[:-1]

    return read


@pytest.fixture(scope="session")
def resaved(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., bytes]:
    """A file opened by LibreOffice and saved again, or saved as something else."""
    program = shutil.which("soffice")
    folder = tmp_path_factory.mktemp("soffice")

    def save(content: bytes, suffix: str, to: str = "") -> bytes:
        if program is None:
            missing("needs the program soffice (apt install libreoffice-writer libreoffice-calc)")
        (folder / f"in{suffix}").write_bytes(content)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", (to or suffix)[1:], "--outdir", str(folder / "out")]
        done = subprocess.run([*command, str(folder / f"in{suffix}")], capture_output=True, timeout=180, check=False)
        made = folder / "out" / f"in{to or suffix}"
        if not made.exists():
            missing(f"LibreOffice cannot open {suffix} here (apt install libreoffice-writer libreoffice-calc): {done}")
        return made.read_bytes()

    return save


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a golden file, byte for byte; ``pytest --golden`` writes the file anew."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--golden"):
            path.write_bytes(text.encode())
        assert path.read_bytes() == text.encode(), f"{name} has changed: look at it, and if it is right run --golden"

    return compare
