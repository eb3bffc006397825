"""From a file to a checked script: variables filled in, and every fault named with its line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

from pydantic import ValidationError

from bot.script.format import Script, TargetName, did_you_mean
from bot.script.source import ScriptError, spelt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.script.source import Source, Where

_RESERVED = ("skip", "skipif", "xfail", "parametrize", "usefixtures", "filterwarnings")
_SLACK_ONLY = ("helpful", "share")  # buttons that have no command in the console
_VARIABLE = re.compile(r"\$\$\{|\$\{(?:([A-Za-z_]\w*)\})?")


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


def _senseless(source: Source, script: Script) -> Iterable[tuple[int, str]]:
    """What is well formed and still cannot be meant."""
    names: set[str] = set()
    for number, talk in enumerate(script.conversations):
        where: Where = ("conversations", number)
        if talk.name in names:
            yield source.line((*where, "name")), f'a second conversation is named "{talk.name}"'
        names.add(talk.name)
        for number_of_tag, tag in enumerate(talk.tags):
            if tag in _RESERVED:
                yield source.line((*where, "tags", number_of_tag)), f'the tag "{tag}" means something else to pytest'
        for position, turn in enumerate(talk.turns):
            button = (turn.click or "").split()[:1]
            targets = set(turn.only or get_args(TargetName)) & set(talk.only or get_args(TargetName))
            if button and button[0] in _SLACK_ONLY and targets != {"slack"}:
                reason = f'the console has no "{button[0]}"; say only: [slack]'
                yield source.line((*where, "turns", position, "click")), reason


def _substituted(source: Source) -> Any:
    """The data with its variables filled in. Raises ScriptError for one that is not there."""
    data = source.data
    known = data.get("vars", {}) if isinstance(data, dict) else None
    if not isinstance(known, dict):
        return data  # the schema says what is wrong

    def filled(value: Any, where: Where) -> Any:
        if isinstance(value, dict):
            return {key: filled(item, (*where, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [filled(item, (*where, i)) for i, item in enumerate(value)]
        return _fill(value, known, source, where)

    return {key: value if key in ("version", "vars") else filled(value, (key,)) for key, value in data.items()}


def _fill(text: str, known: dict[str, str], source: Source, where: Where) -> str:
    """The text with its variables filled in; a plain one stays plain, so that a variable can hold a number."""

    def value(match: re.Match[str]) -> str:
        if match[0] == "$${":
            return "${"
        if match[1] is None:
            raise source.error(where, "${ begins no variable here; write $${ where it is meant as text")
        if match[1] not in known:
            hint = did_you_mean(match[1], known) or "vars has no such name"
            raise source.error(where, f"there is no variable ${{{match[1]}}}; {hint}")
        return str(known[match[1]])

    return type(text)(_VARIABLE.sub(value, text))
