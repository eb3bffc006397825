"""The quotes of an earlier answer, under the numbers that they were shown with, whatever the archive holds by now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.commands import CommandError
from bot.conversation import QuoteRef
from retrieval.archive import Archive
from retrieval.model import Quote


def recall(shown: Sequence[QuoteRef], found: Iterable[Quote], archive: Archive) -> tuple[Quote, ...]:
    """The quotes that were shown, as they are ``found`` now; as they were, where they are not.

    Raises CommandError when the archive has none of an article's texts any more.
    """
    anew = {(q.article.id, q.article.revision, q.start): q for one in found for q in (*one.also, one)}
    return tuple(anew.get((r.article_id, r.revision, r.start)) or _as_it_was(r, archive) for r in shown)


def _as_it_was(ref: QuoteRef, archive: Archive) -> Quote:
    try:
        entry, now = archive.revision(ref.article_id, ref.revision), archive.entry(ref.article_id)
    except KeyError:
        raise CommandError(
            "An article of that answer was taken out of the archive. Please ask the question again."
        ) from None
    text = entry.article.text[ref.start : ref.end]
    inside = [s for s in entry.statements if s.start < ref.end and s.end > ref.start]
    longest = max(inside, key=lambda s: min(s.end, ref.end) - max(s.start, ref.start), default=None)
    withdrawn = text not in now.article.text
    return Quote(text, ref.start, ref.end, entry.article, longest, score=0.0, withdrawn=withdrawn)
