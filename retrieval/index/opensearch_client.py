"""A cluster of OpenSearch: what an index asks of it, and what goes wrong there as sentences."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConnectionError,  # noqa: A004  # its name there
    ConnectionTimeout,
    NotFoundError,
    OpenSearchException,
    SSLError,
    TransportError,
)
from opensearchpy.helpers import scan, streaming_bulk

from retrieval.errors import IndexAway, IndexUnusable

logging.getLogger("opensearch").setLevel(logging.CRITICAL)  # what it tells, with tracebacks, our errors tell plainly

WINDOW = 10_000  # the most that OpenSearch returns at once (index.max_result_window)

_SECONDS = 10.0  # for an answer
_PATIENCE = 120.0  # seconds for one that may take long
_NOT_NOW = (429, 502, 503, 504)  # it has too much to do, or is just starting
_RETRIES = 6  # of writes that OpenSearch has no room for just now
_LONGEST_WAIT = 8  # seconds between two of them

Json = Mapping[str, Any]


class Cluster:
    """Methods raise IndexUnusable where there is no such index, and IndexAway where anything else goes wrong.

    ``place`` is the address without user and password. Any number of threads may use it.
    """

    def __init__(self, url: str, first_wait: float = 0.5) -> None:
        """Asks nothing yet. ``first_wait`` is in seconds, before a write is tried again; then twice as long, and so on.

        Raises IndexAway for an address that is none.
        """
        try:
            parsed = urlsplit(url)
            port = f":{parsed.port}" if parsed.port else ""
        except ValueError:
            parsed, port = urlsplit(""), ""
        if parsed.scheme not in {"http", "https"} or not parsed.hostname:
            raise IndexAway("The address of OpenSearch is none; http://localhost:9200 would be one.")
        self.place = f"{parsed.scheme}://{parsed.hostname}{port}"
        self._client = OpenSearch([url], timeout=_SECONDS, retry_on_status=_NOT_NOW)
        self._first_wait = first_wait

    # Reading

    def search(self, index: str, body: Json) -> dict[str, Any]:
        """Document frequencies in scores are those of all shards."""
        with self._told():
            found = self._client.search(index=index, body=body, params={"search_type": "dfs_query_then_fetch"})
        return self._whole(found)

    def counts(self, index: str, queries: Sequence[Json]) -> list[int]:
        """How many documents each of the queries finds."""
        searches: list[Json] = []
        for query in queries:
            searches += [{}, {"size": 0, "track_total_hits": True, "query": query}]
        with self._told():
            answers = self._client.msearch(index=index, body=searches)["responses"]
        return [self._whole(answer)["hits"]["total"]["value"] for answer in answers]

    def all(self, index: str, body: Json) -> Iterator[dict[str, Any]]:
        """All documents that a search finds, in its order."""
        with self._told():
            yield from scan(self._client, body, index=index, preserve_order=True, size=1_000)

    def meta(self, index: str) -> Json | None:
        """What was put there by ``put_meta``; None where there is no such index."""
        with self._told():
            try:
                [found] = self._client.indices.get_mapping(index=index).values()
            except NotFoundError:
                return None
        meta: Json = found["mappings"].get("_meta", {})
        return meta

    # Writing

    def write(self, index: str, documents: Iterable[tuple[str, Json]], *, alias: bool) -> None:
        """Write documents, each given with its id. ``alias``: the index is one; a missing one is not made.

        What OpenSearch has no room for is tried again after a while, and what it may have written without telling too.
        """
        actions = ({"_id": name, "_source": source} for name, source in documents)
        for item in self._refused(index, actions, require_alias=alias):
            raise IndexAway(f"OpenSearch at {self.place} cannot take what is written: {_reason(item)}.")

    def delete(self, index: str, names: Iterable[str]) -> None:
        """Delete documents by their ids, in the same manner; those that are not there are deleted."""
        for item in self._refused(index, ({"_op_type": "delete", "_id": name} for name in names)):
            if item["status"] != 404:
                raise IndexAway(f"OpenSearch at {self.place} cannot delete: {_reason(item)}.")

    def _refused(self, index: str, actions: Iterable[Json], **how: Any) -> Iterator[dict[str, Any]]:
        """What OpenSearch does not do, with its answer to each."""
        with self._told():
            written = streaming_bulk(
                self._client,
                actions,
                index=index,
                max_retries=_RETRIES,
                initial_backoff=self._first_wait,  # type: ignore[arg-type]  # any number of seconds
                max_backoff=_LONGEST_WAIT,
                raise_on_error=False,  # it would be before anything is tried again
                request_timeout=_PATIENCE,
                **how,
            )
            yield from (answer for done, item in written if not done for answer in item.values())

    def show(self, index: str) -> None:
        """Let searches find what was written."""
        with self._told():
            self._client.indices.refresh(index=index, request_timeout=_PATIENCE)

    def put_meta(self, index: str, meta: Json) -> None:
        with self._told():
            self._client.indices.put_mapping(index=index, body={"_meta": meta})

    def put_template(self, name: str, template: Json) -> None:
        """Unless there is one of this version: it may have been changed on purpose, its numbers of shards say."""
        with self._told():
            try:
                [held] = self._client.indices.get_index_template(name=name)["index_templates"]
                if held["index_template"].get("version") == template["version"]:
                    return
            except NotFoundError:
                pass
            self._client.indices.put_index_template(name=name, body=template)

    def create(self, index: str) -> None:
        with self._told():
            self._client.indices.create(index=index)

    def put_in_place(self, alias: str, index: str) -> None:
        """Let an alias stand for an index, and delete the others whose names begin as the alias, in one step."""
        with self._told():
            others = [name for name in self._client.indices.get(index=f"{alias}-*") if name != index]
            actions = [{"add": {"index": index, "alias": alias}}, *({"remove_index": {"index": o}} for o in others)]
            self._client.indices.update_aliases(body={"actions": actions})

    def _whole(self, answer: dict[str, Any]) -> dict[str, Any]:
        """The answer, if it is one of all shards."""
        if "error" in answer or answer["_shards"]["failed"]:
            why = _reason(answer) if "error" in answer else "a part of the index is away"
            raise IndexAway(f"OpenSearch at {self.place} cannot do this now: {why}.")
        return answer

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except NotFoundError as error:
            raise IndexUnusable(f"There is no such index on OpenSearch at {self.place}.") from error
        except OpenSearchException as error:
            raise IndexAway(f"OpenSearch at {self.place} {_trouble(error)}.") from error


_PLAINLY: list[tuple[type[OpenSearchException], str]] = [
    (ConnectionTimeout, "does not answer in time"),
    (SSLError, "has a certificate that is not trusted"),
    (ConnectionError, "cannot be reached"),
    (AuthenticationException, "does not know the user of its address, or the password"),
    (AuthorizationException, "does not let the user of its address do this"),
]


def _trouble(error: OpenSearchException) -> str:
    for kind, plainly in _PLAINLY:
        if isinstance(error, kind):
            return plainly
    return f"cannot do this now: {_reason(error.info or error.error) if isinstance(error, TransportError) else error}"


def _reason(answer: Any) -> str:
    """Why something could not be done, as far as an answer tells, in a line."""
    told = answer.get("error", answer) if isinstance(answer, dict) else answer
    return str(told.get("reason", told) if isinstance(told, dict) else told).partition("\n")[0].rstrip(".")
