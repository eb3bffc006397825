"""Expectations are rewritten into what came, and every other character of the file stays."""

import io
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import (
    ARTICLE,
    NARRATION,
    PARAPHRASE,
    TEXT,
    abstained,
    answered,
)
from scripts import GOOD, folder, played

from bot.reply import Notice, Reply
from bot.script import files
from bot.script.play import confirmed, rehearse
from bot.script.update import diff, rewritten
from retrieval.model import Answer

TEXTS = {ARTICLE.id: TEXT}
REPLIES = {
    "Pier": answered("Pier"),
    "More": answered("More", body=Answer("More", (PARAPHRASE, NARRATION), (), 0.5)),
    "Ferries": abstained("Ferries"),
    "Help": Reply("command", Notice("Help."), "Help"),
}


def updated(tmp_path: Path, text: str) -> tuple[str, list[str]]:
    """The script after an update, and the complaints; what is written passes but for those."""
    file = folder(tmp_path, text)
    results = played(file, REPLIES, TEXTS)
    new, complaints = rewritten(results[0].scenario.source, results)
    file.write_bytes(new.encode())
    assert complaints or all(result.passed for result in played(file, REPLIES, TEXTS))
    return new, [line.replace(str(file), "talk") for line in complaints]


HEAD = """\
# Kept: the head.
version: 1
vars: {who: Ada Lindqvist}   # kept

conversations:
  - name: pier
    turns:
"""
TAIL = """
# Kept: between two conversations.
  - name: other
    turns: [{user: Help, bot: {outcome: command}}]
# Kept: the end.
"""


def cases() -> list:
    """Parts of the table: a name, the turns before the update and those after it."""
    table = (Path(__file__).parent / "data" / "script_updates.txt").read_text(encoding="utf-8")
    named = (part.partition("\n") for part in table.split("======== ")[1:])
    return [pytest.param(*turns.split("-------- becomes\n"), id=name) for name, _, turns in named]


@pytest.mark.parametrize(("before", "after"), cases())
def test_what_did_not_hold_is_rewritten_and_nothing_else(tmp_path, before, after):
    new, complaints = updated(tmp_path, HEAD + before + TAIL)

    assert new == HEAD + after + TAIL
    assert complaints == []


def test_line_ends_of_windows_and_a_byte_order_mark_stay(tmp_path):
    turn = "      - user: More\n        bot:\n          quotes:\n" + 3 * "            - kind: mixed\n"
    text = "\ufeff" + (HEAD + turn + TAIL).replace("\n", "\r\n")

    file = tmp_path / "talk.convo.yaml"
    file.write_bytes(text.encode())
    results = played(file, REPLIES, TEXTS)
    new, _ = rewritten(results[0].scenario.source, results)

    assert new.replace("\r\n", "") == new.replace("\r\n", "").replace("\n", "")
    assert new.startswith("\ufeff# Kept: the head.\r\n")
    assert new.endswith(TAIL.replace("\n", "\r\n"))
    assert "- {kind: paraphrase}\r\n            - {kind: narration}\r\n" in new


@pytest.mark.parametrize(
    ("turn", "complaint"),
    [
        (
            "{user: {any: [Pier, Ferries]}, bot: {outcome: error}}",
            "talk:8: conversations[0].turns[0].bot.outcome came out differently for the variants",
        ),
        (
            "{user: {any: [Pier, Ferries]}, bot: {outcome: answered}}",
            "talk:8: conversations[0].turns[0].bot.outcome came out differently for the variants",
        ),
        (
            "{user: {any: [Pier, More]}, bot: {quotes: [{}, {}]}}",
            "talk:8: conversations[0].turns[0].bot.quotes came out differently for the variants",
        ),
        (
            "{user: Pier, bot: {text: {contains: Ahoy}}}",
            "talk:8: conversations[0].turns[0].bot.text.contains speaks of the reply as it is read",
        ),
    ],
)  # fmt: skip
def test_what_no_expectation_can_say_is_left_alone(tmp_path, turn, complaint):
    text = f"{HEAD}      - {turn}\n{TAIL}"

    assert updated(tmp_path, text) == (text, [complaint])


def test_an_expectation_cannot_be_made_of_a_quote_that_does_not_stand_in_its_article(tmp_path):
    file = folder(tmp_path, f"{HEAD}      - {{user: Pier, bot: {{outcome: answered}}}}\n")
    results = played(file, REPLIES, {ARTICLE.id: TEXT.replace("not sell", "sell")})

    new, complaints = rewritten(results[0].scenario.source, results)

    assert new == file.read_text()
    assert complaints == [f"{file}:8: a quote does not stand in its article to the letter"]


@given(st.text(max_size=20), st.text(max_size=20), st.sampled_from(["'{}'", '"{}"', "{}"]))
def test_any_text_can_come_in_the_place_of_any_other(tmp_path_factory, asked, understood, style):
    plain = "".join(char for char in asked if char.isalnum() and char.isascii()) or "x"
    file = tmp_path_factory.mktemp("update") / "talk.convo.yaml"
    file.write_text(f"{HEAD}      - {{user: x, bot: {{understood: {{contains: {style.format(plain)}}}}}}}\n{TAIL}")
    replies = REPLIES | {"x": abstained("x", understood_as=understood)}

    results = played(file, replies, TEXTS)
    new, complaints = rewritten(results[0].scenario.source, results)
    file.write_bytes(new.encode())

    assert complaints == []
    assert new.endswith(TAIL)
    assert all(result.passed for result in played(file, replies, TEXTS))


def test_a_diff_shows_what_is_rewritten(tmp_path):
    file = folder(tmp_path, f"{HEAD}      - {{user: Pier, bot: {{count: 2}}}}\n")
    results = played(file, REPLIES, TEXTS)
    source = results[0].scenario.source

    lines = diff(source, rewritten(source, results)[0]).splitlines()

    assert lines[-2:] == ["-      - {user: Pier, bot: {count: 2}}", "+      - {user: Pier, bot: {count: 1}}"]


def run(file: Path, **options) -> tuple[int, str]:
    out = io.StringIO()
    return rehearse([file], out=out, **options), out.getvalue()


def test_a_rehearsal_with_update_shows_the_diff_writes_and_plays_again(tmp_path):
    file = folder(tmp_path, GOOD.replace("3 million", "4 million", 1).replace("speaker_silent", "no_match"))

    code, told = run(file, update=True)

    assert code == 0
    assert "-            - {contains: 4 million crowns, speaker: Ada Lindqvist, kind: paraphrase}\n" in told
    assert "+        bot: {outcome: abstained, reason: speaker_silent, quotes: []}\n" in told
    assert told.splitlines()[-1].startswith("3 ok in ")
    assert run(file)[0] == 0


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("answer", "written"), [("y\n", True), ("Yes\n", True), ("n\n", False), ("\n", False), ("", False)]
)
def test_a_person_at_a_terminal_is_asked_before_anything_is_written(tmp_path, answer, written):
    out = Terminal()

    assert confirmed(tmp_path / "talk.convo.yaml", Terminal(answer), out) is written
    assert out.getvalue().endswith("talk.convo.yaml? [y/N] ")


def test_nobody_is_asked_where_nobody_can_answer(tmp_path):
    assert confirmed(tmp_path, io.StringIO("n\n"), Terminal())
    assert confirmed(tmp_path, Terminal("n\n"), io.StringIO())


def test_an_update_of_one_variant_asks_the_others_too(tmp_path):
    text = GOOD.replace("{any: [What did Lindqvist say about the repair", "{any: [What did Nils Berg say")
    file = folder(tmp_path, text)

    code, told = run(file, update=True, keyword="repair[1]")

    assert code == 1
    assert "came out differently for the variants" in told
    assert file.read_text() == text


def test_a_rehearsal_with_update_leaves_a_script_that_passes(tmp_path):
    file = folder(tmp_path)
    before = file.stat()

    assert run(file, update=True)[0] == 0
    assert file.read_text() == GOOD
    assert file.stat().st_mtime_ns == before.st_mtime_ns


def test_a_file_is_replaced_whole_with_its_permissions_and_through_links(tmp_path):
    file, link = tmp_path / "a.txt", tmp_path / "b.txt"
    file.write_text("old")
    file.chmod(0o640)
    link.symlink_to(file)

    files.replace(link, "new")

    assert (link.is_symlink(), file.read_text(), stat.S_IMODE(file.stat().st_mode)) == (True, "new", 0o640)
    assert sorted(tmp_path.iterdir()) == [file, link]


def test_a_file_that_cannot_be_replaced_stays(tmp_path):
    (tmp_path / "a.txt").mkdir()

    with pytest.raises(OSError, match="Is a directory"):
        files.replace(tmp_path / "a.txt", "new")
    assert list(tmp_path.iterdir()) == [tmp_path / "a.txt"]
