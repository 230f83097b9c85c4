"""The first version: every table, policy and look-up function, from the files `sql/0001_*.sql`."""

from importlib import resources
from pathlib import Path

import procrastinate
from alembic import context, op

from backend.db.migrations.expand import expand

revision = "0001"
down_revision = None

SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    """Make everything."""
    roles = context.config.attributes["roles"]
    connection = op.get_bind()
    owner = connection.exec_driver_sql("select current_user").scalar_one()
    cursor = connection.connection.cursor()
    for path in sorted(SQL.glob("0001_*.sql")):
        cursor.execute(expand(path.read_text("utf-8"), roles, owner))
    cursor.execute(resources.files(procrastinate).joinpath("sql/schema.sql").read_text("utf-8"))
    cursor.execute(expand((SQL / "jobs.sql").read_text("utf-8"), roles, owner))
