"""Write the pages of the fields: every record of a journey, what it takes and the question that asks for it.

    python docs/make_fields.py

Everything but the words on kinds comes from the fields themselves.
"""

from __future__ import annotations

import math
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

import journeymap as jm
from journeymap import facts, fields
from journeymap.i18n import LANGUAGES
from journeymap.model.touchpoints import TouchpointKind, TransitionKind

DOCS = Path(__file__).resolve().parent

RECORDS = (
    jm.Journey, jm.Stage, jm.Touchpoint, jm.Transition, jm.Persona, jm.Business,
    *(getattr(facts, name) for name in facts.__all__),
)  # fmt: skip

SAYS = {
    "title": ("Fields", "필드"),
    "intro": (
        "Every fact a journey can hold, with the question that asks for it: the same question stands on the checklist "
        "when a rule needs the fact and does not have it. Leave out what you do not know. Unknown is never zero, never "
        "neutral and never a pass; an empty list says *there are none*.",
        "여정에 담을 수 있는 모든 사실과, 그 사실을 묻는 질문입니다. 규칙에 필요한 사실이 비어 있으면 같은 질문이 "
        "체크리스트에 오릅니다. 모르는 것은 비워 두십시오. 모르는 것을 0이나 중립이나 적합으로 치는 일은 없습니다. "
        "빈 목록은 *없음을 확인했다*는 뜻입니다.",
    ),
    "file": (
        "The names are those of the [YAML, TOML and JSON files](formats.md) and of the Python classes. Bold ones are "
        "required.",
        "이름은 [YAML, TOML, JSON 파일](formats.md)과 파이썬 클래스에서 똑같습니다. 굵은 것은 반드시 적습니다.",
    ),
    "values": (
        "Values are read as people write them, here as in [tables](tables.md): `85%` for a share, `yes` and `no`, "
        "`예` and `아니오`, `8 min`, `8분` or `1시간 30분` for a time, `3,000원` or `$4.50` for a price, `2026. 3. "
        "1.` for a day, digits of full width. Each is written back in one form. The sign of a price tells its "
        "currency; `$` and `¥`, which several countries have, stay as they are unless `currency` says whose. Inside "
        "braces YAML ends a value at a comma, so put `\"3,000원\"` in quotes there; TOML and JSON want quotes around "
        "all of these.",
        "값은 사람이 적는 대로 읽습니다. [표](tables.md)에서도 같습니다. 비율은 `85%`, 예와 아니오는 `예`, `아니오`, "
        "`yes`, `no`, 시간은 `8분`, `1시간 30분`, `8 min`, 금액은 `3,000원`, `$4.50`, 날짜는 `2026. 3. 1.`처럼 적어도 "
        "되고, 숫자는 전각이어도 됩니다. 다시 쓸 때에는 값마다 한 가지 꼴로 씁니다. 통화는 금액에 붙은 기호에서 "
        "알아냅니다. 여러 나라가 함께 쓰는 `$`와 `¥`는 `currency`에 어느 나라 것인지 적지 않으면 그대로 둡니다. "
        "YAML의 중괄호 안에서는 쉼표에서 값이 끝나므로 `\"3,000원\"`처럼 따옴표로 묶습니다. TOML과 JSON에서는 이런 "
        "값을 모두 따옴표로 묶습니다.",
    ),
    "field": ("Field", "필드"),
    "question": ("Question", "질문"),
    "takes": ("Takes", "값"),
    "kinds": ("Kinds of touchpoint", "접점의 종류"),
    "kinds intro": (
        "`kind` tells the rules what to look for. Without it a touchpoint is judged by its emotion, its place and the "
        "facts it has.",
        "`kind`는 규칙에 무엇을 볼지 알려 줍니다. 적지 않으면 감정과 위치, 적어 둔 사실만으로 점검합니다.",
    ),
    "ways": ("Kinds of transition", "이동의 종류"),
    "ways intro": (
        "Most ways need no kind. Say it where customers do not simply go on.",
        "대부분의 이동에는 종류가 필요 없습니다. 그냥 다음으로 가는 길이 아닐 때 적습니다.",
    ),
    "kind": ("Kind", "종류"),
    "meaning": ("Meaning", "뜻"),
    "text": ("text", "글"),
    "slug": ("an id: `a-z`, `0-9`, `-`, `_`", "식별자: `a-z`, `0-9`, `-`, `_`"),
    "slugs": ("ids of touchpoints", "접점 식별자의 목록"),
    "choice": ("one of", "다음 가운데 하나:"),
    "choices": ("any of", "다음 가운데 여럿:"),
    "flag": ("`true` or `false`", "`true` 또는 `false`"),
    "number": ("a number", "수"),
    "count": ("a whole number", "정수"),
    "share": ("or `85%`", "또는 `85%`"),
    "duration": ("a length of time: seconds, or `20 min`, `3 d`", "시간: 초, 또는 `20분`, `3일`, `20 min`"),
    "day": ("a day: `2026-03-01`", "날짜: `2026-03-01`"),
    "texts": ("a list of texts", "글의 목록"),
    "or more": ("{low} or more", "{low} 이상"),
    "several": ("a list of {kind}", "{kind}의 목록"),
}  # fmt: skip
"""What the pages say of their own, in English and Korean."""

RECORDS_KO = {
    "Journey": "여정 하나: 접점과, 한 접점에서 다음 접점으로 가는 길.",
    "Stage": "여정의 한 부분. 예: “결제”.",
    "Touchpoint": "고객이 서비스를 만나는 한 곳.",
    "Transition": "한 접점에서 다른 접점으로 가는 길.",
    "Persona": "이 여정의 고객.",
    "Business": "여정을 운영하는 곳.",
    "Account": "회원 가입과 로그인.",
    "Blueprint": "고객에게 보이는 일과 보이지 않는 일.",
    "ByChannel": "채널 하나에서 이 접점이 어떠한가.",
    "ByPersona": "어떤 고객이 여기서 어떻게 느끼는가.",
    "Conduct": "어떤 일이 생겼을 때 하기로 정해 둔 행동.",
    "Confirmation": "확인 화면이나 안내에 담기는 것.",
    "Contact": "누군가에게 연락할 길 하나.",
    "Delivery": "언제 보낸다고 했고 언제 도착하는가.",
    "Evidence": "감정 값의 근거.",
    "Exit": "고객이 떠날 때의 응대.",
    "Failure": "여기서 실패했을 때 고객에게 주는 것.",
    "Fee": "이미 보여 준 가격 말고 더 내야 하는 돈.",
    "Greeting": "고객을 언제 어떻게 맞이하는가.",
    "Incident": "전에 여기서 있었던 일.",
    "Keepsake": "고객이 간직하거나 남에게 전할 것.",
    "Listing": "사업장이 소개된 곳.",
    "News": "이 접점에서 알리는 좋거나 나쁜 소식.",
    "Nps": "추천 의향 조사 결과.",
    "Payment": "어떻게 결제하는가.",
    "Promise": "약속한 것과 지킨 것.",
    "Queue": "줄을 서는 방식.",
    "Response": "문의를 받고 답하는 방식.",
    "Screen": "화면이나 앱의 동작.",
    "Staff": "응대하는 사람과 그 사람이 아는 것.",
    "Subscription": "정기 결제와 그만두는 길.",
    "Support": "문의나 불만을 처리하는 방식.",
    "Surroundings": "그곳의 환경.",
    "Survey": "끝난 뒤 묻는 것.",
    "Upsell": "추가로 권하는 방식.",
    "Value": "얼마나 쓸모 있고, 쓰기 쉽고, 마음에 와닿는가.",
    "Wait": "얼마나 기다리고, 그 부담을 어떻게 덜어 주는가.",
}
"""What each record is, in Korean; in English its docstring says so."""

KINDS = {
    "ad": ("an advertisement or a recommendation that brings the customer", "고객을 오게 한 광고나 추천"),
    "search": ("looking for something", "무언가를 찾음"),
    "browse": ("looking around, reading, comparing", "둘러보고 읽고 비교함"),
    "product": ("the page or shelf of one product", "상품 하나의 화면이나 진열"),
    "visit": ("coming to the place, from the street to the door", "찾아와 문 앞까지 이르는 길"),
    "greeting": ("the first words somebody says to the customer", "고객에게 처음 건네는 말"),
    "consultation": ("advice before buying", "사기 전의 상담"),
    "fitting": ("trying on, tasting, testing", "입어 보고 맛보고 써 봄"),
    "account": ("registering or signing in", "회원 가입이나 로그인"),
    "form": ("something to fill in", "적어 넣을 양식"),
    "submit": ("sending what was filled in", "적은 것을 보냄"),
    "cart": ("what is to be bought, gathered", "살 것을 담아 둔 곳"),
    "checkout": ("the steps before payment: address, delivery, total", "결제 전 단계: 주소, 배송, 합계"),
    "payment": ("paying", "돈을 냄"),
    "verification": ("proving who one is", "본인 인증"),
    "confirmation": ("the word that it worked, and what comes next", "잘되었다는 확인과 다음 안내"),
    "order": ("ordering, where it is apart from paying", "결제와 따로 하는 주문"),
    "service": ("what the customer came for", "고객이 받으러 온 서비스 자체"),
    "wait": ("waiting is what happens here", "여기서 하는 일이 기다림"),
    "delivery": ("the parcel or the dish arrives", "물건이나 음식이 도착함"),
    "pickup": ("the customer fetches it", "고객이 찾아감"),
    "return": ("bringing or sending back", "돌려줌, 반품"),
    "cancel": ("calling it off", "그만두거나 취소함"),
    "support": ("asking for help", "도움을 청함"),
    "complaint": ("saying that something is wrong", "잘못된 점을 알림"),
    "recovery": ("what is done to make it good again", "바로잡는 응대"),
    "failure": ("something went wrong", "무언가 잘못됨"),
    "out_of_stock": ("what was wanted is not there", "찾던 것이 없음"),
    "upsell": ("something more is offered", "더 사도록 권함"),
    "board": ("a public board with questions and answers", "질문과 답이 보이는 게시판"),
    "review": ("customers tell others", "고객이 남긴 후기"),
    "social": ("social media", "소셜 미디어"),
    "message": ("a mail, a text, a push message", "메일, 문자, 알림"),
    "survey": (
        "a survey; it is passed through and not experienced, so it is never the end",
        "설문. 겪은 일로 치지 않으므로 끝이 될 수 없습니다",
    ),
    "feedback": ("somebody asks how it was, in person", "직접 어땠는지 물음"),
    "farewell": ("the last words, the way to the door", "마지막 인사와 배웅"),
    "reward": ("a thank-you, points, a gift", "감사 표시, 적립, 선물"),
}  # fmt: skip

WAYS = {
    "forward": ("the ordinary way on", "보통의 다음 길"),
    "failure": ("something did not work", "잘되지 않아서 가는 길"),
    "retry": ("trying again", "다시 시도함"),
    "recovery": ("from a failure back to good", "실패에서 회복으로"),
    "handoff": (
        "to another person, desk or channel; say with `context_carried` whether what was said goes along",
        "다른 사람, 창구, 채널로. 이미 말한 내용이 함께 넘어가는지 `context_carried`에 적습니다",
    ),
    "abandon": ("giving up", "포기하고 떠남"),
    "cancel": ("calling it off", "취소하러 감"),
    "return": ("bringing back", "반품하러 감"),
    "loyalty": ("coming again", "다시 찾아옴"),
    "referral": ("telling others", "남에게 권함"),
    "status": ("a word on how things stand", "진행 상황을 알림"),
}  # fmt: skip


def pages() -> dict[Path, str]:
    """Every page there should be: where it lies, and what it says."""
    return {place(lang): "\n".join(page(number)) + "\n" for number, lang in enumerate(LANGUAGES)}


def place(lang: str) -> Path:
    """Where the page in one language lies."""
    return (DOCS if lang == LANGUAGES[0] else DOCS / lang) / "fields.md"


def page(lang: int) -> Iterator[str]:
    """One page: the records, then the kinds."""
    yield f"# {SAYS['title'][lang]}"
    yield from ("", SAYS["intro"][lang], "", SAYS["file"][lang], "", SAYS["values"][lang])
    for record in RECORDS:
        yield from ("", f"## {record.__name__}", "", (says(record), RECORDS_KO[record.__name__])[lang], "")
        yield f"| {SAYS['field'][lang]} | {SAYS['question'][lang]} | {SAYS['takes'][lang]} |"
        yield "|---|---|---|"
        for attribute in attrs.fields(record):
            name = f"`{attribute.name}`"
            required = attribute.default is attrs.NOTHING
            asked = fields.question(attribute, LANGUAGES[lang])
            yield f"| {f'**{name}**' if required else name} | {asked} | {takes(attribute, lang)} |"
    yield from explained("kinds", KINDS, lang)
    yield from explained("ways", WAYS, lang)


def says(record: type) -> str:
    """The first sentence of a record's docstring."""
    return (record.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")


def takes(attribute: attrs.Attribute[Any], lang: int) -> str:
    """What a field can hold, with its unit and range."""
    known = attribute.metadata
    form = known["form"]
    if form in ("record", "records"):
        kind = known["record"]().__name__
        link = f"[{kind}](#{kind.lower()})"
        return SAYS["several"][lang].format(kind=link) if form == "records" else link
    said = SAYS[form][lang]
    if form in ("choice", "choices"):
        if set(known["choices"]) == set(KINDS):
            return f"{said} [{SAYS['kinds'][lang]}](#kinds-of-touchpoint)"
        if set(known["choices"]) == set(WAYS):
            return f"{said} [{SAYS['ways'][lang]}](#kinds-of-transition)"
        return f"{said} {', '.join(f'`{word}`' for word in known['choices'])}"
    if form not in ("number", "count"):
        return said
    besides = SAYS["share"][lang] if known["unit"] == "0..1" else known["unit"] if ".." not in known["unit"] else ""
    return ", ".join(filter(None, (said, spanned(known, lang), besides)))


def spanned(known: Any, lang: int) -> str:
    """The range of a number."""
    low, high = known["low"], known["high"]
    if math.isinf(low):
        return ""
    signed = f"{low:g}".replace("-", "−")
    return (
        SAYS["or more"][lang].format(low=signed)
        if math.isinf(high)
        else f"{signed}..{high:+g}"
        if low < 0
        else f"{signed}..{high:g}"
    )


def explained(what: str, words: dict[str, tuple[str, str]], lang: int) -> Iterator[str]:
    """A table of words and what they mean."""
    yield from ("", f'<a id="{SAYS[what][0].lower().replace(" ", "-")}"></a>', "") if lang else ("",)
    yield from (f"## {SAYS[what][lang]}", "", SAYS[f"{what} intro"][lang], "")
    yield f"| {SAYS['kind'][lang]} | {SAYS['meaning'][lang]} |"
    yield "|---|---|"
    for word, meaning in words.items():
        yield f"| `{word}` | {meaning[lang]} |"


def mistakes() -> list[str]:
    """Kinds that are explained and not there, or there and not explained."""
    there = {*typing.get_args(TouchpointKind), *typing.get_args(TransitionKind)}
    records = {record.__name__ for record in RECORDS}
    return sorted((there ^ {*KINDS, *WAYS}) | (records ^ set(RECORDS_KO)))


def write() -> None:
    """Write every page."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
