"""The stock admin's sentences at the desk are Chinese that an editor would write."""

import gettext
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.contrib import admin
from django.contrib.messages import get_messages
from django.urls import reverse

from articles.models import Article, Column, Issue, Review, Section, Tag
from people.models import Entity
from tests import make
from tests.articles.admin.test_admin import address

CHINESE = Path(__file__).parent.parent.parent / "newsroom/locale/zh_Hans/LC_MESSAGES"
FIELD = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
# What Django's own Chinese says in lists and forms, in words that no editor uses.
ODD = re.compile(
    "来修改|添加另一个|增加另一个|在站点上查看|过滤器|动作|清除选中|注销|查看站点|切换导航"
    "|再次编辑它|个中 0 个|条形导航|选择此对象|站点管理|> ?以 "
)


def catalogue(domain):
    with (CHINESE / f"{domain}.po").open("rb") as file:
        return [message for message in read_po(file) if message.id]


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_the_catalogue_asks_for_nothing_that_a_sentence_is_not_given(domain):
    for message in catalogue(domain):
        source = message.id if isinstance(message.id, str) else message.id[0]
        said = message.string if isinstance(message.string, str) else message.string[0]
        assert set(FIELD.findall(said)) <= set(FIELD.findall(source)), source


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_the_compiled_catalogue_is_the_written_one(domain):
    with (CHINESE / f"{domain}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    for message in catalogue(domain):
        if isinstance(message.id, str):
            text = (
                compiled.pgettext(message.context, message.id)
                if message.context
                else compiled.gettext(message.id)
            )
            assert text == message.string
        else:
            assert compiled.ngettext(*message.id, 2) == message.string[0]


@pytest.mark.django_db
def test_lists_and_forms_are_said_as_an_editor_would(client):
    client.force_login(make.account(is_superuser=True))
    make.section()

    lists = [address(model, "changelist") for model in admin.site._registry]
    for page in [*lists, *(address(model, "add") for model in (Article, Issue, Entity))]:
        html = re.sub(r"\s+", " ", client.get(page).content.decode())
        assert ODD.search(html) is None, page


@pytest.mark.django_db
def test_a_list_says_how_many_there_are_in_chinese(client):
    client.force_login(make.account(is_superuser=True))
    empty = client.get(address(Column, "changelist")).content.decode()
    make.column(name="甲栏")
    one = client.get(address(Column, "changelist")).content.decode()
    none = client.get(address(Column, "changelist"), {"q": "乙"}).content.decode()

    assert "这里还没有内容。" in empty
    assert re.search(r"共 1 条\s", one)
    assert "<h1>专栏</h1>" in one
    assert "新建专栏" in one
    assert "不查了，看全部" not in one
    assert "没有符合的。" in none
    assert re.search(r"找到 0 条\s", none)


@pytest.mark.django_db
def test_a_list_whose_rows_are_edited_has_one_button_to_save(client):
    client.force_login(make.account(is_superuser=True))
    make.section()

    html = client.get(address(Section, "changelist")).content.decode()

    assert html.count('name="_save"') == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("button", "said"),
    [
        ("_save", "标签已建好：“一老一小”专栏。"),
        ("_continue", "标签已建好：“一老一小”专栏。可以接着修改。"),
        ("_addanother", "标签已建好：“一老一小”专栏。可以接着新建。"),
    ],
)
def test_what_was_saved_is_said_without_quotes_in_quotes(client, button, said):
    client.force_login(make.account(is_superuser=True))

    response = client.post(address(Tag, "add"), {"name": "“一老一小”专栏", button: "1"})

    texts = [re.sub("<[^>]+>", "", str(m)) for m in get_messages(response.wsgi_request)]
    assert [text.replace("。 ", "。") for text in texts] == [said]  # Django puts a space between


@pytest.mark.django_db
def test_a_day_that_is_none_is_answered_with_the_order_it_is_typed_in(client):
    client.force_login(make.account(is_superuser=True))

    page = client.post(address(Issue, "add"), {"date": "12/26/2023"})

    assert "请按“年-月-日”填写日期，如 2023-12-26。" in page.content.decode()


@pytest.mark.django_db
def test_moments_are_typed_in_the_order_of_the_reader(client):
    """No input of the browser's own, which goes by the browser's language."""
    client.force_login(make.account(is_superuser=True))
    made = make.draft_roll()
    review = reverse("admin:articles_article_review", args=[make.article().pk])
    pages = [review, reverse("admin:articles_pin_changelist"), reverse("admin:index")]

    for page in [*pages, reverse("admin:people_draftroll_change", args=[made.pk])]:
        html = client.get(page).content.decode()
        assert 'type="date' not in html, page
        assert 'type="time' not in html, page


@pytest.mark.django_db
def test_the_login_page_answers_in_plain_words(client):
    page = client.post(reverse("admin:login"), {"username": "x", "password": "y"})

    assert "用户名或密码不对，或这个账号不能进编辑部。请检查大小写。" in page.content.decode()


@pytest.mark.django_db
def test_what_nobody_may_change_is_not_called_a_want_of_permission(client):
    client.force_login(make.account(is_superuser=True))

    page = client.get(address(Review, "changelist")).content.decode()

    assert "审稿记录（只能查看）" in page
    assert "无权" not in page
