import pytest
import typer

from bot import running
from retrieval.errors import ArchiveMissing, OnrecordError


def app_that(raises):
    app = typer.Typer()

    @app.callback(invoke_without_command=True)
    def command():
        raise raises

    return app


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (OnrecordError("This is wrong."), running.USAGE, "onrecord: This is wrong.\n"),
        (
            OnrecordError("This is wrong.\nSo is this."),
            running.USAGE,
            "onrecord: This is wrong.\nonrecord: So is this.\n",
        ),
        (ArchiveMissing("nowhere"), running.NO_ARCHIVE, "onrecord: There is no archive at nowhere.\n"),
        (typer.BadParameter("Not so."), running.USAGE, "onrecord: Invalid value: Not so.\n"),
        (typer.Exit(7), 7, ""),
        (KeyboardInterrupt(), running.INTERRUPTED, ""),
    ],
)
def test_what_goes_wrong_is_a_line_and_an_exit_code(capsys, error, code, told):
    assert running.run(app_that(error), []) == code
    assert capsys.readouterr() == ("", told)


@pytest.mark.parametrize("fault", [ZeroDivisionError("a fault"), OSError("a fault")])
def test_a_fault_of_ours_is_never_taken_for_an_abstention(capsys, fault):
    assert running.run(app_that(fault), []) == running.FAULT
    assert "Traceback" in capsys.readouterr().err
