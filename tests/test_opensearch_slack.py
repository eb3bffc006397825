"""Several bots with one archive: PostgreSQL holds it, OpenSearch its index."""

import asyncio

from archives import entry, many
from opensearch_server import one_that_ends
from slack_process import ANN, HARBOUR, ME, answering, replies_to, reply_to, small_slack, until

from bot.slack.fake.reading import shown
from retrieval.archive.database import Database
from retrieval.archive.sql import SqlArchive
from retrieval.ingest import analyse

PIER = f"{ME} What did Vera Holm3 say about pier number 3?"


async def answered(slack):
    """Whether a question is answered by the article that was added last, once."""
    message = await slack.sends(HARBOUR, ANN, PIER)
    await until(lambda: reply_to(slack, message))
    [reply] = replies_to(slack, message)
    return "Pier number 3 stays open" in shown(reply)


async def until_ready(running, status):
    while (told := await running.get("/readyz"))[0] != status:  # noqa: ASYNC110  # the process tells it to who asks
        await asyncio.sleep(0.1)
    return told[1]


async def test_bots_share_an_archive_and_are_ready_while_its_index_answers(tmp_path, postgres):
    url = postgres()
    with one_that_ends() as (opensearch, end):
        archive = SqlArchive(Database(url))
        archive.put(entry(many(1)[0]))
        shared = {
            "ONRECORD_DATABASE_URL": url,
            "ONRECORD_STATE_URL": url,
            "ONRECORD_OPENSEARCH_URL": opensearch,
        }
        async with (
            small_slack() as slack,
            answering(slack, tmp_path, **shared) as one,
            answering(slack, tmp_path, **shared) as other,
        ):
            for article in many(4):
                archive.put(analyse(article))
            while not await answered(slack):
                pass  # it is found within a second
            assert all([await answered(slack) for _ in range(2)])
            assert [await until_ready(bot, 200) for bot in (one, other)] == ["ready\n"] * 2
            end()
            told = [await until_ready(bot, 503) for bot in (one, other)]
            assert told == [f"OpenSearch at {opensearch} cannot be reached.\n"] * 2
        assert "Traceback" not in "".join(one.log + other.log)
        archive.close()
