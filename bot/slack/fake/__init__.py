"""A small Slack for rehearsals and tests: it takes and refuses what Slack does, over the same protocols.

``workspace`` holds what was said, ``rules`` what Slack refuses, ``api`` the Web API, ``payloads`` what is sent of what
users do, ``delivery`` how it reaches the app, ``server`` puts them behind one port. Shipped, as scripted conversations
are played against it.
"""

from bot.slack.fake.server import FakeSlack

__all__ = ["FakeSlack"]
