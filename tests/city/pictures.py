"""Pictures for the city's stories: drawn by chance, of a photo's shape and weight."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Photo, PhotoUse
from articles.photos import library
from people.models import User
from tests.city.sheets import Picture
from tests.photo_folder import scene, written

SIZES = {
    "landscape": (1500, 1000),
    "portrait": (1000, 1500),
    "square": (1200, 1200),
    "panorama": (2400, 800),
}


class Photographer:
    """Hands a photo of the library to each use.

    Stories from `fresh_from` on have pictures of their own; earlier ones share `pool` pictures of
    each shape, as a paper takes from its archive: to draw thousands would take an hour.
    """

    def __init__(self, *, fresh_from: date, pool: int = 12) -> None:
        self.fresh_from, self.pool = fresh_from, pool
        self._archive: dict[tuple[str, int], Photo] = {}
        self._given: Counter[str] = Counter()

    def photo(
        self, picture: Picture, *, on: date, by: User, reporter: int, but: Sequence[PhotoUse]
    ) -> Photo:
        """A photo for a picture of a story of that day, another one than those the story has."""
        said = {
            "caption": picture.caption.text,
            "alt": picture.alt,
            "reporter_id": reporter,
            "taken_on": on,
        }
        if on >= self.fresh_from:
            return self._taken(picture.shape, f"{on}/{picture.alt}/{len(but)}", by=by, said=said)
        taken = {use.photo.pk for use in but}
        for _ in range(self.pool):
            number = self._given[picture.shape] % self.pool
            self._given[picture.shape] += 1
            key = (picture.shape, number)
            if key not in self._archive:
                self._archive[key] = self._taken(*map(str, key), by=by, said=said)
            if self._archive[key].pk not in taken:
                return self._archive[key]
        return self._taken(picture.shape, f"{on}/{picture.alt}/{len(but)}", by=by, said=said)

    def _taken(self, shape: str, seed: str, *, by: User, said: dict) -> Photo:
        """The library keeps a file once: a picture that was drawn before is the same photo."""
        drawn = scene(SIZES[shape], seed)
        name = f"{sha256(seed.encode()).hexdigest()[:12]}.jpg"
        content = written(drawn, quality=88)
        upload = SimpleUploadedFile(name, content, "image/jpeg")
        received = library.receive(upload, by=by, said=said)
        photo = received.photo or received.twin
        assert photo, received.refusal
        return photo
