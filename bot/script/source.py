"""A script as YAML: its plain data, and the place in the file of every piece of it.

What is read is a strict corner of YAML: mappings, lists and text. Nothing but the schema decides what a text means, so
``No``, ``12:30`` and ``2026-02-10`` stay what they are. Tags, anchors and repeated keys are errors; ``vars`` are there
to share.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml
from yaml.events import AliasEvent

from retrieval.errors import OnrecordError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Where = tuple[str | int, ...]
"""Where a piece stands in the data: ``("conversations", 0, "name")``."""

_KIND = {yaml.ScalarNode: "str", yaml.SequenceNode: "seq", yaml.MappingNode: "map"}


class ScriptError(OnrecordError):
    """A script cannot be read or is not one; the message has one line ``file:line: reason`` for each problem."""

    def __init__(self, file: Path, problems: Iterable[tuple[int, str]]) -> None:
        super().__init__("\n".join(f"{file}:{line}: {reason}" for line, reason in problems))


def spelt(where: Where) -> str:
    """``conversations[0].turns[2].bot``."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in where).lstrip(".")


class Plain(str):
    """A scalar that was written without quotation marks: it may stand for a number or for nothing."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Place:
    """The node of a piece, the line (from 1) on which it or its key begins, and the offset at which its key ends."""

    node: yaml.Node
    line: int
    after_key: int = 0


class Source:
    """A YAML file. Raises ScriptError when it is not the corner of YAML that is read here."""

    def __init__(self, file: Path, text: str) -> None:
        self.file = file
        self.text = text
        self._places: dict[Where, Place] = {}
        try:
            root = yaml.compose(text, Loader=_Loader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise self._error(mark.line + 1 if mark else 1, _sentence(error)) from None
        except yaml.reader.ReaderError as error:
            line = text.count("\n", 0, error.position) + 1
            raise self._error(line, f"the character U+{error.character:04X} has no place in YAML") from None
        except RecursionError:
            raise self._error(1, "this is nested too deeply") from None
        if root is None:
            raise self._error(1, "the file is empty")
        self.data = self._read(root, (), root.start_mark.line + 1)

    @classmethod
    def load(cls, file: Path) -> Source:
        """Read a file. Raises ScriptError, also when there is no such file or it is not text."""
        try:
            return cls(file, file.read_bytes().decode())
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise ScriptError(file, [(line, "this is not UTF-8 text")]) from None
        except OSError as error:
            raise ScriptError(file, [(1, f"cannot be read: {error.strerror}")]) from None

    def nearest(self, where: Iterable[str | int]) -> Where:
        """The way to a piece, or to the nearest piece around it.

        Steps that are not in the data are passed over: a schema adds names of its own to its locations.
        """
        here: Where = ()
        for step in where:
            here = (*here, step) if (*here, step) in self._places else here
        return here

    def line(self, where: Iterable[str | int]) -> int:
        """The line of a piece, or of the nearest piece around it."""
        return self._places[self.nearest(where)].line

    def place(self, where: Where) -> Place:
        """The place of a piece. Raises KeyError."""
        return self._places[where]

    def error(self, where: Iterable[str | int], reason: str) -> ScriptError:
        """An error that names the line of a piece."""
        return self._error(self.line(where), reason)

    def _error(self, line: int, reason: str) -> ScriptError:
        return ScriptError(self.file, [(line, reason)])

    def _read(self, node: yaml.Node, where: Where, line: int, after_key: int = 0) -> Any:
        self._places[where] = Place(node, line, after_key)
        if node.tag != f"tag:yaml.org,2002:{_KIND[type(node)]}":
            raise self._error(line, f"the tag {node.tag} is not read here")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, where)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, line)
        return [self._read(item, (*where, i), item.start_mark.line + 1) for i, item in enumerate(node.value)]

    def _mapping(self, node: yaml.MappingNode, where: Where) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise self._error(line, "a key has to be a word")
            if key.value in data:
                raise self._error(line, f'the key "{key.value}" stands here a second time')
            data[key.value] = self._read(value, (*where, key.value), line, key.end_mark.index)
        return data

    def _scalar(self, node: yaml.ScalarNode, line: int) -> str:
        if node.style is not None:
            return str(node.value)
        if not node.value:
            raise self._error(line, 'there is no value here; write "" for an empty text, null for nothing')
        return Plain(node.value)


class _Loader(yaml.BaseLoader):
    """Every scalar is text; an alias is an error, so that each piece of data has one place in the file."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(AliasEvent):
            mark = self.get_mark()
            raise yaml.composer.ComposerError(None, None, "aliases are not read here; use vars", mark)
        return super().compose_node(parent, index)


def _sentence(error: yaml.MarkedYAMLError) -> str:
    """The parser's own words, in one line, and what is mostly meant by a question mark that it stumbles over."""
    said = "this is not YAML: " + ", ".join(part for part in (error.context, error.problem) if part)
    return f"{said}; inside brackets a text that has a ? needs quotation marks" if "got '?'" in said else said
