"""OpenSearch for tests: the node or cluster at OPENSEARCH_URL, or what speaks its protocol in memory.

The latter (osmem-server) has scores of its own. So it shows that we ask and read rightly, and that hits are right
whatever is proposed; that the proposals of OpenSearch are good is shown on a real node alone.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from urllib.parse import urlsplit
from uuid import uuid4

from opensearchpy import OpenSearch
from osmem_server import OsmemServer

from retrieval.index.opensearch import OpenSearchIndex
from retrieval.index.opensearch_client import Cluster

REAL = os.environ.get("OPENSEARCH_URL")
TERMS = "terms"


def address(request) -> str:
    """That of the server, for a test or a fixture of one."""
    return REAL or request.getfixturevalue("osmem_clone").url


@contextmanager
def one_that_ends() -> Iterator[tuple[str, Callable[[], None]]]:
    """The address of a server of its own, and what ends it. Its port is kept: another server would answer there."""
    server = OsmemServer.start(japanese=False)
    with server.process.stdout, server, socket.socket() as port:
        port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)

        def end() -> None:
            server.close()
            port.bind(("127.0.0.1", urlsplit(server.url).port))

        yield server.url, end


@contextmanager
def a_name(url: str) -> Iterator[str]:
    """A name for an index; what is called so is deleted in the end, and nothing else of what may be there."""
    name = f"onrecord-test{uuid4().hex}"
    yield name
    OpenSearch([url]).indices.delete(index=f"{name}-*")


def new_index(url: str, name: str) -> OpenSearchIndex:
    """An empty index."""
    index = OpenSearchIndex(Cluster(url, first_wait=0.01), name, nullcontext, TERMS)
    with index.turn(anew=True):
        index.save(0)
    return index
