"""Baselines: what an old journey is known to lack, written down so that only what is new fails.

A baseline is a JSON file::

    {
      "journeymap_baseline": 1,
      "journeys": {"shop.yaml": [["JM101", "pay", ""], ["JM011", null, ""]]}
    }

Journeys go by their path as seen from the baseline; findings by rule, touchpoint (null: the whole journey) and what
they are about. It says nothing of messages or scores, so that rewording changes nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath
from typing import Any

import attrs

from journeymap.auditing import Audit
from journeymap.errors import JourneyError, Problem
from journeymap.fields import shown
from journeymap.formats.decoding import read_content, text_of
from journeymap.settling import key_of
from journeymap.waiving import Known

__all__ = ["Baseline", "baseline_text", "failed_in", "read_baseline"]

VERSION = 1


@attrs.frozen
class Baseline:
    """The findings that are known.

    Attributes:
        folder: The folder that the paths of journeys start from.
        journeys: For each path the findings that are known there.
    """

    folder: Path
    journeys: Mapping[str, frozenset[Known]]

    def known_in(self, file: str) -> frozenset[Known]:
        """The findings that are known of the journey in a file."""
        return self.journeys.get(_seen_from(self.folder, file), frozenset())


def failed_in(audit: Audit) -> tuple[Known, ...]:
    """What a baseline holds of an audit: all that failed and is not waived, in order.

    Example:
        >>> from journeymap.auditing import audit
        >>> from journeymap.model import Journey
        >>> failed_in(audit(Journey("Stall").touchpoint("pay", "Pay", emotion=-1), select="JM101"))
        (('JM101', 'pay', ''),)
    """
    keys = {key_of(finding) for finding in (*audit.findings, *audit.known)}
    return tuple(sorted(keys, key=lambda key: (key[0], key[1] or "", key[2])))


def baseline_text(path: Path, failed: Iterable[tuple[str, tuple[Known, ...]]]) -> str:
    """The text of a baseline that is to stand at ``path``: for each file what failed in it."""
    named = sorted((_seen_from(path.parent, file), known) for file, known in failed)
    entries = ",\n".join(f"    {_json(name)}: {_findings(known)}" for name, known in named)
    return f'{{\n  "journeymap_baseline": {VERSION},\n  "journeys": {{\n{entries}\n  }}\n}}\n'


def read_baseline(path: str | os.PathLike[str]) -> Baseline:
    """The baseline in a file.

    Raises:
        ReadError: When the file cannot be read.
        JourneyError: When it is no baseline; every mistake is told.
    """
    source = os.fspath(path)
    text = text_of(read_content(source))
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise JourneyError([Problem(f"this is not a baseline: {error}", source=source)]) from None
    problems = [Problem(message, path=place, source=source) for place, message in _mistakes(data)]
    if problems:
        raise JourneyError(problems)
    journeys = {
        name: frozenset((code, touchpoint, about) for code, touchpoint, about in known)
        for name, known in data["journeys"].items()
    }
    return Baseline(Path(source).parent, journeys)


def _mistakes(data: Any) -> Iterable[tuple[str, str]]:
    """What a baseline gets wrong: where, and what."""
    if not isinstance(data, dict) or data.get("journeymap_baseline") != VERSION:
        yield "", f'expected a baseline, with "journeymap_baseline": {VERSION} (make one with --write-baseline)'
        return
    journeys = data.get("journeys")
    if not isinstance(journeys, dict):
        yield "journeys", f"expected a list of findings for each file (got {shown(journeys)})"
        return
    for name, known in journeys.items():
        if not isinstance(known, list):
            yield f"journeys.{name}", f"expected a list of findings (got {shown(known)})"
            continue
        for number, finding in enumerate(known):
            if not _is_known(finding):
                yield f"journeys.{name}[{number}]", f"expected [code, touchpoint or null, about] (got {shown(finding)})"


def _is_known(finding: Any) -> bool:
    if not isinstance(finding, list) or len(finding) != 3:
        return False
    code, touchpoint, about = finding
    return isinstance(code, str) and isinstance(about, str) and (touchpoint is None or isinstance(touchpoint, str))


def _findings(known: Iterable[Known]) -> str:
    lines = ",\n".join(f"      {_json(finding)}" for finding in known)
    return f"[\n{lines}\n    ]" if lines else "[]"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _seen_from(folder: Path, file: str) -> str:
    """The path of a file as it is written in a baseline: alike on every system."""
    try:
        seen = os.path.relpath(file, folder)
    except ValueError:  # another drive of Windows
        seen = file
    return PurePath(seen).as_posix()
