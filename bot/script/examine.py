"""Holds a reply against what a script expects of it, and against the archive. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.reply import ContextView, Timeline, Why
from bot.script.format import Range
from bot.script.scenario import several
from retrieval.model import Abstention, Answer, Check

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.reply import Body, Reply
    from bot.script.format import Contains, Expectation, QuoteExpectation
    from bot.script.source import Where
    from retrieval.model import Quote

_OF_STATEMENT = ("speaker_text", "role", "cue", "said_on")
_OF_ARTICLE = ("title", "outlet", "author", "published", "url")


@dataclass(frozen=True, slots=True)
class Finding:
    """One expectation and what came, both as plain data; ``where`` leads to it from the turn's ``bot``.

    ``where`` is None for what is checked unasked: nothing in the script says it.
    """

    where: Where | None
    expected: Any
    came: Any
    holds: bool


def examine(reply: Reply, read: str, expected: Expectation | None, texts: Mapping[str, str]) -> list[Finding]:
    """All findings about a reply.

    ``read`` is the reply as the user reads it; ``texts`` has the articles' texts by id, read again from the archive.
    """
    findings = list(_as_expected(reply, read, expected)) if expected else []
    return [*findings, *verbatim(reply.body, texts)]


def quotes(body: Body) -> tuple[Quote, ...]:
    """The quotes that a reply shows; an abstention has none."""
    match body:
        case Answer() | Timeline():
            return body.quotes
        case ContextView() | Why():
            return (body.quote,)
        case Check():
            return tuple(item.quote for item in body.items if item.quote)
        case _:
            return ()


def verbatim(body: Body, texts: Mapping[str, str]) -> Iterator[Finding]:
    """A finding for each quote that is not, to the letter, what stands in its article; none when all is well."""
    behind = body.more if isinstance(body, Answer) else body.closest if isinstance(body, Abstention) else ()
    for quote in (*quotes(body), *behind):
        text = texts.get(quote.article.id)
        stands = None if text is None else text[quote.start : quote.end]
        if stands != quote.text or not 0 <= quote.start < quote.end:
            yield Finding(None, stands, quote.text, holds=False)


def observed(quote: Quote, names: Iterable[str]) -> dict[str, Any]:
    """What a quote has to say on the keys of an expectation, as a script would write it."""
    return {name: _plain(_value(quote, name)) for name in names}


def _as_expected(reply: Reply, read: str, expected: Expectation) -> Iterator[Finding]:
    body = reply.body
    if expected.outcome:
        yield _same(("outcome",), expected.outcome, reply.outcome)
    if "reason" in expected.model_fields_set:
        yield _same(("reason",), expected.reason, body.reason if isinstance(body, Abstention) else None)
    if expected.understood:
        yield _holding(("understood", "contains"), expected.understood, reply.understood_as or reply.asked)
    if expected.text:
        yield _holding(("text", "contains"), expected.text, read)
    if expected.count is not None:
        yield _count(expected.count, len(quotes(body)))
    if expected.quotes is not None:
        yield from _listed(("quotes",), expected.quotes, quotes(body), any_order=expected.order == "any")
    if expected.closest is not None:
        closest = body.closest if isinstance(body, Abstention) else ()
        yield from _listed(("closest",), expected.closest, closest, any_order=expected.order == "any")


def _same(where: Where, expected: Any, came: Any) -> Finding:
    return Finding(where, expected, came, holds=expected == came)


def _holding(where: Where, expected: Contains, came: str) -> Finding:
    return Finding(where, expected.contains, came, holds=all(part in came for part in several(expected.contains)))


def _count(expected: int | Range, came: int) -> Finding:
    if isinstance(expected, int):
        return _same(("count",), expected, came)
    holds = expected.min <= came and (expected.max is None or came <= expected.max)
    return Finding(("count",), expected.model_dump(exclude_unset=True), came, holds)


def _listed(
    where: Where, expected: Sequence[QuoteExpectation], came: Sequence[Quote], *, any_order: bool
) -> Iterator[Finding]:
    """In order, each expectation meets the quote at its place; in any order, each meets another one."""
    pairs = _pairing(expected, came) if any_order else list(zip(range(len(expected)), range(len(came)), strict=False))
    for number, place in pairs:
        for name in _asked(expected[number]):
            yield _field((*where, number, name), expected[number], came[place])
    if len(pairs) < len(expected) or (came and not expected):
        asked = [_plain({name: getattr(e, name) for name in _asked(e)}) for e in expected]
        yield Finding(where, asked, _observed_like(expected, came), holds=False)


def _observed_like(expected: Sequence[QuoteExpectation], came: Sequence[Quote]) -> list[dict[str, Any]]:
    """What came, in the keys that the script cares about."""
    names = [_asked(e) for e in expected] or [["contains", "speaker", "kind"]]
    return [observed(quote, names[min(place, len(names) - 1)]) for place, quote in enumerate(came)]


def _asked(expected: QuoteExpectation) -> list[str]:
    return [name for name in type(expected).model_fields if name in expected.model_fields_set]


def _field(where: Where, expected: QuoteExpectation, came: Quote) -> Finding:
    name = str(where[-1])
    wanted, value = getattr(expected, name), _value(came, name)
    holds = all(part in value for part in several(wanted)) if name == "contains" else wanted == value
    return Finding(where, _plain(wanted), _plain(value), holds)


def _value(quote: Quote, name: str) -> Any:
    if name in ("contains", "text"):
        return quote.text
    if name == "via":
        return list(quote.via)
    if name == "article":
        return quote.article.id
    if name in _OF_ARTICLE:
        return getattr(quote.article, name)
    if name in _OF_STATEMENT:
        return getattr(quote.statement, name) if quote.statement else None
    return getattr(quote, name)  # speaker and kind


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def _pairing(expected: Sequence[QuoteExpectation], came: Sequence[Quote]) -> list[tuple[int, int]]:
    """As many pairs of an expectation and a quote that meets it as there can be (augmenting paths)."""
    fits = [
        [place for place, quote in enumerate(came) if all(_field((name,), e, quote).holds for name in _asked(e))]
        for e in expected
    ]
    taken: dict[int, int] = {}

    def place_for(number: int, tried: set[int]) -> bool:
        for place in fits[number]:
            if place not in tried:
                tried.add(place)
                if place not in taken or place_for(taken[place], tried):
                    taken[place] = number
                    return True
        return False

    for number in range(len(expected)):
        place_for(number, set())
    return sorted((number, place) for place, number in taken.items())
