import stat

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from bot.prompt import History, NameCompleter

COMMANDS = ("/help", "/sources", "/speakers", "/why")
NAMES = ("Ada Lindqvist", "Adam Berg", "Jean-Luc d'Arc")


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("/", list(COMMANDS)),
        ("/s", ["/sources", "/speakers"]),
        ("/WH", ["/why"]),
        ("/nothing", []),
        ("/article ", []),
        ("What did Ad", ["What did Ada Lindqvist", "What did Adam Berg"]),
        ("What did ada l", ["What did Ada Lindqvist"]),
        ("What did Lind", ["What did Ada Lindqvist"]),
        ("by:d'", ["by:Jean-Luc d'Arc"]),
        ("What did ", []),
        ("What did Ada Lindqvist", []),
        ("Said", []),
        ("", []),
    ],
)
def test_tab_completes_commands_and_names_from_any_of_their_words(typed, lines):
    found = NameCompleter(NAMES, COMMANDS).get_completions(Document(typed), CompleteEvent())

    assert [typed[: len(typed) + each.start_position] + each.text for each in found] == lines


def test_history_survives_the_session_and_is_its_owners_alone(tmp_path):
    path = tmp_path / "state" / "history"
    History(path).store_string("Who said it?")

    assert list(History(path).load_history_strings()) == ["Who said it?"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_without_a_place_to_keep_it_the_history_is_silent(tmp_path):
    (tmp_path / "file").touch()
    history = History(tmp_path / "file" / "history")

    history.store_string("Who said it?")

    assert list(history.load_history_strings()) == []
