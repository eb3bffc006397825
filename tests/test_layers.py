"""Imports point downward, and what is at the bottom knows little: read from the source, imports in functions too."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot

# Top to bottom. A module belongs to the longest name here that it has or lies in. It may import from lower lines and,
# of its own line, from its own name only.
LAYERS = """
bot.__main__
bot.cli
bot.cli_archive
bot.console  bot.batch  bot.curate  bot.script
bot.slack.target
bot.slack  bot.prompt
bot.bootstrap  bot.pages  bot.watch
bot.script.target
bot.assistant  bot.sources
bot.script.scenario
bot.script.reading
bot.script.format
bot.script.source
bot.settings  bot.logs  bot.health  bot.running  bot.linked  bot.render
bot.suggestions  bot.recall  bot.followups
bot.context  bot.standing
bot.commands
bot.reply  bot.conversation  bot.asking
retrieval.verify  retrieval.upkeep  retrieval.intake  retrieval.retriever
retrieval.sources  retrieval.ingest  retrieval.check  retrieval.quoting
retrieval.choice
retrieval.features
retrieval.thread  retrieval.agreement
retrieval.articles
retrieval.candidates
retrieval.coverage
retrieval.question  retrieval.claims  retrieval.comparison
retrieval.answer_type  retrieval.archive
retrieval.speakers  retrieval.indexing  retrieval.spelling  retrieval.duplicates
retrieval.attribution  retrieval.segment  retrieval.readers  retrieval.index  retrieval.lexicon
retrieval.filters  retrieval.timeline  retrieval.freshness
retrieval.periods
retrieval.analysis
retrieval.languages  retrieval.model
retrieval.errors
"""
LINE_OF = {name: number for number, line in enumerate(LAYERS.strip().splitlines()) for name in line.split()}

ROOT = Path(bot.__file__).parents[1]
FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for package in ("bot", "retrieval")
    for path in sorted((ROOT / package).rglob("*.py"))
}


def imported(module: str) -> Iterator[str]:
    """The modules that a module imports; of ours, the very module."""
    for node in ast.walk(ast.parse(FILES[module].read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(origin), names=names):
                yield from (inside if (inside := f"{origin}.{name.name}") in FILES else origin for name in names)


def layer(module: str) -> str | None:
    """The name in the table that a module belongs to."""
    names = [name for name in LINE_OF if f"{module}.".startswith(f"{name}.")]
    return max(names, key=len, default=None)


def is_allowed(importer: str, origin: str) -> bool:
    return layer(importer) == layer(origin) or LINE_OF[layer(importer)] < LINE_OF[layer(origin)]


def test_every_module_has_its_place():
    packages = {"bot", "retrieval"}
    assert [module for module in FILES if layer(module) is None and module not in packages] == []


def test_every_place_has_a_module():
    assert [name for name in LINE_OF if name not in FILES] == []


@pytest.mark.parametrize("module", sorted(set(FILES) - {"bot", "retrieval"}))
def test_imports_point_downward(module):
    ours = [origin for origin in imported(module) if origin.startswith(("bot.", "retrieval."))]
    assert [origin for origin in ours if not is_allowed(module, origin)] == []


def test_the_rule_notices_an_arrow_that_points_up():
    assert is_allowed("bot.cli", "retrieval.model")
    assert not is_allowed("retrieval.model", "retrieval.archive.sql")
    assert not is_allowed("bot.console", "bot.batch")


def test_the_domain_needs_the_standard_library_alone():
    origins = {origin for module in ("retrieval.model", "retrieval.errors") for origin in imported(module)}
    assert {name for name in origins if name.split(".")[0] not in sys.stdlib_module_names} <= {"retrieval.errors"}


def test_slack_is_imported_in_its_own_folder_alone():
    users = {module for module in FILES for origin in imported(module) if origin.startswith("slack_")}
    assert {module for module in users if not module.startswith("bot.slack.")} == set()


def test_the_article_that_comes_with_it_is_not_in_the_code():
    """Nobody's name and no outlet of it: what is right there has to be right for any article.

    Word lists may hold such words. Reuters is one outlet of a list, and WordNet knows Crimea; no rule looks for them.
    """
    names = ("sybiha", "andrii", "andriy", "zelenskyy", "zelensky", "putin", "unn", "crimea", "donbas", "kyiv")
    words = {
        module: set(path.read_text(encoding="utf-8").casefold().replace("'", " ").split())
        for module, path in FILES.items()
    }
    assert {module: found for module, text in words.items() if (found := {n for n in names if n in text})} == {}
