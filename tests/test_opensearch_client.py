"""What goes wrong with OpenSearch is told in a sentence, and what may pass is tried again."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from retrieval.errors import IndexAway, IndexUnusable
from retrieval.index.opensearch_client import Cluster

NO_ADDRESS = ["", "localhost:9200", "ftp://search.example", "http://", "http://[::1", "http://search.example:port"]


@pytest.mark.parametrize("url", NO_ADDRESS)
def test_an_address_that_is_none_is_told_with_one_that_would_be(url):
    with pytest.raises(IndexAway, match=r"^The address of OpenSearch is none; http://localhost:9200 would be one\.$"):
        Cluster(url)


def test_no_password_is_told():
    cluster = Cluster("http://ada:secret@127.0.0.1:1/")
    with pytest.raises(IndexAway) as caught:
        cluster.search("onrecord", {})
    assert str(caught.value) == "OpenSearch at http://127.0.0.1:1 cannot be reached."
    assert cluster.place == "http://127.0.0.1:1"


class Server(ThreadingHTTPServer):
    """Answers one after the other, the last again and again; keeps what it was asked."""

    def __init__(self, answers):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = list(answers)
        self.asked = []


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append((self.command, self.path.partition("?")[0], body.decode(), self.headers))
        status, answer = self.server.answers.pop(0) if len(self.server.answers) > 1 else self.server.answers[0]
        told = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if isinstance(answer, str) else "application/json")
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    do_GET = do_POST = do_PUT = answer  # noqa: N815  # the base class calls them so

    def log_message(self, *_):
        """Nothing: it would stand in the tests' output."""


@contextmanager
def answering(*answers):
    with Server(answers) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server, Cluster(f"http://ada:secret@127.0.0.1:{server.server_port}", first_wait=0)
        finally:
            server.shutdown()
            thread.join()


def error(kind, reason):
    return {"error": {"type": kind, "reason": reason}}


BLOCKED = "index [x] blocked by: disk usage exceeded flood-stage watermark"
WHOLE = {"_shards": {"failed": 0}, "hits": {"hits": []}}
PARTLY = {"_shards": {"failed": 1}, "hits": {"hits": []}}
TROUBLES = [
    (404, error("index_not_found_exception", "no such index [x]"), IndexUnusable, "There is no such index on {}."),
    (401, {}, IndexAway, "{} does not know the user of its address, or the password."),
    (403, error("security_exception", "no permissions"), IndexAway, "{} does not let the user of its address do this."),
    (400, error("parsing_exception", "unknown query."), IndexAway, "{} cannot do this now: unknown query."),
    (500, "a page of a proxy.\nIts rest", IndexAway, "{} cannot do this now: a page of a proxy."),
    (200, PARTLY, IndexAway, "{} cannot do this now: a part of the index is away."),
]


@pytest.mark.parametrize(("status", "answer", "kind", "told"), TROUBLES)
def test_a_refusal_is_told_in_a_sentence(status, answer, kind, told):
    with answering((status, answer)) as (_, cluster), pytest.raises(kind) as caught:
        cluster.search("x", {})
    assert str(caught.value) == told.format(f"OpenSearch at {cluster.place}")


def test_of_many_searches_one_that_fails_is_told():
    count = {"_shards": {"failed": 0}, "hits": {"total": {"value": 3}}}
    answers = {"responses": [count, error("search_phase_execution_exception", "all shards failed")]}
    with answering((200, answers)) as (_, cluster), pytest.raises(IndexAway, match="all shards failed"):
        cluster.counts("x", [{}, {}])


def test_user_and_password_are_sent():
    with answering((200, WHOLE)) as (server, cluster):
        cluster.search("x", {})
    assert server.asked[0][3]["Authorization"].startswith("Basic ")


def written(*statuses):
    items = [{"index": {"_id": str(n), "status": status, **error("e", BLOCKED)}} for n, status in enumerate(statuses)]
    return 200, {"errors": True, "items": items}


def test_what_opensearch_has_no_room_for_is_written_again():
    with answering(written(201, 429), written(429), written(201)) as (server, cluster):
        cluster.write("x", [("0", {"n": 0}), ("1", {"n": 1})], alias=True)
    sent = [[json.loads(line) for line in body.splitlines()] for _, _, body, _ in server.asked]
    assert [len(lines) for lines in sent] == [4, 2, 2]
    assert sent[2] == [{"index": {"_id": "1"}}, {"n": 1}]


def test_a_write_is_sent_again_where_the_node_is_just_starting():
    with answering((503, {}), written(201)) as (server, cluster):
        cluster.write("x", [("0", {})], alias=True)
    assert len(server.asked) == 2


def test_what_is_never_taken_is_told_in_a_sentence():
    with answering(written(429)) as (server, cluster), pytest.raises(IndexAway) as caught:
        cluster.write("x", [("0", {})], alias=True)
    assert str(caught.value) == f"OpenSearch at {cluster.place} cannot take what is written: {BLOCKED}."
    assert len(server.asked) == 7


def test_what_was_deleted_already_is_deleted():
    with answering((200, {"items": [{"delete": {"_id": "0", "status": 404}}]})) as (_, cluster):
        cluster.delete("x", ["0"])


def test_a_template_is_put_once():
    held = {"index_templates": [{"index_template": {"version": 2}}]}
    with answering((200, held)) as (server, cluster):
        cluster.put_template("onrecord", {"version": 2})
        cluster.put_template("onrecord", {"version": 3})
    assert [method for method, *_ in server.asked] == ["GET", "GET", "PUT"]


def test_a_server_that_ends_the_connection_is_told_in_a_sentence():
    with answering((200, WHOLE)) as (server, cluster):
        pass
    with pytest.raises(IndexAway, match=r"cannot be reached\.$"):
        cluster.search("x", {})
    assert server.asked == []
