"""Fuzz the readers, guided by what they run through: ``make fuzz``, or ``python tests/fuzzing.py csv yaml``.

Each reader gets some minutes (``--seconds``) of damaged files, beginning with those of tests/format_texts.py and
what else lies in a folder (``--seeds``). It must give a journey or a JourneymapError, within ten seconds and two
gigabytes; a journey that was read must be written and read again equal. What it breaks on is left in the current
folder, and named. Needs atheris (dependency group ``fuzz``), which has no wheels for some systems.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

CHILD = "--one"
"""What the process that feeds one reader is started with."""


def fuzz(format: str, options: list[str]) -> None:
    """Feed one reader until time is up; libFuzzer ends the process."""
    import atheris

    with atheris.instrument_imports(include=["journeymap", "tomllib", "yaml", "openpyxl", "csv", "json"]):
        import journeymap as jm
        from tests.format_texts import WRITTEN, read_or_refused, workbook_with

        for name in (format, *WRITTEN):
            jm.formats._module(name)

    def tried(content: bytes) -> None:
        journey = read_or_refused(content, format)
        if journey is not None:
            again = format if format in WRITTEN else "json"
            text = jm.formats.written(journey, again)
            assert read_or_refused(text.encode() if isinstance(text, str) else text, again) == journey

    broken: set[tuple[str, int]] = set()

    def one(content: bytes) -> None:
        if format == "xlsx" and content[:2] != b"PK":
            content = workbook_with(content)
        try:
            tried(content)
        except Exception as error:  # told once for each place, and gone on from
            place = traceback.extract_tb(error.__traceback__)[-1]
            if (place.filename, place.lineno or 0) not in broken:
                broken.add((place.filename, place.lineno or 0))
                Path(f"fuzz-{format}-{len(broken)}").write_bytes(content)
                traceback.print_exc()

    atheris.Setup([sys.argv[0], *options], one)
    atheris.Fuzz()


def seeds(format: str, folder: Path, more: Path | None) -> None:
    """Lay what to begin with in a folder."""
    from tests.format_texts import parts_of_workbook, texts_in

    texts = list(texts_in(format))
    if format == "xlsx":
        texts.append(parts_of_workbook(texts[0])["xl/worksheets/sheet1.xml"])
    if more is not None:
        texts += [path.read_bytes() for path in sorted(more.rglob("*")) if path.is_file()]
    for number, text in enumerate(texts):
        (folder / f"seed-{number}").write_bytes(text)


def main() -> int:
    """Fuzz each format that is named, or each there is; 1 when one breaks."""
    from tests.format_texts import READ

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("formats", nargs="*", choices=[*READ, []], metavar="FORMAT", help=", ".join(READ))
    parser.add_argument("--seconds", type=int, default=120, help="for each format")
    parser.add_argument("--seeds", type=Path, help="a folder of files to begin with too")
    asked = parser.parse_args()
    broken = []
    for format in asked.formats or READ:
        with tempfile.TemporaryDirectory() as folder:
            seeds(format, Path(folder), asked.seeds)
            command = [sys.executable, __file__, CHILD, format, folder, f"-max_total_time={asked.seconds}"]
            limits = ["-timeout=10", "-rss_limit_mb=2000", "-max_len=40000", f"-artifact_prefix=fuzz-{format}-"]
            print(f"fuzzing {format}", flush=True)
            subprocess.run([*command, *limits, "-print_final_stats=1", "-verbosity=0"], check=False)
            broken += map(str, Path().glob(f"fuzz-{format}-*"))
    print(f"broken: {', '.join(broken)}" if broken else "nothing broke")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(fuzz(sys.argv[2], sys.argv[3:]) if sys.argv[1:2] == [CHILD] else main())
