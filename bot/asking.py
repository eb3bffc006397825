"""Questions as a person would ask them, in any language that there are tables for. Pure."""

from __future__ import annotations

from retrieval.languages import rules_of


def what_said(speaker: str, topic: str, language: str) -> str:
    """The question for a speaker's words on a topic, or for all of them where it is empty."""
    rules = rules_of(language)
    table = rules.follow_ups
    gender = rules.clauses.names.get(speaker.partition(" ")[0], "m") if rules.clauses else "m"
    on_topic = table.on_topic.format(topic=topic) if topic else ""
    return f"{table.what_said.format(speaker=speaker, said=table.said.get(gender))}{on_topic}?"
