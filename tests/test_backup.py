"""What README says of backup, restore and rotating tokens, done with the real process and the tools that it names."""

import asyncio
import json
import shutil
import subprocess

import pytest
from slack_process import (
    _ARTICLE,
    ANN,
    DIRECT,
    ELEPHANTS,
    HARBOUR,
    ME,
    PIER,
    REPAIR,
    answering,
    replies_to,
    reply_to,
    settled,
    small_slack,
    until,
)
from test_slack_start import run

from bot.slack.fake.workspace import BOT_TOKEN

ARCHIVE, STATE, INDEX = "archive.sqlite3", "state.sqlite3", "archive.index"


@pytest.mark.skipif(not shutil.which("sqlite3"), reason="needs the program sqlite3")
async def test_a_backup_of_a_running_bot_is_restored_with_its_archive_and_its_conversations(tmp_path):
    (tmp_path / "pier.txt").write_text(_ARTICLE)
    settings = {"ONRECORD_ARCHIVE": "", "ONRECORD_DATABASE_URL": f"sqlite:///{tmp_path / ARCHIVE}"}
    async with small_slack() as slack:
        assert (await run(slack, tmp_path, "add", str(tmp_path / "pier.txt"), **settings))[0] == 0
        async with answering(slack, tmp_path, **settings):
            asked = await slack.sends(HARBOUR, ANN, f"{ME} {PIER}")
            await until(lambda: reply_to(slack, asked))
            await until(settled(slack, tmp_path))
            for name in (ARCHIVE, STATE):
                backup = ["sqlite3", tmp_path / name, f".backup {tmp_path / name}.bak"]
                await asyncio.to_thread(subprocess.run, backup, check=True)
            later = await slack.sends(DIRECT, ANN, ELEPHANTS)
            await until(lambda: reply_to(slack, later))

        for name in (ARCHIVE, STATE):
            for path in tmp_path.glob(f"{name}-*"):
                path.unlink()
            shutil.move(tmp_path / f"{name}.bak", tmp_path / name)
        shutil.rmtree(tmp_path / INDEX)
        assert (await run(slack, tmp_path, "verify", **settings))[1][-1] == "1 article verified, 0 faults found."
        async with answering(slack, tmp_path, **settings):
            again = await slack.sends(HARBOUR, ANN, "And about the repair?", thread=asked["ts"])
            _, answer = await until(lambda: len(both := replies_to(slack, again)) == 2 and both)
        assert "three million crowns" in json.dumps(answer)


async def test_a_token_that_was_replaced_is_looked_at_by_the_doctor_while_the_old_one_goes_on(tmp_path):
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    token = secrets / "onrecord_slack_bot_token"
    token.write_text(BOT_TOKEN)
    settings = {"ONRECORD_SLACK_BOT_TOKEN": "", "ONRECORD_SECRETS_DIR": str(secrets)}
    async with small_slack() as slack, answering(slack, tmp_path, **settings):
        token.write_text("xoxb-mistyped")
        code, lines = await run(slack, tmp_path, "doctor", **settings)
        assert code == 2
        assert any(line.startswith("MISSING  ONRECORD_SLACK_BOT_TOKEN does not work:") for line in lines)
        question = await slack.sends(DIRECT, ANN, REPAIR)
        await until(lambda: reply_to(slack, question))
