"""The chain of outlets that a statement came through, as the text tells it."""

from __future__ import annotations

import re

from retrieval.model import Article

_NAME = r"(?P<{0}>(?:[Tt]he )?[A-Z][\w.&’'-]*(?: (?:[A-Z][\w.&’'-]*|of|de|des|der|della))*)"
_REFERENCE = r"(?:,? (?:with (?:a )?(?:reference|link) to|citing|referring to|quoting|with reference to))"
_OWN = re.compile(
    _NAME.format("outlet")
    + r" (?:reports|writes|informs|reported)(?: (?:on )?\w+day)?"
    + _REFERENCE
    + " "
    + _NAME.format("source")
)


def _bare(name: str) -> str:
    return re.sub(r"^[Tt]he ", "", name).strip(" .,'’")


def credit(text: str) -> tuple[str, str] | None:
    """(outlet, its source) where a text says "KNA reports citing Bloomberg"."""
    found = _OWN.search(text)
    return (_bare(found["outlet"]), _bare(found["source"])) if found else None


def infer_outlet(article: Article) -> str | None:
    """The outlet that an article's own text names as the one that publishes it; None when it names none."""
    found = credit(article.text[article.body : article.body + 1500])
    return found[0] if found else None
