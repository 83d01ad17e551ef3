"""The checklist as a document: what word processors need to show it well, and read back from whatever they save."""

from __future__ import annotations

import builtins
import io
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from docx import Document
from docx.oxml.ns import qn

from journeymap.auditing import audit
from journeymap.checklists import Checklist, checklist, typed
from journeymap.checklists.answering import Answers
from journeymap.checklists.content import Paper
from journeymap.checklists.reading import read_checklist
from journeymap.errors import MissingToolError, ReadError, UnknownNameError
from journeymap.saving import save
from tests.checklist_filling import W14, a_run, as_docx, empty_document, everything, spots
from tests.checklist_pages import a_shop, hostile_journey

Resave = Callable[..., bytes]


@pytest.fixture(scope="module", params=["en", "ko"])
def listed(request: pytest.FixtureRequest) -> Checklist:
    """A checklist with items of every kind, in each language."""
    return checklist(audit(a_shop()), lang=request.param)


def opened(content: bytes) -> Any:
    """The document, as a word processor reads it."""
    return Document(io.BytesIO(content))


def saved(document: Any) -> bytes:
    """The document as a file."""
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def read(folder: Path, content: bytes) -> Answers:
    """What is read from a document."""
    file = folder / "filled.docx"
    file.write_bytes(content)
    return read_checklist(file)


def values(answers: Answers) -> dict[str, Any]:
    """The answers by name."""
    return {name: answers[name] for name in answers}


def bodies(content: bytes) -> Any:
    """The body of a document."""
    return opened(content).element.body


class TestDocument:
    def test_every_item_has_boxes_to_click(self, listed: Checklist) -> None:
        """Every choice is a box that can be clicked, and has a name to be read aloud; boxes are numbered once."""
        body = bodies(empty_document(listed))
        boxes = [control for control in body.iter(qn("w:sdt")) if next(control.iter(f"{W14}checked"), None) is not None]
        asked = [spot for spot in spots(listed) if spot.choices and not spot.name.endswith("|severity")]
        assert len(boxes) == sum(len(spot.choices) for spot in asked)
        assert all(control.find(f"{qn('w:sdtPr')}/{qn('w:alias')}").get(qn("w:val")) for control in boxes)
        numbers = [each.get(qn("w:val")) for each in body.iter(qn("w:id"))]
        assert len(set(numbers)) == len(numbers) > len(boxes)

    def test_every_place_is_there(self, listed: Checklist) -> None:
        """Every place of the checklist has its control, with what is known already."""
        lines = [line for line in typed.lines_of(bodies(empty_document(listed))) if line.is_place]
        assert sorted(line.name for line in lines) == sorted(name for name, _ in listed.answers())
        shown = {line.name: line.text.strip() for line in lines}
        assert all(shown[name] == value for name, value in listed.answers() if value)

    def test_rows_are_whole_and_heads_come_again(self, listed: Checklist) -> None:
        """No row is split over two pages, and the head of every stage is repeated on the next page."""
        tables = opened(empty_document(listed)).tables
        assert all(row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for t in tables for row in t.rows)
        heads = [table for table in tables if table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None]
        assert len(heads) == len(listed.sections) + 1

    @pytest.mark.parametrize(("paper", "size"), [("A4", (210.0, 297.0)), ("Letter", (215.9, 279.4))])
    def test_paper(self, listed: Checklist, paper: Paper, size: tuple[float, float]) -> None:
        """The paper is as asked for, and every page says which it is, and of how many."""
        document = opened(attrs.evolve(listed, audit=None).docx(paper=paper))
        section = document.sections[0]
        assert (section.page_width.mm, section.page_height.mm) == pytest.approx(size, abs=0.1)
        codes = [field.get(qn("w:instr")).strip() for field in section.footer._element.iter(qn("w:fldSimple"))]
        assert codes == ["PAGE", "NUMPAGES"]
        assert document.core_properties.title == listed.title

    def test_large_print(self, listed: Checklist) -> None:
        """Large print has larger letters and the same words."""
        plain, large = (attrs.evolve(listed, audit=None).docx(large=large) for large in (False, True))
        sizes = [
            int(opened(content).styles.element.find(f".//{qn('w:sz')}").get(qn("w:val"))) for content in (plain, large)
        ]
        assert sizes[0] < sizes[1]
        texts = [[line.text for line in typed.lines_of(bodies(content))] for content in (plain, large)]
        assert [text.split() for text in texts[0]] == [text.split() for text in texts[1]]

    def test_korean_faces(self, listed: Checklist) -> None:
        """Korean has a face of its own and a language, so that word processors choose neither by themselves."""
        (fonts,) = opened(empty_document(listed)).styles.element.findall(f"{qn('w:docDefaults')}//{qn('w:rFonts')}")
        assert fonts.get(qn("w:eastAsia")) == "Malgun Gothic"
        (lang,) = opened(empty_document(listed)).styles.element.findall(f"{qn('w:docDefaults')}//{qn('w:lang')}")
        assert lang.get(qn("w:eastAsia")) == "ko-KR"

    def test_the_map_stands_in_it(self, listed: Checklist, tmp_path: Path) -> None:
        """The map faces the cover, with words for those who do not see it, and does not disturb reading back."""
        content = listed.docx()
        first, *others = bodies(content).xpath(".//wp:docPr")
        assert "+0.13" in first.get("descr")
        count = len(others) + 1
        assert [each.get("descr") for each in others] == [
            f"Online shoe order {n} / {count}" for n in range(2, count + 1)
        ]
        assert read(tmp_path, content).problems == ()

    def test_without_pictures(self, listed: Checklist, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without both extras for pictures there is no map; without its own, the message names the extra."""
        real = builtins.__import__
        gone = {"typst"}

        def without(name: str, *rest: Any, **more: Any) -> Any:
            if name in gone:
                raise ImportError(name)
            return real(name, *rest, **more)

        monkeypatch.setattr(builtins, "__import__", without)
        assert bodies(listed.docx()).xpath(".//wp:docPr")
        gone.add("resvg_py")
        assert not bodies(listed.docx()).xpath(".//wp:docPr")
        gone.add("docx")
        with pytest.raises(MissingToolError, match=r"journeymap\[office\]"):
            listed.docx()

    def test_evaluators_side_by_side(self, listed: Checklist) -> None:
        """For several evaluators there is a table with a column for each and a row for every item."""
        made = opened(attrs.evolve(listed, evaluators=2, audit=None).docx())
        table = made.tables[-2]
        assert [cell.text for cell in table.rows[0].cells][2:-1] == [f"{listed.words.evaluator} {n}" for n in (1, 2)]
        assert len(table.rows) == len(listed) + 1

    def test_the_same_bytes(self, listed: Checklist) -> None:
        """The same checklist gives the same bytes."""
        made = attrs.evolve(listed, audit=None)
        assert made.docx() == made.docx()

    def test_unknown_paper(self, listed: Checklist) -> None:
        """Another size of paper is refused."""
        with pytest.raises(UnknownNameError, match="unknown paper 'A3'"):
            listed.docx(paper="A3")  # type: ignore[arg-type]

    def test_saved(self, listed: Checklist, tmp_path: Path) -> None:
        """A checklist is saved as a document by its suffix, and read back."""
        answers = read_checklist(save(attrs.evolve(listed, audit=None), tmp_path / "list.docx"))
        assert (answers["cover|journey"], answers.problems) == ("Online shoe order", ())

    def test_hostile_names(self, tmp_path: Path) -> None:
        """Whatever anybody wrote is text in it, and names no place."""
        made = attrs.evolve(checklist(hostile_journey()), audit=None)
        answers = read(tmp_path, made.docx())
        assert answers.problems == ()
        assert set(answers) == {name for name, value in made.answers() if value.strip()}


class TestReading:
    def test_typed_over(self, listed: Checklist, tmp_path: Path) -> None:
        """An x in the place of a box and words in the place of a control are read as clicks and typing are."""
        said = everything(listed)
        clicked, over = (read(tmp_path, as_docx(listed, said, clicked=clicked)) for clicked in (True, False))
        assert values(clicked) == values(over)
        assert (clicked.problems, over.problems) == ((), ())

    def test_rows_may_be_sorted(self, listed: Checklist, tmp_path: Path) -> None:
        """Rows in another order, and rows left out, lose nothing that is there."""
        content = as_docx(listed, everything(listed))
        document = opened(content)
        for table in document.tables[3:]:
            rows = list(table._tbl.iter(qn("w:tr")))
            random.Random(7).shuffle(rows)
            table._tbl.extend(rows)
        assert values(read(tmp_path, saved(document))) == values(read(tmp_path, content))

    def test_notes_of_several_paragraphs(self, listed: Checklist, tmp_path: Path) -> None:
        """Paragraphs added in the cell of a note belong to it; a line break is one."""
        item = next(item for item in listed if item.kind == "failed")
        document = opened(as_docx(listed, {f"{item.key}|note": "first"}))
        (paragraph,) = (p for p in document.element.body.iter(qn("w:p")) if f"{item.key}|note" in "".join(p.itertext()))
        added = opened(empty_document(listed)).add_paragraph("second")._p
        empty = opened(empty_document(listed)).add_paragraph("")._p
        paragraph.addnext(added)
        paragraph.addnext(empty)
        added.append(a_run(" third"))
        answers = read(tmp_path, saved(document))
        assert answers[f"{item.key}|note"].split() == ["first", "second", "third"]
        assert answers.problems == ()

    @pytest.mark.parametrize("place", ["body", "cell", "footer", "comment", "picture"])
    def test_what_was_added_anywhere_is_listed(self, place: str, listed: Checklist, tmp_path: Path) -> None:
        """What somebody wrote or put away from every place is listed with where it stands, and changes nothing."""
        document = opened(empty_document(listed))
        if place == "body":
            document.add_paragraph("the till was off")
        elif place == "cell":
            document.tables[-2].rows[1].cells[1].add_paragraph("the till was off")
        elif place == "footer":
            document.sections[0].footer.add_paragraph("the till was off")
        elif place == "comment":
            document.add_comment(document.paragraphs[0].runs, "the till was off", author="Kim")
        else:
            picture = io.BytesIO(PIXEL)
            document.add_paragraph().add_run().add_picture(picture)._inline.docPr.set("name", "the till was off")
        answers = read(tmp_path, saved(document))
        (problem,) = answers.problems
        assert "the till was off" in problem.message
        assert problem.path
        assert values(answers) == {name: value for name, value in listed.answers() if value}

    def test_a_word_in_the_place_of_boxes(self, listed: Checklist, tmp_path: Path) -> None:
        """A word where the boxes were is a verdict; two boxes ticked are none, and are listed by row."""
        item = next(item for item in listed if item.kind == "failed")
        name = f"{item.key}|verdict"
        document = opened(as_docx(listed, {name: "; ".join(choice.label for choice in item.choices[:2])}))
        (problem,) = read(tmp_path, saved(document)).problems
        assert re.match(r"table \d+, row \d+: ", problem.path)
        assert "2 boxes ticked" in problem.message
        for paragraph in document.element.body.iter(qn("w:p")):
            if f"{name} " in "".join(paragraph.itertext()):
                paragraph[2:] = [a_run(item.choices[2].label)]
        assert read(tmp_path, saved(document))[name] == item.choices[2].value

    def test_changes_that_are_tracked(self, tmp_path: Path) -> None:
        """What was struck out is gone, what was inserted counts; signs of Wingdings are boxes and ticks."""
        told = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>&lt;!-- {} --&gt;</w:t></w:r>"
        text = "<w:r><w:t>{}</w:t></w:r>"
        sign = '<w:r><w:sym w:font="Wingdings" w:char="{}"/></w:r>'
        content = a_document(
            told.format("a|noticed") + '<w:del><w:r><w:delText>old</w:delText></w:r></w:del>'
            f"<w:ins>{text.format('new')}</w:ins>",
            told.format("JM1@a|verdict boxes=yes,no") + sign.format("F0FE") + text.format(" Yes ")
            + sign.format("F0A8") + text.format(" No"),
            told.format("a|felt") + text.format("-1") + told.format("b|felt") + text.format("-2"),
        )  # fmt: skip
        answers = read(tmp_path, content)
        assert values(answers) == {"a|noticed": "new", "JM1@a|verdict": "yes", "a|felt": -1, "b|felt": -2}

    @pytest.mark.parametrize("content", [b"", b"PK", b"key,answer"])
    def test_no_document(self, content: bytes, tmp_path: Path) -> None:
        """What is no document is refused by name."""
        with pytest.raises(ReadError, match=r"filled\.docx"):
            read(tmp_path, content)

    def test_another_zip(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A document without places, one that is broken, and one that unpacks to far too much are refused."""
        with pytest.raises(ReadError, match="nothing in it names a place"):
            read(tmp_path, a_document("<w:r><w:t>loud</w:t></w:r>"))
        with pytest.raises(ReadError, match="cannot be read as a document"):
            read(tmp_path, a_document("<w:r>"))
        bomb = '<!DOCTYPE a [<!ENTITY b "c">]>'
        with pytest.raises(ReadError, match="cannot be read as a document"):
            read(tmp_path, a_document("", head=bomb))
        monkeypatch.setattr(typed, "LARGEST", 9)
        with pytest.raises(ReadError, match="unpacks to more"):
            read(tmp_path, a_document(""))


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fcffff3f030005fe02fe"
    "dccc59e70000000049454e44ae426082"
)


def a_document(*paragraphs: str, head: str = "") -> bytes:
    """A document with these paragraphs and nothing else."""
    body = "".join(f"<w:p>{paragraph}</w:p>" for paragraph in paragraphs)
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr("word/document.xml", f"{head}<w:document {space}><w:body>{body}</w:body></w:document>")
    return content.getvalue()


class TestLibreOffice:
    @pytest.mark.parametrize("clicked", [True, False])
    def test_saved_again(self, listed: Checklist, clicked: bool, tmp_path: Path, resaved: Resave) -> None:
        """What LibreOffice opened and saved again is read as before, filled in by clicks or typed over."""
        content = as_docx(
            listed, {**everything(listed), "cover|evaluator": "=김하늘", "cover|date": "2026-03-01"}, clicked=clicked
        )
        before, after = read(tmp_path, content), read(tmp_path, resaved(content, ".docx"))
        assert values(after) == values(before)
        assert (before.problems, after.problems) == ((), ())
        assert len(after) > 40

    def test_empty_and_with_the_map(self, listed: Checklist, tmp_path: Path, resaved: Resave) -> None:
        """An empty checklist with its map that was saved again has nothing in it that was not printed."""
        answers = read(tmp_path, resaved(listed.docx(), ".docx"))
        assert answers.problems == ()
        assert values(answers) == {name: value for name, value in listed.answers() if value}
