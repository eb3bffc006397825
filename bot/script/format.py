"""The form of a scripted conversation, ``*.convo.yaml``: strict, and published as JSON Schema.

A script has ``conversations``; a conversation has ``turns``; a turn is what the user says (or clicks) and what is
expected of the reply. An expectation names only what it cares about. ``null`` means that there must be nothing (no
speaker, no date); any other value, quoted or not, is text.

``${name}`` stands for a text of ``vars``, in every value but ``version`` and ``vars``; ``$${`` is a literal ``${``.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    model_validator,
)
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, SkipJsonSchema
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import WithDefaultSchema
from rapidfuzz import process

from bot.reply import Outcome
from bot.script.source import Plain
from retrieval.model import Kind, Reason

SUFFIX = ".convo.yaml"
TargetName = Literal["console", "slack"]

_NULLS = ("null", "Null", "NULL", "~")
_LIKE_ENOUGH = 70


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    best = process.extractOne(word, list(known), score_cutoff=_LIKE_ENOUGH)
    return f'did you mean "{best[0]}"?' if best else None


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
MaybeReason = Annotated[Reason | None, BeforeValidator(_null)]
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
                hint = did_you_mean(key, cls.model_fields) or f"known here: {', '.join(cls.model_fields)}"
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
    reason: MaybeReason = None
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
Click = Annotated[str, Field(pattern=r"^(more|timeline|helpful|share|(context|why|open)( [1-9][0-9]?)?)$")]
"""A button of the last reply; those of a quote take its number, or mean the first: ``context 2``."""


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
    defaults: Defaults = Field(default_factory=Defaults)
    vars: dict[Annotated[str, Field(pattern=r"^[A-Za-z_]\w*$")], str] = {}
    conversations: list[Conversation] = Field(min_length=1)


class _PublishedSchema(GenerateJsonSchema):
    """Leaves out the default of a key that may be absent: null is no value of it."""

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        return super().default_schema(schema) if schema.get("default") else self.generate_inner(schema["schema"])


def schema() -> dict[str, Any]:
    """The form as JSON Schema, for editors."""
    return {"$schema": _PublishedSchema.schema_dialect} | Script.model_json_schema(schema_generator=_PublishedSchema)
