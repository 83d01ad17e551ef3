"""The table of channels."""

from __future__ import annotations

from collections import Counter
from typing import get_args

import pytest

from journeymap.channels import CHANNELS, Channel, ChannelKind, _names, _plain, channel


def test_no_name_belongs_to_two_channels() -> None:
    """Each name leads to one channel."""
    names = Counter(name for known in CHANNELS for name in {_plain(name) for name in _names(known)})
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("known", CHANNELS, ids=lambda known: known.id)
def test_a_channel_is_found_by_all_its_names(known: Channel) -> None:
    """Its id, both labels and all other names lead to it, whatever their case and spaces."""
    for name in _names(known):
        assert channel(name) is known
        assert channel(f"  {name.upper()} ") is known
        assert channel(name.replace(" ", "_")) is known


def test_every_kind_has_a_channel() -> None:
    """There is no kind of channel without an example."""
    assert {known.kind for known in CHANNELS} == set(get_args(ChannelKind))


def test_people_are_met_in_person_and_on_the_phone() -> None:
    """A counter and a call are human; a page, a message, a machine, a poster and a parcel are not."""
    human = {known.kind for known in CHANNELS if known.human}
    assert human == {"person", "phone"}


@pytest.mark.parametrize("name", [None, "", "-", "carrier pigeon", "web?shop!extra", "카페"])
def test_nothing_is_guessed_about_other_names(name: str | None) -> None:
    """What the table does not have is not known."""
    assert channel(name) is None


def test_labels_are_in_the_language_asked_for() -> None:
    """A channel has an English and a Korean name."""
    known = channel("전화")
    assert known is not None
    assert (known.label(), known.label("ko")) == ("Phone", "전화")
