"""CJML journeys in and out: planned and actual, strict files and the dialects that programs write."""

from __future__ import annotations

import contextlib
import doctest
import warnings
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import journeymap as jm
from journeymap import examples
from journeymap.formats import load_with_notes, places
from journeymap.formats.xml_reading import parse_xml
from tests.format_texts import read_or_refused
from tests.strategies import journeys

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus" / "cjml"
CAREFULLY = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])

BOOK = """<CJML version="2.0">
<plannedJourney>
  <journeyID>PJ1</journeyID>
  <journeyTitle>Rent a book</journeyTitle>
  <journeyPhases>
    <journeyPhase phaseID=" Join"><phaseName> Join</phaseName><phaseDescription></phaseDescription></journeyPhase>
  </journeyPhases>
  <journeyShortSummary>From sign-up to the shelf</journeyShortSummary>
  <actors>
    <endUser actorID="U1"><actorName>Ada</actorName></endUser>
    <serviceProvider actorID="S1"><companyName>Shelf</companyName></serviceProvider>
  </actors>
  <touchpoints>
    <plannedCommunicationPoint>
      <touchpointID>TP1</touchpointID>
      <belongsTo phaseIDref="Join"></belongsTo>
      <initiator><refersTo actorIDref="U1"/><initiatorLabel>Creates an account</initiatorLabel></initiator>
      <receiver><refersTo actorIDref="Shelf"/><receiverLabel>Registers the account</receiverLabel></receiver>
      <channel><channelName>internetViaPC</channelName></channel>
    </plannedCommunicationPoint>
    <plannedCommunicationPoint>
      <touchpointID>TP2</touchpointID>
      <initiator><refersTo actorIDref="S1"/><initiatorLabel>Sends a code</initiatorLabel></initiator>
      <receiver><refersTo actorIDref="U1"/><receiverLabel>Gets a code</receiverLabel></receiver>
      <channel><channelName>email</channelName></channel>
    </plannedCommunicationPoint>
    <plannedAction>
      <touchpointID>TP3</touchpointID>
      <initiator><refersTo actorIDref="U1"/><initiatorLabel>Reads</initiatorLabel></initiator>
      <comment/>
    </plannedAction>
  </touchpoints>
</plannedJourney>
<actualJourney>
  <journeyID>AJ1</journeyID>
  <plannedReference>PJ1</plannedReference>
  <journeyStatus>Completed</journeyStatus>
  <actors><endUser actorID ="Ada"/><serviceProvider actorID ="Shelf"/></actors>
  <touchpoints>
    <actualCommunicationPoint>
      <touchpointID>TP1</touchpointID>
      <compliance>failing</compliance>
      <initiator><refersTo actorIDref="Ada"/><initiatorLabel>Creates an account</initiatorLabel></initiator>
      <receiver><refersTo actorIDref="Shelf"/><receiverLabel>Receiving</receiverLabel></receiver>
      <comment>Names with & and < are refused</comment>
      <timestamps><timeOriginated>2026-01-02 10:00:00</timeOriginated></timestamps>
      <touchpointExperience>
        <experienceDescription>Twice!</experienceDescription><experienceRating>2</experienceRating>
      </touchpointExperience>
    </actualCommunicationPoint>
    <actualCommunicationPoint><touchpointID>TP2</touchpointID><compliance>missing</compliance></actualCommunicationPoint>
    <actualAction>
      <touchpointID>D1</touchpointID>
      <compliance>adhoc</compliance>
      <initiator><refersTo actorIDref="Ada"/><initiatorLabel>Looks for the code</initiatorLabel></initiator>
      <timestamps>
        <timeStarted>2026-01-02 11:00:00</timeStarted><timeCompleted>2026-01-02 11:05:00</timeCompleted>
      </timestamps>
      <touchpointExperience><experienceRating>5</experienceRating></touchpointExperience>
    </actualAction>
  </touchpoints>
</actualJourney>
</CJML>
"""

LOWER = """<cjml>
    undefined<actor id='1'><actorName>Ann</actorName><actorRole>customer</actorRole></actor>
    <actor id='2'><actorName>Pizza place</actorName><actorRole>cashier</actorRole></actor>
    undefined<touchpoint id='1' type="communication">
        <time></time>
        <initiator>1</initiator><initiatorDescription>Pays</initiatorDescription>
        <receiver>2</receiver><receiverDescription>Takes the money</receiverDescription>
        <channel>face to face</channel>
    </touchpoint>
    <touchpoint id='2' type="action"><initiator senderId =1></initiator>
        <initiatorDescription>Eats</initiatorDescription></touchpoint>
</cjml>
"""


def read_all(text: str) -> tuple[tuple[jm.Journey, ...], list[str]]:
    """Every journey in a text, and what was noted, as line:column: message."""
    path = Path("book.xml")
    with warnings.catch_warnings(record=True) as caught, contextlib.ExitStack() as stack:
        warnings.simplefilter("always")
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr("journeymap.formats.read_content", lambda place: text)
        found = jm.load_all(path)
    return found, [str(each.message).removeprefix("book.xml:") for each in caught]


def read(text: str) -> tuple[jm.Journey, list[str]]:
    """The first journey in a text, and what was noted."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        journey = jm.loads(text, "cjml")
    return journey, [str(each.message) for each in caught]


def refused(text: str) -> list[str]:
    """What is wrong with a text."""
    with pytest.raises(jm.ReadError) as caught:
        jm.loads(text, "cjml")
    return [str(problem) for problem in caught.value.problems]


def one(inside: str, kind: str = "actual", head: str = "") -> str:
    """A file with one touchpoint."""
    return (
        f"<CJML version='2.0'><{kind}Journey><journeyTitle>T</journeyTitle>{head}<touchpoints>"
        f"<{kind}CommunicationPoint><touchpointID>a</touchpointID>{inside}</{kind}CommunicationPoint>"
        f"</touchpoints></{kind}Journey></CJML>"
    )


# Reading


def test_a_planned_journey_is_one_to_be() -> None:
    """Title, summary, phases, actors, channels, and both sides of each touchpoint are all there."""
    (planned, _), _ = read_all(BOOK)
    assert planned == jm.Journey(
        "Rent a book", description="From sign-up to the shelf", state="to-be", persona="Ada", business="Shelf",
        stages=[jm.Stage("Join")],
        touchpoints=[
            jm.Touchpoint("tp1", "Creates an account", stage="Join", channel="internetViaPC", actors=["Ada", "Shelf"],
                          blueprint=jm.Blueprint(frontstage="Registers the account")),
            jm.Touchpoint("tp2", "Gets a code", channel="email", actors=["Shelf", "Ada"],
                          blueprint=jm.Blueprint(frontstage="Sends a code")),
            jm.Touchpoint("tp3", "Reads", actors=["Ada"]),
        ],
    )  # fmt: skip


def test_an_actual_journey_is_one_as_it_is() -> None:
    """Ratings, words, failures, durations and delays are read; what did not happen is left out."""
    (_, actual), _ = read_all(BOOK)
    assert actual == jm.Journey(
        "AJ1", state="as-is", persona="Ada", business="Shelf",
        touchpoints=[
            jm.Touchpoint("tp1", "Creates an account", emotion=-1, kind="failure", actors=["Ada", "Shelf"],
                          quote="Twice!", description="Names with & and < are refused",
                          evidence=jm.Evidence(scale="1-5", source="CJML: 2"),
                          next=[jm.Transition("d1", delay=3600)]),
            jm.Touchpoint("d1", "Looks for the code", emotion=2, actors=["Ada"], duration=300, ends="success",
                          evidence=jm.Evidence(scale="1-5", source="CJML: 5")),
        ],
    )  # fmt: skip


def test_everything_mended_guessed_or_left_out_is_told_with_its_place() -> None:
    """Each note has line and column, in the order of the file."""
    _, notes = read_all(BOOK)
    assert notes == [
        "18:17: 'Shelf' is no id of an actor; taken as 'Shelf', who is called so",
        "45:27: a raw '&', which XML has as an entity; read as it is meant",
        "45:33: a raw '<', which XML has as an entity; read as it is meant",
        "36:3: plannedReference has no place in a journey; left out",
        "37:3: guessed: the status 'Completed' means that the journey ends in success",
        "40:5: times of day are read as how long each touchpoint takes, and how long until the next; left out",
        "48:62: guessed: the ratings here are on a scale from 1 to 5",
        "51:5: 'TP2' was planned and did not happen; left out of the actual journey",
        "54:7: compliance 'adhoc' has no place in a journey; left out",
    ]


def test_of_several_journeys_load_reads_the_first() -> None:
    """The others are named by their lines."""
    journey, notes = read(BOOK)
    assert journey.name == "Rent a book"
    assert notes[0] == "2:1: only this journey is read; there are others in line 34 (load_all reads all)"


def test_planned_and_actual_can_be_compared() -> None:
    """Touchpoints are the same by their ids: what was left out, what was added, what was felt."""
    (planned, actual), _ = read_all(BOOK)
    found = jm.compare(planned, actual, rules=())
    assert [t.id for t in found.removed] == ["tp2", "tp3"]
    assert [t.id for t in found.added] == ["d1"]
    assert [(each.before.id, "emotion" in [fact.name for fact in each.facts]) for each in found.changed] == [
        ("tp1", True)
    ]


def test_the_lower_case_dialect_is_read() -> None:
    """Actors with roles, descriptions instead of labels, stray words, attributes without quotes."""
    journey, notes = read(LOWER)
    assert notes == [
        "1:1: there is no journeyTitle, so that the journey has no name",
        "10:59: no quotes around '1'; read as if",
    ]
    assert (journey.persona, journey.business) == (jm.Persona("Ann"), jm.Business("Pizza place"))
    assert [(t.id, t.name, t.channel, t.actors) for t in journey] == [
        ("1", "Pays", "face to face", ("Ann", "Pizza place")),
        ("2", "Eats", None, ("Ann",)),
    ]
    assert journey.state is None


@pytest.mark.parametrize(
    ("rating", "emotion", "note"),
    [
        ("4", 1, "guessed: the ratings here are on a scale from 1 to 5"),
        ("3,5", 0.5, "guessed: the ratings here are on a scale from 1 to 5"),
        ("-2", -2, "guessed: the ratings here are on a scale from -2 to 2"),
        ("6", 1.33333333333, "guessed: the ratings here are on a scale from 1 to 7"),
        ("9", 1.6, "guessed: the ratings here are on a scale from 0 to 10"),
        ("50", 0, "guessed: the ratings here are on a scale from 0 to 100"),
        ("1000", None, "the rating '1000' is on no known scale; the emotion is left unknown"),
        ("so so", None, "the rating 'so so' is on no known scale; the emotion is left unknown"),
        ("Very unhappy", -2, "guessed: 'Very unhappy' feels like -2"),
        ("🙂", 1, "guessed: '🙂' feels like 1"),
    ],
)
def test_ratings_of_any_scale(rating: str, emotion: float | None, note: str) -> None:
    """The first scale that holds every rating of the file is taken, and said; what was written is kept."""
    text = f"<touchpointExperience><experienceRating>{rating}</experienceRating></touchpointExperience>"
    journey, notes = read(one(text))
    assert journey["a"].emotion == emotion
    assert journey["a"].evidence is not None
    assert journey["a"].evidence.source == f"CJML: {rating}"
    assert [each.split(": ", 1)[1] for each in notes] == [note]


@pytest.mark.parametrize(
    ("status", "ends", "note"),
    [
        ("Completed", "success", "guessed: the status 'Completed' means that the journey ends in success"),
        ("aborted", None, "the status 'aborted' is not known; left out"),
        ("gave up", "abandon", "guessed: the status 'gave up' means that the journey ends in abandon"),
        ("취소", "cancel", "guessed: the status '취소' means that the journey ends in cancel"),
    ],
)
def test_the_status_tells_how_it_ended(status: str, ends: str | None, note: str) -> None:
    """A status that is understood becomes the ending; one that is not is told."""
    journey, notes = read(one("", head=f"<journeyStatus>{status}</journeyStatus>"))
    assert journey["a"].ends == ends
    assert [each.split(": ", 1)[1] for each in notes] == [note]


def test_what_dangles_or_stands_twice_is_mended_and_told() -> None:
    """Unknown actors and phases are taken by their names, a second touchpoint of one id gets its own."""
    text = one(
        "<belongsTo phaseIDref='X'/><initiator><refersTo actorIDref='Bo'/></initiator></actualCommunicationPoint>"
        "<actualCommunicationPoint><touchpointID>A</touchpointID><belongsTo phaseIDref='X'/>"
        "<initiator><refersTo actorIDref='Me'/><initiatorLabel>Pay now</initiatorLabel></initiator>",
        head="<actors><endUser actorID='Me'/><serviceProvider><!-- nobody --></serviceProvider></actors>",
    )
    journey, notes = read(text)
    assert [(t.id, t.name, t.stage, t.actors) for t in journey] == [
        ("a", "a", "X", ("Bo",)),
        ("pay-now", "Pay now", "X", ("Me",)),
    ]
    assert [each.split(": ", 1)[1] for each in notes] == [
        "'X' is no id of a phase; taken as a phase of that name",
        "'Bo' is no id of an actor; taken as somebody's name",
        "the touchpointID 'A' is there twice; this touchpoint is given another",
    ]


def test_times_that_cannot_be_counted_are_passed_over() -> None:
    """A time that is no time, that goes backwards, or whose zones differ gives neither duration nor delay."""
    stamps = "<timestamps><timeStarted>{}</timeStarted><timeCompleted>{}</timeCompleted></timestamps>"
    for start, end in (("soon", "2026-01-01"), ("2026-01-02", "2026-01-01"), ("2026-01-01T10:00", "2026-01-01T11:00Z")):
        assert read(one(stamps.format(start, end)))[0]["a"].duration is None


# Other XML, bad XML, hostile XML


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1:1: this is not XML: there is nothing in it"),
        ("journeymap: 1", "1:1: this is not XML: syntax error"),
        ("<CJML>\n<actualJourney>\n</CJML>", "3:3: this is not XML: mismatched tag"),
        ("<CJML>&<a b=c>\n</CJML>", "2:3: this is not XML: mismatched tag"),
        ("<CJML/>", "1:1: there is no journey in it (expected <plannedJourney> or <actualJourney>)"),
        ("<log><trace/></log>", "1:1: this is an event log (XES), not a journey: from_log() reads what customers did"),
        ("\n <html/>", '2:2: unknown kind of XML: <html> (expected <CJML version="2.0">)'),
        ("<a>" * 10_000, "1:301: nested too deeply"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "1:13: a document type with declarations, or entities"),
        ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "1:13: a document type with"),
        ('<!DOCTYPE a [<!ATTLIST a b CDATA "c">]><a/>', "1:13: a document type with"),
        ("<CJML><actualJourney><!-- journeymap {oops} --></actualJourney></CJML>", "1:39: this is not JSON"),
        ('<CJML><actualJourney><!-- journeymap {"stat": 1} --></actualJourney></CJML>', "1:39: unknown key 'stat'"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_where_and_why(text: str, problem: str) -> None:
    """Every refusal has a line, a column, and a reason; entities are never expanded."""
    assert refused(text)[0].startswith(problem)


def test_a_document_type_without_declarations_is_passed_over(tmp_path: Path) -> None:
    """It declares nothing, and what it names is not looked up."""
    secret = tmp_path / "secret.dtd"
    secret.write_text('<!ENTITY b "c">')
    text = f"<?xml version='1.0'?>\n<!DOCTYPE CJML SYSTEM '{secret.as_uri()}'>\n{one('')}"
    assert read(text)[0].name == "T"
    assert read(text.replace("<touchpointID>a", "<touchpointID>&b;"))[0].touchpoints[0].id == "b"


def test_the_corpus_is_read_or_refused_with_a_place() -> None:
    """Logs, schemas and lists beside CJML are told apart; none raises anything else."""
    if not CORPUS.exists():
        pytest.skip("the corpus is not here")
    for path in sorted(CORPUS.iterdir()):
        with pytest.raises(jm.ReadError) as caught:
            load_with_notes(path, "cjml")
        assert caught.value.problems[0].line
    assert "from_log()" in "".join(refused((CORPUS / "sjm-integrator__Example.xes").read_text(encoding="utf-8")))


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from(
        ["<CJML>", "<actualJourney>", "<touchpoints>", "<actualAction>", "</actualAction>", "</touchpoints>",
         "</actualJourney>", "</CJML>", "<touchpointID>", "</touchpointID>", "<actors><endUser actorID='a'/></actors>",
         "<belongsTo phaseIDref='x'/>", "<experienceRating>3</experienceRating>", "<!-- journeymap {",
         '"journeymap": 1',
         '"id": [1], "emotion": {}, "blueprint": 3, "actors": 7, "name": null', "} -->", "&", "<", "a=b", "<cjml x=1>"]
    ), max_size=14).map("".join)
)  # fmt: skip
def test_no_text_raises_anything_else(text: str) -> None:
    """Whatever the text, there is a journey or a ReadError."""
    with warnings.catch_warnings(), contextlib.suppress(jm.ReadError):
        warnings.simplefilter("ignore")
        jm.loads(text, "cjml")


@pytest.mark.parametrize(
    "text",
    [
        "<CJML>" + "x" * 10_000_000,
        "<CJML " + "a" * 10_000_000,
        "<CJML>" + "&" * 100_000 + "</CJML>",
        "<CJML " + "\"'" * 100_000,
        "<CJML><plannedJourney>" + "<x y=z/>" * 30_000 + "</plannedJourney></CJML>",
        "<CJML><plannedJourney>" + "<touchpoint><initiator>a</initiator></touchpoint>" * 10_000
        + "</plannedJourney></CJML>",
        "<!--" * 100_000,
    ],
)  # fmt: skip
def test_large_files_come_to_an_end(text: str) -> None:
    """Nothing is gone through again for each of its parts."""
    read_or_refused(text.encode(), "cjml")


# Writing


@CAREFULLY
@given(journey=journeys())
def test_reading_what_was_written_gives_the_same_journey(journey: jm.Journey) -> None:
    """Nothing is lost: what CJML has no elements for stands in comments."""
    text = jm.dumps(journey, "cjml")
    assert jm.loads(text, "cjml") == journey
    assert jm.loads(text.replace("\n", "\r\n").encode(), "cjml") == journey
    assert jm.dumps(jm.loads(text, "cjml"), "cjml") == text


@pytest.mark.parametrize("name", examples.names())
def test_what_is_written_is_plain_xml(name: str) -> None:
    """Any reader takes it, every actor and phase that is referred to is declared, and each id stands once."""
    journey = jm.load(examples.path(name))
    root = ET.fromstring(jm.dumps(journey, "cjml"))
    assert (root.tag, root.attrib) == ("CJML", {"version": "2.0"})
    actors = [each.attrib["actorID"] for each in root.iter() if "actorID" in each.attrib]
    phases = [each.attrib["phaseID"] for each in root.iter() if "phaseID" in each.attrib]
    assert len(set(actors)) == len(actors)
    assert {each.attrib["actorIDref"] for each in root.iter("refersTo")} <= set(actors)
    assert {each.attrib["phaseIDref"] for each in root.iter("belongsTo")} <= set(phases)
    assert [each.text for each in root.iter("touchpointID")] == [touchpoint.id for touchpoint in journey]


def test_only_actual_journeys_rate_experiences() -> None:
    """A journey as it is is an actual one, rated from 1 to 5; one to be is planned and keeps emotions in comments."""
    shop = jm.Journey("Shop").touchpoint("pay", "Pay", emotion=0.5, quote="Hm")
    assert "<experienceRating>3.5</experienceRating>" in jm.dumps(shop, "cjml")
    planned = jm.dumps(jm.Journey("Shop", state="to-be", touchpoints=shop.touchpoints), "cjml")
    assert "plannedCommunicationPoint" in planned
    assert "touchpointExperience" not in planned
    assert jm.loads(planned, "cjml")["pay"] == shop["pay"]
    assert "plannedJourney" in jm.dumps(jm.Journey("Shop").touchpoint("pay", "Pay"), "cjml")


def test_without_our_comments_the_rest_is_still_there() -> None:
    """A program that drops comments leaves ids, names, order, stages, channels, actors and ratings."""
    shop = jm.load(examples.path("shoe-shop"))
    root = ET.fromstring(jm.dumps(shop, "cjml"))
    journey, _ = read(ET.tostring(root, encoding="unicode"))
    assert journey.name == shop.name
    assert [stage.name for stage in journey.stages] == [stage.name for stage in shop.stages]
    for key in ("id", "name", "stage", "channel", "emotion", "description", "quote"):
        assert [getattr(t, key) for t in journey] == [getattr(t, key) for t in shop]


@pytest.mark.parametrize(
    ("before", "after", "key", "value"),
    [
        (">Pay<", ">Pay by card<", "name", "Pay by card"),
        (">web<", ">app<", "channel", "app"),
        (">4.5<", ">1<", "emotion", -2),
        ("<experienceRating>4.5</experienceRating>", "", "emotion", None),
        (">Hm<", ">Ah<", "quote", "Ah"),
        ("<compliance>failing</compliance>", "", "kind", None),
        (">Types<", ">Taps<", "description", "Taps"),
        (">Waits<", "><", "blueprint", jm.Blueprint()),
        ('refersTo actorIDref="A3"', 'refersTo actorIDref="A1"', "actors", ("Kim", "Shop")),
        ("<channel>\n          <channelName>web</channelName>\n        </channel>", "", "channel", None),
    ],
)
def test_an_element_that_was_edited_counts(before: str, after: str, key: str, value: object) -> None:
    """Where somebody changed an element in another program, it wins over the comment beside it."""
    shop = jm.Journey("Till", persona="Kim", business="Shop", state="as-is").touchpoint(
        "pay", "Pay", channel="web", emotion=1.5, quote="Hm", kind="failure", description="Types",
        actors=["Son", "Shop"], blueprint=jm.Blueprint(frontstage="Waits"), movable=True,
    )  # fmt: skip
    text = jm.dumps(shop, "cjml")
    assert text.count(before) == 1
    journey, notes = read(text.replace(before, after))
    assert notes == []
    assert getattr(journey["pay"], key) == value
    assert journey["pay"].movable is True


def test_the_journey_around_them_can_be_edited_too() -> None:
    """Title, summary, who takes part and whether it is planned are what the elements say."""
    shop = jm.Journey("Till\n2", persona="Kim", business="Shop", state="to-be", description="Two\nlines")
    text = jm.dumps(shop, "cjml")
    assert read(text)[0] == shop
    changed = text
    for before, after in (("Till 2", "Till 3"), ("Two lines", "One"), (">Kim<", ">Lee<"), (">Shop<", ">Mart<"),
                          ("plannedJourney", "actualJourney")):  # fmt: skip
        changed = changed.replace(before, after)
    assert read(changed)[0] == jm.Journey("Till 3", persona="Lee", business="Mart", state="as-is", description="One")


def test_touchpoints_have_places(tmp_path: Path) -> None:
    """Findings can point at the line of a touchpoint."""
    path = tmp_path / "book.xml"
    path.write_text(BOOK, encoding="utf-8")
    assert places(path) == {"tp1": (14, 5), "tp2": (21, 5), "tp3": (27, 5)}


def test_elements_are_found_whatever_their_case_and_namespace() -> None:
    """A namespace in front changes nothing."""
    text = one("").replace("<CJML", "<CJML xmlns='urn:cjml'").replace("touchpointID", "TouchpointId")
    assert read(text)[0].touchpoints[0].id == "a"
    assert parse_xml(text).root.space == "urn:cjml"


def test_every_example_on_the_page_runs() -> None:
    """Each code block in docs/cjml.md gives what stands below it."""
    result = doctest.testfile(str(ROOT / "docs" / "cjml.md"), module_relative=False)
    assert result.failed == 0
    assert result.attempted >= 5
