"""Saving: what can be saved as what, and that a file is written whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import threading
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from journeymap import saving
from journeymap.auditing import Audit, audit
from journeymap.checklists import checklist
from journeymap.drawing import draw
from journeymap.errors import SavingError, ScoringError, UnknownNameError
from journeymap.formats import load
from journeymap.model import Journey
from journeymap.saving import save, write_whole
from journeymap.scoring import score

posix = pytest.mark.skipif(os.name == "nt", reason="permissions, links and devices are those of POSIX")


@pytest.fixture(scope="module")
def shop() -> Journey:
    journey = Journey("신발 가게", persona="<b>First</b>\r\nbuyer").stage("Pay")
    return journey.touchpoint("pay", "카드 결제", emotion=-1).touchpoint("done", "Confirmed", emotion=1, ends="success")


@pytest.fixture(scope="module")
def judged(shop: Journey) -> Audit:
    return audit(shop)


class TestWhatIsSavedAsWhat:
    @pytest.mark.parametrize("suffix", [".yaml", ".yml", ".toml", ".json", ".YAML"])
    def test_a_journey_comes_back_equal(self, shop: Journey, tmp_path: Path, suffix: str) -> None:
        """A journey is saved in each format of its own, and loading gives it back."""
        assert load(save(shop, tmp_path / f"shop{suffix}")) == shop

    def test_a_drawing_is_a_picture_or_a_story(self, shop: Journey, tmp_path: Path) -> None:
        """The map is saved as SVG, and as the story that tells it."""
        drawing = draw(shop)
        assert save(drawing, tmp_path / "map.svg").read_bytes() == drawing.svg.encode()
        assert save(drawing, tmp_path / "map.txt").read_bytes() == drawing.text.encode()

    def test_only_what_graphviz_draws_has_dot(self, shop: Journey, tmp_path: Path) -> None:
        """The graph is saved as DOT text without Graphviz; the map has none, and says what it has."""
        graph = draw(shop, kind="graph")
        assert save(graph, tmp_path / "graph.dot").read_text(encoding="utf-8") == graph.dot
        with pytest.raises(UnknownNameError, match=r"cannot save a Drawing as '\.dot' \(known: \.html, .*\.txt\)"):
            save(draw(shop), tmp_path / "map.dot")

    def test_an_audit_is_a_report_or_a_map(self, judged: Audit, tmp_path: Path) -> None:
        """An audit is saved as data, as text, or as the map with its findings, in the language asked for."""
        assert "신발 가게" in json.dumps(json.loads(save(judged, tmp_path / "a.json").read_bytes()), ensure_ascii=False)
        texts = [save(judged, tmp_path / "a.txt", lang=lang).read_text(encoding="utf-8") for lang in ("en", "ko")]
        assert texts[0] != texts[1]
        assert save(judged, tmp_path / "a.svg", lang="ko").read_text(encoding="utf-8") == draw(judged, lang="ko").svg

    def test_a_score_is_a_report(self, shop: Journey, tmp_path: Path) -> None:
        """A score is saved as data and as text."""
        assert json.loads(save(score(shop), tmp_path / "score.json").read_bytes())
        assert "신발 가게" in save(score(shop), tmp_path / "score.txt").read_text(encoding="utf-8")

    def test_a_checklist_is_a_page(self, judged: Audit, tmp_path: Path) -> None:
        """A checklist is saved as the page that is printed."""
        made = checklist(judged, lang="ko")
        assert save(made, tmp_path / "list.html").read_bytes() == made.html().encode()

    def test_a_child_of_a_class_is_saved_like_it(self, tmp_path: Path) -> None:
        """Somebody's own kind of journey is saved as a journey."""

        class Tour(Journey):
            pass

        assert load(save(Tour("Tour"), tmp_path / "tour.yaml")).name == "Tour"

    @pytest.mark.parametrize(
        ("name", "asked"), [("map.bmp", "as '.bmp'"), ("map", "without a suffix"), (".svg", "without a suffix")]
    )
    def test_an_unknown_suffix_is_told_with_the_known_ones(
        self, judged: Audit, tmp_path: Path, name: str, asked: str
    ) -> None:
        """What cannot be had is not written, and the message lists what can."""
        with pytest.raises(UnknownNameError) as caught:
            save(judged, tmp_path / name)
        assert (
            str(caught.value)
            == f"'{name}': cannot save an Audit {asked} (known: .html, .json, .md, .sarif, .svg, .txt, .xml)"
        )
        assert list(tmp_path.iterdir()) == []

    def test_an_unknown_thing_is_told_with_the_known_ones(self, tmp_path: Path) -> None:
        """What nobody knows how to save is an error that lists what can be saved."""
        with pytest.raises(
            SavingError, match=r"cannot save a dict \(expected one of Audit, Consolidated, Checklist, Pro"
        ):
            save({}, tmp_path / "x.json")

    def test_an_unknown_language_is_an_error(self, shop: Journey, tmp_path: Path) -> None:
        """A language that there is not is an error, also where nothing is translated."""
        with pytest.raises(UnknownNameError, match="unknown language 'kr'"):
            save(shop, tmp_path / "shop.yaml", lang="kr")

    def test_every_known_thing_is_where_it_is_said_to_be(self) -> None:
        """The classes that saving knows by name exist under those names."""
        for name in saving._WRITERS:
            module, _, kind = name.rpartition(".")
            found = getattr(import_module(module), kind)
            assert f"{found.__module__}.{found.__qualname__}" == name

    def test_it_imports_nothing_for_what_it_does_not_save(self) -> None:
        """Saving a journey as YAML loads no drawing, no checklist and no report."""
        program = (
            "import sys, tempfile, pathlib, journeymap as jm\n"
            "with tempfile.TemporaryDirectory() as folder:\n"
            "    jm.save(jm.Journey('Shop'), pathlib.Path(folder, 'shop.yaml'))\n"
            "print(*(name for name in ('drawing', 'checklists', 'reports') if 'journeymap.' + name in sys.modules))"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
        assert done.stdout.strip() == ""


class TestWholeOrNotAtAll:
    def test_text_is_utf8_with_plain_line_ends(self, tmp_path: Path) -> None:
        """What is written is UTF-8, and line ends stay what they are on every system."""
        assert write_whole(tmp_path / "한글 이름.txt", "결제\nline\n").read_bytes() == "결제\nline\n".encode()

    def test_a_path_may_be_text_and_have_a_home(
        self, shop: Journey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The path may be a plain text, and ~ is the home directory; the path of the file comes back."""
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("USERPROFILE", str(tmp_path))
        assert save(shop, "~/shop.yaml") == tmp_path / "shop.yaml"
        assert (tmp_path / "shop.yaml").is_file()

    def test_nothing_but_the_file_is_left(self, tmp_path: Path) -> None:
        """The file that is written first is gone when all is done."""
        for text in ("one", "two"):
            write_whole(tmp_path / "a.txt", text)
        assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
        assert (tmp_path / "a.txt").read_text() == "two"

    @pytest.mark.parametrize("step", ["fsync", "replace", "copymode"])
    def test_a_failed_write_leaves_the_old_file(
        self, step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whatever step fails, the old file is whole, nothing else is left, and the reason is told."""
        (tmp_path / "a.txt").write_text("old")

        def fail(*args: Any) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        owner: Any = {"fsync": os, "replace": Path, "copymode": saving.shutil}[step]
        monkeypatch.setattr(owner, step, fail)
        with pytest.raises(SavingError, match="the disk is full: make room, or choose another directory"):
            write_whole(tmp_path / "a.txt", "new")
        assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a.txt", "old")]

    def test_a_text_that_cannot_be_made_leaves_the_old_file(self, tmp_path: Path) -> None:
        """When the journey cannot be drawn or reported, the file is not touched."""
        (tmp_path / "a.svg").write_text("old")

        class Broken:
            __module__ = "journeymap.drawing"
            __qualname__ = "Drawing"
            dot = subject = None

            @property
            def svg(self) -> str:
                raise ScoringError("cannot be")

        Broken.__qualname__ = "Drawing"
        with pytest.raises(ScoringError):
            save(Broken(), tmp_path / "a.svg")
        assert (tmp_path / "a.svg").read_text() == "old"

    def test_an_interrupt_leaves_the_old_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Stopping it in the middle leaves the old file, and passes the interrupt on."""
        (tmp_path / "a.txt").write_text("old")

        def stop(descriptor: int) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(os, "fsync", stop)
        with pytest.raises(KeyboardInterrupt):
            write_whole(tmp_path / "a.txt", "new")
        assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a.txt", "old")]

    def test_half_a_character_is_told(self, tmp_path: Path) -> None:
        """Text that no file can hold is an error, and no file is made."""
        with pytest.raises(SavingError, match=r"half of a character \('\\ud83d'\)"):
            write_whole(tmp_path / "a.txt", "x\ud83d")
        assert list(tmp_path.iterdir()) == []

    def test_many_at_once_never_mix(self, tmp_path: Path) -> None:
        """Several writers of one file leave the whole text of one of them."""
        texts = [letter * 50_000 for letter in "abcd"]
        writers = [threading.Thread(target=write_whole, args=(tmp_path / "a.txt", text)) for text in texts]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        assert (tmp_path / "a.txt").read_text() in texts
        assert len(list(tmp_path.iterdir())) == 1

    @posix
    @pytest.mark.parametrize("mode", [0o600, 0o664, 0o755])
    def test_permissions_are_kept(self, tmp_path: Path, mode: int) -> None:
        """A file that is replaced keeps who may read and write it."""
        path = tmp_path / "a.txt"
        path.write_text("old")
        path.chmod(mode)
        assert write_whole(path, "new").stat().st_mode & 0o777 == mode

    @posix
    def test_a_new_file_has_the_usual_permissions(self, tmp_path: Path) -> None:
        """A new file may be read by whoever may read files that are made the usual way."""
        (tmp_path / "usual.txt").write_text("")
        usual = (tmp_path / "usual.txt").stat().st_mode
        assert write_whole(tmp_path / "new.txt", "").stat().st_mode == usual

    @posix
    def test_a_link_stays_a_link(self, tmp_path: Path) -> None:
        """What a link points to is replaced, in its own directory."""
        (tmp_path / "far").mkdir()
        (tmp_path / "far" / "real.txt").write_text("old")
        (tmp_path / "link.txt").symlink_to(tmp_path / "far" / "real.txt")
        write_whole(tmp_path / "link.txt", "new")
        assert (tmp_path / "link.txt").is_symlink()
        assert (tmp_path / "far" / "real.txt").read_text() == "new"


class TestWhatCannotBeWritten:
    def refused(self, path: Path) -> str:
        with pytest.raises(SavingError) as caught:
            write_whole(path, "text")
        return str(caught.value)

    def test_a_directory(self, tmp_path: Path) -> None:
        """A directory is told to need a file name."""
        (tmp_path / "demo.txt").mkdir()
        assert self.refused(tmp_path / "demo.txt").endswith(
            "demo.txt' is a directory: add a file name, such as demo.txt/journey.yaml"
        )

    def test_no_directory(self, tmp_path: Path) -> None:
        """A directory that is not there is named, and nothing is made."""
        assert f"there is no directory '{tmp_path / 'no'}': make it first" in self.refused(tmp_path / "no" / "a.txt")
        assert list(tmp_path.iterdir()) == []

    def test_a_file_for_a_directory(self, tmp_path: Path) -> None:
        """A path that goes through a file is told as such."""
        (tmp_path / "file").write_text("")
        assert "a part of the path is a file" in self.refused(tmp_path / "file" / "a.txt")

    def test_a_name_too_long(self, tmp_path: Path) -> None:
        """A name longer than the disk allows is told, and cut in the message."""
        message = self.refused(tmp_path / ("x" * 5000 + ".txt"))
        assert "the file name is too long: choose a shorter one" in message
        assert len(message) < 400

    def test_a_name_that_no_system_allows(self, tmp_path: Path) -> None:
        """A null character in a path is an error of ours, not a traceback."""
        assert "cannot be written: embedded null" in self.refused(tmp_path / "a\0b.txt")

    def test_a_home_of_nobody(self) -> None:
        """The home of somebody who is not there is an error of ours."""
        assert "cannot be written: " in self.refused(Path("~no-such-person-here/a.txt"))

    @posix
    def test_a_device(self) -> None:
        """Something that is no ordinary file is not replaced by one."""
        assert "is not an ordinary file: choose another name" in self.refused(Path("/dev/null"))
        assert not Path("/dev/null").is_file()

    def test_a_file_that_may_only_be_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A file that is protected from writing is not replaced behind its owner's back."""
        (tmp_path / "a.txt").write_text("old")
        monkeypatch.setattr(os, "access", lambda path, mode: False)
        assert "may only be read: allow writing to it, or choose another name" in self.refused(tmp_path / "a.txt")
        assert (tmp_path / "a.txt").read_text() == "old"

    @pytest.mark.parametrize(
        ("number", "said"),
        [
            (errno.EACCES, "not allowed to write there: close the program that has the file open"),
            (errno.EPERM, "not allowed to write there"),
            (errno.EROFS, "the disk cannot be written to: choose another directory"),
            (errno.EIO, "cannot be written: [Errno 5]"),
        ],
    )
    def test_a_place_where_writing_is_not_allowed(
        self, number: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """When the system refuses, the message says what and how to mend it."""

        def refuse(self: Path, *args: Any) -> None:
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(Path, "open", refuse)
        assert said in self.refused(tmp_path / "a.txt")

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("shop: v2.svg", "a file name cannot hold ':'"),
            ("왜?.svg", "a file name cannot hold '?'"),
            ("a\tb.svg", r"a file name cannot hold '\t'"),
            ("con.svg", "con is a device"),
            ("LPT1.tar.svg", "LPT1 is a device"),
            ("map.svg.", "a file name cannot end in a full stop or space"),
            ("map.svg ", "a file name cannot end in a full stop or space"),
            ("console.svg", None),
            ("온라인 신발.svg", None),
        ],
    )
    def test_names_that_windows_refuses(
        self, name: str, said: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """On Windows a name that would be refused, or written elsewhere, is an error; elsewhere it is a name."""
        if os.name != "nt":
            assert write_whole(tmp_path / name, "x").exists()
        monkeypatch.setattr(saving, "_ON_WINDOWS", True)
        if said is None:
            assert write_whole(tmp_path / name, "x").exists()
        else:
            assert f"{said} on Windows: choose another name" in self.refused(tmp_path / name)
