"""Results as JUnit XML, which CI servers read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from bot.script import report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.script.play import Result

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document(results: Sequence[Result]) -> str:
    """One test suite with a case for each scenario."""
    suite = ET.Element(
        "testsuite",
        name="onrecord rehearse",
        tests=str(len(results)),
        failures=str(sum(not result.passed for result in results)),
        skipped=str(sum(bool(result.scenario.skipped) for result in results)),
        time=f"{sum(result.seconds for result in results):.3f}",
    )
    for result in results:
        suite.append(_case(result))
    root = ET.Element("testsuites")
    root.append(suite)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + str(ET.tostring(root, encoding="unicode"))


def _case(result: Result) -> ET.Element:
    scenario = result.scenario
    case = ET.Element(
        "testcase",
        classname=str(scenario.source.file),
        name=scenario.label,
        file=str(scenario.source.file),
        line=str(scenario.line),
        time=f"{result.seconds:.3f}",
    )
    if scenario.skipped:
        ET.SubElement(case, "skipped", message=scenario.skipped)
    elif not result.passed:
        text = _NO_XML.sub("\ufffd", report.failure(result))
        ET.SubElement(case, "failure", message=text.partition("\n")[0]).text = text
    return case
