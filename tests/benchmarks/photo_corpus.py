"""Every file of a folder through the library's door, as uploads.

`make photos FOLDER=…` runs it.

Pillow's own test pictures are a good folder. Each file either is taken in and drawn, or is refused
in words; anything else, a second that was exceeded or memory that grew is told at the end.
"""

import os
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

SECONDS, MEBIBYTES = 1, 300


def outcome(path):
    """What becomes of a file, and the processor time it took."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from articles.photos import library
    from tests import make

    upload = SimpleUploadedFile(path.name, path.read_bytes())
    start = time.process_time()
    received = library.receive(upload, by=outcome.by, said={"source": make.photo().source})
    spent = time.process_time() - start
    if received.photo:
        assert received.photo.renditions
        return "taken in and drawn", spent
    return received.refusal or "the library has it already", spent


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(folder):
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests import make

    outcome.by = make.editor()
    before, answers, slow = peak(), Counter(), []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        answer, spent = outcome(path)
        answers[answer] += 1
        if spent > SECONDS:
            slow.append(f"{path.name}: {spent:.1f} s")
    grown = peak() - before
    lines = [f"{count:5} {answer}" for answer, count in answers.most_common()]
    lines += [f"{answers.total()} files, memory grew by {grown:.0f} MiB", *slow]
    sys.stdout.write("\n".join(lines) + "\n")
    return bool(slow) or grown > MEBIBYTES


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "NEWSROOM_DATA_DIR": place}
        os.environ.pop("DATABASE_URL", None)
        sys.exit(main(Path(sys.argv[1])))
