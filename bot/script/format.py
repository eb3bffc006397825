"""The form of a scripted conversation, ``*.convo.yaml``: strict, and published as JSON Schema.

A script has ``conversations``; a conversation has ``turns``; a turn is what the user says (or clicks) and what is
expected of the reply. An expectation names only what it cares about. ``null`` means that there must be nothing (no
speaker, no date); any other value, quoted or not, is text.

``${name}`` stands for a text of ``vars``, in every value but ``version`` and ``vars``; ``$${`` is a literal ``${``.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationError,
    model_validator,
)
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError
from rapidfuzz import process

from bot.reply import Outcome
from bot.script.source import Plain, ScriptError, Source, Where
from retrieval.model import Kind, Reason

SUFFIX = ".convo.yaml"
TargetName = Literal["console", "slack"]
Button = Literal["more", "context", "why", "open", "helpful", "share"]
SLACK_ONLY = ("helpful", "share")
"""Buttons that have no command in the console."""

_RESERVED = ("skip", "skipif", "xfail", "parametrize", "usefixtures", "filterwarnings")
_NULLS = ("null", "Null", "NULL", "~")
_VARIABLE = re.compile(r"\$\$\{|\$\{(?:([A-Za-z_]\w*)\})?")
_LIKE_ENOUGH = 70


def _null(value: Any) -> Any:
    return None if isinstance(value, Plain) and value in _NULLS else value


def _integer(value: Any) -> Any:
    return int(value) if isinstance(value, Plain) and re.fullmatch(r"-?[0-9]{1,9}", value) else value


def _day(value: Any) -> Any:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise PydanticCustomError("day", "this is not a day like 2026-02-10") from None


def _shape(value: Any) -> str:
    return type(value).__name__ if isinstance(value, dict | list) else "str"


def _by_shape(wanted: str) -> Discriminator:
    """Chooses the member of a union by its tag: text is ``str``, a mapping is ``dict``, a list is ``list``."""
    return Discriminator(_shape, custom_error_type="shape", custom_error_message=f"Input should be {wanted}")


Integer = Annotated[int, Field(strict=True), BeforeValidator(_integer)]
Day = Annotated[date, BeforeValidator(_day)]
MaybeText = Annotated[str | None, BeforeValidator(_null)]
MaybeDay = Annotated[date | None, BeforeValidator(_day), BeforeValidator(_null)]
Absent = SkipJsonSchema[None]
"""The value of a key that is not there; such a key takes no ``null``."""

Fragments = Annotated[
    Annotated[str, Tag("str")] | Annotated[list[str], Field(min_length=1), Tag("list")],
    _by_shape("a text or a list of texts"),
]
"""One piece of text, or several of which each has to be there."""


class Strict(BaseModel):
    """A mapping that has no other keys than these."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _known(cls, data: Any) -> Any:
        for key in data if isinstance(data, dict) else ():
            if key not in cls.model_fields:
                hint = _did_you_mean(key, cls.model_fields) or f"known here: {', '.join(cls.model_fields)}"
                raise PydanticCustomError("unknown", 'unknown key "{key}"; {hint}', {"key": key, "hint": hint})
        return data


class Contains(Strict):
    """A text that has to hold these pieces, to the letter."""

    contains: Fragments


class Range(Strict):
    """A number between two others, both included."""

    min: Annotated[Integer, Field(ge=0)] = 0
    max: Annotated[Integer, Field(ge=0)] | Absent = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.max is not None and self.max < self.min:
            raise PydanticCustomError("order", "min is greater than max")
        return self


Count = Annotated[
    Annotated[Integer, Field(ge=0), Tag("str")] | Annotated[Range, Tag("dict")], _by_shape("a number or {min, max}")
]


class QuoteExpectation(Strict):
    """What is expected of one quote; from ``article`` on, of the article that it stands in."""

    contains: Fragments | Absent = None
    text: str | Absent = None
    speaker: MaybeText = None
    speaker_text: MaybeText = None
    role: MaybeText = None
    kind: Kind | Absent = None
    cue: MaybeText = None
    via: list[str] | Absent = None
    said_on: MaybeDay = None
    article: str | Absent = Field(default=None, description="the id of the article")
    title: MaybeText = None
    outlet: MaybeText = None
    author: MaybeText = None
    published: MaybeDay = None
    url: MaybeText = None


class Expectation(Strict):
    """What is expected of a reply. ``quotes: []`` says that there are none; without ``count`` more may follow."""

    outcome: Outcome | Absent = None
    reason: Reason | Absent = None
    understood: Contains | Absent = Field(default=None, description="the question that was answered")
    text: Contains | Absent = Field(default=None, description="the reply as the user reads it")
    quotes: list[QuoteExpectation] | Absent = None
    order: Literal["given", "any"] = "given"
    count: Count | Absent = Field(default=None, description="how many quotes")
    closest: list[QuoteExpectation] | Absent = Field(default=None, description="what an abstention shows")


class Variants(Strict):
    """Several ways to say the same: one test each, and the later turns follow each."""

    any: list[str] = Field(min_length=1)


User = Annotated[Annotated[str, Tag("str")] | Annotated[Variants, Tag("dict")], _by_shape("a text or {any: [...]}")]
Click = Annotated[str, Field(pattern=rf"^({'|'.join(get_args(Button))})( [1-9][0-9]?)?$")]
"""A button, and the number of the quote that it belongs to where it is not the first: ``context 2``."""


class Turn(Strict):
    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["user"]}, {"required": ["click"]}]})

    user: User | Absent = None
    click: Click | Absent = None
    only: list[TargetName] | Absent = Field(default=None, min_length=1)
    bot: Expectation | Absent = None

    @model_validator(mode="after")
    def _either(self) -> Self:
        if (self.user is None) == (self.click is None):
            raise PydanticCustomError("either", "a turn has either user or click")
        return self


class Defaults(Strict):
    """Where and when a conversation takes place.

    A relative ``archive`` is looked for beside the script, then in the working folder; without one the settings decide.
    ``now`` is the day on which it is asked, ``limit`` how many quotes an answer shows at most.
    """

    archive: Fragments | Absent = None
    now: Day | Absent = None
    limit: Annotated[Integer, Field(ge=1)] | Absent = None


class Conversation(Defaults):
    name: Annotated[str, Field(pattern=r"^\w[\w .,'+-]*$")]
    tags: list[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]] = []
    only: list[TargetName] | Absent = Field(default=None, min_length=1)
    turns: list[Turn] = Field(min_length=1)


class Script(Strict):
    """A scripted conversation with Onrecord, or several."""

    version: Annotated[Literal[1], BeforeValidator(_integer)]
    defaults: Defaults = Defaults()
    vars: dict[Annotated[str, Field(pattern=r"^[A-Za-z_]\w*$")], str] = {}
    conversations: list[Conversation] = Field(min_length=1)


def schema() -> dict[str, Any]:
    """The form as JSON Schema, for editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Script.model_json_schema()


def read(source: Source) -> Script:
    """The script that a file holds. Raises ScriptError with a line for each problem."""
    data = _substituted(source)
    try:
        script = Script.model_validate(data)
    except ValidationError as error:
        raise ScriptError(source.file, _problems(source, error)) from None
    if problems := list(_senseless(source, script)):
        raise ScriptError(source.file, problems)
    return script


def literal(text: str) -> str:
    """A text as it has to stand in a script to be read as itself."""
    return text.replace("${", "$${")


def _problems(source: Source, error: ValidationError) -> Iterable[tuple[int, str]]:
    for problem in error.errors(include_url=False):
        if problem["type"] == "none_required":
            continue  # said of every optional value besides what is really wrong with it
        where = source.nearest(problem["loc"])
        key = problem.get("ctx", {}).get("key")
        yield source.line((*where, key) if key else where), ": ".join(filter(None, (spelt(where), problem["msg"])))


def spelt(where: Where) -> str:
    """``conversations[0].turns[2].bot``."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in where).lstrip(".")


def _senseless(source: Source, script: Script) -> Iterable[tuple[int, str]]:
    """What is well formed and still cannot be meant."""
    names: set[str] = set()
    for number, talk in enumerate(script.conversations):
        where: Where = ("conversations", number)
        if talk.name in names:
            yield source.line((*where, "name")), f'a second conversation is named "{talk.name}"'
        names.add(talk.name)
        for tag in set(talk.tags) & set(_RESERVED):
            yield source.line((*where, "tags")), f'the tag "{tag}" has a meaning of its own in pytest'
        for position, turn in enumerate(talk.turns):
            button = (turn.click or "").split()[:1]
            targets = set(turn.only or get_args(TargetName)) & set(talk.only or get_args(TargetName))
            if button and button[0] in SLACK_ONLY and targets != {"slack"}:
                yield (
                    source.line((*where, "turns", position, "click")),
                    (f'the console has no "{button[0]}"; say only: [slack]'),
                )


def _did_you_mean(word: str, known: Iterable[str]) -> str | None:
    best = process.extractOne(word, list(known), score_cutoff=_LIKE_ENOUGH)
    return f'did you mean "{best[0]}"?' if best else None


def _substituted(source: Source) -> Any:
    """The data with its variables filled in. Raises ScriptError for one that is not there."""
    data = source.data
    known = data.get("vars") if isinstance(data, dict) else None
    if not isinstance(known, dict | None):
        return data  # the schema says what is wrong

    def filled(value: Any, where: Where) -> Any:
        if isinstance(value, dict):
            return {key: filled(item, (*where, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [filled(item, (*where, i)) for i, item in enumerate(value)]
        return _fill(value, known or {}, source, where)

    return {key: value if key in ("version", "vars") else filled(value, (key,)) for key, value in data.items()}


def _fill(text: str, known: dict[str, str], source: Source, where: Where) -> str:
    def value(match: re.Match[str]) -> str:
        if match[0] == "$${":
            return "${"
        if match[1] is None:
            raise source.error(where, "${ begins no variable here; write $${ where it is meant as text")
        if match[1] not in known:
            hint = _did_you_mean(match[1], known) or "vars has no such name"
            raise source.error(where, f"there is no variable ${{{match[1]}}}; {hint}")
        return str(known[match[1]])

    return _VARIABLE.sub(value, text) if "${" in text else text
