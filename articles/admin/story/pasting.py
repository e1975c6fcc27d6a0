from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from articles.admin.photo_shown import on_shelf
from articles.admin.requests import staff
from articles.admin.story.page import StoryPage
from articles.photos.pasted import PastedPictures
from articles.text.paste import Pasted, TooDeep, take_in

MOST = 4_000_000  # characters of a paste, the pictures inside it among them
MAY_WRITE = [
    f"articles.{act}_{what}" for what in ("article", "sitepage") for act in ("add", "change")
]


class Pasting(StoryPage):
    """What is pasted into a text comes here as the clipboard has it, and goes back clean."""

    def urls(self) -> list[URLPattern]:
        return [self.at("paste/", self.paste, "paste")]

    @method_decorator(require_POST)
    def paste(self, request: HttpRequest) -> JsonResponse:
        """The text of a paste in the vocabulary of a body, and what was left out or changed.

        Sent are `html` and `plain`, `half_width` if digits are to be folded, `pictures` if the
        text may hold photos, and picture `files`.
        """
        by = staff(request)
        if not any(by.has_perm(permission) for permission in MAY_WRITE):
            raise PermissionDenied
        html, plain = (_sent(request, name) for name in ("html", "plain"))
        if len(html) + len(plain) > MOST:
            refusal = gettext("一次粘贴的内容太多了，请分几次粘贴。")
            return JsonResponse({"refusal": refusal}, status=413)
        may_add = by.has_perm("articles.add_photo") and "pictures" in request.POST
        pictures = PastedPictures(request.FILES.getlist("files"), by=by) if may_add else None
        try:
            pasted = take_in(
                html,
                plain=plain,
                half_width="half_width" in request.POST,
                picture=pictures.take if pictures else None,
            )
        except TooDeep as refusal:
            return JsonResponse({"refusal": str(refusal)}, status=409)
        return JsonResponse(_told(pasted, pictures))


def _sent(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\0", "")


def _told(pasted: Pasted, pictures: PastedPictures | None) -> dict[str, Any]:
    """What the editor's script gets: the body, its text, and sentences about it."""
    return {
        "html": pasted.html,
        "plain": pasted.plain,
        "notes": [
            {"kind": note.kind, "count": note.count, "said": note.said} for note in pasted.notes
        ],
        "refusals": pictures.refusals if pictures else [],
        "headline": pasted.headline,
        "full_width": pasted.full_width,
        "photos": [on_shelf(photo) for photo in pictures.photos] if pictures else [],
    }
