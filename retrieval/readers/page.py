"""What a web page says of its article: as linked data first, and in the tags of its head where that says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from retrieval.readers.addresses import plain_address, site
from retrieval.readers.dates import moment
from retrieval.readers.jsonld import read_jsonld
from retrieval.readers.origin import Facts

# The names of meta tags, in order of trust: Open Graph, then what big publishing systems and libraries write.
_TAGS = {
    "title": ("og:title", "twitter:title", "dc.title", "parsely-title"),
    "outlet": ("og:site_name", "application-name", "dc.publisher", "publisher"),
    "author": ("author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator"),
    "published": (
        "article:published_time",
        "datepublished",
        "parsely-pub-date",
        "sailthru.date",
        "dc.date.issued",
        "dcterms.created",
        "dc.date",
        "pubdate",
        "publishdate",
        "date",
    ),
    "modified": ("article:modified_time", "og:updated_time", "datemodified", "lastmod"),
    "url": ("og:url",),
    "language": ("og:locale", "content-language"),
    "based_on": ("original-source", "syndication-source"),
}
_BYLINE = re.compile(r"(?:by|von|par|автор:?)\s+(?=\S)", re.IGNORECASE)
_LANGUAGE = re.compile(r"([a-zA-Z]{2,3})(?:[-_]|\Z)")
_SITE = re.compile(r"\s+[|·–—-]\s+[^|·–—]{2,40}\Z")


def read_facts(tree: Any, address: str | None) -> Facts:
    """The facts that a page's tree holds; ``address`` is where it was fetched from."""
    tags = _tags(tree)

    def tagged(field: str) -> str | None:
        return next((tags[name] for name in _TAGS[field] if name in tags), None)

    canonical = plain_address(next(iter(tree.xpath("//link[@rel='canonical']/@href")), None) or tagged("url"), address)
    data = read_jsonld(
        (s.text or "" for s in tree.xpath("//script[@type='application/ld+json']")), canonical or address
    )
    elsewhere = canonical if canonical and address and site(canonical) != site(address) else None
    modified = data.modified or moment(tagged("modified") or "")
    outlet = data.outlet or tagged("outlet")
    return Facts(
        title=data.title or tagged("title") or _first(_headlines(tree, outlet)),
        outlet=outlet,
        author=_person(data.author) or _person(tagged("author")) or _first(map(_person, _authors(tree))),
        published=data.published or moment(tagged("published") or "") or _first(map(moment, _times(tree))),
        modified=modified if isinstance(modified, datetime) else None,
        url=address if elsewhere else canonical or plain_address(data.url, address) or address,
        language=_first(map(_language, (data.language, tree.get("lang"), tagged("language")))),
        correction=data.correction,
        based_on=data.based_on or tuple(filter(None, (tagged("based_on") or elsewhere,))),
    )


def _tags(tree: Any) -> dict[str, str]:
    """The contents of the meta tags by their names in lower case; of several with the same name the first counts."""
    tags: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or tag.get("http-equiv")
        content = " ".join((tag.get("content") or "").split())
        if name and content:
            tags.setdefault(name.strip().lower(), content)
    return tags


def _headlines(tree: Any, outlet: str | None) -> Iterator[str]:
    """The one first-level heading, or the title of the window without the name of the site."""
    headings = [_inner(heading) for heading in tree.iter("h1")]
    if len(headings) == 1:
        yield headings[0]
    for title in tree.xpath("//head/title"):
        text = _inner(title)
        yield text.removesuffix(outlet).rstrip(" |·–—-") if outlet and text.endswith(outlet) else _SITE.sub("", text)


def _authors(tree: Any) -> Iterator[str]:
    for element in tree.xpath("//*[@rel='author' or @itemprop='author']"):
        named = element.xpath(".//*[@itemprop='name']")
        yield _inner(named[0] if named else element)


def _times(tree: Any) -> Iterator[str]:
    """Times that are marked as that of publication, then the first of the article itself."""
    for element in tree.xpath("//*[@itemprop='datePublished'] | //time[@pubdate]"):
        yield element.get("datetime") or element.get("content") or _inner(element)
    yield from tree.xpath("(//article//time/@datetime)[1] | (//header//time/@datetime)[1]")


def _inner(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _person(name: str | None) -> str | None:
    """A name without "By"; None for what is an address or a handle."""
    name = _BYLINE.sub("", name, count=1) if name and _BYLINE.match(name) else name
    return None if not name or "://" in name or name.startswith("@") else name


def _language(value: str | None) -> str | None:
    match = _LANGUAGE.match(value or "")
    return match[1].lower() if match else None


def _first(values: Any) -> Any:
    return next(filter(None, values), None)
