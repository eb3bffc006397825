"""The documents are true: commands, options, settings, links and paths exist, and the sessions run as they are shown.

After a change of answers or settings, ``python tests/test_readme.py --write`` brings README.md up to date: it runs the
sessions again and fills in the table of settings.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import typer
from pydantic_core import PydanticUndefined

import bot
from bot import running, sources
from bot.cli import app
from bot.settings import PREFIX, Settings

CHECKOUT = Path(__file__).parent.parent
INSTALLED = Path(bot.__file__).parents[1]  # another place than the checkout when the wheel is tested
README = CHECKOUT / "README.md"
DOCUMENTS = [README, CHECKOUT / "CONTRIBUTING.md", CHECKOUT / "CHANGELOG.md"]
COMMANDS = typer.main.get_command(app).commands
TARGETS = set(re.findall(r"^([a-z.-]+):", (CHECKOUT / "Makefile").read_text(), re.MULTILINE))

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SETTING_ROW = re.compile(rf"^\| `{PREFIX}(\w+)` \|[^|\n]*\|[^|\n]*\| (.*) \|$", re.MULTILINE)
PROMPT = "> "
NOT_FIELDS = {"SECRETS_DIR": "a folder"}  # what is set outside Settings


def document(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return [body for tag, body in FENCE.findall(text) if tag == language]


# --- what README.md should say ---------------------------------------------------------------------------------------


def up_to_date(text: str, folder: Path) -> str:
    """README.md with its sessions run in ``folder``, one after the other, and its table of settings filled in."""
    (folder / "seeds").symlink_to(CHECKOUT / "seeds")
    for block in blocks(text, "yaml"):
        (folder / block.split("\n")[0].removeprefix("# ")).write_text(block, encoding="utf-8")
    run = FENCE.sub(lambda fence: session(fence[2], folder) if fence[1] == "console" else fence[0], text)
    return SETTING_ROW.sub(setting_row, run)


def session(shown: str, folder: Path) -> str:
    """A block of commands, each with what it prints in a terminal of 88 columns."""
    parts = [(part.split("\n")[0], part) for part in re.split(r"^\$ ", shown, flags=re.MULTILINE)[1:]]
    return "```console\n" + "\n".join(f"$ {command}\n{said(command, part, folder)}" for command, part in parts) + "```"


def said(command: str, shown: str, folder: Path) -> str:
    """What ``command`` prints. In a chat, what is shown behind the prompt is typed, and the greeting is left out."""
    typed = "".join(f"{line.removeprefix(PROMPT)}\n" for line in shown.splitlines() if line.startswith(PROMPT))
    kept = {name: value for name, value in os.environ.items() if not name.startswith((PREFIX, "XDG_"))}
    terminal = {"FORCE_COLOR": "1", "NO_COLOR": "1", "TERM": "xterm", "COLUMNS": "88", "PYTHONUTF8": "1"}
    path = f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"
    done = subprocess.run(  # noqa: S602  # the commands are those of README.md, pipes too
        command,
        shell=True,
        input=typed,
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env=kept | terminal | {"HOME": str(folder), "PATH": path},
        check=False,
    )
    assert done.returncode in {running.DONE, running.ABSTAINED}, done.stderr
    output = re.sub("\x1b\\[[0-9;]*m", "", done.stdout)
    output = re.sub(r'("seconds": |\bin )0\.\d+', r"\g<1>0.01", output)  # differs each time
    output = re.sub(r'(?<="confidence": )0\.\d+', lambda number: f"{float(number[0]):.1f}", output)  # with the weights
    return output[output.index(PROMPT) :].rstrip("\n") + "\n" if typed else output


def setting_row(row: re.Match[str]) -> str:
    name, what_for = row.groups()
    right, default = NOT_FIELDS.get(name), None
    if field := Settings.model_fields.get(name.lower()):
        right, default = field.description, field.default
    shown = "" if default in (None, (), PydanticUndefined) else f"`{str(default).lower()}`"
    return f"| `{PREFIX}{name}` | {right} | {shown} | {what_for} |"


# --- that it does ----------------------------------------------------------------------------------------------------


def test_the_sessions_and_settings_are_as_they_are_shown(tmp_path):
    assert document(README) == up_to_date(document(README), tmp_path)


def test_every_setting_is_in_the_table_and_no_other():
    named = [row[0] for row in SETTING_ROW.findall(document(README))]
    assert sorted(named) == sorted([name.upper() for name in Settings.model_fields] + list(NOT_FIELDS))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_setting_that_is_named_exists(path):
    known = {PREFIX + name.upper() for name in (*Settings.model_fields, *NOT_FIELDS)}
    assert set(re.findall(rf"{PREFIX}[A-Z_]+", document(path))) <= known


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented_with_all_its_options(name):
    row = re.search(rf"^\| `onrecord {name}` \|.*\| (.*) ?\|$", document(README), re.MULTILINE)
    assert row, f"onrecord {name} is not in the table of commands"
    documented = set(re.findall(r"`(-[\w-]+)`", row[1]))
    options = {param.opts[0] for param in COMMANDS[name].params if param.opts[0].startswith("-")}
    assert documented == options - {"--help"}


def command_lines(text: str) -> Iterator[list[str]]:
    """The words of each ``onrecord`` and ``make`` command in fenced blocks and in code within the text."""
    fenced = [line.removeprefix("$ ") for tag, body in FENCE.findall(text) if tag in {"sh", "console"}
              for line in body.splitlines() if tag == "sh" or line.startswith("$ ")]  # fmt: skip
    for line in [*fenced, *re.findall(r"`([^`\n]+)`", FENCE.sub("", text))]:
        words = shlex.split(line, comments=True) if line.startswith(("onrecord ", "make ")) else []
        if words:
            yield words[: words.index("|")] if "|" in words else words


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_line_is_one_that_is_taken(path):
    lines = list(command_lines(document(path)))
    for program, name, *arguments in lines:
        if program == "make":
            assert name in TARGETS, f"make {name}"
        elif arguments:
            COMMANDS[name].make_context(name, arguments).close()  # raises a usage error
        else:
            assert name in COMMANDS, f"onrecord {name}"


def test_the_example_of_sources_is_taken(tmp_path):
    (example,) = (block for block in blocks(document(README), "yaml") if "feeds:" in block)
    (tmp_path / "sources.yaml").write_text(example)
    assert [type(source).__name__ for source in sources.load(tmp_path / "sources.yaml")] == ["Feed", "Folder", "Pages"]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_and_path_leads_to_something(path):
    text = FENCE.sub("", document(path))
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    paths = re.findall(r"`((?:bot|retrieval|tests|deploy|seeds|\.ci)/[\w./*-]*)`", text)
    missing = [name for name in (*links, *paths) if not any(any(root.glob(name)) for root in (CHECKOUT, INSTALLED))]
    assert missing == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_benchmark_that_is_named_exists(path):
    modules = re.findall(r"-m (tests\.[\w.]+)", document(path))
    scripts = re.findall(r"python (tests/[\w/]+\.py)", document(path))
    named = [CHECKOUT / f"{module.replace('.', '/')}.py" for module in modules] + [CHECKOUT / name for name in scripts]
    assert [str(file) for file in named if not file.is_file()] == []


def test_nothing_names_a_path_of_a_home_folder():
    """Such a path would mean nothing to anybody else; the one exception is made up."""
    homes = re.compile(rf"/(?:root|home/(?!ada\b)\w+|Users/\w+)/|{re.escape(str(CHECKOUT))}\b")
    tops = ("*.*", "Makefile", ".ci/*", "seeds/**/*", "deploy/**/*", "tests/**/*")
    files = [
        *(f for top in tops for f in CHECKOUT.glob(top)),
        *INSTALLED.glob("bot/**/*"),
        *INSTALLED.glob("retrieval/**/*"),
    ]
    texts = {file: file.read_bytes() for file in files if file.is_file() and "__pycache__" not in file.parts}
    assert [str(file) for file, text in texts.items() if homes.search(text.decode("utf-8", "replace"))] == []


if __name__ == "__main__" and sys.argv[1:] == ["--write"]:
    with TemporaryDirectory() as scratch:
        README.write_text(up_to_date(document(README), Path(scratch)), encoding="utf-8")
