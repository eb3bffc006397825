"""Who is quoted, kept beside the statements so that nobody has to count them: the tables of speakers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Table, delete, insert, select

from retrieval.archive.schema import roles, speaker_words, speakers
from retrieval.model import SpeakerCount, Statement
from retrieval.speakers import most_frequent
from retrieval.speakers import speaker_words as words_of

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

_AT_ONCE = 500  # names in one query

Credits = Counter[tuple[str, str]]


def credited(statements: Iterable[Statement]) -> Credits:
    """How often each speaker is credited in each role ("" for none)."""
    return Counter((s.speaker, s.role or "") for s in statements if s.speaker)


def apply(connection: Connection, change: Credits) -> None:
    """Add to, or take from, what the statements credit."""
    changed = {credit: n for credit, n in sorted(change.items()) if n}
    if not changed:
        return
    rows = [{"name": name, "role": role, "statements": n} for (name, role), n in changed.items()]
    upsert = _insert(connection, roles)
    added = roles.c.statements + upsert.excluded.statements
    connection.execute(upsert.on_conflict_do_update(index_elements=["name", "role"], set_={"statements": added}), rows)
    connection.execute(delete(roles).where(roles.c.statements <= 0))
    names = iter(dict.fromkeys(name for name, _ in changed))
    while some := list(islice(names, _AT_ONCE)):
        _follow(connection, some)


def rebuild(connection: Connection, credit: Credits) -> None:
    """Write everything anew; ``credit`` is that of all statements."""
    connection.execute(delete(speakers))
    connection.execute(delete(roles))
    apply(connection, credit)


def counted(connection: Connection, names: Collection[str]) -> dict[str, SpeakerCount]:
    """The speakers of these names, as their roles tell."""
    own: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, role, n in connection.execute(select(roles).where(roles.c.name.in_(names))):
        own[name][role] = n
    return {
        name: SpeakerCount(name, most_frequent(Counter({r: n for r, n in counts.items() if r})), counts.total())
        for name, counts in own.items()
    }


def _follow(connection: Connection, names: Sequence[str]) -> None:
    """Let speakers and words say what the roles say of these names."""
    now = counted(connection, names)
    held = select(speakers.c.name, speakers.c.role, speakers.c.statements).where(speakers.c.name.in_(names))
    before = {row.name: SpeakerCount(*row) for row in connection.execute(held)}
    connection.execute(delete(speakers).where(speakers.c.name.in_(before.keys() - now.keys())))
    renamed = [s for s in now.values() if s.name not in before or before[s.name].role != s.role]
    upsert = _insert(connection, speakers)
    values = {"role": upsert.excluded.role, "statements": upsert.excluded.statements}
    if rows := [{"name": s.name, "role": s.role, "statements": s.statements} for s in now.values()]:
        connection.execute(upsert.on_conflict_do_update(index_elements=["name"], set_=values), rows)
    connection.execute(delete(speaker_words).where(speaker_words.c.name.in_([s.name for s in renamed])))
    if words := [{"word": word, "name": s.name} for s in renamed for word in sorted(words_of(s))]:
        connection.execute(insert(speaker_words), words)


def listed(connection: Connection, limit: int | None) -> list[SpeakerCount]:
    """The most quoted speakers."""
    wanted = select(speakers.c.name, speakers.c.role, speakers.c.statements)
    ordered = wanted.order_by(speakers.c.statements.desc(), speakers.c.name).limit(limit)
    return [SpeakerCount(*row) for row in connection.execute(ordered)]


def named(connection: Connection, name: str) -> SpeakerCount | None:
    wanted = select(speakers.c.name, speakers.c.role, speakers.c.statements).where(speakers.c.name == name)
    return next((SpeakerCount(*row) for row in connection.execute(wanted)), None)


def with_words(connection: Connection, words: Collection[str]) -> set[SpeakerCount]:
    wanted = select(speakers.c.name, speakers.c.role, speakers.c.statements).join(speaker_words)
    return {SpeakerCount(*row) for row in connection.execute(wanted.where(speaker_words.c.word.in_(words)))}


def faults(connection: Connection, credit: Credits) -> Iterator[str]:
    """What does not follow from the statements, which credit so."""
    held = {(name, role): n for name, role, n in connection.execute(select(roles))}
    for name, role in sorted(held.keys() | credit.keys()):
        if held.get((name, role), 0) != credit[name, role]:
            yield f"speaker {name!r} is counted {held.get((name, role), 0)} times as {role!r}, not {credit[name, role]}"
    told = {s.name: s for s in listed(connection, None)}
    words: defaultdict[str, set[str]] = defaultdict(set)
    for word, name in connection.execute(select(speaker_words.c.word, speaker_words.c.name)):
        words[name].add(word)
    names = iter(sorted({name for name, _ in held}))
    while some := list(islice(names, _AT_ONCE)):
        for name, speaker in counted(connection, some).items():
            if told.pop(name, None) != speaker or words[name] != words_of(speaker):
                yield f"speaker {name!r} is not listed as counted"
    yield from (f"speaker {name!r} is listed and says nothing" for name in told)


def _insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that may become an update; the two databases spell it alike, and SQLAlchemy has no common word."""
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite  # noqa: PLC0415  # the other one takes long to load

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415

    return postgresql.insert(table)
