"""The bundled journeys: real situations to try, each in English and in Korean.

Example:
    >>> names()[0], path("shoe-shop", lang="ko").name
    ('cake-shop', 'shoe-shop.ko.yaml')
"""

from __future__ import annotations

from pathlib import Path

from journeymap.errors import UnknownNameError
from journeymap.i18n import LANGUAGES, translator

__all__ = ["description", "names", "path"]

_DESCRIPTIONS = {
    "cake-shop": (
        "A rice-cake studio that makes to order and hands every cake over in person: a journey designed well",
        "주문을 받아 만들고 직접 건네는 떡케이크 공방. 잘 설계한 여정의 본보기",
    ),
    "chinese-restaurant-care": (
        "A Chinese restaurant that forgets the extra soup and makes up for it at once",
        "추가 국물을 깜빡 잊지만 그 자리에서 바로 만회하는 중국집",
    ),
    "chinese-restaurant-careless": (
        "A Chinese restaurant that forgets the extra soup, and whose waiter does not care",
        "추가 국물을 잊고도 종업원이 신경 쓰지 않는 중국집",
    ),
    "clothes-shop": (
        "A clothes shop with good habits, and a blouse that cannot be refunded",
        "습관이 잘 든 옷 가게, 그리고 환불이 안 되는 블라우스",
    ),
    "shoe-shop": (
        "An online shoe shop with a splendid search, a late shipping fee, a failing card check and nobody to ask",
        "검색은 훌륭하지만 배송비를 뒤늦게 알리고 카드 인증이 막히며 물어볼 곳도 없는 온라인 신발 가게",
    ),
    "skin-care-salon": (
        "A skin-care salon that asks for the customer's time first and keeps a record of every visit",
        "고객의 시간부터 묻고 올 때마다 기록을 남기는 피부 관리실",
    ),
    "small-mall": (
        "A small online mall with a slow phone, an unanswered question board and a late parcel",
        "전화는 안 받고 게시판엔 답이 없고 택배는 늦는 작은 온라인 몰",
    ),
    "support-line": (
        "A support line that passes the caller on twice and then only says sorry",
        "전화를 두 번 돌리고는 사과만 하는 고객센터",
    ),
    "web-host": (
        "A web host that promises “world class” and loses its customer within two weeks",
        "“월드 클래스”를 약속하고 두 주 만에 고객을 잃는 웹 호스팅 회사",
    ),
}


def names() -> tuple[str, ...]:
    """The names of the bundled journeys, in alphabetical order.

    Example:
        >>> "web-host" in names()
        True
    """
    return tuple(_DESCRIPTIONS)


def description(name: str, *, lang: str = "en") -> str:
    """What a bundled journey is about, in one line.

    Raises:
        UnknownNameError: When there is no such journey or language.

    Example:
        >>> description("support-line", lang="ko")
        '전화를 두 번 돌리고는 사과만 하는 고객센터'
    """
    _refuse_unknown(name, lang)
    english, korean = _DESCRIPTIONS[name]
    return korean if lang == "ko" else translator(lang)(english)


def path(name: str, *, lang: str = "en") -> Path:
    """Where the file of a bundled journey lies; the English one where there is none in this language.

    Raises:
        UnknownNameError: When there is no such journey or language.

    Example:
        >>> path("web-host").name
        'web-host.en.yaml'
    """
    _refuse_unknown(name, lang)
    file = Path(__file__).with_name(f"{name}.{lang}.yaml")
    return file if file.exists() else file.with_name(f"{name}.en.yaml")


def _refuse_unknown(name: str, lang: str) -> None:
    if name not in _DESCRIPTIONS:
        raise UnknownNameError.of("bundled journey", name, _DESCRIPTIONS)
    if lang not in LANGUAGES:
        raise UnknownNameError.of("language", lang, LANGUAGES)
