"""Clients of Slack's Web API: which way their calls go."""

import pytest

from bot.slack.clients import Clients, goes_direct


@pytest.mark.parametrize(
    ("url", "no_proxy", "direct"),
    [
        ("http://127.0.0.1:8080/api/", "", True),
        ("http://localhost/api/", "", True),
        ("http://[::1]:8080/api/", "", True),
        ("https://slack.com/api/", "", False),
        ("https://slack.com/api/", "slack.com", True),
        ("https://hooks.slack.com/commands/1", "slack.com", True),
        ("https://slack.com/api/", "other.example", False),
    ],
)
async def test_a_proxy_is_passed_by_for_this_machine_and_what_no_proxy_names(monkeypatch, url, no_proxy, direct):
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", no_proxy)
    assert goes_direct(url) is direct
    clients = Clients(url)
    assert (clients.with_token("xoxb").proxy is None) is direct
    await clients.close()
