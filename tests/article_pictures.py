"""Pictures of the article page, to look at: ``python tests/article_pictures.py FOLDER`` (needs Chromium)."""

import asyncio
import sys
from datetime import date
from pathlib import Path

import chromium
from test_page_in_chromium import serving

from retrieval.model import Article

TEXT = """The harbour council met on Tuesday. It had three hours, and took four.

Money

"We will not sell the old pier," Mayor Ada Lindqvist told the Coast Gazette. "It has stood in the sea for two hundred \
years, and it will stand there when all of us are gone. Whoever wants to buy it may buy a ticket for the ferry." She \
said that the repair would cost 3 million crowns and take two years.

"It is ours," she said. "It was never the council's to sell."

Fishers

Fishers welcomed the vote. "The pier feeds my family," said Omar Haddad, who chairs the union of fishers.
"""
ARTICLE = Article(
    "pier",
    TEXT,
    "Council keeps the old pier",
    "Harbour News",
    "Jo Berg",
    date(2026, 3, 4),
    correction="It was four hours, not three.",
)
START = TEXT.index('"We will')
QUOTE = (START, TEXT.index(" She said that"))


async def main(folder: Path) -> None:
    for name, scheme, width in (("light", "light", 900), ("dark", "dark", 900), ("phone", "dark", 390)):
        async with serving(ARTICLE) as links, chromium.tab(width, 900) as tab:
            await tab.open(links.to(ARTICLE, QUOTE), scheme=scheme)
            (folder / f"{name}.png").write_bytes(await tab.picture())
            await tab.open(links.to(ARTICLE, QUOTE).replace("signature=", "signature=x"), scheme=scheme)
            (folder / f"{name}-refused.png").write_bytes(await tab.picture())


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
