"""What has changed from one journey to another, as edits of the text that the first was read from.

Both journeys and the parts of the text are gone through side by side. What says the same in both is not touched,
however it is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import partial
from typing import Any

import attrs

from journeymap.fields import evolve
from journeymap.formats.expecting import Expected, expected_of
from journeymap.formats.rewriting.styles import in_style
from journeymap.formats.rewriting.texts import CannotKeepError, Part, Sheet
from journeymap.formats.unstructuring import known, plain_of, unstructure
from journeymap.model import Journey, Transition

__all__ = ["change"]

_PARTS = ("stages", "touchpoints")

_STAYS = re.compile(r"[\w.+-][\w .+%-]*|\"[^\"\n\\]*\"|'[^'\n]*'")
"""What means the same inside brackets as outside."""


def change(sheet: Sheet, before: Journey, after: Journey) -> None:
    """Make the edits that turn the journey of a text into another one.

    Raises:
        CannotKeepError: When the text is so written that this cannot be done in it.
    """
    _Changes(sheet).journey(before, after)


@attrs.frozen
class _Raw:
    """A value as it stands in the text."""

    text: str

    def __str__(self) -> str:
        return self.text


class _Changes:
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    # The parts of a journey

    def journey(self, before: Journey, after: Journey) -> None:
        """The whole journey: touchpoints stay where the text has them, in their stages or beside them."""
        root, plain = self.sheet.root, unstructure(after, units=True)
        at = root.at("stages")
        stages = root.entries[at].value if at is not None else None
        lists: dict[str, Callable[[Part], bool]] = {}
        if stages is not None and any(entry.value.at("touchpoints") is not None for entry in stages.entries):
            if "touchpoints" in plain:
                raise CannotKeepError("touchpoints stand in stages, and no longer come in the order of these")
            lists["stages"] = partial(self._stages, before=before, after=after, plain=plain.get("stages", []))
        else:
            plain = {"journeymap": plain["journeymap"], **known(after, units=True)}
            for name in _PARTS:
                key = "id" if name == "touchpoints" else "name"
                lists[name] = partial(self._records, before=getattr(before, name), after=getattr(after, name), key=key)
        self._record(root, before, after, lists=lists, plain=plain)

    def _stages(self, part: Part, *, before: Journey, after: Journey, plain: Sequence[Mapping[str, Any]]) -> bool:
        def inside(number: int, to: int) -> None:
            one, other = before.stages[number], after.stages[to]
            held = [each for each in before.touchpoints if each.stage == one.name]
            holds = [evolve(each, stage=one.name) for each in after.touchpoints if each.stage == other.name]
            inner = partial(self._records, before=held, after=holds, key="id", without="stage")
            if held != holds or one != other:
                stage = part.entries[number].value
                self._record(stage, one, other, lists={"touchpoints": inner}, plain=plain[to])

        return self._sequence(
            part, [each.name for each in before.stages], [each.name for each in after.stages], inside, plain
        )

    def _records(self, part: Part, *, before: Sequence[Any], after: Sequence[Any], key: str, without: str = "") -> bool:
        """Stages or touchpoints, told apart by a key."""
        plain = [known(each, units=True) for each in after]
        for each in plain:
            each.pop(without, None)

        def inside(at: int, to: int) -> None:
            if before[at] != after[to]:
                self._record(part.entries[at].value, before[at], after[to])

        return self._sequence(
            part, [getattr(each, key) for each in before], [getattr(each, key) for each in after], inside, plain
        )

    def _sequence(
        self,
        part: Part,
        before: Sequence[Hashable],
        after: Sequence[Hashable],
        inside: Callable[[int, int], None],
        plain: Sequence[Any],
    ) -> bool:
        """The items of a list: those that are the same by their keys, those that changed, came and went."""
        if part.kind != "list" or len(part.entries) != len(before):
            return False
        removed: list[int] = []
        added: list[tuple[int, str | None, Any]] = []
        for _, i, until, j, to in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            paired = until - i if until - i == to - j else 0
            for step in range(paired):
                inside(i + step, j + step)
            removed += range(i + paired, until)
            added += ((until - 1, None, plain[at]) for at in range(j + paired, to))
        return self.sheet.change(part, removed, added)

    # Records and their fields

    def _record(
        self,
        part: Part,
        before: Any,
        after: Any,
        *,
        lists: Mapping[str, Callable[[Part], bool]] | None = None,
        plain: Mapping[str, Any] | None = None,
    ) -> bool:
        """The facts of a record; ``lists`` are those that are seen to apart, ``plain`` the whole where it differs."""
        if part.kind != "map":
            return False
        lists = lists or {}
        plain = known(after, units=True) if plain is None else plain
        kind: type = type(after)
        fields = {name: field for name, field in expected_of(kind).items() if name not in _PARTS}
        removed: list[int] = []
        added: list[tuple[int, str | None, Any]] = []
        place = at if (at := part.at("journeymap")) is not None else -1
        for name in (*fields, *lists):
            at = part.at(name)
            place = place if at is None else at
            if name in fields and getattr(before, name) == getattr(after, name):
                continue
            if name not in plain:
                removed += [] if at is None else [at]
            elif at is None:
                added.append((place, name, plain[name]))
            elif name in fields:
                self._value(part, at, fields[name], (getattr(before, name), getattr(after, name)))
            elif not lists[name](part.entries[at].value):
                self.sheet.replace(part, at, plain[name])
        return self.sheet.change(part, removed, added)

    def _value(self, outer: Part, at: int, field: Expected, values: tuple[Any, Any]) -> None:
        """One fact that has changed: inside what holds it where that can be, else it is written anew."""
        part = outer.entries[at].value
        before, after = values
        done = False
        if before and after:
            if field.form == "record":
                done = self._record(part, before, after)
            elif field.form == "ways":
                done = self._ways(part, field, before, after)
            elif field.item is not None:
                done = self._list(part, field.item, before, after)
        if not done:
            self.sheet.replace(outer, at, self._worded(part, field, values))

    def _list(self, part: Part, item: Expected, before: Sequence[Any], after: Sequence[Any]) -> bool:
        plain = [plain_of(item, each, units=True) for each in after]

        def inside(at: int, to: int) -> None:
            if before[at] != after[to]:
                self._value(part, at, item, (before[at], after[to]))

        return self._sequence(part, before, after, inside, plain)

    def _ways(self, part: Part, field: Expected, before: Sequence[Transition], after: Sequence[Transition]) -> bool:
        """Where a touchpoint leads: shares by id, or a list."""
        plain = plain_of(field, after, units=True)
        if part.kind == "list" and isinstance(plain, list) and field.item is not None:
            return self._list(part, attrs.evolve(field.item, is_short=True), before, after)
        if part.kind != "map" or not isinstance(plain, dict) or len(part.entries) != len(before):
            return False
        shares = {way.to: way.probability for way in before}
        place, removed, added = -1, [at for at, way in enumerate(before) if way.to not in plain], []
        for to, share in plain.items():
            at = part.at(to)
            place = place if at is None else at
            if at is None:
                added.append((place, to, share))
            elif shares[to] != share:
                field = expected_of(Transition)["probability"]
                self.sheet.replace(part, at, self._styled(part.entries[at].value, field, share, share))
        return self.sheet.change(part, removed, added)

    def _worded(self, part: Part, field: Expected, values: tuple[Any, Any]) -> Any:
        """A value as plain data, in the style of the old one; what a record was short for, ``wait: 5 min``, is kept."""
        plain = plain_of(field, values[1], units=True)
        if part.kind == "leaf" and field.form in ("number", "count", "duration", "flag"):
            return self._styled(part, field, values[1], plain)
        if field.form == "record" and values[0] is not None and part.kind == "leaf" and isinstance(plain, dict):
            first = next(iter(expected_of(field.kind)))
            if getattr(values[0], first) == getattr(values[1], first):
                raw = self._raw(part)
                if _STAYS.fullmatch(raw):
                    plain = {**plain, first: _Raw(raw)}
        return plain

    def _styled(self, part: Part, field: Expected, value: Any, plain: Any) -> Any:
        new = in_style(self._raw(part), field, value)
        return plain if new is None else _Raw(new)

    def _raw(self, part: Part) -> str:
        return self.sheet.text[part.start : part.end]
