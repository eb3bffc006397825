"""The files of each deployment agree with the settings, the package and each other."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from bot import sources
from bot.settings import Settings

CHECKOUT = Path(__file__).parent.parent
DEPLOY = CHECKOUT / "deploy"
FILES = [path for path in DEPLOY.rglob("*") if path.is_file() and "slack" not in path.relative_to(DEPLOY).parts]
CHART = DEPLOY / "helm" / "onrecord"
UNIT = DEPLOY / "systemd" / "onrecord.service"
USER = "10001"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(DEPLOY)))
def test_every_setting_that_is_named_is_one(path):
    named = re.findall(r"\b(?:ONRECORD|onrecord)_([A-Za-z]\w+)", path.read_text())
    assert [name for name in named if name.lower() not in Settings.model_fields and name != "NAME"] == []


def test_the_image_runs_as_the_user_that_the_chart_runs_it_as():
    assert f"USER {USER}:{USER}" in (DEPLOY / "Dockerfile").read_text()
    assert f"runAsUser: {USER}" in (CHART / "templates" / "deployment.yaml").read_text()


def test_the_image_has_a_python_that_the_package_takes():
    version = re.search(r"ARG PYTHON=3\.(\d+)", (DEPLOY / "Dockerfile").read_text())
    least = re.search(r'requires-python = ">=3\.(\d+)"', (CHECKOUT / "pyproject.toml").read_text())
    assert int(version[1]) >= int(least[1])


def test_the_chart_is_of_the_version_of_the_package():
    chart = yaml.safe_load((CHART / "Chart.yaml").read_text())
    version = re.search(r'^version = "(.+)"', (CHECKOUT / "pyproject.toml").read_text(), re.MULTILINE)
    assert (chart["version"], chart["appVersion"]) == (version[1], version[1])


def test_the_chart_takes_the_sources_that_the_bot_does():
    schema = json.loads((CHART / "values.schema.json").read_text())["properties"]["sources"]
    assert set(schema["properties"]) == set(sources._File.model_fields)


def test_what_needs_a_cluster_starts_with_its_profile_only():
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    assert {name: service.get("profiles") for name, service in services.items()} == {
        "bot": None,
        "postgres": ["cluster"],
        "opensearch": ["cluster"],
    }


def test_the_bot_of_compose_may_do_no_more_than_it_needs():
    bot = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["bot"]
    assert (bot["read_only"], bot["cap_drop"], bot["security_opt"]) == (True, ["ALL"], ["no-new-privileges:true"])


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze: apt-get install systemd")
def test_systemd_takes_the_unit_and_finds_little_exposed(tmp_path):
    unit = tmp_path / UNIT.name
    unit.write_text(UNIT.read_text().replace("/opt/onrecord/bin/onrecord", shutil.which("true")))
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True, check=False
    )
    assert (verified.returncode, verified.stderr) == (0, "")
    # The threshold is ten times the exposure, which runs from 0 to 10.
    looked = ["systemd-analyze", "security", "--offline=true", "--threshold=15", unit]
    rated = subprocess.run(looked, capture_output=True, text=True, check=False)
    assert rated.returncode == 0, rated.stdout
