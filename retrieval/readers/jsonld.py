"""What a page says of its article as linked data (JSON-LD, https://schema.org/NewsArticle).

Sites disagree on where they put things: a list, a graph, nodes within nodes, nodes that refer to others by ``@id``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from html import unescape
from typing import Any

from retrieval.readers.dates import moment
from retrieval.readers.origin import Facts

Node = dict[str, Any]

# What some wrap a script's data in, for browsers of the last century, and a semicolon too many.
_COVERS = re.compile(
    r"\A\s*(?:<!--|(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?)|;?\s*(?:-->|(?://|/\*)?\s*\]\]>(?:\s*\*/)?)?\s*\Z"
)
_ARTICLE = re.compile(r"(?:.*Article|BlogPosting|LiveBlogPosting|Report|PressRelease|ClaimReview)\Z")
_DEEPEST = 12


def read_jsonld(scripts: Iterable[str], address: str | None) -> Facts:
    """The facts of the article that the page at ``address`` is about; none when no script tells of one."""
    nodes = [node for script in scripts for node in _nodes(_load(script))]
    known = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    found = [node for node in nodes if any(_ARTICLE.match(kind) for kind in _texts(node.get("@type")))]
    if not found:
        return Facts()
    article = next((node for node in found if address and address in _addresses(node)), found[0])

    def names(*keys: str) -> list[str]:
        """The names of what stands under the first of these keys that names anything."""
        for key in keys:
            if told := [name for item in _items(article.get(key)) if (name := _name(item, known))]:
                return list(dict.fromkeys(told))
        return []

    outlet = next(iter(names("publisher", "sourceOrganization")), None)
    authors = [name for name in names("author", "creator") if name != outlet]
    modified = moment(_text(article.get("dateModified")) or "")
    return Facts(
        title=_text(article.get("headline")) or _text(article.get("name")),
        outlet=outlet,
        author=", ".join(authors) or None,
        published=moment(_text(article.get("datePublished")) or _text(article.get("coverageStartTime")) or ""),
        modified=modified if isinstance(modified, datetime) else None,
        url=next(iter(_addresses(article)), None),
        language=_text(article.get("inLanguage")),
        correction=" ".join(_corrections(article)) or None,
        based_on=tuple(dict.fromkeys(_works(article, known))),
    )


def _load(script: str) -> Any:
    """The data of a script; None where it is no JSON, which happens on good sites too."""
    try:
        return json.loads(_COVERS.sub("", script), strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(data: Any, depth: int = 0) -> Iterator[Node]:
    """Every node, those inside others too, outer ones first."""
    if depth > _DEEPEST:
        return
    if isinstance(data, dict):
        yield data
        data = list(data.values())
    if isinstance(data, list):
        for item in data:
            yield from _nodes(item, depth + 1)


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str | None:
    """The first text of a value, without the entities that some sites leave in it."""
    return next(iter(_texts(value)), None)


def _texts(value: Any) -> list[str]:
    texts = (item.get("@value") if isinstance(item, dict) else item for item in _items(value))
    return [clean for text in texts if isinstance(text, str) and (clean := " ".join(unescape(text).split()))]


def _name(item: Any, known: dict[str, Node]) -> str | None:
    """What a person, an organisation or a work is called: its name, else its address."""
    if isinstance(item, dict):
        item = known.get(str(item.get("@id")), item) if "name" not in item else item
        return (
            _text(item.get("name")) or _text(item.get("headline")) or _text(item.get("url")) or _text(item.get("@id"))
        )
    return _text(item)


def _works(article: Node, known: dict[str, Node]) -> Iterator[str]:
    """What the article is based on: each work by its publisher where that is told, else by its name or address."""
    for work in _items(article.get("isBasedOn")) or _items(article.get("isBasedOnUrl")):
        publisher = work.get("publisher") or work.get("sourceOrganization") if isinstance(work, dict) else None
        if name := next(filter(None, (_name(item, known) for item in [*_items(publisher), work])), None):
            yield name


def _addresses(node: Node) -> list[str]:
    """What the article says to be its own address."""
    page = node.get("mainEntityOfPage")
    told = [node.get("url"), page.get("@id") if isinstance(page, dict) else page, node.get("@id")]
    return [text for value in told if (text := _text(value)) and text.startswith(("http://", "https://"))]


def _corrections(article: Node) -> Iterator[str]:
    for item in _items(article.get("correction")):
        if text := _text(item.get("text") or item.get("name")) if isinstance(item, dict) else _text(item):
            yield text
