"""Conversations are played and reported: by the engine on a table of replies, and by the command on a real archive."""

import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from samples import ABSTENTION, ARTICLE, DIRECT_WORDS, PARAPHRASE, TEXT, FakeAssistant, abstained, answered
from scripts import GOOD, TableTarget, folder, played

from bot import cli, running
from bot.reply import Notice, Reply
from bot.script import report
from bot.script.collect import RehearsalError, find
from bot.script.format import schema
from bot.script.junit import document
from bot.script.play import Player, rehearse
from bot.script.scenario import Click, load
from bot.script.source import ScriptError
from bot.script.target import ConsoleTarget
from retrieval.errors import ArchiveMissing
from retrieval.model import Answer

TEXTS = {ARTICLE.id: TEXT}
REPLIES = {
    "Pier?": answered("Pier?"),
    "Ferries?": abstained("Ferries?"),
    "!": Reply("error", Notice("No words."), "!"),
    "more 1": answered("/more", body=Answer("Pier?", (PARAPHRASE,), (), 0.9), first=2),
    "context 2": Reply("command", Notice("Context."), "/context 2"),
}


def script(*turns: str) -> str:
    return "version: 1\nconversations:\n  - name: pier\n    turns:\n" + "".join(f"      - {turn}\n" for turn in turns)


def failure(tmp_path: Path, *turns: str, texts: dict[str, str] = TEXTS) -> list[str]:
    """The report on a script, without the lines that say what came."""
    file = tmp_path / "talk.convo.yaml"
    file.write_text(script(*turns), encoding="utf-8")
    (result,) = played(file, REPLIES, texts)
    assert result.passed is False
    lines = report.failure(result).replace(str(file), "talk").splitlines()
    return lines[: lines.index("  what came:")]


def test_turns_are_played_in_order_in_one_session(tmp_path):
    file = folder(tmp_path, script('user: "Pier?"', "click: more", "click: context 2"))
    target = TableTarget(REPLIES)

    result = Player(target, lambda _: TEXTS, clock=iter([1.0, 3.5]).__next__).play(load(file, "console")[0])

    assert result.passed
    assert result.seconds == 2.5
    assert target.done == ["Pier?", Click("more", 1), Click("context", 2)]
    assert len(target.opened) == 1


def test_a_conversation_goes_on_after_a_turn_that_failed(tmp_path):
    file = folder(tmp_path, script('{user: "Pier?", bot: {outcome: error}}', '{user: "!", bot: {outcome: error}}'))

    (result,) = played(file, REPLIES, TEXTS)

    assert [turn.holds for turn in result.played] == [False, True]


def test_an_archive_that_cannot_be_read_is_the_fault_of_its_conversation(tmp_path):
    def texts(_archive):
        raise ArchiveMissing(Path("nowhere"))

    (scenario,) = load(folder(tmp_path, script('user: "Pier?"')), "console")
    result = Player(TableTarget(REPLIES), texts, clock=lambda: 0.0).play(scenario)

    assert not result.passed
    assert report.failure(result) == f"{scenario.source.file}:3: There is no archive at nowhere."


def test_a_failure_shows_what_was_expected_what_came_and_the_difference(tmp_path):
    turn = (
        '{user: "Pier?", bot: {outcome: answered, quotes: [{contains: "not sell an old peer", speaker: Jo Berg,'
        " via: [Harbour News]}], count: {min: 2}}}"
    )

    assert failure(tmp_path, turn) == [
        "talk:5: pier, turn 1",
        "  user: Pier?",
        "    outcome: answered",
        "  - count: min: 2",
        "  + count: 1",
        "  - quotes[0].contains: not sell an old peer",
        f"  + quotes[0].contains: {DIRECT_WORDS}",
        "  ? not sell [-an-]{+the+} old [-peer-]{+pier+}",
        "  - quotes[0].speaker: Jo Berg",
        "  + quotes[0].speaker: Ada Lindqvist",
        "  - quotes[0].via: [Harbour News]",
        "  + quotes[0].via: [Harbour News, Coast Gazette]",
    ]


def test_a_difference_that_cannot_be_seen_is_spelt(tmp_path):
    lines = failure(tmp_path, '{user: "Pier?", bot: {quotes: [{contains: "the old\\u00a0pier"}]}}')

    assert lines[-1] == "  ? the old[-\\xa0-]{+ +}pier"


def test_quotes_that_are_missing_are_listed_beside_those_that_came(tmp_path):
    lines = failure(tmp_path, '{user: "Pier?", bot: {quotes: [{kind: direct}, {kind: mixed, speaker: null}]}}')

    assert lines[2:] == [
        "    quotes[0].kind: direct",
        "  - quotes: ",
        "      kind: direct",
        "      speaker: null, kind: mixed",
        "  + quotes: ",
        "      kind: direct",
    ]


def test_a_reply_that_fails_is_shown_in_short(tmp_path):
    file = folder(
        tmp_path, script('{user: "Ferries?", bot: {outcome: answered}}', '{user: "!", bot: {reason: no_match}}')
    )
    (result,) = played(file, REPLIES, TEXTS)

    text = report.failure(result)

    assert "    abstained, speaker_silent\n" in text
    assert f"    understood as: {ABSTENTION.understood_as}\n" in text
    assert "    closest: The harbour council met on Tuesday. (nobody named, narration, Harbour News)" in text
    assert text.endswith("    error\n    No words.")


def test_a_quote_that_does_not_stand_in_its_article_fails_unasked(tmp_path):
    changed = TEXT.replace("not sell", "gladly sell")

    lines = failure(tmp_path, '{user: "Pier?", bot: {outcome: answered}}', texts={ARTICLE.id: changed})

    assert lines[3] == "  a quote does not stand in its article to the letter"
    assert lines[5] == f"  + quoted was:   {DIRECT_WORDS}"
    assert lines[6].startswith("  ? ... We will [-gladly-]{+not+} sell")


def test_a_report_cannot_move_the_cursor(tmp_path):
    replies = {"x": answered("x", understood_as="\x1b[2Jgone \u202e txet")}
    file = folder(tmp_path, script("{user: x, bot: {outcome: error}}"))

    text = report.failure(played(file, replies, TEXTS)[0])

    assert "understood as: \\x1b[2Jgone \\u202e txet" in text


def test_a_long_text_is_cut_and_not_compared(tmp_path):
    replies = {"x": Reply("command", Notice("a " * 50_000), "x", understood_as="b " * 50_000)}
    file = folder(tmp_path, script("{user: x, bot: {understood: {contains: c}}}"))

    text = report.failure(played(file, replies, TEXTS)[0])

    assert "(100,000 characters)" in text
    assert "\n  ?" not in text


def test_the_console_has_a_command_for_each_of_its_buttons(tmp_path):
    assistant = FakeAssistant(REPLIES)
    built = []

    def build(archive, now):
        built.append((archive, now))
        return assistant

    turns = ['user: "Pier?"', "click: more", "click: context", "click: why 2", "click: open 3"]
    text = script(*turns).replace("- name: pier", "- {name: first, turns: [{user: a}]}\n  - name: pier\n    limit: 2")
    target = ConsoleTarget(build)
    for scenario in load(folder(tmp_path, text), "console"):
        Player(target, lambda _: TEXTS).play(scenario)

    assert built == [((), None)]
    assert [(text, limit) for _, text, limit in assistant.asked] == [
        ("a", None), ("Pier?", 2), ("/more", 2), ("/context 1", 2), ("/why 2", 2), ("/article 3", 2),
    ]  # fmt: skip
    first, *others = [thread for thread, _, _ in assistant.asked]
    assert set(others) == {others[0]}
    assert first != others[0]


def test_a_reply_in_the_console_reads_as_it_does_without_a_terminal(tmp_path):
    session = ConsoleTarget(lambda *_: FakeAssistant()).open(load(folder(tmp_path), "console")[0])

    assert session.read(answered()).splitlines()[0] == f"1. {DIRECT_WORDS}"


def run(*paths: Path, **options) -> tuple[int, list[str]]:
    out = io.StringIO()
    code = rehearse(paths, out=out, **options)
    return code, out.getvalue().splitlines()


def test_a_rehearsal_plays_a_folder_and_counts(tmp_path):
    file = folder(tmp_path)
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "other.convo.yaml").write_text("no script")

    code, lines = run(tmp_path)

    assert code == 0
    assert lines[:3] == [f"ok      {file}::repair[1]", f"ok      {file}::repair[2]", f"ok      {file}::ferry"]
    assert lines[-1].startswith("3 ok in ")


def test_a_rehearsal_that_fails_says_so_and_plays_the_rest(tmp_path):
    file = folder(tmp_path, GOOD.replace("3 million", "4 million", 1))

    code, lines = run(file)

    assert code == 1
    assert [line.split()[0] for line in lines[:3]] == ["FAILED", "FAILED", "ok"]
    assert "  - quotes[0].contains: 4 million crowns" in lines
    assert lines[-1].startswith("1 ok, 2 failed in ")


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({"keyword": "FERRY"}, ["ferry"]),
        ({"keyword": "repair[2]"}, ["repair[2]"]),
        ({"keyword": "talk.convo"}, ["repair[1]", "repair[2]", "ferry"]),
        ({"tags": ("smoke", "slow")}, ["repair[1]", "repair[2]"]),
        ({"tags": ("smoke",), "keyword": "2"}, ["repair[2]"]),
    ],
)
def test_conversations_are_chosen_by_name_and_tag(tmp_path, monkeypatch, options, names):
    folder(tmp_path)
    monkeypatch.chdir(tmp_path)

    _, lines = run(Path("talk.convo.yaml"), **options)

    assert [line.partition("::")[2] for line in lines[: lines.index("")]] == names


def test_a_conversation_for_slack_is_skipped_in_the_console(tmp_path):
    file = folder(tmp_path, GOOD + "    only: [slack]\n")

    code, lines = run(file)

    assert code == 0
    assert f"skipped {file}::ferry" in lines
    assert lines[-1].startswith("2 ok, 1 skipped in ")


@pytest.mark.parametrize(
    ("change", "options", "said"),
    [
        (None, {"keyword": "nothing like it"}, "No conversation is left to play"),
        (None, {"tags": ("slow",)}, "No conversation is left to play"),
        (None, {"target": "irc"}, 'Conversations cannot be played on "irc"'),
        (
            ("bot:\n          outcome:", "bot:\n          outcom:"),
            {},
            r'talk.convo.yaml:9: .* unknown key "outcom"; did you mean "outcome"\?$',
        ),
        (("archive: archive", "archive: archiv"), {}, "talk.convo.yaml:2: there is no archive archiv,"),
        (None, {"junitxml": Path("nowhere/report.xml")}, "nowhere/report.xml cannot be written: No such file"),
    ],
)
def test_what_cannot_be_rehearsed_is_one_clear_line(tmp_path, change, options, said):
    file = folder(tmp_path, GOOD.replace(*change) if change else GOOD)

    with pytest.raises((RehearsalError, ScriptError), match=said) as caught:
        run(file, **options)
    assert "\n" not in str(caught.value)


def test_all_bad_scripts_are_named_and_none_is_played(tmp_path):
    folder(tmp_path, GOOD)
    folder(tmp_path, "version: 7", "b.convo.yaml")
    folder(tmp_path, "[", "a.convo.yaml")

    with pytest.raises(RehearsalError) as caught:
        run(tmp_path)
    assert [line.partition(": ")[0] for line in str(caught.value).splitlines()] == [
        f"{tmp_path}/a.convo.yaml:1", f"{tmp_path}/b.convo.yaml:1", f"{tmp_path}/b.convo.yaml:1",
    ]  # fmt: skip


def test_a_folder_without_scripts_and_a_path_to_nothing_are_told_apart(tmp_path):
    with pytest.raises(RehearsalError, match=r"There is no script \(\*.convo.yaml\) in "):
        find([tmp_path])
    with pytest.raises(RehearsalError, match="There is no script at "):
        find([tmp_path / "gone.convo.yaml"])


def test_a_script_named_twice_is_played_once(tmp_path):
    file = folder(tmp_path)
    other = folder(tmp_path, name="chat.yaml")

    assert find([file, tmp_path, other]) == [file, other]


def test_the_report_for_ci_has_a_case_for_each_conversation(tmp_path):
    file = folder(tmp_path, GOOD.replace("3 million", "4 \\u0007", 1) + "    only: [slack]\n")

    run(file, junitxml=tmp_path / "report.xml")

    suite = ET.parse(tmp_path / "report.xml").getroot().find("testsuite")  # noqa: S314  # our own
    assert suite.attrib | {"time": ""} == {
        "name": "onrecord rehearse",
        "tests": "3",
        "failures": "2",
        "skipped": "1",
        "time": "",
    }
    first, _, third = suite
    assert (first.get("name"), first.get("classname"), first.get("line")) == ("repair[1]", str(file), "4")
    assert "- quotes[0].contains: 4 " in first.find("failure").text
    assert third.find("skipped").get("message") == "not for console"


def test_the_report_for_ci_holds_no_character_that_xml_forbids(tmp_path):
    file = folder(tmp_path, script('{user: "x\\0\\uffff", bot: {outcome: error}}'))

    results = played(file, {"x\0\uffff": answered("x\0\uffff")}, TEXTS)

    assert ET.fromstring(document(results)).find("testsuite/testcase/failure") is not None  # noqa: S314


def test_the_command_prints_the_form_of_scripts(capsys):
    assert running.run(cli.app, ["rehearse", "--schema"]) == running.DONE
    assert json.loads(capsys.readouterr().out) == schema()
