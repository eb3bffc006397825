"""Replies as terminal text: quotes behind a bar, the matched words bold, who said it underneath."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from rich.console import Console, Group
from rich.text import Text

from bot.render import abstentions, words
from bot.render.data import shown
from bot.render.layout import Lines, Parts, columns, inert, is_plain, plain_line, spaced
from bot.reply import (
    ArticleView,
    ContextView,
    Help,
    Notice,
    Overview,
    Reply,
    Sources,
    Speakers,
    Timeline,
    Why,
)
from retrieval.model import Abstention, Answer, Check

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from rich.console import RenderableType

    from retrieval.model import Article, Checked, Difference, Entry, Quote, Sentence, Span, Statement

_MATCH = "bold"
_NAME = "bold"
_QUIET = "dim"
_KINDS = {"direct": "green", "mixed": "cyan", "paraphrase": "yellow", "narration": "dim"}
_BEHIND = "Ranked behind the quotes above:"
_DIFFERENCES = {"same": ("", "", ""), "said": ("[-", "-]", "red"), "record": ("{+", "+}", "green")}


def console(stream: TextIO | None = None) -> Console:
    """A console on ``stream``, stdout by default. What it prints is never read as markup, emoji codes or numbers."""
    return _Console(file=stream, markup=False, emoji=False, highlight=False)


class _Console(Console):
    def on_broken_pipe(self) -> NoReturn:
        raise BrokenPipeError  # for the command to end on; rich would end the process with another exit code


def show(on: Console, what: RenderableType) -> None:
    on.print(what, soft_wrap=is_plain(on))


def reply(r: Reply, limit: int | None = None) -> RenderableType:
    """A reply; ``limit`` is the number of quotes that was asked for, None for those that answer well."""
    understood = words.understood(r)
    outdated = words.outdated(r)
    before, after = ([plain_line(note, _QUIET)] if note else [] for note in (understood, outdated))
    return spaced([*before, *_body(r, limit), *after])


def _body(r: Reply, limit: int | None) -> list[RenderableType]:  # noqa: C901, PLR0911  # one line for each kind of body
    body = r.body
    match body:
        case Answer():
            return _answer(shown(body, limit), len(body.quotes), r.first)
        case Abstention():
            return _abstention(body, r.first, limit)
        case Notice():
            return [plain_line(body.text)]
        case Help():
            return [columns([(Text(command, _NAME), Text(does)) for command, does in body.commands])]
        case Sources():
            rest = [plain_line(words.older(body.left))] if body.left else []
            return [*(heading(a) for a in body.articles), *rest]
        case Speakers():
            named = [plain_line(words.counted_speaker(s)) for s in body.speakers]
            return [Group(*named) if named else plain_line("Nobody is quoted in the archive.")]
        case ArticleView():
            text = body.article.text
            return [heading(body.article), *_around(body.article, body.article.body, len(text), body.marked)]
        case ContextView():
            return _around(body.quote.article, body.start, body.end, (body.quote.start, body.quote.end))
        case Why():
            return _why(body)
        case Check():
            return _check(body)
        case Timeline():
            return [plain_line(words.timeline(body)), *_quotes(body.quotes, r.first)]
        case Overview():
            return [overview(body)]


def _answer(quotes: Sequence[Quote], good: int, first: int) -> list[RenderableType]:
    """The quotes, and a line before those that only rank behind: they may not answer."""
    blocks = _quotes(quotes, first)
    behind = 0 if first > 1 else good
    return [*blocks[:behind], plain_line(_BEHIND, _QUIET), *blocks[behind:]] if blocks[behind:] else blocks


def _quotes(quotes: Sequence[Quote], first: int) -> list[RenderableType]:
    return [quote(number, q) for number, q in enumerate(quotes, first)]


def quote(number: int, q: Quote, style: str = "") -> RenderableType:
    """A numbered quote; underneath, who said it and in whose words, the way and the date, and the article."""
    title = words.quoted(q.article.title) if q.article.title else None
    article = tuple(part for part in (title, q.article.url) if part)
    return Group(
        _barred(_marked(q, style), f"{number}"),
        Parts((Text(inert(words.speaker(q)), _NAME), Text(inert(words.kind(q)), _KINDS[q.kind]))),
        *(_quiet(parts) for parts in (words.source_parts(q), article) if parts),
    )


def _quiet(parts: Sequence[str]) -> Parts:
    return Parts(tuple(Text(inert(part), _QUIET) for part in parts))


def _barred(text: Text, label: str = "") -> Lines:
    pad = " " * len(label)
    gap = " " if label else ""
    plain = (f"{label}. ", f"{pad}  ") if label else ("> ", "> ")
    return Lines(text, f"{label}{gap}│ ", f"{pad}{gap}│ ", plain, margin="cyan")


def _marked(q: Quote, style: str = "") -> Text:
    """The quote with its matched words bold. Pieces are made inert one by one: the spans count the article's text."""
    text, at = Text(style=style), q.start
    for start, end in _within(q.matches, q.start, q.end):
        text.append(inert(q.article.text[at:start]))
        text.append(inert(q.article.text[start:end]), _MATCH)
        at = end
    return text.append(inert(q.article.text[at : q.end]))


def _within(spans: Iterable[Span], low: int, high: int) -> list[Span]:
    """The spans cut to ``low`` and ``high``, in order, without overlaps."""
    kept: list[Span] = []
    for start, end in sorted(spans):
        start_ = max(start, kept[-1][1] if kept else low)
        end_ = min(end, high)
        if start_ < end_:
            kept.append((start_, end_))
    return kept


def _abstention(a: Abstention, first: int, limit: int | None) -> list[RenderableType]:
    near = shown(a, limit or words.CLOSEST_SHOWN)
    closest = [quote(number, q, _QUIET) for number, q in enumerate(near, first)]
    unseen = len(a.closest) - len(near)
    if unseen:
        closest.append(plain_line(words.more_passages(unseen), _QUIET))
    looked = plain_line(words.no_answer(a))
    blocks: list[RenderableType] = [Group(looked, plain_line(abstentions.abstention(a), _NAME))]
    return [*blocks, plain_line(words.CLOSEST), *closest] if closest else blocks


def heading(article: Article) -> RenderableType:
    """Title, outlet, author, date, address and id of an article."""
    details = (words.about(article), article.url, f"id {article.id}", words.correction(article))
    return Group(
        plain_line(words.title(article), _NAME),
        *(Lines(Text(inert(detail), _QUIET), "  ", "  ") for detail in details if detail),
    )


def _around(article: Article, start: int, end: int, marked: Span | None) -> list[RenderableType]:
    """A stretch of an article; the marked part stands behind the bar."""
    if marked is None:
        return [plain_line(article.text[start:end].strip())]
    before, quoted, after = (article.text[a:b] for a, b in ((start, marked[0]), marked, (marked[1], end)))
    blocks: list[RenderableType] = [_barred(Text(inert(quoted)))]
    if before.strip():
        blocks.insert(0, plain_line(before.strip()))
    if after.strip():
        blocks.append(plain_line(after.strip()))
    return blocks


def _why(why: Why) -> list[RenderableType]:
    asked = words.asked(why)
    terms = [
        (Text(inert(asked.get(t.term, t.term))), Text(f"{t.weight:.0%}"), Text(words.held(t)))
        for t in why.evidence.terms
    ]
    features = [(Text(words.FEATURE[f.name]), Text(words.product(f))) for f in why.evidence.features]
    notes = [note for note in (words.copies(why.quote), words.correction(why.quote.article)) if note]
    return [
        quote(why.number, why.quote),
        *map(plain_line, notes),
        Group(plain_line(words.TERMS, _NAME), columns(terms)),
        Group(plain_line(words.FEATURES, _NAME), columns(features)),
        plain_line(words.confidence(why)),
    ]


_LEGEND = "[-only in the message-] {+only in the record+}"


def _check(check: Check) -> list[RenderableType]:
    if not check.items:
        return [plain_line(words.NOTHING_TO_CHECK)]
    blocks = [block for item in check.items for block in _checked(item)]
    return [*blocks, plain_line(words.left(check.left))] if check.left else blocks


def _checked(item: Checked) -> list[RenderableType]:
    """The verdict, the sentence with its differences, and the record's quote."""
    said = Lines(_compared(item.differences)) if item.differences else plain_line(words.quoted(item.claim))
    lines = [plain_line(words.verdict(item), _NAME), said]
    if item.differences:
        lines.append(plain_line(_LEGEND, _QUIET))
    miscredit = words.miscredit(item)
    if miscredit:
        lines.append(plain_line(miscredit))
    return [Group(*lines), quote(1, item.quote)] if item.quote else [Group(*lines)]


def _compared(differences: Sequence[Difference]) -> Text:
    text = Text()
    for difference in differences:
        before, after, style = _DIFFERENCES[difference.where]
        text.append(f"{before}{inert(difference.text)}{after}", style)
    return text


def overview(o: Overview) -> RenderableType:
    """What the archive holds, and questions to try."""
    lines = [plain_line(f"The archive holds {words.holdings(o)}.")]
    if o.speakers:
        lines.append(
            plain_line("Most quoted: " + ", ".join(f"{s.name} ({s.statements})" for s in o.speakers[:3]) + ".")
        )
    lines += [plain_line(f"Try: {suggestion}", _QUIET) for suggestion in o.suggestions[:3]]
    return Group(*lines)


def inspection(entry: Entry) -> RenderableType:
    """An article's sentences, numbered, each with the statements that start in it."""
    blocks: list[RenderableType] = [heading(entry.article)]
    section = None
    for number, sentence in enumerate(entry.sentences, 1):
        if sentence.section != section:
            section = sentence.section
            blocks.append(plain_line(f"[{section}]", _NAME))
        blocks.append(_inspected(entry, number, sentence))
    return spaced(blocks)


def _inspected(entry: Entry, number: int, sentence: Sentence) -> RenderableType:
    text = entry.article.text
    inside = [s for s in entry.statements if sentence.start <= s.start < sentence.end]
    first = f"{number:>3}  "
    rest = " " * len(first)
    return Group(
        Lines(Text(inert(text[sentence.start : sentence.end])), first, rest),
        *(Lines(part, rest, f"{rest}  ") for s in inside for part in _stated(s, text)),
        *([] if inside else [Lines(Text("narration", _KINDS["narration"]), rest, rest)]),
    )


def _stated(s: Statement, text: str) -> tuple[Text, Text]:
    """Who says it and how that is known; the words themselves."""
    named = f" (“{s.speaker_text}”)" if s.speaker_text and s.speaker_text != s.speaker else ""
    who = f"{s.speaker or 'unattributed'}{named}" + (f", {s.role}" if s.role else "")
    said_on = f"said on {words.day(s.said_on)}" if s.said_on else None
    parts = [s.kind, who, f"cue “{s.cue}”" if s.cue else None, " > ".join(s.via), said_on]
    head = Text(inert(" · ".join(part for part in parts if part)), _KINDS[s.kind])
    return head, Text(f"  {inert(text[s.start : s.end])}", _QUIET)
