"""Scripts are read strictly: what is wrong is named with its line, and text stays text."""

import json
from datetime import date
from importlib import resources
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.script.format import Range, schema
from bot.script.reading import read
from bot.script.scenario import Click, load
from bot.script.source import ScriptError, Source
from bot.script.write import flow

ERRORS = yaml.safe_load((Path(__file__).parent / "data" / "script_errors.yaml").read_text(encoding="utf-8"))

SCRIPT = """\
version: 1
defaults: {now: 2026-03-05}
vars: {mayor: Ada Lindqvist}
conversations:
  - name: the-pier
    tags: [smoke]
    turns:
      - user: "What did ${mayor} say?"
        bot:
          outcome: answered       # a comment
          quotes:
            - contains: 'sell the old pier,"'
              speaker: "${mayor}"
              via: [Harbour News]
              kind: direct
          count: {min: 1, max: 3}
      - user: {any: ["And the ferry?", "What about the ferry?"]}
        bot: {outcome: abstained, reason: speaker_silent, quotes: []}
      - click: context 2
"""


def parsed(text: str):
    return read(Source(Path("talk.convo.yaml"), text))


def written(folder: Path, text: str, name: str = "talk.convo.yaml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def complaint(text: str) -> str:
    with pytest.raises(ScriptError) as caught:
        parsed(text)
    return str(caught.value)


def test_a_script_is_read_as_written():
    script = parsed(SCRIPT)

    assert script.defaults.now == date(2026, 3, 5)
    first, second, third = script.conversations[0].turns
    assert first.user == "What did Ada Lindqvist say?"
    assert first.bot.quotes[0].speaker == "Ada Lindqvist"
    assert first.bot.quotes[0].contains == 'sell the old pier,"'
    assert first.bot.count == Range(min=1, max=3)
    assert second.user.any == ["And the ferry?", "What about the ferry?"]
    assert second.bot.quotes == []
    assert third.click == "context 2"


@pytest.mark.parametrize("case", ERRORS, ids=lambda case: case["wrong"])
def test_what_is_wrong_is_named_with_its_line(case):
    assert case["right"] in SCRIPT
    text = SCRIPT.replace(case["right"], case["wrong"], 1)

    assert complaint(text).startswith(f"talk.convo.yaml{case['said']}")
    assert "\n" not in complaint(text)


@pytest.mark.parametrize(
    "text", ["", "# only a comment\n", "- a\n", "text", "[" * 500, "version: 1\n---\nversion: 1\n"]
)
def test_what_is_no_script_at_all_is_one_line(text):
    assert complaint(text).startswith("talk.convo.yaml:")
    assert "\n" not in complaint(text)


def test_each_problem_has_its_line():
    text = SCRIPT.replace("outcome: answered", "outcome: answerd").replace("reason: speaker_silent", "reason: silence")

    assert [line.partition(": ")[0] for line in complaint(text).splitlines()] == [
        "talk.convo.yaml:10",
        "talk.convo.yaml:18",
    ]


def test_two_conversations_of_one_name_are_told_apart_by_nobody():
    text = SCRIPT + "  - {name: the-pier, turns: [{user: Hello}]}\n"

    assert complaint(text) == 'talk.convo.yaml:20: a second conversation is named "the-pier"'


@pytest.mark.parametrize(
    "text", ["No", "yes", "12:30", "2026-02-10", "null", "~", "1_000", "0x1F", "1e3", "true", ".5", "<<", "="]
)
def test_a_plain_text_stays_what_it_is(text):
    turn = f"{{user: {text}, bot: {{text: {{contains: {text}}}, quotes: [{{text: {text}}}]}}}}"
    script = parsed(f"version: 1\nconversations: [{{name: x, turns: [{turn}]}}]")

    assert script.conversations[0].turns[0].user == text
    assert script.conversations[0].turns[0].bot.text.contains == text
    assert script.conversations[0].turns[0].bot.quotes[0].text == text


@pytest.mark.parametrize(
    ("value", "speaker"), [("null", None), ("~", None), ('"null"', "null"), ("'~'", "~"), ("nobody", "nobody")]
)
def test_null_without_quotation_marks_means_nothing(value, speaker):
    turn = f"{{user: Who, bot: {{quotes: [{{speaker: {value}}}]}}}}"
    quote = parsed(f"version: 1\nconversations: [{{name: x, turns: [{turn}]}}]").conversations[0].turns[0].bot.quotes[0]

    assert quote.speaker == speaker
    assert quote.model_fields_set == {"speaker"}


@given(st.text() | st.text(alphabet="${}' \"\\#:-\n\ud800a"))
def test_every_text_survives_being_written_into_a_script(text):
    script = parsed(
        f"version: 1\nconversations: [{{name: x, turns: [{{user: {flow(text)}}}, {{user: {{any: {flow([text])}}}}}]}}]"
    )

    assert script.conversations[0].turns[0].user == text
    assert script.conversations[0].turns[1].user.any == [text]


@given(st.text())
def test_what_is_written_shows_every_character(text):
    assert flow(text).isprintable()


def test_a_doubled_dollar_is_a_dollar():
    script = parsed(SCRIPT.replace("What did ${mayor} say?", "$${mayor} costs $5 or $$"))

    assert script.conversations[0].turns[0].user == "${mayor} costs $5 or $$"


def test_the_published_schema_is_the_one_that_is_used():
    published = resources.files("bot.script").joinpath("convo.schema.json").read_text(encoding="utf-8")

    assert json.loads(published) == schema()


@given(st.text(alphabet=st.characters() | st.sampled_from("{}[]:-,?&*!|>'\"%@` \n\t#$"), max_size=60), st.data())
def test_whatever_a_file_holds_it_is_a_script_or_one_is_told_why_not(noise, data):
    start = data.draw(st.integers(0, len(SCRIPT)))
    end = data.draw(st.integers(start, len(SCRIPT)))

    for text in (noise, SCRIPT[:start] + noise + SCRIPT[end:], f"version: 1\nconversations: {noise}"):
        try:
            parsed(text)
        except ScriptError as error:
            assert str(error).startswith("talk.convo.yaml:")  # noqa: PT017  # either is right


def test_a_conversation_is_played_once_for_each_way_through_its_variants(tmp_path):
    more = SCRIPT + "      - user: {any: [Bye, Thanks, So long]}\n"

    scenarios = load(written(tmp_path, more), "console")

    assert [s.label for s in scenarios] == [f"the-pier[{a}-{b}]" for a in (1, 2) for b in (1, 2, 3)]
    assert [step.does for step in scenarios[5].steps] == [
        "What did Ada Lindqvist say?", "What about the ferry?", Click("context", 2), "So long",
    ]  # fmt: skip
    assert [step.where[-1] for step in scenarios[5].steps] == [0, 1, 2, 3]
    assert scenarios[0].line == 5


def test_turns_and_conversations_can_be_for_one_target_only(tmp_path):
    text = (
        SCRIPT.replace("- user: {any", "- only: [slack]\n        user: {any")
        + "  - {name: shared, only: [slack], turns: [{user: Who}, {click: share}]}\n"
    )
    file = written(tmp_path, text)

    console, slack = load(file, "console"), load(file, "slack")

    assert [(s.label, len(s.steps), s.skipped) for s in console] == [
        ("the-pier", 2, None),
        ("shared", 2, "not for console"),
    ]
    assert [s.label for s in slack] == ["the-pier[1]", "the-pier[2]", "shared"]
    assert not any(s.skipped for s in slack)


def test_a_conversation_overrides_the_defaults(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "common").mkdir()
    text = SCRIPT.replace("defaults: {", "defaults: {archive: common, limit: 2, ") + (
        "  - {name: other, archive: [own, common], now: 2027-01-01, limit: 1, turns: [{user: Who}]}\n"
    )

    scenarios = load(written(tmp_path, text), "console")

    assert (scenarios[0].archive, scenarios[0].now, scenarios[0].limit) == ((tmp_path / "common",), date(2026, 3, 5), 2)
    assert (scenarios[2].archive, scenarios[2].now, scenarios[2].limit) == (
        (tmp_path / "own", tmp_path / "common"), date(2027, 1, 1), 1,
    )  # fmt: skip


def test_an_archive_is_looked_for_beside_the_script_and_then_in_the_working_folder(tmp_path, monkeypatch):
    for folder in ("scripts/both", "both", "here"):
        (tmp_path / folder).mkdir(parents=True)
    monkeypatch.chdir(tmp_path)

    def archive(name: str) -> tuple[Path, ...]:
        text = SCRIPT.replace("defaults: {", f"defaults: {{archive: {name}, ")
        return load(written(tmp_path / "scripts", text), "console")[0].archive

    assert archive("both") == (tmp_path / "scripts" / "both",)
    assert archive("here") == (tmp_path / "here",)
    with pytest.raises(ScriptError, match=r":2: there is no archive nowhere, neither beside this file nor"):
        archive("nowhere")


@pytest.mark.parametrize(
    ("content", "said"), [(b"a: \xff", ":1: this is not UTF-8 text"), (b"a: 1\nb: \xe9", ":2: this is not UTF-8 text")]
)
def test_bytes_that_are_no_text_are_named_with_their_line(tmp_path, content, said):
    file = tmp_path / "talk.convo.yaml"
    file.write_bytes(content)

    with pytest.raises(ScriptError, match=said):
        Source.load(file)


def test_a_directory_is_no_script(tmp_path):
    with pytest.raises(ScriptError, match="cannot be read: Is a directory"):
        Source.load(tmp_path)
