from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.db.models import (
    Count,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from js_asset import Media, Script

from articles.admin.photo_library import PhotoLibrary
from articles.admin.photo_shown import address, thumbnail
from articles.admin.requests import staff
from articles.models import Article, Photo, PhotoUse, Revision
from articles.models.rows import PhotoQuerySet
from articles.photos import confirming
from articles.photos import files as photo_files
from articles.photos.forms import ABOUT_FILE, PhotoForm
from articles.stand import locking, publishing, withholding

if TYPE_CHECKING:
    from people.models import User

MOST_NAMED = 50  # stories that the form of a photo names
LISTED = 96  # pixels across, of the picture in the list
REPLACING = tuple(ABOUT_FILE)  # what is asked when another file takes the place of one


class ReadinessFilter(admin.SimpleListFilter):
    title = _("能否发布")
    parameter_name = "ready"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", gettext("还缺署名、替代文字或同意记录"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Photo]) -> QuerySet[Photo]:
        return queryset.unready() if self.value() == "no" else queryset  # type: ignore[attr-defined]  # our QuerySet


class PhotographerFilter(admin.SimpleListFilter):
    title = _("摄影者")
    parameter_name = "photographer"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("unregistered", gettext("文件里写了，还没有登记")),
            ("asked", gettext("有人请求登记")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Photo]) -> QuerySet[Photo]:
        photos = cast("PhotoQuerySet", queryset)
        if self.value() == "unregistered":
            return photos.with_unregistered()
        return photos.registration_asked() if self.value() == "asked" else photos


@admin.register(Photo)
class PhotoAdmin(PhotoLibrary):
    form = PhotoForm
    edition_field = "edition"
    autocomplete_fields = ["reporter", "pictured"]
    fields = [
        "large",
        "original",
        REPLACING,
        "caption",
        ("reporter", "source"),
        ("alt", "is_decorative"),
        "source_type",
        ("taken_on", "place"),
        "pictured",
        ("shows_minor", "consent"),
        "rights",
        ("focal_x", "focal_y"),
        "where_used",
    ]
    readonly_fields = ["large", "where_used"]
    list_display = ["picture", "title", "credit", "readiness", "use_count", "uploaded_at"]
    list_display_links = ["picture", "title"]
    list_filter = ["source_type", ReadinessFilter, PhotographerFilter, "taken_on", "uploaded_at"]
    list_select_related = ["reporter"]
    list_per_page = 50
    search_fields = ["caption"]  # says that there is a search: `matching` does it
    search_help_text = _("按图片说明、文件名、署名、图中人物、地点或拍摄日期（如 2023-12-25）查找")
    date_hierarchy = "uploaded_at"
    show_full_result_count = False

    @property
    def media(self) -> Media:
        return super().media + Media(
            css={"all": ["newsroom/css/desk.css", "newsroom/css/desk_photo.css"]},
            js=[
                Script(f"newsroom/js/{name}.js", type="module")
                for name in ("focal_point", "photo_replacing")
            ],
        )

    def get_fields(self, request: HttpRequest, obj: Photo | None = None) -> list[Any]:
        """Nothing is asked about replacing a file where there is none."""
        return [f for f in self.fields if f != REPLACING or (obj and obj.original)]

    def get_form(self, request: HttpRequest, obj: Photo | None = None, **kwargs: Any) -> Any:  # type: ignore[override]  # the rest is handed on
        form: Any = super().get_form(request, obj, **kwargs)
        form.uploader = staff(request)
        return form

    # ---- Who may ----

    def has_delete_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        """None that readers have: it is taken out of its stories first."""
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or not withholding.readers_have(obj))

    # ---- Which ----

    def get_queryset(self, request: HttpRequest) -> QuerySet[Photo]:
        """Counted photo by photo: joined and grouped, a page of the list would read the archive."""
        uses = PhotoUse.objects.filter(photo=OuterRef("pk")).order_by().values("photo")
        counted = Subquery(uses.values(uses_now=Count("pk")))
        return super().get_queryset(request).annotate(uses_now=Coalesce(counted, 0))  # type: ignore[no-any-return]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Photo], search_term: str
    ) -> tuple[QuerySet[Photo], bool]:
        return queryset.matching(search_term), False  # type: ignore[attr-defined]  # our QuerySet

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Photo | None:
        """Locked to be saved; with its uses in those stories that the form's reader may see."""
        if request.method == "POST":
            locking.lock_stand()  # before the photo
        photo = super().get_object(request, object_id, from_field)
        if photo:
            seen = Article.objects.visible_to(staff(request))
            uses = PhotoUse.objects.filter(article__in=seen).select_related("article")
            prefetch_related_objects([photo], Prefetch("uses", uses))
        return photo

    # ---- Saving ----

    def save_model(self, request: HttpRequest, obj: Photo, form: Any, change: bool) -> None:
        """What others have seen waits for a second person, and is drawn when that is confirmed."""
        picture = form.picture
        if change:
            obj.edition += 1
        else:
            obj.uploaded_by = staff(request)
        if picture:
            self._warn_of_copies(request, obj, picture)
            photo_files.name_original(obj, picture)
        waits = change and withholding.change_waits(obj)
        with photo_files.kept_if_saved(obj):
            if not waits:
                self._draw(obj, form, change=change)
            super().save_model(request, obj, form, change)
        if not waits and obj.original and not obj.recipe:
            photo_files.finish(obj)

    def _draw(self, photo: Photo, form: Any, *, change: bool) -> None:
        """Bring the files of a photo that no reader has up to date, for a row that is saved next.

        Words that reviewers have read stay with the stories in review.
        """
        if change:
            confirming.keep_words(photo, {n: form.initial.get(n) for n in confirming.WORDS})
        if form.picture:
            photo_files.put(photo, form.picture)
        elif confirming.IN_FILES & set(form.changed_data):
            photo.recipe = 0

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Whom a photo shows waits too, but for somebody hidden: that takes it from readers."""
        super().save_related(request, form, formsets, change)
        photo = form.instance
        photo.hidden_now = change and set(photo.pictured.hidden().values_list("pk", flat=True))
        if photo.hidden_now:  # as if they had stood there before, so that they are not put back
            for _row, values in photo.rows_before.values():
                photo.hidden_now -= set(values["pictured"])
                values["pictured"] = sorted({*values["pictured"], *photo.hidden_now})

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """What waits is put back with this; then readers lose a photo of somebody hidden."""
        entry = super().log_change(request, obj, message)
        if obj.__dict__.pop("hidden_now", None):
            publishing.show_photo(obj)
            withholding.move_photos_on_commit([obj.pk])
        return entry

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        photo = context["original"]
        context["hidden_people"] = list(photo.pictured.hidden()) if photo else []
        context["may_register"] = request.user.has_perm("people.add_reporter")
        return super().render_change_form(request, context, *args, **kwargs)

    def _warn_of_copies(self, request: HttpRequest, photo: Photo, picture: Any) -> None:
        others = Photo.objects.exclude(pk=photo.pk)
        same = list(others.same_file(picture.checksum)[:1])
        if same or (same := others.looking_like(picture.likeness)[:1]):
            address = reverse("admin:articles_photo_change", args=[same[0].pk])
            text = gettext("图库里有同一张或很像的图，请核对：{}")
            link = format_html('<a href="{}">{}</a>', address, same[0])
            messages.warning(request, format_html(text, link))

    def delete_model(self, request: HttpRequest, obj: Photo) -> None:
        photo_files.discard_on_commit(obj)
        super().delete_model(request, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """With what Django finds, the old versions of stories that will lack the picture."""
        deleted, counts, needed, protected = super().get_deleted_objects(objs, request)
        return [*deleted, *_old_versions(objs, by=staff(request))], counts, needed, protected

    # ---- What is shown ----

    @admin.display(description=_("图片"))
    def picture(self, photo: Photo) -> SafeString:
        return thumbnail(photo, width=LISTED)

    @admin.display(description=_("图片"))
    def large(self, photo: Photo) -> SafeString:
        """The whole picture, in which the script lets an editor click the focus."""
        files = [file for file in photo.rendered("whole") if file["format"] == "jpeg"]
        if not files:
            return thumbnail(photo)
        return format_html(
            '<span class="focal"><img src="{}" alt="{}" width="{}" height="{}"></span>',
            *(address(files[0]["name"]), photo.alt, files[0]["width"], files[0]["height"]),
        )

    @admin.display(description=_("图片说明或文件名"), ordering="caption")
    def title(self, photo: Photo) -> str:
        return str(photo)

    @admin.display(description=_("署名"))
    def credit(self, photo: Photo) -> str:
        return photo.credit

    @admin.display(description=_("能否发布"), boolean=True)
    def readiness(self, photo: Photo) -> bool:
        return not photo.problems()

    @admin.display(description=_("使用次数"), ordering="uses_now")
    def use_count(self, photo: Photo) -> int:
        return photo.uses_now  # type: ignore[attr-defined, no-any-return]  # annotated above

    @admin.display(description=_("用在"))
    def where_used(self, photo: Photo) -> str:
        every = list(photo.uses.all()) if photo.pk else []
        uses, rest = every[:MOST_NAMED], len(every) - MOST_NAMED
        links = format_html_join(
            "、",
            '<a href="{}">{}</a>',
            (
                (reverse("admin:articles_article_change", args=[use.article_id]), use.article.title)
                for use in uses
            ),
        )
        if rest > 0:
            said = ngettext("……另有 %d 篇", "……另有 %d 篇", rest) % rest
            links = format_html("{}{}", links, said)
        return links or "—"


def _old_versions(photos: Iterable[Photo], *, by: User) -> list[str]:
    """The stories whose old versions show one of these photos, with the numbers of the versions;
    of those beyond MOST_NAMED, and those that the user may not see, only how many.
    """
    stories: dict[Article, list[int]] = defaultdict(list)
    for revision in Revision.objects.showing(photos):
        stories[revision.article].append(revision.edition)
    seen = set(Article.objects.visible_to(by).filter(pk__in=[story.pk for story in stories]))
    named = [story for story in stories if story in seen][:MOST_NAMED]
    said = gettext("《%(title)s》第 %(editions)s 版里的这张图；恢复这些旧版时会缺它")
    found = [
        said % {"title": story.title, "editions": "、".join(map(str, stories[story]))}
        for story in named
    ]
    if others := len(stories) - len(named):
        more = ngettext("另有 %d 篇稿件的旧版里有这张图", "另有 %d 篇稿件的旧版里有这张图", others)
        found.append(more % others)
    return found
