import os
from pathlib import Path

import pytest
from pydantic import ValidationError

import bot
from bot.settings import Settings, SettingsError, load, state_folder


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch, tmp_path):
    for name in list(os.environ):
        if name.startswith("ONRECORD_") or name == "CREDENTIALS_DIRECTORY":
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_variables_and_a_dotenv_file_are_read_and_the_variable_wins(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("ONRECORD_LIMIT=2\nONRECORD_CONFIDENCE_FLOOR=0.5\nDATABASE_OF_A_NEIGHBOUR=x\n")
    monkeypatch.setenv("ONRECORD_LIMIT", "5")

    settings = load()

    assert (settings.limit, settings.confidence_floor) == (5, 0.5)


@pytest.mark.parametrize(
    ("name", "value", "field", "read"),
    [
        ("ARCHIVE", f"a{os.pathsep}b/c", "archive", (Path("a"), Path("b/c"))),
        ("ARCHIVE", "one folder", "archive", (Path("one folder"),)),
        ("LOG_LEVEL", "INFO", "log_level", "info"),
        ("SLACK_CHANNELS", "C1, C2,", "slack_channels", ("C1", "C2")),
        ("LIMIT", "", "limit", 3),
    ],
)
def test_a_value_is_read_as_people_write_it(monkeypatch, name, value, field, read):
    monkeypatch.setenv(f"ONRECORD_{name}", value)

    assert getattr(load(), field) == read


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("LIMIT", "many", 'ONRECORD_LIMIT: "many" is not a whole number from 1 to 10.'),
        ("LIMIT", "0", 'ONRECORD_LIMIT: "0" is not a whole number from 1 to 10.'),
        ("LIMIT", "2.5", 'ONRECORD_LIMIT: "2.5" is not a whole number from 1 to 10.'),
        ("CONFIDENCE_FLOOR", "1.5", 'ONRECORD_CONFIDENCE_FLOOR: "1.5" is not a number from 0 to 1.'),
        ("CONFIDENCE_FLOOR", "nan", 'ONRECORD_CONFIDENCE_FLOOR: "nan" is not a number from 0 to 1.'),
        ("LOG_LEVEL", "loud", 'ONRECORD_LOG_LEVEL: "loud" is not one of debug, info, warning, error.'),
        (
            "ARCHIVE",
            os.pathsep,
            f'ONRECORD_ARCHIVE: "{os.pathsep}" is not a list of files and folders, separated by {os.pathsep}.',
        ),
        ("SLACK_API_URL", "slack", 'ONRECORD_SLACK_API_URL: "slack" is not an address that starts with https://.'),
    ],
)
def test_a_wrong_value_is_one_line_with_its_name_and_what_would_be_right(monkeypatch, name, value, line):
    monkeypatch.setenv(f"ONRECORD_{name}", value)

    with pytest.raises(SettingsError) as error:
        load()

    assert str(error.value) == line


def test_each_wrong_value_gets_its_line(monkeypatch):
    monkeypatch.setenv("ONRECORD_LIMIT", "many")
    monkeypatch.setenv("ONRECORD_LOG_LEVEL", "loud")

    with pytest.raises(SettingsError) as error:
        load()

    assert len(str(error.value).splitlines()) == 2


def test_a_dotenv_file_that_cannot_be_read_is_one_line(tmp_path):
    (tmp_path / ".env").write_bytes(b"ONRECORD_LIMIT=\xff\xfe")

    with pytest.raises(SettingsError, match=r"^\.env, or a file of secrets, cannot be read: it is not UTF-8\.$"):
        load()


def test_a_wrong_value_in_a_dotenv_file_is_named_too(tmp_path):
    (tmp_path / ".env").write_text("ONRECORD_LIMIT=many\n")

    with pytest.raises(SettingsError, match=r"^ONRECORD_LIMIT: the value is not a whole number from 1 to 10\.$"):
        load()


@pytest.mark.parametrize("variable", ["ONRECORD_SECRETS_DIR", "CREDENTIALS_DIRECTORY"])
def test_a_setting_is_read_from_a_file_named_as_its_variable(monkeypatch, tmp_path, variable):
    (tmp_path / "onrecord_slack_bot_token").write_text("xoxb-of-a-file\n")
    (tmp_path / "onrecord_limit").write_text("2")
    (tmp_path / "another_secret").write_text("x")
    monkeypatch.setenv(variable, str(tmp_path))

    settings = load()

    assert settings.slack_bot_token is not None
    assert settings.slack_bot_token.get_secret_value() == "xoxb-of-a-file"
    assert settings.limit == 2


def test_files_of_secrets_may_be_links_within_their_folder_as_kubernetes_makes_them(monkeypatch, tmp_path):
    (tmp_path / "..2026").mkdir()
    (tmp_path / "..2026" / "onrecord_slack_bot_token").write_text("xoxb-linked")
    (tmp_path / "..data").symlink_to("..2026")
    (tmp_path / "onrecord_slack_bot_token").symlink_to("..data/onrecord_slack_bot_token")
    monkeypatch.setenv("ONRECORD_SECRETS_DIR", str(tmp_path))

    token = load().slack_bot_token

    assert token is not None
    assert token.get_secret_value() == "xoxb-linked"


def test_a_variable_goes_before_a_dotenv_file_and_that_before_a_file_of_secrets(monkeypatch, tmp_path):
    (tmp_path / "onrecord_limit").write_text("2")
    (tmp_path / "onrecord_retention_days").write_text("2")
    (tmp_path / ".env").write_text("ONRECORD_LIMIT=3\nONRECORD_RETENTION_DAYS=3\n")
    monkeypatch.setenv("ONRECORD_SECRETS_DIR", str(tmp_path))
    monkeypatch.setenv("ONRECORD_LIMIT", "4")

    assert (load().limit, load().retention_days) == (4, 3)


def test_a_folder_of_secrets_that_is_set_and_not_there_is_one_line(monkeypatch):
    monkeypatch.setenv("ONRECORD_SECRETS_DIR", "nowhere")

    with pytest.raises(SettingsError, match=r'^ONRECORD_SECRETS_DIR: "nowhere" is not a folder\.$'):
        load()


def test_a_wrong_value_in_a_file_of_secrets_is_named_and_not_shown(monkeypatch, tmp_path):
    (tmp_path / "onrecord_link_secret").write_text("short")
    monkeypatch.setenv("ONRECORD_SECRETS_DIR", str(tmp_path))

    with pytest.raises(SettingsError) as error:
        load()

    assert str(error.value) == "ONRECORD_LINK_SECRET: the value is not a secret of 32 characters or more."


def test_tokens_do_not_show(monkeypatch):
    monkeypatch.setenv("ONRECORD_SLACK_BOT_TOKEN", "xoxb-secret")
    settings = load()

    assert "xoxb-secret" not in f"{settings!r} {settings}"
    assert settings.slack_bot_token is not None
    assert settings.slack_bot_token.get_secret_value() == "xoxb-secret"


def test_settings_cannot_be_changed():
    with pytest.raises(ValidationError, match="frozen"):
        load().limit = 7


def test_every_setting_says_what_a_right_value_is():
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_the_seeds_of_the_working_folder_come_first_and_those_of_the_package_or_its_checkout_next(tmp_path):
    package = Path(bot.__file__).parent
    assert load().archive == (next(s for s in (package / "seeds", package.parent / "seeds") if s.is_dir()),)

    (tmp_path / "seeds").mkdir()
    assert load().archive == (Path("seeds"),)


def test_the_state_folder_follows_the_xdg_rule(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert state_folder() == tmp_path / "onrecord"

    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", "/home/ada")
    assert state_folder() == Path("/home/ada/.local/state/onrecord")
