"""Several workspaces: each is served with the token of its own installation."""

import re
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlsplit

import aiohttp
from slack_process import ANN, HARBOUR, ME, PIER, answering, reply_to, settled, small_slack, until

from bot.slack.fake.workspace import BOT_USER, CODE

SEVERAL = {
    "ONRECORD_SLACK_BOT_TOKEN": "",
    "ONRECORD_SLACK_CLIENT_ID": "1.2",
    "ONRECORD_SLACK_CLIENT_SECRET": "secret",
}


async def install(running, code):
    """Go through the installation as a browser does; the status of its last page."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        async with session.get(running.url("/slack/install")) as page:
            link = urlsplit(
                re.search(r'href="(https://slack\.com/oauth/[^"]+)"', await page.text())[1].replace("&amp;", "&")
            )
            cookie = SimpleCookie(page.headers["Set-Cookie"])
        asked = parse_qs(link.query)
        assert "app_mentions:read" in asked["scope"][0]
        back = {"code": code, "state": asked["state"][0]}
        kept = "; ".join(f"{name}={morsel.value}" for name, morsel in cookie.items())
        url = running.url("/slack/oauth_redirect")
        async with session.get(url, params=back, headers={"Cookie": kept}) as page:
            return page.status


async def test_a_workspace_is_served_from_its_installation_to_its_end(tmp_path):
    async with small_slack() as slack, answering(slack, tmp_path, "--http", **SEVERAL) as running:
        stranger = await slack.sends(HARBOUR, ANN, f"{ME} {PIER}")
        assert await install(running, "a wrong code") == 401
        assert await install(running, CODE) == 200
        message = await slack.sends(HARBOUR, ANN, f"{ME} {PIER}")
        await until(lambda: reply_to(slack, message))
        assert reply_to(slack, stranger) is None
        await slack.deliver_event({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT_USER]}})
        after = await slack.sends(HARBOUR, ANN, f"{ME} {PIER}")
        await until(settled(slack, tmp_path))
        assert reply_to(slack, after) is None
