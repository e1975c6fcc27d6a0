"""The desk on which forms are filled in: its people and rows, and a form as its page sends it."""

from types import SimpleNamespace

from django.db import connection
from django.utils import timezone

from articles.models import Article, Autosave
from tests import make
from tests.articles.admin.test_admin import sent, typed
from tests.permissions import matrix

WINDOW = "01234567-89ab-cdef-0123-456789abcdef"  # the page in which everybody is typing
UNCOUNTED = ("people_session", "articles_sentform")  # what any visit, any form sent, may write


class Desk:
    """Who is there, the newest row of every model, and stories at some stages."""

    def __init__(self):
        self.users = matrix.people()
        for user in self.users.values():
            if user:
                user.set_password("pass")
                user.save()
        self.rows = matrix.rows(self.users)
        self.story = self.rows[Article]
        self.published = make.published().article
        for user in filter(None, self.users.values()):
            for story in (self.story, None):
                typed_aside(user, story)
            make.notice(article=self.story, recipient=user)
        self.cookies = {column: matrix.session(user) for column, user in self.users.items()}

    def address(self, name, arguments, rows):
        return matrix.target(name, list(arguments), self.rows | rows)

    def opened(self, column, address):
        """The page of a form as it is opened, not drawn."""
        return matrix.page(self.cookies[column], address, is_drawn=False)


def typed_aside(user, story):
    """What somebody has typed and not saved into a story, or into a new one."""
    Autosave.objects.create(
        article=story, user=user, window=WINDOW, edition=1, saved_at=timezone.now(), form={}
    )


def fields(context):
    """What the page of one of the admin's forms sends if nothing is typed."""
    return typed(SimpleNamespace(context=context))


def new_rows(context, said):
    """What the page sends in addition when a row is added under the form to each of its inlines.

    `said` gives what is typed into the row of an inline, by the inline's model.
    """
    found = {}
    for inline in context["inline_admin_formsets"]:
        if not inline.has_add_permission:
            continue
        formset = inline.formset
        prefix, place = formset.prefix, formset.initial_form_count()
        found[f"{prefix}-TOTAL_FORMS"] = max(place + 1, formset.total_form_count())
        empty = formset.empty_form
        row = dict(item for name in empty.fields for item in sent(empty[name]))
        row = {name.replace("__prefix__", str(place)): value for name, value in row.items()}
        typed_in = {n: v for n, v in said[formset.model].items() if n != formset.fk.name}
        row |= {f"{prefix}-{place}-{name}": value for name, value in typed_in.items()}
        found |= {name: value for name, value in row.items() if value or type(value) is int}
    return found


class Written:
    """The statements that changed a row, collected while it is entered."""

    def __init__(self):
        self.statements = []
        self.params = []

    def __enter__(self):
        self.wrapper = connection.execute_wrapper(self)
        self.wrapper.__enter__()
        return self

    def __exit__(self, *error):
        self.wrapper.__exit__(*error)

    def __call__(self, execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        verb = sql.lstrip()[:6].upper()
        # SQLite does not count what it inserts until that is read back.
        is_change = verb == "INSERT" or (
            verb in {"UPDATE", "DELETE"} and context["cursor"].rowcount
        )
        if is_change and not any(table in sql for table in UNCOUNTED):
            self.statements.append(sql)
            self.params.append(params)
        return answer
