"""Takes the tables of a database to this version. Alembic is loaded only when there is something to do."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, column, inspect, select, table


class NewerVersion(Exception):
    """The tables were made by a newer version."""


@dataclass(frozen=True, slots=True)
class Migrations:
    """``place`` is a package and a folder in it, ``head`` the newest one; ``table`` holds which one was the last."""

    place: str
    head: str
    table: str

    def are_done(self, connection: Connection) -> bool:
        if not inspect(connection).has_table(self.table):
            return False
        return connection.scalar(select(column("version_num")).select_from(table(self.table))) == self.head

    def run(self, connection: Connection) -> None:
        """Make what is missing, in the transaction of the connection. Raises NewerVersion."""
        from alembic import command  # noqa: PLC0415  # a third of a second that only a new or an old database needs
        from alembic.config import Config  # noqa: PLC0415
        from alembic.util import CommandError  # noqa: PLC0415

        config = Config()
        config.set_main_option("script_location", self.place)
        config.attributes.update(connection=connection, version_table=self.table)
        try:
            command.upgrade(config, "head")
        except CommandError:
            raise NewerVersion from None


def run_in_alembic() -> None:
    """What the ``env.py`` of each folder of migrations does: they run here alone, never from a command line."""
    from alembic import context  # noqa: PLC0415  # as above

    given = context.config.attributes
    context.configure(connection=given["connection"], version_table=given["version_table"])
    with context.begin_transaction():
        context.run_migrations()
