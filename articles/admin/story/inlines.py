from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from articles.admin.requests import staff
from articles.models import Article, Byline, Mention
from articles.story.form import BylineForm
from articles.text.fields import FIELDS
from people.admin.rows import Inline
from people.models import Reporter


def own_credits(request: HttpRequest, story: Article | None) -> list[dict[str, Any]]:
    """The rows that the byline of a new story begins with: the name of who writes their own stories
    alone. Who also enters others' may not find their own name under them.
    """
    user = staff(request)
    if story or request.method != "GET" or user.has_perm("articles.see_all_article"):
        return []
    own = Reporter.objects.filter(user=user)
    return [{"reporter": one.pk, "title_as_printed": one.title, "order": 1} for one in own]


class BylineInline(Inline):
    model = Byline
    formfield_overrides = FIELDS
    form = BylineForm
    fields = ["reporter", "role", "title_as_printed", "order"]
    autocomplete_fields = ["reporter"]
    leads_to_chosen = False  # a tenth of what the form costs

    def get_extra(self, request: HttpRequest, obj: Article | None = None, **kwargs: Any) -> int:
        return len(own_credits(request, obj))


class MentionInline(Inline):
    model = Mention
    extra = 0
    fields = ["entity", "relation", "is_confirmed"]
    autocomplete_fields = ["entity"]
    leads_to_chosen = False
    classes = ["collapse"]
