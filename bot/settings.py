"""What can be set from outside: ``ONRECORD_*`` variables, a ``.env`` file in the working folder, and files of secrets.

A file of secrets is named as its variable and holds its value alone: ``/run/secrets/onrecord_slack_bot_token``. A
variable goes before ``.env``, and that before a file.

The only reader of the environment. A wrong value is one line that names the variable, what is wrong and what would be
right: ``ONRECORD_LIMIT: "many" is not a whole number from 1 to 10.``
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from retrieval.errors import OnrecordError

PREFIX = "ONRECORD_"


class SettingsError(OnrecordError):
    """A setting has a wrong value; one line for each."""


def _pieces(separator: str) -> BeforeValidator:
    """How one variable holds several values: ``a:b`` for paths, as in PATH, and ``a,b`` for names."""

    def split(value: Any) -> Any:
        return [piece.strip() for piece in value.split(separator) if piece.strip()] if isinstance(value, str) else value

    return BeforeValidator(split)


_lower_case = BeforeValidator(lambda value: value.lower() if isinstance(value, str) else value)
_Paths = Annotated[tuple[Path, ...], NoDecode, _pieces(os.pathsep)]
_Names = Annotated[tuple[str, ...], NoDecode, _pieces(",")]


def _seeds() -> tuple[Path, ...]:
    """The articles that come with Onrecord: in the working folder, in the installed package, or in its checkout."""
    package = Path(__file__).parent
    places = (Path("seeds"), package / "seeds", package.parent / "seeds")
    return (next((place for place in places if place.is_dir()), places[0]),)


class Settings(BaseSettings):
    """Everything that can be set. A field is the variable ONRECORD_ and its name in capitals.

    The description of a field says what a right value is, and ends the sentence about a wrong one.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",  # the .env of a deployment holds its neighbours' variables too
        frozen=True,
        hide_input_in_errors=True,  # it may be a token
    )

    archive: _Paths = Field(
        default_factory=_seeds, min_length=1, description=f"a list of files and folders, separated by {os.pathsep}"
    )
    database_url: SecretStr | None = Field(
        default=None, description="an SQLAlchemy database URL, such as sqlite:////var/lib/onrecord/archive.sqlite3"
    )
    sources: Path = Field(default=Path("sources.yaml"), description="a file such as sources.yaml")
    fetch_private: bool = Field(default=False, description="true or false: fetch from private networks too")
    index_folder: Path | None = Field(default=None, description="a folder")
    opensearch_url: SecretStr | None = Field(
        default=None, description="an address such as https://user:password@search.example:9200"
    )
    limit: int = Field(default=3, ge=1, le=10, description="a whole number from 1 to 10")
    confidence_floor: float | None = Field(default=None, ge=0, le=1, description="a number from 0 to 1")
    log_level: Annotated[Literal["debug", "info", "warning", "error"], _lower_case] = Field(
        default="warning", description="one of debug, info, warning, error"
    )
    log_format: Annotated[Literal["text", "json"], _lower_case] = Field(default="text", description="text or json")

    state_url: str | None = Field(default=None, description="an SQLAlchemy database URL")
    slack_bot_token: SecretStr | None = Field(default=None, description="a token that starts with xoxb-")
    slack_app_token: SecretStr | None = Field(default=None, description="a token that starts with xapp-")
    slack_signing_secret: SecretStr | None = Field(default=None, description="the signing secret of the app")
    slack_client_id: str | None = Field(default=None, description="the client id of the app")
    slack_client_secret: SecretStr | None = Field(default=None, description="the client secret of the app")
    slack_api_url: str = Field(
        default="https://slack.com/api/", pattern=r"^https?://", description="an address that starts with https://"
    )
    slack_channels: _Names = Field(default=(), description="a list of channel ids, separated by commas")
    slack_users: _Names = Field(default=(), description="a list of user ids, separated by commas")
    slack_questions_per_minute: int = Field(default=20, ge=1, description="a whole number from 1 on")
    public_url: str | None = Field(
        default=None, pattern=r"^https?://[^\s?#]+$", description="an address that starts with https://"
    )
    link_secret: SecretStr | None = Field(default=None, min_length=32, description="a secret of 32 characters or more")
    link_days: int = Field(default=30, ge=1, le=3_650, description="a whole number from 1 to 3650")
    retention_days: int = Field(default=90, ge=1, description="a whole number from 1 on")


def load() -> Settings:
    """The settings of this process. Raises SettingsError, whose message has a line for each wrong value."""
    try:
        return Settings(_secrets_dir=_secrets())  # type: ignore[call-arg]  # an argument of pydantic's that is no field
    except ValidationError as error:
        names = dict.fromkeys(str(problem["loc"][0]) for problem in error.errors(include_input=False))
        raise SettingsError("\n".join(_complaint(name) for name in names)) from None
    except OSError as error:
        raise SettingsError(f"{error.filename} cannot be read: {error.strerror}.") from None
    except UnicodeError:
        raise SettingsError(".env, or a file of secrets, cannot be read: it is not UTF-8.") from None


def _secrets() -> Path | None:
    """The folder of the files of secrets: the one that is set, systemd's credentials, or that of containers."""
    given = os.environ.get(f"{PREFIX}SECRETS_DIR")
    if given and not Path(given).is_dir():
        raise SettingsError(f'{PREFIX}SECRETS_DIR: "{given}" is not a folder.')
    folder = Path(given or os.environ.get("CREDENTIALS_DIRECTORY") or "/run/secrets")
    return folder if folder.is_dir() else None


def _complaint(name: str) -> str:
    variable = PREFIX + name.upper()
    secret = "SecretStr" in str(Settings.model_fields[name].annotation)
    given = os.environ.get(variable)
    shown = "the value" if secret or given is None else f'"{given}"'
    return f"{variable}: {shown} is not {Settings.model_fields[name].description}."


def state_folder() -> Path:
    """Where the console keeps its history: ``$XDG_STATE_HOME/onrecord``, by default under ``~/.local/state``."""
    base = os.environ.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local" / "state") / "onrecord"


def data_folder() -> Path:
    """Where an archive is that no setting places: ``$XDG_DATA_HOME/onrecord``, by default under ``~/.local/share``."""
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "onrecord"
