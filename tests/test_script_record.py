"""A live chat is written as a script that passes, and nothing of it is lost however it ends."""

import io
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from samples import ABSTENTION, ARTICLE, DIRECT, EVIDENCE, PARAPHRASE, TEXT, FakeAssistant, abstained, answered
from scripts import folder, played

from bot.bootstrap import assistant
from bot.console import chat
from bot.reply import ContextView, Help, Notice, Reply, Why
from bot.script.play import rehearse
from bot.script.reading import read
from bot.script.record import Recorder, RecordError
from bot.script.source import Source
from bot.settings import Settings
from retrieval.model import Answer

TEXTS = {ARTICLE.id: TEXT}
REPLIES = {
    "Pier?": answered("Pier?", understood_as="Pier?"),
    "And the ferry?": abstained("And the ferry?"),
    "/more": answered("/more", body=Answer("Pier?", (PARAPHRASE,), (), 0.5), first=2),
    "/help": Reply("command", Help(()), "/help"),
    "/context 1": Reply("command", ContextView(1, DIRECT, DIRECT.start, PARAPHRASE.end), "/context 1"),
    "/why 1": Reply("command", Why(1, DIRECT, EVIDENCE, 0.5), "/why 1"),
    "?!": Reply("error", Notice("No words."), "?!"),
}


def recorded(file: Path, replies: dict[str, Reply]) -> Path:
    with closing(Recorder(file)) as recorder:
        for text, reply in replies.items():
            recorder.add(text, reply)
    return file


def test_a_recorded_chat_passes_when_it_is_played(tmp_path):
    file = recorded(tmp_path / "chat.convo.yaml", REPLIES)

    (result,) = played(file, REPLIES, TEXTS)

    assert result.passed
    assert [step.does for step in result.scenario.steps] == list(REPLIES)
    assert all(turn.findings for turn in result.played)


@pytest.mark.parametrize(
    ("said", "other"),
    [
        ("Pier?", answered("Pier?", body=Answer("Pier?", (PARAPHRASE,), (), 0.5))),
        ("Pier?", answered("Pier?", body=Answer("Pier?", (DIRECT, PARAPHRASE), (), 0.5))),
        ("Pier?", abstained("Pier?")),
        ("And the ferry?", abstained("And the ferry?", understood_as="Something else?")),
        ("And the ferry?", answered("And the ferry?")),
        ("/why 1", REPLIES["/help"]),
        ("?!", REPLIES["/help"]),
    ],
)
def test_a_recorded_chat_fails_when_a_reply_is_another(tmp_path, said, other):
    file = recorded(tmp_path / "chat.convo.yaml", REPLIES)

    (result,) = played(file, REPLIES | {said: other}, TEXTS)

    assert [turn.step.does for turn in result.played if not turn.holds] == [said]


def test_a_recording_reads_well(tmp_path):
    chat = {"Pier?": REPLIES["Pier?"], "And the ferry?": REPLIES["And the ferry?"]}

    assert recorded(tmp_path / "my chat.convo.yaml", chat).read_text() == (
        "version: 1\n"
        "conversations:\n"
        "  - name: my-chat\n"
        "    turns:\n"
        '      - user: "Pier?"\n'
        "        bot:\n"
        "          outcome: answered\n"
        "          quotes:\n"
        f"            - text: '{DIRECT.text}'\n"
        '              speaker: "Ada Lindqvist"\n'
        "              kind: direct\n"
        '              via: ["Harbour News", "Coast Gazette"]\n'
        '              article: "pier-1"\n'
        "          count: 1\n"
        '      - user: "And the ferry?"\n'
        "        bot:\n"
        "          outcome: abstained\n"
        "          reason: speaker_silent\n"
        f'          understood: {{contains: "{ABSTENTION.understood_as}"}}\n'
        "          quotes: []\n"
        "          count: 0\n"
    )


@given(st.lists(st.tuples(st.text(), st.text() | st.none()), min_size=1, max_size=3))
def test_every_message_and_every_understanding_survives_recording(tmp_path_factory, chat):
    file = tmp_path_factory.mktemp("record") / "chat.yaml"
    with closing(Recorder(file)) as recorder:
        for text, understood in chat:
            recorder.add(text, answered(text, understood_as=understood))

    turns = read(Source.load(file)).conversations[0].turns

    assert [turn.user for turn in turns] == [text for text, _ in chat]
    assert [turn.bot.understood and turn.bot.understood.contains for turn in turns] == [
        None if understood == text else understood for text, understood in chat
    ]


@pytest.mark.parametrize(
    "name", ["chat.convo.yaml", "null", "-", ".hidden", "2026-02-10.convo.yaml", "Ада: №1 [x].yaml", "a\nb"]
)
def test_a_recording_is_a_script_whatever_the_file_is_called(tmp_path, name):
    file = recorded(tmp_path / name, REPLIES)

    assert played(file, REPLIES, TEXTS)[0].passed


def test_a_chat_is_in_the_file_after_every_turn(tmp_path):
    recorder = Recorder(tmp_path / "chat.yaml")

    for number, (text, reply) in enumerate(REPLIES.items(), 1):
        recorder.add(text, reply)

        assert len(read(Source.load(tmp_path / "chat.yaml")).conversations[0].turns) == number


def test_a_turn_that_could_not_be_written_is_written_with_the_next(tmp_path):
    place = tmp_path / "place"
    place.mkdir()
    recorder = Recorder(place / "chat.yaml")
    place.rename(tmp_path / "gone")
    with pytest.raises(RecordError, match="cannot be written: No such file or directory"):
        recorder.add("Pier?", REPLIES["Pier?"])
    place.mkdir()

    recorder.close()

    assert read(Source.load(place / "chat.yaml")).conversations[0].turns[0].user == "Pier?"


def test_a_chat_of_no_turns_leaves_no_file(tmp_path):
    Recorder(tmp_path / "chat.yaml").close()

    assert list(tmp_path.iterdir()) == []


def test_a_recording_overwrites_nothing_and_needs_its_folder(tmp_path):
    (tmp_path / "chat.yaml").write_text("mine")

    with pytest.raises(RecordError, match=r"chat.yaml is there already; the chat needs a file of its own\."):
        Recorder(tmp_path / "chat.yaml")
    with pytest.raises(RecordError, match="nowhere is no folder that can be written to"):
        Recorder(tmp_path / "nowhere" / "chat.yaml")


def test_a_recording_in_a_linked_folder_finds_its_archive(tmp_path):
    (tmp_path / "far" / "away").mkdir(parents=True)
    (tmp_path / "archive").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "far" / "away")
    file = tmp_path / "link" / "chat.yaml"
    Recorder(file, archive=[tmp_path / "archive"]).add("Pier?", REPLIES["Pier?"])

    assert played(file, REPLIES, TEXTS)[0].scenario.archive == (tmp_path / "archive",)


def test_a_recording_says_over_what_and_when_it_was_held(tmp_path):
    (tmp_path / "scripts").mkdir()
    (tmp_path / "archive").mkdir()
    file = tmp_path / "scripts" / "chat.yaml"
    recorder = Recorder(file, archive=[tmp_path / "archive"], now=date(2026, 2, 10))
    recorder.add("Pier?", REPLIES["Pier?"])

    (result,) = played(file, REPLIES, TEXTS)

    assert (result.scenario.archive, result.scenario.now) == ((tmp_path / "archive",), date(2026, 2, 10))
    assert 'archive: ["../archive"]' in file.read_text()


def test_a_chat_that_is_broken_off_is_kept_up_to_its_last_answer(tmp_path):
    messages = iter(["Pier?", "slow", "?!"])

    with closing(Recorder(tmp_path / "chat.yaml")) as recorder:
        chat(FakeAssistant(REPLIES, interrupts=("slow",)), lambda: _next(messages), _silent(), recorder)

    assert [turn.user for turn in read(Source.load(tmp_path / "chat.yaml")).conversations[0].turns] == ["Pier?", "?!"]


def test_a_chat_over_a_real_archive_passes_when_it_is_rehearsed(tmp_path):
    archive = folder(tmp_path).parent / "archive"
    messages = [
        "What did Lindqvist say about the repair?", "more", "/more", "/context 1", "/why 1", "/article 1", "/sources",
        "And about the pier?", "What about Berg?", "/speakers", "/help", "What did Olga Ekman say?", "", "/nothing",
        "${x} $${y}", "/why 99", "\x00\u202e'\"\\", "🙂", "Що сказала Ліндквіст?", "a" * 100_000,
    ]  # fmt: skip
    live = assistant(Settings(_env_file=None), archive=[archive])
    with closing(Recorder(tmp_path / "chat.convo.yaml", archive=[archive])) as recorder:
        for message in messages:
            recorder.add(message, live.reply("chat", message))
    out = io.StringIO()

    code = rehearse([tmp_path / "chat.convo.yaml"], out=out)

    assert code == 0, out.getvalue()
    outcomes = [turn.bot.outcome for turn in read(Source.load(tmp_path / "chat.convo.yaml")).conversations[0].turns]
    assert set(outcomes) == {"answered", "abstained", "command", "error"}


def _next(messages):
    try:
        return next(messages)
    except StopIteration:
        raise EOFError from None


def _silent():
    return Console(file=io.StringIO())
