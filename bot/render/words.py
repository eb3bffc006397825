"""The plain sentences that every front end shares: who said it, how we know, and why there is no answer.

Pure text without marks of any format; a front end escapes it as its format needs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from retrieval.analysis import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bot.reply import Overview, Reply, Timeline, Why
    from retrieval.model import Abstention, Article, Checked, Feature, Quote, SpeakerCount, TermWeight

# Written out, because strftime would take the month from the locale of the machine.
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

# What a terminal might obey instead of showing: C0 without tab and line feed, DEL, C1; separators of lines and
# paragraphs; embeddings, overrides and isolates of direction; lone surrogates, which no encoding can write.
ACTIVE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

CLOSEST_SHOWN = 3  # they are no answer; more of them would hide the sentence that says so
CLOSEST = "Closest passages (not an answer):"
TERMS = "Words of the question, and their share of its weight:"
FEATURES = "What speaks for the quote, as value x weight:"
# What each feature of ``retrieval.features`` tells of a sentence.
FEATURE = {
    "agrees": "denies something, if the question does",
    "ahead": "follows soon on what was last spoken of",
    "answer": "holds the kind of answer that is asked for",
    "around": "share of the question's words that only the sentences around it hold",
    "article": "how well the whole article fits, beside the best article",
    "article_context": "share of the earlier questions' words that its article holds",
    "article_context_of_best": "the earlier questions' words in its article, beside the best article",
    "article_coverage": "share of the question's words that its article holds",
    "context": "share of the earlier questions' words in or around it",
    "context_of_best": "the earlier questions' words in or around it, beside the best sentence",
    "coverage": "share of the question's words",
    "coverage_cubed": "holds nearly all of the question's words that any sentence holds",
    "coverage_of_best": "share of the question's words, beside the best sentence",
    "denies": "denies the same words as the question, if it denies any",
    "focus": "share of the words of the question itself, behind what sets its scene",
    "lead": "stands early in its article",
    "names": "share of the question's names in or around it",
    "near": "stands near what was last spoken of",
    "nearby": "share of the question's words in or around it",
    "numbers": "lacks no number of the question",
    "on_thread": "its article tells nearly as much of the thread as any",
    "outlet": "its outlet is named in the question",
    "pairs": "words that stand side by side in the question and in it",
    "passage": "how well its passage fits the question",
    "passage_of_best": "how well its passage fits, beside the best passage",
    "referred": "share of the question's words in the sentence that it refers back to",
    "shows": "holds the date, number or amount that is asked for, if one is",
    "spoken": "the speaker asked for says it",
    "tells": "tells and does not ask",
    "thing": "names a thing of the kind asked for",
    "thread_bm25": "how well the article fits all that was asked and answered, beside the best article",
    "thread_pairs": "words that stand side by side in earlier turns and in its article",
    "thread_pairs_of_best": "the same, beside the article that holds most of them",
    "thread_rare": "share of the rare words of all that was asked and answered that its article holds",
    "thread_support": "how well sentences of its article hold earlier turns",
    "title": "share of the question's words in the title",
    "unopposed": "says nothing that means the opposite of a word of the question",
    "weighty": "lacks no weighty word of the question, with the sentences around it",
    "whole_names": "its article writes the names of the question as the question does",
}
NOTHING_TO_CHECK = "There is nothing in this message that could be held against the record."


def day(when: date) -> str:
    """``8 February 2026``."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """``1 article``, ``2 articles``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def quoted(text: str) -> str:
    return f"“{text}”"


def speaker(quote: Quote) -> str:
    """Who speaks, with the role: a name, or plainly that there is none."""
    statement = quote.statement
    if statement is None or statement.kind == "narration":
        return quote.article.outlet or "The article"
    if statement.speaker is None:
        return f"{quoted(statement.speaker_text)}, not named in the text" if statement.speaker_text else "Nobody named"
    return f"{statement.speaker}, {statement.role}" if statement.role else statement.speaker


def kind(quote: Quote) -> str:
    """Whose words these are: the speaker's own, or the outlet's."""
    outlet = quote.article.outlet or "the article"
    return {
        "direct": "quoted word for word",
        "mixed": f"partly quoted, partly in the words of {outlet}",
        "paraphrase": f"paraphrased by {outlet}",
        "narration": "in its own words",
    }[quote.kind]


def via(quote: Quote) -> str | None:
    """The way that the words took to us: ``Globe, citing Reuters``. None when the text tells no outlet."""
    return ", citing ".join(quote.via) or None


def dates(quote: Quote) -> str | None:
    """When it was said and published, as far as the archive knows."""
    said = quote.statement.said_on if quote.statement else None
    published = quote.article.published
    if said and published and said != published:
        return f"said on {day(said)}, published on {day(published)}"
    if said and not published:
        return f"said on {day(said)}"
    return day(published) if published else None


def source(quote: Quote) -> str | None:
    """The way and the dates in one line: ``Globe, citing Reuters · 8 February 2026``."""
    return " · ".join(source_parts(quote)) or None


def source_parts(quote: Quote) -> tuple[str, ...]:
    """The way and the dates, as far as known. The outlet is not named again where it is the one who speaks."""
    way = None if quote.kind == "narration" and len(quote.via) < 2 else via(quote)
    return tuple(part for part in (way, dates(quote), changed(quote), also(quote)) if part)


def changed(quote: Quote) -> str | None:
    """What has happened to the article since it was published, the most telling of it. None when nothing has."""
    article = quote.article
    if quote.withdrawn:
        return "the article has since been changed and lacks this"
    if article.correction:
        return "in an article that was corrected"
    if article.modified and article.published and article.modified.date() > article.published:
        return f"in an article that was changed on {day(article.modified.date())}"
    return None


def also(quote: Quote) -> str | None:
    """Where else the statement stands: ``also in 2 other outlets``. None when it stands nowhere else."""
    if not quote.also:
        return None
    others = {other.article.outlet for other in quote.also} - {quote.article.outlet, None}
    return f"also in {counted(len(others) or len(quote.also), 'other ' + ('outlet' if others else 'article'))}"


def copies(quote: Quote) -> str:
    """Where else the statement stands, by name: ``The same statement: Globe, citing Reuters, 9 March 2026; ...``."""
    named = (", ".join(part for part in (via(other) or other.article.id, dates(other)) if part) for other in quote.also)
    return f"The same statement: {'; '.join(named)}." if quote.also else ""


def correction(article: Article) -> str | None:
    """What the publisher says to have corrected."""
    return f"Corrected: {article.correction}" if article.correction else None


def title(article: Article) -> str:
    """The title, else the first words of the text."""
    if article.title:
        return article.title
    words = article.text[article.body :].split(maxsplit=10)
    return " ".join(words[:10]) + (" …" if len(words) > 10 else "")


def about(article: Article) -> str | None:
    """Outlet, author and date of an article in one line."""
    when = day(article.published) if article.published else None
    return " · ".join(part for part in (article.outlet, article.author, when) if part) or None


def understood(reply: Reply) -> str | None:
    """The question that was answered, where it is not the one that was typed."""
    if reply.understood_as is None or _bare(reply.understood_as) == _bare(reply.asked):
        return None
    return f"Understood as: {reply.understood_as}"


def _bare(text: str) -> str:
    return " ".join(text.split()).rstrip("?!. ").casefold()


def holdings(overview: Overview) -> str:
    """What the archive holds, in one sentence."""
    parts = [counted(overview.articles, "article")]
    if overview.outlets:
        shown = list(overview.outlets[:3])
        rest = len(overview.outlets) - len(shown)
        parts.append("from " + listed([*shown, counted(rest, "other outlet")] if rest else shown))
    text = " ".join(parts)
    return f"{text}, the newest of {day(overview.newest)}" if overview.newest else text


def counted_speaker(entry: SpeakerCount) -> str:
    """``Jane Doe, minister: 8 statements``."""
    name = f"{entry.name}, {entry.role}" if entry.role else entry.name
    return f"{name}: {counted(entry.statements, 'statement')}"


def no_answer(a: Abstention) -> str:
    return f"No answer to {quoted(a.understood_as)}"


def timeline(t: Timeline) -> str:
    return f"What {t.speaker} said on {quoted(t.topic)}, oldest first:"


def outdated(reply: Reply) -> str | None:
    """That the answer may be overtaken, where its newest source is old."""
    if reply.outdated is None:
        return None
    source, archive = day(reply.outdated.source), day(reply.outdated.archive)
    return f"The newest source of this is of {source}; the archive goes on to {archive}."


def asked(why: Why) -> dict[str, str]:
    """The question's terms, which are stems, as they were asked."""
    return {token.term: why.question[token.start : token.end] for token in reversed(tokens(why.question))}


def held(term: TermWeight) -> str:
    return "in the quote" if term.matched else "not in the quote"


def product(feature: Feature) -> str:
    """``0.75 x 2.00 = 1.50``."""
    return f"{feature.value:.2f} x {feature.weight:.2f} = {feature.value * feature.weight:.2f}"


def confidence(why: Why) -> str:
    return f"Confidence of the answer: {why.confidence:.2f} of 1."


def verdict(item: Checked) -> str:
    """What the record has of a sentence, which is shown below."""
    if item.verdict == "verbatim" and item.differences:
        return "The record has these words. What the message marks as changed:"
    return {
        "verbatim": "The record has these words:",
        "differs": "The record has other words:",
        "close": "The record speaks of this, in other words:",
        "not_found": "The record does not have this:",
    }[item.verdict]


def miscredit(item: Checked) -> str | None:
    """Whom the message credits and whom the record does, where these are two."""
    if item.credited_to is None or item.quote is None:
        return None
    return f"The message credits {item.credited_to}; the record credits {speaker(item.quote)}."


def more_passages(count: int) -> str:
    return f"And {counted(count, 'more passage')} that {'comes' if count == 1 else 'come'} close."


def older(count: int) -> str:
    return f"And {counted(count, 'older article')}."


def left(count: int) -> str:
    return f"The message has {counted(count, 'more sentence')} than {'is' if count == 1 else 'are'} shown here."
