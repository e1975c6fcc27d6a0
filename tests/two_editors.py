"""A story form that stands open while somebody else saves, and what the refused page shows."""

import re

from articles.models import Article
from tests.articles.admin.test_admin import address, typed


def opened(client, address):
    """The mark of what a form of the stock admin shows, which it sends back."""
    return {"based_on": client.get(address).context["adminform"].form["based_on"].value()}


def answers(page):
    """What the question on a page, or the boxes of a list, send back beside what was asked."""
    fields = re.findall(
        '<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode()
    )
    return {name: value for name, value in fields if name != "csrfmiddlewaretoken"}


class Opened:
    """A story form that stands open in a browser."""

    def __init__(self, client, article):
        self.client, self.article = client, article
        self.fields = typed(client.get(address(Article, "change", article.pk)))

    def save(self, button="_continue", value="1", **changes):
        self.fields |= changes
        return self._sent(button, value)

    def save_on_newest(self, refused, **changes):
        """What the page that was refused holds now, sent by its button."""
        self.fields = typed(refused) | changes
        page = refused.content.decode()
        (edition,) = set(re.findall(r'name="_save_on_newest" value="(\d+)"', page))
        return self._sent("_save_on_newest", edition)

    def _sent(self, button, value):
        page = address(Article, "change", self.article.pk)
        return self.client.post(page, self.fields | {button: value})


def whose(field):
    if field.is_mine and field.is_theirs:
        return "merged" if field.is_merged else "both"
    return "mine" if field.is_mine else "theirs"


def sides(response):
    """The differing fields: whose change each is, and the three texts, marked."""
    signs = {"same": "{}", "del": "[-{}-]", "ins": "{{+{}+}}"}
    return {
        field.label: (
            whose(field),
            *(
                "\n".join(
                    "".join(signs[p.kind].format(p.text) for p in line)
                    for run in runs
                    for line in run.lines
                )
                for runs in (field.base, field.theirs, field.mine)
            ),
        )
        for field in response.context["conflict"].fields
    }
