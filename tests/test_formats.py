"""Files to journeys and back: which format, which file, which encoding."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

import journeymap as jm
from journeymap.formats import FORMATS, format_of, written
from journeymap.formats.decoding import LARGEST

YAML = "journeymap: 1\nname: Café 한국 🎉\n"
FILES = {
    "yaml": YAML,
    "json": '{"journeymap": 1, "name": "Café 한국 🎉"}',
    "toml": 'journeymap = 1\nname = "Café 한국 🎉"\n',
    "mermaid": "journey\n  title Café 한국 🎉\n",
    "flowchart": "flowchart LR\n  accTitle: Café 한국 🎉\n",
    "cjml": "<CJML version='2.0'><plannedJourney><!-- journeymap {\"journeymap\": 1} -->"
    "<journeyTitle>Café 한국 🎉</journeyTitle></plannedJourney></CJML>",
    "csv": "journey\nCafé 한국 🎉\n",
    "tsv": "여정\nCafé 한국 🎉\n",
    "ujg": '{"@type": "Journey", "@id": "urn:ujg:journey:cafe", "label": "Café 한국 🎉", '
    '"extensions": {"urn:journeymap:facts": {"journeymap": 1}}}',
    "graphml": "<graphml><key id='n' for='graph' attr.name='name'/><graph><data key='n'>Café 한국 🎉</data>"
    "</graph></graphml>",
    "dot": 'digraph "Café 한국 🎉" {}',
    "markdown": "# Café\n\n```mermaid\njourney\n  title Café 한국 🎉\n```\n",
}
JOURNEY = jm.Journey("Café 한국 🎉")
TABLES = ("csv", "tsv")


@pytest.mark.parametrize("suffix", [suffix for known in FORMATS for suffix in known.suffixes if known.reads])
def test_the_suffix_tells_the_format(tmp_path: Path, suffix: str) -> None:
    """A file is read by its suffix, whatever its case, from a path or its text."""
    path = tmp_path / f"shop{suffix.upper()}"
    name = format_of(path).name
    content = FILES[name].encode() if name in FILES else written(JOURNEY, name)
    path.write_bytes(content)
    assert jm.load(path) == jm.load(str(path)) == JOURNEY


def test_a_given_format_overrules_the_suffix(tmp_path: Path) -> None:
    """With ``format`` the suffix does not matter."""
    path = tmp_path / "shop.txt"
    path.write_text(FILES["toml"], encoding="utf-8")
    assert jm.load(path, "toml") == JOURNEY


def test_unknown_formats_and_suffixes_name_the_nearest() -> None:
    """A misspelt format or suffix is an UnknownNameError with the nearest spelling."""
    with pytest.raises(jm.UnknownNameError, match=r"unknown format to read 'ymal' \(did you mean 'yaml'\?\)"):
        jm.loads("", "ymal")
    with pytest.raises(jm.UnknownNameError, match=r"unknown format to write 'jsn' \(did you mean 'json'\?\)"):
        jm.dumps(JOURNEY, "jsn")
    with pytest.raises(jm.UnknownNameError, match=r"shop\.ymal: unknown suffix '\.ymal' \(did you mean '\.yml'\?\)"):
        jm.load("shop.ymal")
    with pytest.raises(jm.UnknownNameError, match=r"shop: the name has no suffix .*'yaml', 'toml', 'json'"):
        jm.load("shop")


def test_an_event_log_is_sent_to_what_reads_it() -> None:
    """A suffix of logs names the function that reads them."""
    with pytest.raises(jm.UnknownNameError, match=r"log\.xes: this is an event log, not a journey: from_log\(\) reads"):
        jm.load("log.xes")


def test_every_format_can_be_imported_and_does_what_it_says() -> None:
    """Each line of the table names a module that reads and writes as the line says."""
    for known in FORMATS:
        module = __import__(known.module, fromlist=["read"])
        assert hasattr(module, "read") == known.reads
        assert hasattr(module, "write") == known.writes


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    """A path without a file is a ReadError that names it."""
    path = tmp_path / "nowhere.yaml"
    with pytest.raises(jm.ReadError) as caught:
        jm.load(path)
    assert str(caught.value) == f"{path}: there is no such file"
    assert caught.value.problems[0].source == str(path)


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    """A path to a folder is a ReadError."""
    folder = tmp_path / "shop.yaml"
    folder.mkdir()
    with pytest.raises(jm.ReadError, match="this is a folder"):
        jm.load(folder)


def test_a_file_one_may_not_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file without permission is a ReadError."""

    def refuse(*args: object) -> None:
        raise PermissionError

    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(jm.ReadError, match=r"shop\.yaml: no permission to read this file"):
        jm.load("shop.yaml")


@pytest.mark.parametrize("path", ["a\0b.yaml", "a" * 5000 + ".yaml"])
def test_a_path_that_cannot_be_is_refused(path: str) -> None:
    """A path that no system takes is a ReadError, not a ValueError or OSError."""
    with pytest.raises(jm.ReadError, match="this file cannot be read"):
        jm.load(path)


def test_a_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """``load("-")`` reads standard input, as YAML unless told otherwise."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(YAML.encode())))
    assert jm.load("-") == JOURNEY
    monkeypatch.setattr(sys, "stdin", io.StringIO(FILES["json"]))
    assert jm.load("-", "json") == JOURNEY


def test_mistakes_on_standard_input_name_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Problems found on standard input carry ``<stdin>`` as their source."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("journeymap: 1\n"))
    with pytest.raises(jm.ReadError, match=r"<stdin>:1:1: missing 'name'"):
        jm.load("-")


def test_mistakes_in_a_file_name_it_with_line_and_column(tmp_path: Path) -> None:
    """Every problem of a file says file:line:column."""
    path = tmp_path / "shop.yaml"
    path.write_text("journeymap: 1\nname: Shop\nstat: as-is\n", encoding="utf-8")
    with pytest.raises(jm.ReadError) as caught:
        jm.load(path)
    assert str(caught.value) == f"{path}:3:1: unknown key 'stat' (did you mean 'state'?)"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("format", FILES)
def test_a_byte_order_mark_settles_the_encoding(format: str, encoding: str) -> None:
    """UTF-8 with and without mark, UTF-16 and UTF-32 with a mark are read right."""
    assert jm.loads(FILES[format].encode(encoding), format) == JOURNEY


def test_a_byte_order_mark_in_text_is_dropped() -> None:
    """A mark left in a text by a careless editor does no harm."""
    assert jm.loads("\ufeff" + YAML) == JOURNEY
    assert jm.loads(("\ufeff" + YAML).encode("utf-16-be")) == JOURNEY


@pytest.mark.parametrize(
    ("content", "place", "said"),
    [
        ("journeymap: 1\nname: 한국어 여정".encode("cp949"), (2, 7), "it may be CP949"),
        ("journeymap: 1\nname: café".encode("latin-1"), (2, 10), "not UTF-8 text (byte 0xe9); save the file as UTF-8"),
        ("journeymap: 1\nname: a".encode("utf-16-le"), (1, 2), "UTF-16 without a byte order mark"),
        ("name: é".encode("utf-16-le"), (1, 13), "it may be UTF-16 without a byte order mark"),
        (b"\xff\xfe" + YAML.encode("utf-16-le") + b"x", (1, 1), "the byte order mark says UTF-16, but the text is not"),
        ("journeymap: 1\nname: a\0b", (2, 8), "a NUL character"),
        ("journeymap: 1\nname: a\ud800b", (2, 8), "half a character (a lone surrogate)"),
    ],
)
@pytest.mark.parametrize("format", [format for format in FILES if format not in TABLES])
def test_other_encodings_are_refused_with_a_way_out(
    content: str | bytes, place: tuple[int, int], said: str, format: str
) -> None:
    """What is not certainly Unicode text is refused, with its place and how to save it."""
    with pytest.raises(jm.ReadError) as caught:
        jm.loads(content, format)
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == place
    assert said in problem.message


@pytest.mark.parametrize("content", ["#" * (LARGEST + 1), b"#" * (LARGEST + 1)])
def test_a_text_that_is_too_large_is_refused_unparsed(content: str | bytes) -> None:
    """More than the limit is refused at once."""
    with pytest.raises(jm.ReadError, match=r"the file is too large: 20,000,001 bytes \(expected .* 20,000,000 bytes\)"):
        jm.loads(content)


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    """A file of 50 MB is refused by its size, named."""
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(jm.ReadError, match=r"huge\.json: the file is too large: 50,000,000 bytes"):
        jm.load(path)


def test_formats_load_nothing_before_it_is_needed() -> None:
    """Importing the formats, and reading JSON, does not load PyYAML."""
    code = (
        'import sys, journeymap as jm; jm.loads(\'{"journeymap": 1, "name": "a"}\', \'json\');'
        "assert 'yaml' not in sys.modules and 'networkx' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
