"""Write the page of the public names, and the pages of the reference on which they are described.

    python docs/make_names.py

The names are those of `journeymap.__all__`; each is found under the part of the library it comes from. What they are
for is said by their docstrings.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import journeymap as jm

DOCS = Path(__file__).resolve().parent

PARTS = {
    "journeys": ("Journeys", "What a journey is made of.", ("model",)),
    "facts": ("Facts", "Small records of what is known; [their fields](../fields.md) in a table.", ("facts",)),
    "files": ("In and out of files", "Reading, writing and converting.", ("formats", "formats.networks", "saving")),
    "memory": (
        "Remembering", "How a journey is remembered, which ways customers take, and what would help.",
        ("scoring", "pathfinding", "sequencing", "fitting", "valuing"),
    ),
    "judging": ("Judging", "Rules, findings and audits.", ("auditing", "rulebook", "rules", "waiving")),
    "comparing": (
        "Comparing", "Two journeys beside each other, and versions over time.", ("comparing", "reports.trends"),
    ),
    "showing": ("Showing", "Drawings and their looks; a map one can touch.", ("drawing", "drawing.themes", "editing")),
    "paper": ("On paper and back", "Checklists, sheets, briefs.", ("checklists", "reports.briefs", "phrasing")),
    "evidence": ("What customers did and said", "Event logs and survey figures.", ("evidence", "figuring")),
    "errors": ("Errors and warnings", "What is raised, and what is told.", ("errors",)),
}  # fmt: skip
"""The pages of the reference: title, what is there, and the modules whose names it describes."""

YOUNG = ("drawing.themes", "editing", "evidence", "figuring", "phrasing", "reports.briefs", "reports.trends", "valuing")
"""Modules whose names are young: they may still change without a period of deprecation."""

INTRO = """\
# Public names

These {count} names, as `jm.NAME`, are the library: everything else is how it is made, and may change in any version.

## What you can rely on

- **stable**: from 1.0 on, such a name is not removed or changed so that working code breaks, but in a new major
  version. Before that it is *deprecated* for at least one minor version and six months: using it gives a
  `DeprecationWarning` that says what to use instead, and the changes name it.
- **young**: it works and is tested, and its shape may still change from one minor version to the next; the changes say
  so.
- Before 1.0, stable names too may change from one minor version to the next, with a line in the changes.
- The **file format** says its version (`journeymap: 1`). A newer library reads older files.
- **Rules** keep their codes for good. A code that is given up is never used for something else. What a rule finds may
  become more exact in a minor version; keep a baseline (`journeymap audit --write-baseline`) where that would stop a
  build.
- **Words and pictures** (messages, drawings, pages) are for people, and may become better in any version. Programs
  should read JSON or SARIF, whose fields are stable.
- Python versions are supported as long as Python supports them.
"""


def pages() -> dict[Path, str]:
    """Every page there should be: where it lies, and what it says."""
    made = {DOCS / "names.md": "\n".join(index()) + "\n"}
    for slug in PARTS:
        made[DOCS / "reference" / f"{slug}.md"] = "\n".join(reference(slug)) + "\n"
    return made


def names(slug: str) -> list[str]:
    """The public names of one part."""
    return [name for name in jm.__all__ if home(name) in PARTS[slug][2]]


def home(name: str) -> str:
    """The module that a name comes from, without the package."""
    return jm._HOME_OF[name].removeprefix("journeymap.")


def index() -> Iterator[str]:
    """The list of all names, by part."""
    yield INTRO.format(count=len(jm.__all__)).rstrip("\n")
    for slug, (title, about, _) in PARTS.items():
        yield from (
            "",
            f"## {title}",
            "",
            about.replace("](../", "]("),
            "",
            "| name | what it is for | |",
            "|---|---|---|",
        )
        for name in names(slug):
            note = "young" if home(name) in YOUNG else "stable"
            yield f"| [`{name}`](reference/{slug}.md) | {says(name)} | {note} |"


def says(name: str) -> str:
    """The first sentence of a docstring."""
    if name in SAID:
        return SAID[name]
    first = (getattr(jm, name).__doc__ or "").strip().split("\n\n")[0].replace("\n", " ").replace("``", "`")
    return " ".join(first.split()).replace("|", "\\|")


SAID = {"RULES": "Every rule, in the order of the codes.", "SHEETS": "The names of the ready-made sheets."}
"""What is said of names that are plain tuples."""


def reference(slug: str) -> Iterator[str]:
    """One page of the reference; the site puts the docstrings in place of the lines with colons."""
    title, about, _ = PARTS[slug]
    yield from (f"# {title}", "", about, "", "[All public names](../names.md), and which of them are stable.")
    for name in names(slug):
        if name in SAID:
            yield from ("", f"## {name}", "", SAID[name])
        else:
            yield from ("", f"::: journeymap.{home(name)}.{name}")


def mistakes() -> list[str]:
    """Public names that no part describes."""
    described = [name for slug in PARTS for name in names(slug)]
    return sorted(set(jm.__all__) - set(described))


def write() -> None:
    """Write every page, and remove those of parts that are gone."""
    made = pages()
    (DOCS / "reference").mkdir(exist_ok=True)
    for old in set((DOCS / "reference").glob("*.md")) - set(made):
        old.unlink()
    for path, text in made.items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
