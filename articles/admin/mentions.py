from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import ngettext

from articles.admin.requests import staff
from articles.models import Article
from articles.review import naming
from articles.review.naming import Offer

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Article]
else:
    Base = admin.ModelAdmin

CHOSEN = "mention_"  # and the key of an entity: its box
TICKED = "offered_"  # and the key of an entity: its box was ticked when the page was made


class MentionMixin(Base):
    """For ArticleAdmin: the entities a story names are offered, and registered with the save."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        article: Article | None = kwargs.get("obj")
        if article and _may_register(self, request, article):
            context["mention_offers"] = list(_boxes(article, context["adminform"].form))
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not (change and staff(request).has_perm("articles.add_mention")):
            return
        chosen = set(_keys(request.POST, CHOSEN))
        declined = set(_keys(request.POST, TICKED)) - chosen
        if not chosen | declined:
            return
        form.registered = naming.register(form.instance, chosen=chosen, declined=declined)
        if count := sum(mention.is_confirmed for mention in form.registered):
            told = ngettext("登记了正文里提到的 %d 个。", "登记了正文里提到的 %d 个。", count)
            self.message_user(request, told % count, messages.SUCCESS)


def _may_register(desk: Base, request: HttpRequest, article: Article) -> bool:
    may_add = staff(request).has_perm("articles.add_mention")
    return may_add and desk.has_change_permission(request, article)


def _boxes(article: Article, form: Any) -> Iterator[tuple[Offer, bool]]:
    """What the text of the form names, and whether its box is ticked: as it was sent, if it was."""
    typed = {name: form[name].value() for name in naming.FIELDS}
    for offer in naming.offers(article, typed=typed):
        key = offer.entity.pk
        was_ticked = form.is_bound and f"{TICKED}{key}" in form.data
        is_chosen = form.is_bound and f"{CHOSEN}{key}" in form.data
        yield offer, is_chosen or (offer.is_certain and not was_ticked)


def _keys(sent: QueryDict, prefix: str) -> Iterator[int]:
    for name in sent:
        key = name.removeprefix(prefix)
        if name.startswith(prefix) and key.isdecimal() and key.isascii():
            yield int(key)
