"""A bot that keeps its archive current itself, held in the real process beside a small Slack and a news site."""

import asyncio
import json
import threading
from contextlib import contextmanager

import pytest
from news_site import RSS, dripping, serving
from slack_process import _ARTICLE, ANN, DIRECT, PIER, answering, environment, reply_to, small_slack, start, until
from test_slack_operating import numbers
from test_slack_start import run

from bot.bootstrap import sources_of_a_bot
from bot.settings import Settings, SettingsError

PARAGRAPHS = "".join(f"<p>{paragraph}</p>" for paragraph in _ARTICLE.split("\n\n")[1:])
PAGE = f"<html lang=en><head><title>Council keeps the old pier</title></head><article>{PARAGRAPHS}</article></html>"


@contextmanager
def newsroom(folder):
    """A site whose feed links to an article and to a page that is not there, and the settings of a bot that watches."""
    with serving() as (site, address):
        site.page("/pier", PAGE)
        links = "".join(f"<item><link>{address}{path}</link></item>" for path in ("/pier", "/none"))
        site.page("/rss", f'<rss version="2.0"><channel><title>Harbour</title>{links}</channel></rss>', RSS)
        sources = {"feeds": [{"url": f"{address}/rss", "outlet": "Harbour News"}, {"url": f"{address}/gone"}]}
        (folder / "sources.yaml").write_text(json.dumps(sources))
        yield (
            site,
            address,
            {
                "ONRECORD_ARCHIVE": "",
                "ONRECORD_DATABASE_URL": f"sqlite:///{folder / 'archive.sqlite3'}",
                "ONRECORD_SOURCES": str(folder / "sources.yaml"),
                "ONRECORD_FETCH_PRIVATE": "true",
            },
        )


async def test_a_bot_answers_from_what_its_sources_bring_and_tells_how_they_do(tmp_path):
    with newsroom(tmp_path) as (_, address, settings):
        async with small_slack() as slack, answering(slack, tmp_path, **settings) as running:

            async def told():
                return numbers((await running.get("/metrics"))[1])

            for _ in range(200):
                if (await told())["onrecord_archive_articles"] == 1 and "/gone" in "".join(running.log):
                    break
                await asyncio.sleep(0.05)

            async def answered():
                question = await slack.sends(DIRECT, ANN, PIER)
                await until(lambda: reply_to(slack, question))
                return "sell the old pier" in json.dumps(reply_to(slack, question))

            for _ in range(100):  # until what was added is indexed too
                if await answered():
                    break
                await asyncio.sleep(0.1)
            else:
                pytest.fail("it never answers from the article")
            assert any(f"could not read {address}/none: does not exist" in line for line in running.log)

            feed, gone = f'source="{address}/rss"', f'source="{address}/gone"'
            metrics = await told()
            wanted = {
                f"onrecord_source_failures{{{feed}}}": 0,
                f"onrecord_source_failures{{{gone}}}": 1,
                f"onrecord_source_read_timestamp_seconds{{{gone}}}": 0,
                f'onrecord_ingested_total{{event="added",{feed}}}': 1,
                f'onrecord_ingest_failures_total{{reason="gone",{feed}}}': 1,
                f'onrecord_ingest_failures_total{{reason="gone",{gone}}}': 1,
            }
            assert {name: metrics.get(name) for name in wanted} == wanted
            assert metrics["onrecord_archive_changed_timestamp_seconds"] > 1_700_000_000

            await slack.opens_home(ANN, "home", DIRECT)
            home = json.dumps(await until(lambda: slack.workspace.homes.get(ANN)))
            assert "2 sources; 1 cannot be read now." in home
            assert "does not exist; 1 look failed, never read" in home


async def test_a_bot_ends_in_time_though_a_source_is_slow(tmp_path):
    with newsroom(tmp_path) as (site, _, settings):
        asked = threading.Event()

        def slow(handler):
            asked.set()
            dripping(handler)

        site.routes["/rss"] = slow
        async with small_slack() as slack:
            running = await start(environment(slack, tmp_path, **settings))
            await asyncio.to_thread(asked.wait, 20)
            async with asyncio.timeout(25):
                assert await running.end() == 0


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, 0),
        ({"sources": "mine.yaml", "database_url": "sqlite:///a.sqlite3"}, 1),
        ({"sources": "mine.yaml"}, 1),
        ({"sources": "mine.yaml", "archive": ("news",), "database_url": "sqlite:///a.sqlite3"}, 1),
    ],
)
def test_sources_are_watched_where_there_is_a_file_of_them_and_an_archive_to_fill(tmp_path, monkeypatch, given, named):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text("feeds: [{url: https://news.example/rss}]")
    assert len(sources_of_a_bot(Settings(**given))) == named


def test_the_file_in_the_working_folder_is_passed_over_where_files_are_asked_and_an_error_where_it_is_set(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sources.yaml").write_text("feeds: [{url: https://news.example/rss}]")
    assert len(sources_of_a_bot(Settings())) == 1
    assert sources_of_a_bot(Settings(archive=("news",))) == []
    with pytest.raises(SettingsError, match="ONRECORD_SOURCES: files of articles are asked"):
        sources_of_a_bot(Settings(archive=("news",), sources="sources.yaml"))


async def test_the_doctor_looks_at_the_sources_and_makes_nothing(tmp_path):
    with newsroom(tmp_path) as (_, _, settings):
        async with small_slack() as slack:
            _, lines = await run(slack, tmp_path, "doctor", **settings)
            assert "ok       The archive is empty still; its sources fill it." in lines
            assert f"ok       {tmp_path / 'sources.yaml'} names 2 sources." in lines
            assert not (tmp_path / "archive.sqlite3").exists()
            (tmp_path / "sources.yaml").write_text("feeds: [{ulr: x}]")
            _, lines = await run(slack, tmp_path, "doctor", **settings)
            assert f"MISSING  {tmp_path / 'sources.yaml'}:1: feeds[0].ulr: there is no such key" in lines
