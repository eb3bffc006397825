"""Scripts are collected by plain pytest, and nothing that is wrong with them breaks anybody's other tests."""

import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest
from scripts import GOOD, folder

import bot.script.play  # noqa: F401  # once, for all runs in this process

pytest_plugins = ["pytester"]

BROKEN = """\
import sys
sys.modules["bot.script.play"] = None  # whoever imports it gets an ImportError
"""
OTHER = "def test_other():\n    pass\n"


@pytest.fixture
def project(pytester):
    """Somebody's project: a script, its archive, and a test that has nothing to do with it."""
    folder(pytester.path)
    pytester.makepyfile(test_other=OTHER)
    return pytester


OPTIONS = ("-p", "no:asyncio", "-p", "no:hypothesispytest", "--strict-markers", "-W", "error")


def run(project, *options: str) -> pytest.RunResult:
    return project.runpytest_inprocess(*OPTIONS, *options)


def run_apart(project, *options: str) -> pytest.RunResult:
    """Run in a process that has loaded nothing yet."""
    return project.runpytest_subprocess(*OPTIONS, *options)


def test_conversations_are_items_one_for_each_variant(project):
    result = run(project, "-v")

    result.assert_outcomes(passed=4)
    result.stdout.fnmatch_lines_random(
        [
            "talk.convo.yaml::repair?1? PASSED*",
            "talk.convo.yaml::repair?2? PASSED*",
            "talk.convo.yaml::ferry PASSED*",
            "test_other.py::test_other PASSED*",
        ]
    )


@pytest.mark.parametrize(
    ("options", "outcome"),
    [
        (["-k", "ferry"], {"passed": 1, "deselected": 3}),
        (["-k", "repair and not 2"], {"passed": 1, "deselected": 3}),
        (["-m", "smoke"], {"passed": 2, "deselected": 2}),
        (["-m", "not smoke"], {"passed": 2, "deselected": 2}),
        (["talk.convo.yaml::repair[2]"], {"passed": 1}),
    ],
)
def test_conversations_are_chosen_as_tests_are(project, options, outcome):
    assert run(project, *options).parseoutcomes() == outcome


def test_conversations_can_be_shared_out_to_several_processes(project):
    run_apart(project, "-n", "2").assert_outcomes(passed=4)


def test_a_failure_reads_as_the_rehearsal_tells_it(project):
    folder(project.path, GOOD.replace("3 million", "4 million", 1))

    result = run(project)

    result.assert_outcomes(passed=2, failed=2)
    result.stdout.fnmatch_lines(
        [
            "talk.convo.yaml:7: repair?1?, turn 1",
            "  user: What did Lindqvist say about the repair",
            "  - quotes?0?.contains: 4 million crowns",
            "  + quotes?0?.contains: *3 million crowns*",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*pytest_plugin.py*")


def test_a_report_for_ci_names_conversations(project):
    run(project, "--junitxml", "report.xml")

    cases = ET.parse(project.path / "report.xml").iter("testcase")  # noqa: S314  # our own
    assert {(case.get("classname"), case.get("name")) for case in cases} == {
        ("talk.convo.yaml", "repair[1]"), ("talk.convo.yaml", "repair[2]"), ("talk.convo.yaml", "ferry"),
        ("test_other", "test_other"),
    }  # fmt: skip


def test_a_conversation_for_slack_is_skipped(project):
    folder(project.path, GOOD + "    only: [slack]\n")

    result = run(project, "-rs")

    result.assert_outcomes(passed=3, skipped=1)
    result.stdout.fnmatch_lines(["SKIPPED *not for console"])


def test_a_script_that_is_wrong_is_one_failure_with_its_line(project):
    folder(project.path, GOOD.replace("outcome: answered", "outcom: answered"))

    result = run(project)

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        ['talk.convo.yaml:9: conversations?0?.turns?0?.bot: unknown key "outcom"; did you mean "outcome"?']
    )
    result.stdout.no_fnmatch_line("*Traceback*")


def test_an_engine_that_cannot_be_loaded_is_a_failure_of_the_script_alone(project):
    project.makeconftest(BROKEN)

    result = run_apart(project)

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*ModuleNotFoundError: import of bot.script.play halted*"])
    result.stdout.fnmatch_lines(["FAILED talk.convo.yaml::script*"])


def test_without_a_script_the_engine_is_never_asked_for(project):
    project.makeconftest(BROKEN)
    (project.path / "talk.convo.yaml").unlink()

    run_apart(project).assert_outcomes(passed=1)


def test_settings_that_are_wrong_are_a_failure_of_the_script_alone(project, monkeypatch):
    monkeypatch.setenv("ONRECORD_LIMIT", "many")

    result = run(project)

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["ONRECORD_LIMIT: *"])


def test_the_plugin_imports_nothing_but_itself():
    code = (
        "import sys, pytest; before = set(sys.modules); import bot.script.pytest_plugin;"
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["bot", "bot.script", "bot.script.pytest_plugin"]
