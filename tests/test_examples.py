"""The bundled journeys: all of them load, in both languages, and are the same journey in each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from journeymap import examples
from journeymap.auditing import audit
from journeymap.channels import channel
from journeymap.errors import UnknownNameError
from journeymap.fields import Record
from journeymap.formats import load
from journeymap.model import Journey
from journeymap.scoring import score

HANGUL = re.compile("[가-힣]")
NAMES = examples.names()
LANGUAGES = ("en", "ko")  # those in which the journeys are written: a further one may come without them
FILES = [(name, lang) for name in NAMES for lang in LANGUAGES]


def bundled(name: str, lang: str = "en") -> Journey:
    return load(examples.path(name, lang=lang))


def without_texts(value: Any) -> Any:
    """What a record states apart from its wording: which texts there are, but not what they say."""
    if isinstance(value, tuple):
        return [without_texts(item) for item in value]
    if not isinstance(value, Record):
        return value
    return {field.name: stated(field, getattr(value, field.name)) for field in attrs.fields(type(value))}


def stated(field: attrs.Attribute[Any], value: Any) -> Any:
    if field.name == "lang":
        return None
    if field.metadata["form"] not in ("text", "texts"):
        return without_texts(value)
    if value is None or isinstance(value, str):
        known = channel(value) if field.name == "channel" else None
        return known.id if known else value is not None
    return [known.id if field.name.endswith("channels") and (known := channel(text)) else "a text" for text in value]


def names_in(value: Any) -> Iterator[str]:
    """Every ``name`` in a journey and its parts, however deep."""
    if isinstance(value, tuple):
        for item in value:
            yield from names_in(item)
    elif isinstance(value, Record):
        for field in attrs.fields(type(value)):
            inside = getattr(value, field.name)
            if field.name == "name" and inside is not None:
                yield inside
            else:
                yield from names_in(inside)


def test_what_is_listed_is_what_is_there() -> None:
    """Every file beside the list is listed, every name has a file in each language, and the list is in order."""
    folder = Path(examples.__file__).parent
    assert set(folder.glob("*.yaml")) == {examples.path(name, lang=lang) for name, lang in FILES}
    assert list(NAMES) == sorted(NAMES)


@pytest.mark.parametrize(("name", "lang"), FILES)
def test_each_is_described_in_one_line(name: str, lang: str) -> None:
    """The description is one line in the language asked for, and the file begins by saying what the situation is."""
    line = examples.description(name, lang=lang)
    opening = examples.path(name, lang=lang).read_text(encoding="utf-8").splitlines()[0]
    assert line
    assert "\n" not in line
    assert opening.startswith("# ")
    for text in (line, opening):
        assert bool(HANGUL.search(text)) == (lang == "ko")


@pytest.mark.parametrize("wrong", [("shoe-shp", "en"), ("shoe-shop", "fr")])
def test_an_unknown_name_or_language_is_refused(wrong: tuple[str, str]) -> None:
    """Asking for a journey or a language that is not there says what there is."""
    name, lang = wrong
    for ask in (examples.path, examples.description):
        with pytest.raises(UnknownNameError, match=r"did you mean 'shoe-shop'|known: en, ko"):
            ask(name, lang=lang)


@pytest.mark.parametrize(("name", "lang"), FILES)
def test_each_file_is_a_whole_journey(name: str, lang: str) -> None:
    """Each file loads, says its language, and has stages with a phase, a persona, a business and real endings."""
    journey = bundled(name, lang)
    assert journey.lang == lang
    assert 10 <= len(journey) <= 20
    assert journey.persona is not None
    assert journey.business is not None
    assert all(stage.phase for stage in journey.stages)
    assert any(touchpoint.ends == "success" for touchpoint in journey)
    assert any(touchpoint.quote for touchpoint in journey)


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_tell_the_same_journey(name: str) -> None:
    """English and Korean differ in their texts alone: ids, emotions, shares, kinds and every other fact agree."""
    english, korean = bundled(name, "en"), bundled(name, "ko")
    assert without_texts(english) == without_texts(korean)
    for pair in zip(english, korean, strict=True):
        stages = [journey.stages for journey in (english, korean)]
        places = [[stage.name for stage in listed].index(tp.stage) for listed, tp in zip(stages, pair, strict=True)]
        assert places[0] == places[1]


@pytest.mark.parametrize("name", NAMES)
def test_korean_names_are_korean(name: str) -> None:
    """Every name in a Korean file has Hangul in it, and no name in an English file has."""
    assert all(HANGUL.search(text) for text in names_in(bundled(name, "ko")))
    assert not any(HANGUL.search(text) for text in names_in(bundled(name, "en")))


@pytest.mark.parametrize("name", NAMES)
def test_amounts_are_the_same_in_both_languages(name: str) -> None:
    """A sum of money written out in an English text is the same in the Korean one."""
    english, korean = (examples.path(name, lang=lang).read_text(encoding="utf-8") for lang in LANGUAGES)
    assert sorted(set(re.findall(r"\d+,\d{3}", english))) == sorted(set(re.findall(r"\d+,\d{3}", korean)))


@pytest.mark.parametrize("name", NAMES)
def test_each_can_be_scored_alike(name: str) -> None:
    """Each journey has a score within the scale, and it does not depend on the language."""
    english, korean = score(bundled(name, "en")), score(bundled(name, "ko"))
    assert -2 <= english.remembered <= 2
    assert english.remembered == korean.remembered


def test_care_is_remembered_better_than_carelessness() -> None:
    """The same slip, soup forgotten as often in both restaurants, is remembered by how it was made good."""
    care, careless = bundled("chinese-restaurant-care"), bundled("chinese-restaurant-careless")
    assert care["food"].next[1].probability == careless["food"].next[1].probability
    assert score(care).remembered > score(careless).remembered + 1


def test_the_journey_designed_well_is_remembered_best() -> None:
    """No other bundled journey has a higher score than the cake shop."""
    assert max(NAMES, key=lambda name: score(bundled(name)).remembered) == "cake-shop"


def test_the_shoe_shop_states_the_three_weak_endings() -> None:
    """The late fee, the card failure without a way out and the missing contacts are facts, not things left unsaid."""
    shop = bundled("shoe-shop")
    assert [fee.disclosed_at for fee in shop["pay"].fees or ()] == ["pay"]
    assert shop["declined"].failure.alternatives == ()
    assert shop["declined"].failure.reason_given is False
    assert all(shop[id].contacts == () for id in ("checkout", "pay", "card-check", "declined", "done", "parcel"))


def test_unknown_things_stay_unknown() -> None:
    """The journeys of today leave out what their team would not know yet, so that an audit has something to ask."""
    assert bundled("web-host")["stays"].emotion is None
    assert bundled("small-mall")["question"].response.target is None
    assert bundled("support-line").business.abuse_policy is None


PLANTED = {
    "shoe-shop": {"JM101", "JM103", "JM104", "JM105", "JM408", "JM609"},
    "web-host": {"JM101", "JM110", "JM504"},
    "small-mall": {"JM605", "JM606", "JM609"},
    "chinese-restaurant-careless": {"JM101", "JM812"},
    "clothes-shop": {"JM202", "JM306"},
    "support-line": {"JM101", "JM802", "JM803", "JM804", "JM805"},
}
"""What each situation is about, as codes of rules that must find it."""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PLANTED)
def test_what_is_wrong_in_a_situation_is_found(name: str, lang: str) -> None:
    """Every weakness that a bundled journey was written about is found, in both languages."""
    found = {finding.code for finding in audit(load(examples.path(name, lang=lang))).findings}
    assert found >= PLANTED[name]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_journey_designed_well_passes(lang: str) -> None:
    """All rules together find no error and no warning in the cake shop, and have nothing to ask."""
    judged = audit(load(examples.path("cake-shop", lang=lang)), options={"JM909": {"today": "2026-11-01"}})
    assert [(finding.code, finding.severity) for finding in judged.findings] == []
    assert judged.questions == ()
