from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from articles.models import LogLine


class Command(BaseCommand):
    help = (
        "Print the SQL by which the owner of a PostgreSQL database lets the application's role "
        "work, and add to the log of the desk's acts, but not change it. Run it after each "
        "migrate: manage.py grants ROLE | psql DATABASE"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", help="the role that the application logs in as")

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("only PostgreSQL has roles")
        role = connection.ops.quote_name(options["role"])
        log = connection.ops.quote_name(LogLine._meta.db_table)
        self.stdout.write(
            "BEGIN;\n"
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC;\n"
            f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role};\n"
            f"GRANT USAGE ON SCHEMA public TO {role};\n"
            f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role};\n"
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};\n"
            f"REVOKE UPDATE, DELETE ON {log} FROM {role};\n"
            "COMMIT;"
        )
