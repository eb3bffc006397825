"""Three invented articles of one town, as an archive: for tests of answering."""

from __future__ import annotations

from datetime import date

from bot.assistant import Assistant
from bot.conversation import MemoryThreads
from retrieval.archive import MemoryArchive
from retrieval.index.okapi import OkapiIndex
from retrieval.ingest import analyse, indexed_passages
from retrieval.model import Article
from retrieval.retriever import Retriever

BRIDGE = Article(
    id="bridge",
    title="Bridge to close for repairs",
    outlet="Valley Post",
    published=date(2026, 3, 11),
    text="""The old bridge will close in April for repairs that cost 12,000 crowns a day, the Valley Post has learnt.

"We will rebuild the bridge stone by stone," Mayor Tomas Reyes told the Associated Press on Monday. He added that the \
ferry would run twice an hour.

Engineer Lena Okafor said the arches had been weakened by the floods of 1998. "Nobody was hurt," she said.

Shopkeepers expressed concern about the closure, which they fear will keep customers away.""",
)
SCHOOL = Article(
    id="school",
    title="Council agrees on new school",
    outlet="Valley Post",
    published=date(2026, 2, 2),
    text="""The council voted for a new school on Harbour Street by seven votes to two.

"The school is the tightest budget in a decade," Finance Councillor Ola Berg said on Thursday.

Reyes said the school would open in September 2027. Berg declined to say what the roof would cost.""",
)
FERRY = Article(
    id="ferry",
    title="Ferry strike averted",
    outlet="Coast Gazette",
    published=date(2026, 3, 14),
    text="""Union head Karin Moe said the ferry crews would not strike, the Coast Gazette reports.

"The offer is fair," Moe said. According to the ferry company, fares will rise by 4 per cent in May.""",
)
ARTICLES = (BRIDGE, SCHOOL, FERRY)


def assistant(*articles: Article, clock=lambda: 0.0) -> Assistant:
    archive = MemoryArchive([analyse(article) for article in articles or ARTICLES])
    index = OkapiIndex()
    index.add(passage for entry in archive.entries() for passage in indexed_passages(entry))
    return Assistant(archive, Retriever(archive, index), MemoryThreads(), clock=clock)
