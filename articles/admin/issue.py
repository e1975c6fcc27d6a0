from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, prefetch_related_objects
from django.forms import ModelForm
from django.http import FileResponse, Http404, HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.admin.issue_making import IssueMaking
from articles.admin.page_import import PageImport
from articles.admin.regions import STALE, RegionPages
from articles.admin.requests import staff
from articles.imaging import page_images
from articles.interchange.importing.files import may_import_pages
from articles.models import Article, Issue, Page
from articles.models.issue import FOLDER
from articles.paper import page_files, planning, regions
from articles.paper.forms import PageForm
from articles.reading import files
from articles.review.confirmations.desk import ConfirmedAdmin
from articles.stand import withholding
from articles.text.fields import FIELDS

SHOWN = ("image", "large_image", "thumbnail", "pdf")  # what readers get of a page

if TYPE_CHECKING:
    Inline = admin.TabularInline[Any, Issue]
else:
    Inline = admin.TabularInline


class PageInline(Inline):
    model = Page
    formfield_overrides = FIELDS
    extra = 0
    fields = ["number", "name", "responsible_editor", "layout_editor", "proofreader"]
    ordering = ["number"]
    show_change_link = True


@admin.register(Issue)
class IssueAdmin(ConfirmedAdmin):
    inlines = [PageInline]

    class Media:
        css: ClassVar = {"all": ["newsroom/css/desk_form.css"]}

    list_display = ["date", "title", "number", "date_is_certain", "released_at"]
    search_fields = ["date", "title", "number"]
    date_hierarchy = "date"
    show_full_result_count = False

    def get_urls(self) -> list[URLPattern]:
        return [*IssueMaking(self).urls(), *super().get_urls()]

    def save_model(
        self, request: HttpRequest, obj: Issue, form: ModelForm[Issue], change: bool
    ) -> None:
        """A new hour of release holds for stories that were signed off before it was set."""
        if change and "released_at" in form.changed_data:
            planning.save_with_hour(obj)
        else:
            super().save_model(request, obj, form, change)


@admin.register(Page)
class PageAdmin(RegionPages, ConfirmedAdmin):
    """A printed page: its files, its stories, and the way to draw where they stand."""

    form = PageForm
    fields = [
        "issue",
        ("number", "name"),
        ("responsible_editor", "layout_editor", "proofreader"),
        "original",
        "pdf",
        "readers_pdf",
        "picture",
        "regions",
        "imports",
        "stories",
    ]
    readonly_fields = ["readers_pdf", "picture", "regions", "imports", "stories"]
    list_display = ["__str__", "responsible_editor", "layout_editor", "proofreader"]
    list_select_related = ["issue"]
    list_filter = ["number"]
    search_fields = ["issue__date", "name"]
    date_hierarchy = "issue__date"
    autocomplete_fields = ["issue"]
    show_full_result_count = False

    def get_urls(self) -> list[URLPattern]:
        shown = self.admin_site.admin_view(require_safe(self.file))
        return [
            path("<int:pk>/file/<slug:field>/", shown, name="articles_page_file"),
            *PageImport(self).urls(),
            *super().get_urls(),
        ]

    def file(self, request: HttpRequest, pk: int, field: str) -> FileResponse:
        """An image or the PDF of a page as readers get it, or would get it."""
        page = self.get_queryset(request).filter(pk=pk).first()
        if not self.has_view_permission(request, page):
            raise PermissionDenied
        if page is None or field not in SHOWN:
            raise Http404(field)
        return files.private(getattr(page, field).name, folder=FOLDER)

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """With the way to import a page's text, for those who may."""
        columns = list(super().get_list_display(request))
        return [*columns, "imports"] if may_import_pages(staff(request)) else columns

    def get_fields(self, request: HttpRequest, obj: Page | None = None) -> list[Any]:
        fields = list(super().get_fields(request, obj))
        may_import = obj is not None and may_import_pages(staff(request))
        return [each for each in fields if each != "imports" or may_import]

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Page | None:
        """With those of its stories that the reader of the form may see."""
        page = super().get_object(request, object_id, from_field)
        if page:
            seen = Article.objects.visible_to(staff(request)).order_by("page_order", "pk")
            prefetch_related_objects([page], Prefetch("article_set", seen.defer("body")))
        return page

    def save_model(
        self, request: HttpRequest, obj: Page, form: ModelForm[Page], change: bool
    ) -> None:
        """A file that was replaced goes once the new one is safe, and readers have that."""
        super().save_model(request, obj, form, change)
        page_files.discard_on_commit(obj, cast("PageForm", form).replaced)
        withholding.move_pages_on_commit([obj.pk])

    @admin.display(description=_("读者的 PDF"))
    def readers_pdf(self, page: Page) -> str:
        if page.pdf:
            is_clean = page.pdf_recipe == page_images.PDF_RECIPE
            return gettext("已清理。") if is_clean else gettext("等待清理，系统会自动完成。")
        if page.pdf_original:
            return gettext("不再提供下载：以前上传的 PDF 没能清理，请重新导出后再传。")
        return "—"

    @admin.display(description=_("公开的版面图"))
    def picture(self, page: Page) -> str:
        if not page.thumbnail:
            return gettext("没有版面图时，读者看到由稿件排成的版面。")
        return format_html('<img src="{}" alt="" width="160">', file_address(page, "thumbnail"))

    @admin.display(description=_("区域"))
    def regions(self, page: Page) -> str:
        if not page.image:
            return "—"
        address = reverse("admin:articles_page_regions", args=[page.pk])
        stale = format_html(" {}", STALE) if regions.is_stale(page) else ""
        return format_html('<a href="{}">{}</a>{}', address, _("画出各篇稿件的位置"), stale)

    @admin.display(description=_("导入"))
    def imports(self, page: Page) -> str:
        address = reverse("admin:articles_page_import", args=[page.pk])
        return format_html('<a href="{}">{}</a>', address, _("导入版面"))

    @admin.display(description=_("本版稿件"))
    def stories(self, page: Page) -> str:
        found = page.article_set.all() if page.pk else []
        items = format_html_join(
            "",
            '<li><a href="{}">{}</a></li>',
            (
                (reverse("admin:articles_article_change", args=[article.pk]), article.title)
                for article in found
            ),
        )
        return format_html("<ol>{}</ol>", items) if items else "—"


def file_address(page: Page, field: str) -> str:
    """Where the desk gets a file of a page from, whether readers see it or not."""
    return reverse("admin:articles_page_file", args=[page.pk, field])
