"""The first version: every table, policy and look-up function, from the files `sql/0001_*.sql`."""

from importlib import resources

import procrastinate
from alembic import context, op

from backend.db.migrations.expand import digest, expand, first_files

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make everything."""
    roles = context.config.attributes["roles"]
    connection = op.get_bind()
    owner = connection.exec_driver_sql("select current_user").scalar_one()
    cursor = connection.connection.cursor()
    *tables, jobs = first_files()
    for path in tables:
        cursor.execute(expand(path.read_text("utf-8"), roles, owner))
    cursor.execute(resources.files(procrastinate).joinpath("sql/schema.sql").read_text("utf-8"))
    cursor.execute(expand(jobs.read_text("utf-8"), roles, owner))
    cursor.execute("update installation set made_from = %s", (digest(),))
