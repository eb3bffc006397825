"""A few of the kills of ``tests/benchmarks/archive_kill.py``, which does a hundred."""

from archive_kill import Rounds


def test_whenever_its_writer_is_killed_the_archive_is_well_and_nothing_acknowledged_is_lost(tmp_path):
    rounds = Rounds(f"sqlite:///{tmp_path / 'archive.sqlite3'}", tmp_path / "archive.index", seed=7)

    assert [fault for _ in range(3) for fault in rounds.kill(within=1.0)] == []
    assert sum(rounds.killed.values()) == 3
