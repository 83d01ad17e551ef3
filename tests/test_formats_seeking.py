"""Files that are not there: the one beside them that may be meant."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import journeymap as jm
from journeymap.formats import seeking
from journeymap.formats.seeking import absent, nearest_file


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with journeys and other things, in which one stands."""
    for name in ("cake-shop.yaml", "cake-shop.svg", "떡케이크 가게.yaml", "filled.docx", ".hidden.yaml"):
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / "journeys").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("cak-shop.yaml", "cake-shop.yaml"), ("Cake-Shop.YAML", "cake-shop.yaml"), ("cake-shop.yml", "cake-shop.yaml"),
        ("cake-shop.ymal", "cake-shop.yaml"), ("cak-shop", "cake-shop.yaml"), ("cakeshop.svg", "cake-shop.svg"),
        ("떡케익가게.yaml", "떡케이크 가게.yaml"), ("떢캐이끄가개.yaml", "떡케이크 가게.yaml"),
        ("fild.docx", "filled.docx"),
        ("jurneys", "journeys"), ("jurneys/", "journeys"), ("hidn.yaml", None), ("cup.yaml", None),
        ("unlike.yaml", None), ("", None),
        ("nowhere/cake-shop.yaml", None), ("a\0b.yaml", None), ("a\0/b.yaml", None),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("folder")
def test_the_nearest_name_is_told(given: str, meant: str | None) -> None:
    """A slip finds its file by letters, in Korean too; what is hidden, elsewhere or unlike is not offered."""
    assert nearest_file(given) == meant


def test_the_folder_stays_in_the_path(folder: Path) -> None:
    """What is offered can be typed as it stands."""
    for where in (".", "journeys/..", str(folder)):
        assert nearest_file(f"{where}/cak-shop.yaml") == os.path.join(where, "cake-shop.yaml")  # noqa: PTH118


@pytest.mark.usefixtures("folder")
def test_the_message_offers_it() -> None:
    """Where journeys are read, with a suffix or without; where nothing is near it says only that it is not there."""
    assert absent("unlike.yaml") == "there is no such file"
    for name in ("cak-shop.yaml", "cak-shop", "cake-shop.ymal"):
        with pytest.raises(jm.ReadError, match=rf"{name}: there is no such file \(did you mean 'cake-shop\.yaml'\?\)"):
            jm.load(name)
    with pytest.raises(jm.ReadError, match=r"\(did you mean 'filled\.docx'\?\)"):
        jm.read_checklist("fild.docx")
    for name, message in (("unlike", "has no suffix"), ("unlike.txt", "unknown suffix"), ("cake-shop.svg", "suffix")):
        with pytest.raises(jm.UnknownNameError, match=message):
            jm.load(name)


def test_only_so_many_names_are_looked_at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder of many thousands of files the answer still comes at once."""
    monkeypatch.setattr(seeking, "MOST", 0)
    assert nearest_file("cak-shop.yaml") is None
