"""Short runs of the harnesses: load with faults, and a process that is killed. The long ones are in benchmarks."""

from slack_pressure import Load, kill, play


async def test_under_load_and_faults_each_question_is_answered_once_in_its_thread(tmp_path):
    count = await play(Load(mentions=90, threads=15, drop_every=60, limited=0.02), tmp_path)
    assert count.right, count.lines()
    assert count.drops == 1
    assert count.delivered_twice > 0
    assert count.lost_first > 0


async def test_killed_at_any_moment_each_question_is_answered_once(tmp_path):
    count = await kill(2, tmp_path, pace=0.1)
    assert count.right, count.lines()
    assert count.asked > 10
