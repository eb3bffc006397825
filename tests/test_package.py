"""What is packaged is whole: extras, the source distribution, and the environment of a checkout."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

import retrieval

CHECKOUT = Path(__file__).parent.parent
INSTALLED = Path(retrieval.__file__).parents[1]
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())


def test_every_extra_that_is_named_is_one():
    tops = [CHECKOUT / "deploy", INSTALLED / "bot", INSTALLED / "retrieval"]
    texts = [path.read_text() for top in tops for path in top.rglob("*") if path.suffix in {".py", ".service"}]
    named = {name for text in texts for name in re.findall(r'extra ["`]+(\w+)|onrecord\[(\w+)\]', text)}
    assert {one or other for one, other in named} == {"cluster", "fast", "postgres"}
    assert {"cluster", "fast", "postgres"} <= PROJECT["project"]["optional-dependencies"].keys()


def test_the_source_distribution_has_the_licence_and_all_documents():
    documents = {path.name for path in CHECKOUT.glob("*.md")}
    assert {"LICENSE", *documents} <= set(PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"])


@pytest.mark.skipif(not shutil.which("make"), reason="needs make")
def test_making_the_environment_says_that_it_takes_its_time(tmp_path):
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(CHECKOUT / name, tmp_path)
    made = subprocess.run(
        ["make", "--silent", "ask", "PYTHON=true"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert made.stderr.splitlines()[0] == "setting up .venv (once) ..."
