"""What can be done to a journey by hand, and what is refused."""

from __future__ import annotations

import pickle
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import journeymap as jm
from journeymap.editing.changes import Refused, added, felt, made, moved, removed, renamed
from journeymap.editing.histories import History
from journeymap.i18n import translator
from tests.strategies import HOSTILE, journeys

QUICKLY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture
def visit() -> jm.Journey:
    """A line of touchpoints in two stages."""
    return (
        jm.Journey("Visit")
        .stage("Come")
        .touchpoint("door", "Door", emotion=1)
        .touchpoint("desk", "Desk", emotion=0)
        .stage("Go")
        .touchpoint("pay", "Pay", emotion=-1)
        .touchpoint("bye", "Goodbye", emotion=1, ends="success")
    )


@pytest.fixture
def shop() -> jm.Journey:
    """A journey whose ways part and meet."""
    return (
        jm.Journey("Shop")
        .touchpoint("cart", "Cart", emotion=0)
        .touchpoint("pay", "Pay", emotion=-1, next={"done": 0.9, "declined": 0.1})
        .touchpoint("declined", "Declined", emotion=-2, next={"pay": 0.5, "lost": 0.5})
        .touchpoint("done", "Done", emotion=1, ends="success")
        .touchpoint("lost", "Leaves", emotion=-2, ends="abandon")
    )


def way(journey: jm.Journey) -> list[str]:
    """The likeliest path."""
    return list(next(jm.paths(journey, limit=1)).ids)


def graph(journey: jm.Journey) -> dict[str, Any]:
    """Where customers go, wherever touchpoints stand."""
    return {touchpoint.id: journey.ways_from(touchpoint) for touchpoint in journey}


class TestEmotions:
    def test_an_emotion_is_set_or_not_known(self, visit: jm.Journey) -> None:
        """Any number on the scale will do, and none at all; the journey before stays as it was."""
        assert felt(visit, "desk", -1.3)["desk"].emotion == -1.3
        assert felt(visit, "desk", None)["desk"].emotion is None
        assert visit["desk"].emotion == 0

    @pytest.mark.parametrize("emotion", [2.1, -3, "1", True, float("nan"), float("inf"), [1]])
    def test_what_is_no_emotion_is_refused(self, visit: jm.Journey, emotion: Any) -> None:
        """What lies beyond the scale, or is no number, is refused in a sentence."""
        with pytest.raises(Refused, match=r"An emotion is a number from −2 to \+2\."):
            felt(visit, "desk", emotion)


class TestNames:
    def test_a_name_changes_and_the_id_stays(self, visit: jm.Journey) -> None:
        """Ways lead to ids, so that only the name changes; space around it is left out."""
        assert renamed(visit, "desk", "  Reception ")["desk"].name == "Reception"

    @pytest.mark.parametrize("name", ["", "   ", None, 3, ["x"]])
    def test_a_touchpoint_needs_a_name(self, visit: jm.Journey, name: Any) -> None:
        """No name is no name, for a touchpoint there is and for a new one."""
        with pytest.raises(Refused, match="needs a name"):
            renamed(visit, "desk", name)
        with pytest.raises(Refused, match="needs a name"):
            added(visit, name, behind="desk")


class TestAdding:
    def test_a_new_touchpoint_stands_on_the_line(self, visit: jm.Journey) -> None:
        """It stands in the stage of the one before it, and nothing is known of it but its name."""
        longer = added(visit, "Cup of tea", behind="desk")
        assert longer["cup-of-tea"] == jm.Touchpoint("cup-of-tea", "Cup of tea", stage="Come")
        assert way(longer) == ["door", "desk", "cup-of-tea", "pay", "bye"]

    def test_it_stands_on_the_likeliest_way(self, shop: jm.Journey) -> None:
        """Where ways part it is met by those who go the likeliest of them, which keeps its share."""
        longer = added(shop, "Gift wrap", behind="pay")
        assert way(longer) == ["cart", "pay", "gift-wrap", "done"]
        assert longer["pay"].next == (
            jm.Transition("gift-wrap", probability=0.9), jm.Transition("declined", probability=0.1),
        )  # fmt: skip

    def test_a_journey_ends_at_what_comes_after_its_end(self, visit: jm.Journey) -> None:
        """What is put behind an ending becomes the ending, and how it ends stays."""
        longer = added(visit, "Thank-you note", behind="bye")
        assert (longer["bye"].ends, longer["thank-you-note"].ends) == (None, "success")
        assert way(longer)[-2:] == ["bye", "thank-you-note"]

    def test_a_dead_end_is_passed_on(self) -> None:
        """What leads nowhere leads to the new one, which then leads nowhere."""
        two = jm.Journey("J").touchpoint("a", "A", next=()).touchpoint("b", "B")
        longer = added(two, "New", behind="a")
        assert (longer["a"].next, longer["new"].next) == (None, ())

    def test_an_unwritten_end_and_a_plain_way_need_no_writing(self) -> None:
        """A way to the one behind it in the list need not be written, and the last needs none."""
        two = jm.Journey("J").touchpoint("a", "A", next="b").touchpoint("b", "B")
        longer = added(added(two, "New", behind="a"), "Last")
        assert [touchpoint.id for touchpoint in longer] == ["a", "new", "b", "last"]
        assert [touchpoint.next for touchpoint in longer] == [(jm.Transition("new"),), None, None, None]

    def test_ids_are_made_of_names_and_stay_unique(self, visit: jm.Journey) -> None:
        """A taken id is numbered, and a name without Latin letters gets a number."""
        more = added(added(visit, "Desk", behind="desk"), "결제 안내")
        assert [touchpoint.id for touchpoint in more] == ["door", "desk", "desk-2", "pay", "bye", "t6"]

    def test_the_first_touchpoint_of_all(self) -> None:
        """A journey without touchpoints gets its first, in its first stage if it has one."""
        assert added(jm.Journey("New"), "Door").touchpoints == (jm.Touchpoint("door", "Door"),)
        assert added(jm.Journey("New").stage("Come").stage("Go"), "Door")["door"].stage == "Come"


class TestRemoving:
    def test_ways_lead_around_it(self, shop: jm.Journey) -> None:
        """Whoever came there goes where it led, and no way leads to what is gone."""
        shorter = removed(shop, "declined")
        assert "declined" not in shorter
        assert shorter["pay"].next is not None
        assert {each.to for each in shorter["pay"].next} == {"pay", "done", "lost"}
        assert shorter.problems() == ()

    def test_the_only_touchpoint_stays(self) -> None:
        """A journey needs one."""
        with pytest.raises(Refused, match="“Pay” is the only touchpoint: a journey needs one"):
            removed(jm.Journey("Kiosk").touchpoint("pay", "Pay"), "pay")

    def test_a_start_from_which_ways_part_stays(self) -> None:
        """Nobody could say where the journey would begin."""
        fork = jm.Journey("J").touchpoint("a", "A", next=["b", "c"]).touchpoint("b", "B").touchpoint("c", "C")
        with pytest.raises(Refused, match="The journey starts at “A”"):
            removed(fork, "a")

    def test_what_only_leads_to_itself_can_go(self) -> None:
        """A loop that nobody leaves ends the journey for those who came to it."""
        for ways in ("b", {"b": 1.0, "c": 0.0}):
            stuck = jm.Journey("J").touchpoint("a", "A").touchpoint("b", "B", next=ways).touchpoint("c", "C")
            assert removed(stuck, "b")["a"].next == ()


class TestMoving:
    def test_on_a_line_the_order_changes(self, visit: jm.Journey) -> None:
        """Customers then pass it elsewhere, in the stage it was moved to."""
        later = moved(visit, "desk", behind="pay", stage="Go")
        assert way(later) == ["door", "pay", "desk", "bye"]
        assert later["desk"].stage == "Go"
        assert way(moved(visit, "pay", behind=None, stage="Come")) == ["pay", "door", "desk", "bye"]

    def test_the_ending_stays_at_the_end(self, visit: jm.Journey) -> None:
        """Whichever touchpoint is last is where the journey ends, and how it ends is kept."""
        behind = moved(visit, "pay", behind="bye", stage="Go")
        assert way(behind) == ["door", "desk", "bye", "pay"]
        assert (behind["bye"].ends, behind["pay"].ends) == (None, "success")
        assert moved(behind, "pay", behind="desk", stage="Go") == visit

    def test_another_stage_alone_changes_no_order(self, visit: jm.Journey) -> None:
        """What stays where it is may belong to another stage."""
        assert moved(visit, "pay", behind="desk", stage="Come") == visit.change("pay", stage="Come")

    def test_where_ways_part_they_stay_as_they_are(self, shop: jm.Journey) -> None:
        """Only the place on the map changes: unwritten ways are written, so that they lead where they led."""
        for behind in (None, "declined", "lost"):
            assert graph(moved(shop, "pay", behind=behind, stage=None)) == graph(shop)
        first = moved(shop, "pay", behind=None, stage=None)
        assert (first.start, first["cart"].next) == ("cart", (jm.Transition("pay"),))
        assert graph(moved(shop, "done", behind="pay", stage=None)) == graph(shop)

    def test_a_line_may_be_moved_into_a_branch(self, shop: jm.Journey) -> None:
        """Behind a fork it stands on the likeliest way."""
        assert way(moved(shop, "cart", behind="pay", stage=None)) == ["pay", "cart", "done"]

    def test_what_is_known_of_a_way_is_kept(self) -> None:
        """A way with a delay is not rewritten, so the touchpoint at either end of it only stands elsewhere."""
        slow = jm.Journey("J").touchpoint("a", "A", next=[jm.Transition("b", delay="2 d")])
        slow = slow.touchpoint("b", "B", next=[jm.Transition("c", delay="1 h")]).touchpoint("c", "C")
        for id, behind in (("b", "c"), ("c", None), ("a", "b")):
            assert graph(moved(slow, id, behind=behind, stage=None)) == graph(slow)
        last = slow.change("a", next=None)
        assert graph(moved(last, "b", behind="c", stage=None)) == graph(last)

    def test_a_written_start_stays_the_start(self) -> None:
        """Where a journey says where it starts, moving that touchpoint changes no way."""
        for start in ("a", "b"):
            started = jm.Journey("J", start=start).touchpoint("a", "A").touchpoint("b", "B").touchpoint("c", "C")
            after = moved(started, start, behind="c", stage=None)
            assert (after.start, graph(after)) == (start, graph(started))

    def test_who_leaves_early_still_does(self) -> None:
        """How it ends for those who do not go on is not overwritten."""
        leaving = jm.Journey("J").touchpoint("a", "A", ends="abandon", drop_off=0.5)
        leaving = leaving.touchpoint("b", "B").touchpoint("c", "C", ends="success")
        after = moved(leaving, "b", behind="c", stage=None)
        assert (after["a"].ends, graph(after)) == ("abandon", graph(leaving))

    def test_before_a_written_start(self) -> None:
        """What is moved before all others leads to where the journey started, and starts it."""
        started = jm.Journey("J", start="a").touchpoint("a", "A").touchpoint("b", "B").touchpoint("c", "C")
        assert way(moved(started, "c", behind=None, stage=None)) == ["c", "a", "b"]

    def test_nothing_stands_behind_itself(self, visit: jm.Journey) -> None:
        """That is refused."""
        with pytest.raises(Refused, match="cannot stand behind itself"):
            moved(visit, "desk", behind="desk", stage=None)

    @QUICKLY
    @given(st.data())
    def test_a_line_stays_a_line(self, data: st.DataObject) -> None:
        """However touchpoints of a line are moved, customers pass all of them in the order of the list."""
        ids = [f"t{number}" for number in range(data.draw(st.integers(2, 6)))]
        journey = jm.Journey("Line", touchpoints=[jm.Touchpoint(id, id, ends="success" if id == ids[-1] else None)
                                                  for id in ids])  # fmt: skip
        for _ in range(4):
            id = data.draw(st.sampled_from(ids))
            behind = data.draw(st.sampled_from([None, *(other for other in ids if other != id)]))
            journey = moved(journey, id, behind=behind, stage=None)
            order = [touchpoint.id for touchpoint in journey]
            assert order.index(id) == (0 if behind is None else order.index(behind) + 1)
            assert way(journey) == order
            assert [touchpoint.ends for touchpoint in journey] == [None] * (len(ids) - 1) + ["success"]


class TestWishes:
    @pytest.mark.parametrize(
        "wish",
        [
            {}, {"do": "fly"}, {"do": None}, {"do": "feel", "id": "desk"}, {"do": "remove"}, {"do": "remove", "id": 3},
            {"do": "add", "name": "New", "behind": 7}, {"do": "move", "id": "desk", "behind": ["door"], "stage": None},
        ],
    )  # fmt: skip
    def test_what_is_not_understood_is_refused(self, visit: jm.Journey, wish: dict[str, Any]) -> None:
        """Whatever comes from outside, there is a sentence for it and no other error."""
        with pytest.raises(Refused, match="not understood"):
            made(visit, wish)

    def test_what_is_gone_is_said_to_be_gone(self, visit: jm.Journey) -> None:
        """A wish for a touchpoint or a stage that is not there any more is refused as such."""
        with pytest.raises(Refused, match="touchpoint is not there"):
            made(visit, {"do": "feel", "id": "lounge", "emotion": 1})
        with pytest.raises(Refused, match="touchpoint is not there"):
            made(visit, {"do": "add", "name": "New", "behind": "lounge"})
        with pytest.raises(Refused, match="stage is not there"):
            made(visit, {"do": "move", "id": "desk", "behind": "door", "stage": "Moon"})

    def test_half_a_character_is_refused(self, visit: jm.Journey) -> None:
        """What the model itself refuses is passed on with its reason."""
        with pytest.raises(Refused, match=r"This cannot be done: .*half a character"):
            made(visit, {"do": "rename", "id": "desk", "name": "\ud800"})

    def test_refusals_speak_korean(self, visit: jm.Journey) -> None:
        """The sentence is in the language of the editor, and survives being sent to another process."""
        with pytest.raises(Refused) as caught:
            removed(jm.Journey("J").touchpoint("a", "결제"), "a")
        again = pickle.loads(pickle.dumps(caught.value))
        assert again.message("ko") == "접점이 “결제” 하나뿐입니다. 여정에는 접점이 적어도 하나 있어야 합니다."
        assert str(again) == caught.value.message("en")

    @QUICKLY
    @given(journey=journeys(min_touchpoints=1), data=st.data())
    def test_whatever_is_asked_for_the_journey_holds_together(self, journey: jm.Journey, data: st.DataObject) -> None:
        """After any wishes all references hold, nobody is there twice, and each step back is the journey as it was."""
        seen, history = [journey], History(journey)
        for _ in range(data.draw(st.integers(1, 4))):
            ids = st.sampled_from([touchpoint.id for touchpoint in history.journey])
            stages = st.sampled_from([None, *(stage.name for stage in history.journey.stages)])
            wish = data.draw(
                st.fixed_dictionaries({"do": st.just("feel"), "id": ids, "emotion": st.none() | st.floats(-2, 2)})
                | st.fixed_dictionaries({"do": st.just("rename"), "id": ids, "name": st.sampled_from(HOSTILE)})
                | st.fixed_dictionaries({"do": st.just("add"), "name": st.sampled_from(HOSTILE), "behind": ids})
                | st.fixed_dictionaries({"do": st.just("remove"), "id": ids})
                | st.fixed_dictionaries({"do": st.just("move"), "id": ids, "behind": st.none() | ids, "stage": stages})
            )
            try:
                after = made(history.journey, wish)
            except Refused:
                continue
            assert after.problems() == ()
            if wish["do"] == "move":
                assert {each.id for each in after} == {each.id for each in history.journey}
            history = history.then(after)
            if history.journey != seen[-1]:
                seen.append(history.journey)
        for before in reversed(seen[:-1]):
            history = history.undone()
            assert history.journey == before


def test_history_goes_back_and_forth(visit: jm.Journey) -> None:
    """What is undone can be done again until something else is done; nothing is no change."""
    other, third = renamed(visit, "desk", "Reception"), felt(visit, "desk", 2)
    history = History(visit).then(other)
    assert history.then(attrs.evolve(other)) is history
    assert (history.undone().journey, history.undone().redone().journey) == (visit, other)
    assert history.undone().then(third).redone().journey == third
    assert History(visit).undone() == History(visit) == History(visit).redone()


def test_every_refusal_has_korean() -> None:
    """No sentence falls back to English."""
    labels = (
        "An emotion is a number from −2 to +2.", "A touchpoint needs a name.", "What was asked for is not understood.",
        "This touchpoint is not there any more.", "This stage is not there any more.", "This cannot be done: {reason}",
        "“{name}” is the only touchpoint: a journey needs one.", "“{name}” cannot stand behind itself.",
        "The journey starts at “{name}”, and not everybody goes on from there in the same way: it has to stay.",
    )  # fmt: skip
    assert [label for label in labels if translator("ko")(label) == label] == []
