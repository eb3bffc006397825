"""``sources.yaml``: what it may hold, and every fault with its line."""

from pathlib import Path

import pytest

import bot.sources
from bot.script.source import ScriptError
from bot.sources import load
from retrieval.sources.source import Feed, Folder, Pages

WHOLE = """
feeds:
  - url: https://news.example/rss
    outlet: The Example
    language: en
    interval: 10m
    text: feed
  - url: http://other.example/atom
folders:
  - path: incoming
    outlet: No
pages:
  - name: Ministry
    urls: [https://ministry.example/a, https://ministry.example/b, https://ministry.example/a]
    interval: 1d
"""


def write(tmp_path, text):
    path = tmp_path / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_names_feeds_folders_and_pages(tmp_path):
    assert load(write(tmp_path, WHOLE)) == [
        Feed("https://news.example/rss", "The Example", "en", 600, "feed"),
        Feed("http://other.example/atom", interval=900),
        Folder(str(tmp_path / "incoming"), "No", interval=21_600, path=tmp_path / "incoming"),
        Pages("Ministry", interval=86_400, addresses=("https://ministry.example/a", "https://ministry.example/b")),
    ]


def test_the_example_in_the_docstring_is_one(tmp_path):
    example = bot.sources.__doc__.partition("\n\n")[2]
    assert [type(source) for source in load(write(tmp_path, example))] == [Feed, Folder, Pages]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        pytest.param("", 1, "the file is empty", id="empty"),
        pytest.param("feeds: [", 1, "this is not YAML", id="no YAML"),
        pytest.param("zebra: b\n", 1, "zebra: there is no such key", id="unknown key"),
        pytest.param("feed:\n  - url: https://a.example/\n", 1, 'feed: did you mean "feeds"?', id="misspelt"),
        pytest.param("feeds:\n  - {}\n", 2, "feeds[0]: Field required", id="no url"),
        pytest.param(
            "feeds:\n  - url: https://a.example/\n    oulet: KNA\n",
            3,
            'feeds[0].oulet: did you mean "outlet"?',
            id="within",
        ),
        pytest.param("feeds:\n  - url: a.example/rss\n", 2, "feeds[0].url: this is no address that", id="no address"),
        pytest.param(
            "feeds:\n  - url: https://a.example/\n    interval: 10\n",
            3,
            "feeds[0].interval: this is not a time",
            id="no unit",
        ),
        pytest.param(
            "feeds:\n  - url: https://a.example/\n    interval: 5s\n",
            3,
            "feeds[0].interval: this is not a time",
            id="too often",
        ),
        pytest.param(
            "feeds:\n  - url: https://a.example/\n    language: English\n",
            3,
            "feeds[0].language: String should",
            id="language",
        ),
        pytest.param(
            "feeds:\n  - url: https://a.example/\n    text: all\n", 3, "feeds[0].text: Input should be", id="text"
        ),
        pytest.param(
            "pages:\n  - name: a\n    urls: []\n", 3, "pages[0].urls: List should have at least 1", id="no pages"
        ),
        pytest.param(
            "feeds:\n  - url: https://a.example/\n    url: x\n", 3, 'the key "url" stands here', id="key twice"
        ),
        pytest.param(
            "feeds:\n  - url: https://a.example/\n  - url: https://a.example/\n",
            3,
            "feeds[1].url: https://a.example/ is a source already",
            id="source twice",
        ),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path, text, line, reason):
    path = write(tmp_path, text)
    with pytest.raises(ScriptError) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path}:{line}: {reason}")


def test_all_faults_are_named(tmp_path):
    with pytest.raises(ScriptError) as caught:
        load(write(tmp_path, "feeds:\n  - url: x\n  - url: y\nfolders:\n  - pat: z\n"))
    assert [line.split(":")[1] for line in str(caught.value).splitlines()] == ["2", "3", "5", "5"]


def test_a_file_that_is_not_there_is_told():
    with pytest.raises(ScriptError, match=r"sources\.yaml:1: cannot be read: No such file"):
        load(Path("/nowhere/sources.yaml"))
