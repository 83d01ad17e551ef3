"""What gains, losses, moments and customers are worth: small calculations with the figures they rest on.

None of them is a forecast. They turn figures of the user's own into an order of magnitude, and say on whose
figures they rest.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import attrs

from journeymap.errors import JourneyError

__all__ = ["Framing", "Loss", "Reactions", "framing", "losing", "prospect_value", "reactions"]

CURVE, LOSS = 0.88, 2.25
"""How the value of an amount flattens, and how much more a loss weighs (Tversky & Kahneman 1992, 25 students)."""

INCREASED, BOUGHT, TURNED = 0.58, 0.29, 0.72
"""What bank customers said they did after a good moment and after a bad one (McKinsey, 701 customers of three
countries, as quoted by others): increased the value of what they held, bought new things; turned against the bank."""


def prospect_value(amount: float, *, curve: float = CURVE, loss: float = LOSS) -> float:
    """How a gain (above 0) or a loss (below 0) of money or time is valued, in the same unit bent.

    Args:
        amount: The gain or loss.
        curve: The exponent, above 0 and up to 1.
        loss: How many times a loss counts. The mean of 607 later estimates is 1.955 (Brown et al. 2024).

    Raises:
        JourneyError: When the exponent or the factor cannot be.

    Source:
        Tversky & Kahneman 1992.

    Example:
        >>> round(prospect_value(5) * 2, 4), round(prospect_value(10), 4)
        (8.2437, 7.5858)
    """
    if not 0 < curve <= 1 or not 0 < loss < math.inf:
        raise JourneyError(f"curve {curve:g} and loss {loss:g}: expected 0 < curve <= 1, and loss above 0")
    size: float = abs(amount) ** curve
    return size if amount >= 0 else -loss * size


@attrs.frozen
class Framing:
    """Several gains and losses told one by one, beside told as one sum.

    Attributes:
        apart: Their value when each is told by itself.
        together: Their value as one sum.
    """

    apart: float
    together: float

    @property
    def better_apart(self) -> bool:
        """Whether they are worth more when each is told by itself."""
        return self.apart > self.together


def framing(amounts: Sequence[float], *, curve: float = CURVE, loss: float = LOSS) -> Framing:
    """Whether gains and losses should be told one by one, or as one sum, by the value function alone.

    The value function says: gains apart, losses together. What people then choose is another matter: many prefer
    losses on separate days (Thaler & Johnson 1990), so take the answer for losses as a suggestion.

    Args:
        amounts: Gains above 0 and losses below 0, of one kind, such as won or minutes.
        curve: See :func:`prospect_value`.
        loss: See :func:`prospect_value`.

    Source:
        Thaler 1985; Tversky & Kahneman 1992.

    Example:
        >>> framing([5, 5]).better_apart, framing([-5, -5]).better_apart, framing([100, -60]).better_apart
        (True, False, False)
    """
    apart = math.fsum(prospect_value(amount, curve=curve, loss=loss) for amount in amounts)
    return Framing(apart, prospect_value(math.fsum(amounts), curve=curve, loss=loss))


@attrs.frozen
class Reactions:
    """How many customers may act after a moment of truth.

    Attributes:
        increased: Customers who raise what they spend after a good moment.
        bought: Customers who buy something new after it.
        turned: Customers who turn away after a bad moment.
    """

    increased: float
    bought: float
    turned: float


def reactions(
    *,
    customers: float,
    good: float,
    bad: float,
    increased: float = INCREASED,
    bought: float = BOUGHT,
    turned: float = TURNED,
) -> Reactions:
    """What a moment of truth may lead to, in numbers of customers.

    The defaults were said by bank customers of themselves; put your own figures in their place as soon as you have any.

    Args:
        customers: How many customers come to that moment.
        good: The share (0..1) for whom it is a good moment.
        bad: The share (0..1) for whom it is a bad one.
        increased: The share of those pleased who raise what they spend.
        bought: The share of those pleased who buy something new.
        turned: The share of those displeased who turn away.

    Raises:
        JourneyError: When a share is not from 0 to 1, the two shares of customers sum to more than 1, or there are
            fewer than 0 customers.

    Source:
        McKinsey, as quoted by others: it asked 701 bank customers in Belgium, Germany and Italy.

    Example:
        >>> reactions(customers=1000, good=0.5, bad=0.1)
        Reactions(increased=290.0, bought=145.0, turned=72.0)
    """
    if customers < 0 or good + bad > 1 + 1e-9:
        raise JourneyError("expected 0 customers or more, and shares good and bad that sum to 1 at most")
    for share in (good, bad, increased, bought, turned):
        _share(share)
    pleased, displeased = customers * good, customers * bad
    return Reactions(
        round(pleased * increased, 9) + 0.0, round(pleased * bought, 9) + 0.0, round(displeased * turned, 9) + 0.0
    )


@attrs.frozen
class Loss:
    """What lost customers cost.

    Attributes:
        customers: How many are lost in a year.
        a_year: What they would have spent in that year.
        in_all: What they would have spent in all the years they would have stayed.
    """

    customers: float
    a_year: float
    in_all: float


def losing(*, customers: float, lost: float, worth: float, years: float = 1.0) -> Loss:
    """What it costs that customers are lost, before anything is done about it.

    Nothing is discounted, and nobody is assumed to have gone anyway: it is an upper bound, in the unit of ``worth``.

    Args:
        customers: How many customers begin the journey in a year.
        lost: The share (0..1) who are lost, such as :attr:`journeymap.figuring.Figures.lost`.
        worth: What a customer spends in a year, less what it costs to serve.
        years: For how many years customers stay on average, 0 or more.

    Raises:
        JourneyError: When the share is not from 0 to 1, or a number is below 0.

    Example:
        >>> losing(customers=1200, lost=0.25, worth=40000, years=3)
        Loss(customers=300.0, a_year=12000000.0, in_all=36000000.0)
    """
    _share(lost)
    if min(customers, worth, years) < 0:
        raise JourneyError("expected 0 or more customers, worth and years")
    gone = customers * lost
    return Loss(gone, gone * worth, gone * worth * years)


def _share(share: float) -> None:
    if not 0 <= share <= 1:
        raise JourneyError(f"{share:g} is no share (expected 0 to 1)")
