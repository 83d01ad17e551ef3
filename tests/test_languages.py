"""A further language is one file, and one word that names it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import journeymap

PACKAGE = Path(journeymap.__file__).parent

LOCALE = """
[labels]
"Touchpoints" = "Kontaktpunkte"
"How does the customer feel here?" = "Wie fühlt sich der Kunde hier?"
"The five principles, and what they rest on" = "Die fünf Grundsätze und worauf sie ruhen"
"Phone" = "Telefon"
"Write a small journey to start from, with comments that explain it." = "Schreibt eine kleine Kundenreise."

[JM101]
message = "„{name}“ beendet die Reise mit {emotion:+.1f} ({share:customers})."
"""

SCRIPT = """
import journeymap as jm
from journeymap import channels, examples
from journeymap.checklists.asking import ask_for
from journeymap.reports import report

stall = jm.Journey("Kiosk", lang="xx").touchpoint("call", "Anruf", channel="Phone")
stall = stall.touchpoint("pay", "Kasse", emotion=-1)
audited = jm.audit(stall)
assert jm.loads(jm.dumps(stall)) == stall
assert jm.audit(stall, select="JM101").findings[0].message("xx").startswith("„Kasse“ beendet die Reise mit −1.0")
assert ask_for("emotion", lang="xx").text == "Wie fühlt sich der Kunde hier?"
assert channels.channel("phone").label("xx") == "Telefon" and channels.channel("app").label("xx") == "App"
page = jm.checklist(audited, lang="xx").html()
assert "Die fünf Grundsätze" in page and 'lang="xx"' in page
for kind in ("map", "graph", "curve", "cycle", "blueprint"):
    assert jm.draw(audited, kind=kind, lang="xx").text
assert report(audited, "text", lang="xx") and report(audited, "json", lang="xx")
assert len(jm.load(examples.path("shoe-shop", lang="xx"))) > 5 and examples.description("shoe-shop", lang="xx")
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package with one more language, of which only a few words are translated."""
    folder = tmp_path_factory.mktemp("house")
    package = folder / "journeymap"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "locales" / "xx.toml").write_text(LOCALE, encoding="utf-8")
    module = package / "i18n.py"
    words = module.read_text(encoding="utf-8")
    added = re.sub(r"^(LANGUAGES: .* = \(.*)\)$", r'\1, "xx")', words, flags=re.MULTILINE)
    assert added != words
    module.write_text(added, encoding="utf-8")
    return folder


def run(house: Path, *arguments: str) -> str:
    """What a program says in that house."""
    done = subprocess.run([sys.executable, *arguments], cwd=house, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_everything_speaks_a_language_that_was_added(house: Path) -> None:
    """Findings, questions, channels, checklists, drawings and reports use the file; what it lacks is in English."""
    run(house, "-X", "utf8", "-c", SCRIPT)


def test_the_command_line_speaks_it_too(house: Path) -> None:
    """Help is translated, and where a journey to start from has not been, the English one is written."""
    assert "Schreibt eine kleine Kundenreise." in run(
        house, "-X", "utf8", "-m", "journeymap", "new", "--lang", "xx", "--help"
    )
    assert "journeymap: 1" in run(house, "-X", "utf8", "-m", "journeymap", "new", "--lang", "xx", "-")
