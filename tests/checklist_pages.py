"""Journeys to make checklists of, and a strict reader for their pages."""

from __future__ import annotations

from html.parser import HTMLParser

import attrs

from journeymap.auditing import audit
from journeymap.checklists import Checklist, checklist
from journeymap.facts import Fee
from journeymap.model import Journey
from tests.strategies import HOSTILE

VOID = {"meta", "input", "br", "img", "link", "hr", "use", "path", "rect", "circle", "line", "col"}
CONTROLS = ("input", "textarea")


class Page(HTMLParser):
    """A page, read strictly: every element is closed by its own end tag, no attribute comes twice."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.elements: list[tuple[str, dict[str, str | None], tuple[str, ...]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute twice in {tag} {attrs}"
        found = dict(attrs)
        self.elements.append((tag, found, tuple(name for name, _ in self.open)))
        if tag not in VOID:
            self.open.append((tag, found))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), tuple(name for name, _ in self.open)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open, f"</{tag}> closes nothing"
            assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1][0] if self.open else "", data))

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [found for tag, found, _ in self.elements if tag in tags]

    @property
    def text(self) -> str:
        """What a reader sees, spaces made one."""
        return " ".join(" ".join(data for tag, data in self.texts if tag not in ("style", "title")).split())


def a_shop() -> Journey:
    """A journey with failures, questions and things that hold, in two stages."""
    return (
        Journey("Online shoe order", persona="First-time buyer")
        .stage("Find")
        .touchpoint("search", "Search", emotion=2, channel="web", description="Looks for red shoes")
        .touchpoint("product", "Product page", channel="web", shows_price=True)
        .stage("Pay")
        .touchpoint(
            "pay", "Card payment", emotion=-1, kind="payment", can_fail=True, next={"done": 0.9, "no": 0.1},
            fees=[Fee("Shipping", 3000, "KRW", disclosed_at="pay")], contacts=[],
        )
        .touchpoint("no", "Card declined", emotion=-2, kind="failure", next=["pay"], drop_off=0.5)
        .touchpoint("done", "Confirmed", emotion=-0.5, kind="confirmation", ends="success")
    )  # fmt: skip


def hostile_journey() -> Journey:
    """A journey in which every text tries to break out of the page."""
    tags = ("<img src=x onerror=alert(1)>", "</style><script>alert(1)</script>", "</textarea><b>")
    names = (*HOSTILE, *tags, "아" * 10_000)
    journey = Journey("</title></style><script>alert('name')</script>", persona='"><script>alert(2)</script>')
    for number, name in enumerate(names):
        journey = journey.touchpoint(
            f"t{number}", name, stage=f"{names[number // 9]} {number // 9}", emotion=(-1, None, 1)[number % 3],
            description=name, owner=name, channel=name, kind=("payment", "failure", "confirmation")[number % 3],
        )  # fmt: skip
    return journey


def checked(page: Page) -> None:
    """What every page must hold to, whatever is on it."""
    tags = {tag for tag, _, _ in page.elements}
    assert tags.isdisjoint({"script", "iframe", "object", "embed", "link", "base", "form", "img"})
    for tag, found, inside in page.elements:
        assert not [name for name in found if name.startswith("on")], f"{tag} {found}"
        for name in ("href", "src", "action", "xlink:href"):
            assert (found.get(name) or "#").startswith("#"), f"{tag} {found}"
        if tag in CONTROLS:
            assert "label" in inside
    ids = [found["id"] for _, found, _ in page.elements if "id" in found]
    assert len(set(ids)) == len(ids)
    for _, found, _ in page.elements:
        for name in ("aria-labelledby", "href"):
            for target in (found.get(name) or "").replace("#", "").split():
                assert target in ids


STEPS = (
    ("Look at the shoes", "구두를 둘러본다", "browse", 1),
    ("Pay by card", "카드로 결제한다", "payment", -1),
    ("Wait for the parcel", "택배를 기다린다", "wait", None),
    ("Ask for help with an order", "주문에 대해 도움을 청한다", "support", 0),
    ("Card declined", "카드 승인이 나지 않는다", "failure", -2),
)


def a_checklist_of(items: int, *, lang: str = "en") -> Checklist:
    """A checklist with exactly so many items, as long journeys have them."""
    journey = Journey("Shoes by post" if lang == "en" else "우편으로 사는 구두", persona="First-time buyer")
    for number in range(max(2, items // 2)):
        english, korean, kind, emotion = STEPS[number % len(STEPS)]
        journey = journey.touchpoint(
            f"t{number}", f"{english if lang == 'en' else korean} {number + 1}", emotion=emotion, kind=kind,
            stage=f"{'Day' if lang == 'en' else '날'} {number // 6 + 1}", channel="web",
        )  # fmt: skip
    made = checklist(audit(journey), lang=lang)
    left = items
    sections = []
    for section in made.sections:
        places = []
        for place in section.places if left else ():
            kept = place.items[:left]
            left -= len(kept)
            places.append(attrs.evolve(place, items=kept))
        holding = section.holding[:left]
        left -= len(holding)
        if places or holding:
            sections.append(attrs.evolve(section, places=tuple(places), holding=holding))
    assert left == 0
    return attrs.evolve(made, sections=tuple(sections))
