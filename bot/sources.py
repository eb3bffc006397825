"""``sources.yaml``: where the archive gets its articles. Strict; every fault is named with its line.

feeds:
  - url: https://news.example/rss
    outlet: The Example        # whatever the articles say themselves; may be left out, as all that follows
    language: en
    interval: 10m              # 15m when left out
    text: feed                 # the text in the feed itself, not the page that it links to
folders:
  - path: incoming             # beside this file
pages:
  - name: Ministry
    urls: [https://ministry.example/statements]
    interval: 6h
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from bot.script.format import did_you_mean
from bot.script.source import ScriptError, spelt
from bot.script.source import Source as Yaml
from retrieval.readers.addresses import plain_address
from retrieval.sources.source import Feed, Folder, Pages, Source

_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_SHORTEST = 60  # seconds


def _interval(value: Any) -> float:
    match = re.fullmatch(r"([1-9][0-9]{0,5})([smhd])", value) if isinstance(value, str) else None
    seconds = int(match[1]) * _SECONDS[match[2]] if match else 0
    if seconds < _SHORTEST:
        raise PydanticCustomError("interval", "this is not a time from one minute on, such as 90s, 15m, 6h or 1d")
    return float(seconds)


def _address(value: str) -> str:
    if plain_address(value) is None:
        raise PydanticCustomError("address", "this is no address that starts with https:// or http://")
    return value


_Text = Annotated[str, Field(min_length=1)]
_Interval = Annotated[float, BeforeValidator(_interval)]
_Address = Annotated[str, AfterValidator(_address)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Told(_Strict):
    """What all sources may tell."""

    outlet: _Text | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] | None = None


class _Feed(_Told):
    url: _Address
    interval: _Interval = 15 * 60.0
    text: Literal["page", "feed"] = "page"


class _Folder(_Told):
    path: _Text
    interval: _Interval = 6 * 3_600.0


class _Pages(_Told):
    name: _Text
    urls: Annotated[list[_Address], Field(min_length=1)]
    interval: _Interval = 3_600.0


class _File(_Strict):
    feeds: list[_Feed] = []
    folders: list[_Folder] = []
    pages: list[_Pages] = []


def load(file: Path) -> list[Source]:
    """The sources that a file names. Raises ScriptError with a line ``file:line: reason`` for each fault."""
    yaml = Yaml.load(file)
    try:
        read = _File.model_validate(yaml.data)
    except ValidationError as error:
        raise ScriptError(file, _problems(yaml, error)) from None
    if twice := list(_twice(yaml, read)):
        raise ScriptError(file, twice)
    return list(_sources(read, file.parent))


def _sources(read: _File, beside: Path) -> Iterator[Source]:
    for feed in read.feeds:
        yield Feed(feed.url, feed.outlet, feed.language, feed.interval, feed.text)
    for folder in read.folders:
        path = (beside / Path(folder.path).expanduser()).absolute()
        yield Folder(str(path), folder.outlet, folder.language, folder.interval, path)
    for pages in read.pages:
        yield Pages(pages.name, pages.outlet, pages.language, pages.interval, tuple(dict.fromkeys(pages.urls)))


def _problems(yaml: Yaml, error: ValidationError) -> Iterable[tuple[int, str]]:
    for problem in error.errors(include_url=False):
        where = yaml.nearest(problem["loc"])
        said = problem["msg"]
        if problem["type"] == "extra_forbidden":
            said = did_you_mean(str(problem["loc"][-1]), _keys(problem["loc"])) or "there is no such key"
        yield yaml.line(where), ": ".join(filter(None, (spelt(where), said)))


def _keys(where: tuple[str | int, ...]) -> Iterable[str]:
    models: dict[str | int, type[_Strict]] = {"feeds": _Feed, "folders": _Folder, "pages": _Pages}
    return models.get(where[0], _File).model_fields


def _twice(yaml: Yaml, read: _File) -> Iterator[tuple[int, str]]:
    """Sources that another one stands for already: each has one state."""
    seen: set[str] = set()
    for kind, key, names in (
        ("feeds", "url", [feed.url for feed in read.feeds]),
        ("folders", "path", [folder.path for folder in read.folders]),
        ("pages", "name", [pages.name for pages in read.pages]),
    ):
        for number, name in enumerate(names):
            if name in seen:
                yield yaml.line((kind, number, key)), f"{kind}[{number}].{key}: {name} is a source already"
            seen.add(name)
