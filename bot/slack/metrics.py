"""What is counted, for ``/metrics``."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Metric, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from retrieval.errors import ArchiveError
from retrieval.sources.source import Health

Sources = Callable[[], Mapping[str, Health]]
"""How the sources of the archive do, by their keys; may raise ArchiveError."""

_SECONDS = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300)


class Metrics:
    """One registry for each process; nothing in it names a user, a channel or a word of a question."""

    def __init__(self, waiting: Callable[[], float]) -> None:
        self._registry = CollectorRegistry()
        self._events = Counter("onrecord_events", "Events by what came of them", ["kind"], registry=self._registry)
        self._ended = Counter("onrecord_questions", "Questions by how they ended", ["outcome"], registry=self._registry)
        self._tried_again = Counter(
            "onrecord_postponed", "Answers that Slack did not take at once", ["error"], registry=self._registry
        )
        self._seconds = Histogram(
            "onrecord_answer_seconds",
            "From the question stored to its answer posted",
            buckets=_SECONDS,
            registry=self._registry,
        )
        self.gauge("onrecord_open_questions", "Questions not yet answered", waiting)
        self._ready = Gauge("onrecord_ready", "Whether /readyz says so", registry=self._registry)
        self._connected = Gauge(
            "onrecord_connected", "Whether a connection to Slack is open", ["by"], registry=self._registry
        )

    def gauge(self, name: str, said: str, read: Callable[[], float]) -> None:
        """Something that is read when it is asked for; NaN where it cannot be read."""

        def read_or_nan() -> float:
            try:
                return read()
            except (SQLAlchemyError, ArchiveError):
                return math.nan

        Gauge(name, said, registry=self._registry).set_function(read_or_nan)

    def sources(self, read: Sources) -> None:
        """How the sources do, read when it is asked for; nothing of them where it cannot be read."""
        self._registry.register(_SourceCollector(read))

    def ready(self, is_ready: bool) -> None:  # noqa: FBT001  # what a gauge is set to
        self._ready.set(is_ready)

    def connected(self, is_connected: bool) -> None:  # noqa: FBT001  # as above
        """In Socket Mode: whether there is a connection."""
        self._connected.labels("socket").set(is_connected)

    def event(self, kind: str) -> None:
        self._events.labels(kind).inc()

    def ended(self, outcome: str, seconds: float) -> None:
        self._ended.labels(outcome).inc()
        self._seconds.observe(seconds)

    def postponed(self, error: str) -> None:
        self._tried_again.labels(error).inc()

    def exposition(self) -> bytes:
        """All of it in the text format of Prometheus. It may ask the state store and the archive."""
        return generate_latest(self._registry)


class _SourceCollector(Collector):
    """What the archive keeps of its sources. It outlasts processes, and whichever of them watches writes it."""

    def __init__(self, read: Sources) -> None:
        self._read = read

    def describe(self) -> Iterator[Metric]:
        """Nothing, so that to register it asks nobody."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        try:
            health = self._read()
        except ArchiveError:
            return
        failing = GaugeMetricFamily("onrecord_source_failures", "Looks in a row that failed", labels=["source"])
        read = GaugeMetricFamily(
            "onrecord_source_read_timestamp_seconds", "The last look that came to its end", labels=["source"]
        )
        written = CounterMetricFamily(
            "onrecord_ingested", "Articles by source and what became of them", labels=["source", "event"]
        )
        unread = CounterMetricFamily(
            "onrecord_ingest_failures", "What could not be read, by source and sort", labels=["source", "reason"]
        )
        for source, one in health.items():
            failing.add_metric([source], one.failures)
            read.add_metric([source], one.succeeded or 0)
            written.add_metric([source, "added"], one.added)
            written.add_metric([source, "revised"], one.revised)
            for sort, number in one.unread.items():
                unread.add_metric([source, sort], number)
        yield from (failing, read, written, unread)
