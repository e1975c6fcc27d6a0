"""Colleagues are called by their names: a login is seen where accounts are kept."""

import pytest
from django.contrib.admin.models import LogEntry

from articles.models import Article
from people.models import Hiding, User
from tests import make
from tests.permissions import matrix

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

ACCOUNTS = ("people_user_", matrix.PASSWORDS)


@pytest.mark.parametrize("every", [3, pytest.param(1, marks=pytest.mark.whole)])
def test_no_page_of_the_desk_shows_the_login_of_a_colleague_with_a_name(every):
    """One page in three is looked at, or all in `make whole`."""
    users = matrix.people()
    found = matrix.rows(users)
    story = make.signed_off(make.article(created_by=users["记者"], headline="三个人审过的稿"))
    Article.objects.update(updated_by=users["编辑"])
    Hiding.objects.update(hidden_by=users["编辑"])
    for n, user in enumerate(User.objects.all()):
        user.username, user.name = f"log-in-{n}", f"姓名{n}"
        if user == users["superuser"]:  # who looks: a page has their own, to log in again in place
            user.username = "my-own"
        user.save()
    for row in found.values():
        if row:
            LogEntry.objects.log_actions(users["编辑"].pk, [row], 2, "改过")
    session = matrix.session(users["superuser"])

    showing, opened = set(), 0
    places = sorted({(n, tuple(a)) for n, a in matrix.addresses()})
    for name, arguments in places[::every]:
        address = matrix.target(name, list(arguments), found | {Article: story})
        if address and not name.startswith(ACCOUNTS):
            page = matrix.page(session, address)
            opened += page.status_code == 200
            if not page.streaming and b"log-in-" in page.content:
                showing.add(name)

    assert showing == set()
    assert opened > 100 / every
