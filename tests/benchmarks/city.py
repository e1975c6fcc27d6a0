"""How fast days of the invented city's paper get into a database, without photos.

On SQLite, or on the PostgreSQL that DATABASE_URL names, in a database of its own. Beside stories a
minute, which depend on the machine, it says what one costs in pages that do nothing (hellos).
"""

import os
import sys
import tempfile
import time
from datetime import date, timedelta

DAYS = 5
HELLOS = 400


def main():
    import django
    from django.conf import settings

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from tests.city.paper import day
    from tests.city.press import Press
    from tests.city.world import build_world

    settings.ROOT_URLCONF = "tests.benchmarks.pages"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        call_command("loaddata", "roles", verbosity=0)
        world = build_world(1)
        press = Press(world)
        sheets = [day(world, date(2024, 5, 1) + timedelta(days=n)) for n in range(DAYS)]
        press.print_day(sheets[0])  # the first meets everybody for the first time
        start, busy = time.perf_counter(), time.process_time()
        for sheet in sheets[1:]:
            press.print_day(sheet)
        seconds, busy = time.perf_counter() - start, time.process_time() - busy
        count = sum(len(sheet.stories) for sheet in sheets[1:])

        client = Client(headers={"host": "localhost"})
        client.get("/hello/")
        start = time.process_time()
        for _ in range(HELLOS):
            client.get("/hello/")
        hello = (time.process_time() - start) / HELLOS
    finally:
        connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)
    sys.stdout.write(
        f"{connection.vendor}: {count / seconds * 60:.0f} stories a minute without photos, "
        f"each filed, kept, published and indexed for {busy / count / hello:.0f} hellos\n"
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "NEWSROOM_DATA_DIR": folder,
        }
        main()
