"""The manifests: what Slack's schema of them demands, and that they ask for just what the code listens to."""

import re
from pathlib import Path

import pytest
import yaml

from bot.render import home
from bot.slack import checks, http, listeners, oauth

FOLDER = Path(__file__).parents[1] / "deploy" / "slack"
SOCKET, HTTP = (
    yaml.safe_load((FOLDER / f"manifest.{way}.yaml").read_text(encoding="utf-8")) for way in ("socket", "http")
)

# What needs each scope: events of https://docs.slack.dev/reference/events, and methods that the bot calls.
NEEDED_FOR = {
    "app_mentions:read": "app_mention",
    "channels:history": "message.channels",
    "groups:history": "message.groups",
    "im:history": "message.im",
    "mpim:history": "message.mpim",
    "chat:write": "chat.postMessage",
    "commands": "slash_commands",
    "assistant:write": "assistant.threads.setSuggestedPrompts",
}
EVENTS = {event for event in NEEDED_FOR.values() if event.startswith(("app_mention", "message."))} | {"app_home_opened"}
LEAVING = {"app_uninstalled", "tokens_revoked"}  # a workspace that goes: bolt's listeners forget its installation

ADDRESSES = {"request_url", "url", "redirect_urls", "socket_mode_enabled"}


@pytest.fixture(params=[SOCKET, HTTP], ids=["socket", "http"])
def manifest(request):
    return request.param


def test_each_scope_is_needed_and_none_is_missing(manifest):
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == set(NEEDED_FOR)
    assert list(manifest["oauth_config"]["scopes"]) == ["bot"]


def test_the_check_at_start_asks_for_the_scopes_of_the_manifest(manifest):
    assert manifest["oauth_config"]["scopes"]["bot"] == list(checks.SCOPES)


def test_the_events_are_those_that_are_listened_to(manifest):
    assert set(manifest["settings"]["event_subscriptions"]["bot_events"]) == EVENTS | LEAVING


def test_the_command_and_the_shortcut_are_those_that_are_listened_to(manifest):
    (command,) = manifest["features"]["slash_commands"]
    (shortcut,) = manifest["features"]["shortcuts"]
    assert command["command"] == listeners.COMMAND == home.COMMAND
    assert (shortcut["callback_id"], shortcut["type"]) == (listeners.SHORTCUT, "message")
    assert shortcut["name"] == home.CHECK


def test_texts_are_within_the_lengths_of_the_schema(manifest):
    about, features = manifest["display_information"], manifest["features"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 175 <= len(about["long_description"]) <= 4_000
    assert re.fullmatch("#[0-9a-f]{6}", about["background_color"])
    assert len(features["agent_view"]["agent_description"]) <= 300
    assert all(
        len(shortcut["name"]) <= 24 and len(shortcut["description"]) <= 150 for shortcut in features["shortcuts"]
    )


def test_the_home_and_the_messages_tab_are_open(manifest):
    assert manifest["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert "assistant_view" not in manifest["features"]
    assert manifest["settings"]["interactivity"]["is_enabled"] is True


def test_socket_mode_needs_no_address():
    assert SOCKET["settings"]["socket_mode_enabled"] is True
    assert "http" not in yaml.safe_dump(SOCKET)


def test_http_has_one_address_in_the_lines_that_are_to_be_edited():
    assert HTTP["settings"]["socket_mode_enabled"] is False
    host = "https://onrecord.example.com"
    url = host + http.EVENTS
    assert HTTP["oauth_config"]["redirect_urls"] == [host + oauth.REDIRECT]
    assert HTTP["settings"]["event_subscriptions"]["request_url"] == url
    assert HTTP["settings"]["interactivity"]["request_url"] == url
    assert HTTP["features"]["slash_commands"][0]["url"] == url
    written = (FOLDER / "manifest.http.yaml").read_text(encoding="utf-8")
    assert "the four lines that hold onrecord.example.com" in written
    assert sum(host in line for line in written.splitlines()) == 4


def test_both_ask_for_the_same_but_for_addresses():
    assert without_addresses(SOCKET) == without_addresses(HTTP)


def without_addresses(value):
    if isinstance(value, dict):
        return {key: without_addresses(inner) for key, inner in value.items() if key not in ADDRESSES}
    return [without_addresses(inner) for inner in value] if isinstance(value, list) else value
