"""What the public files say of themselves, read by a program that shares no code with ours."""

import json
import subprocess

import pytest

from articles.models import Photo
from articles.models.reader_files import private_storage
from tests import make
from tests.conftest import EXIFTOOL
from tests.photo_folder import located, scene, with_iptc, written

pytestmark = pytest.mark.django_db

FIELDS = [
    "XMP-dc:Creator",
    "XMP-photoshop:Credit",
    "XMP-dc:Rights",
    "XMP-iptcExt:DigitalSourceType",
]


def read(photo):
    """All that exiftool finds in each public file."""
    names = [private_storage().path(rendition["name"]) for rendition in photo.renditions]
    command = [EXIFTOOL, "-json", "-G1", "-struct", *names]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


@pytest.mark.parametrize("source_type", ["photograph", "generated"])
def test_every_file_says_what_the_database_says(source_type, django_capture_on_commit_callbacks):
    content = written(scene((1300, 900), 5), exif=located(), comment=b"at home")
    content = with_iptc(content, {80: "另一人", 120: "不外传"}, encoding="gb18030")
    with django_capture_on_commit_callbacks(execute=True):
        make.library_photo(
            content=content,
            source="",
            reporter=make.reporter(name="陈<洋>&波"),
            rights="© 某报 2023",
            source_type=source_type,
        )
    photo = Photo.objects.get()

    files = read(photo)

    assert {(file["File:MIMEType"], file["Composite:ImageSize"]) for file in files} == {
        (r["type"], f"{r['width']}x{r['height']}")
        for cut in ("whole", "card", "16x9", "4x3", "1x1")
        for r in photo.rendered(cut)
    }
    told = photo.rights_told
    expected = [[told.creator], told.credit, told.copyright, told.source_type]
    assert [[file.get(name) for name in FIELDS] for file in files] == [expected] * len(files)
    groups = {name.split(":")[0] for file in files for name in file if ":" in name}
    assert not [g for g in groups if g.startswith(("GPS", "IFD", "ExifIFD", "IPTC", "Photoshop"))]
    assert "不外传" not in json.dumps(files, ensure_ascii=False)
