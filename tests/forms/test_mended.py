"""What the desk's forms refuse, in words at the field, and what they tidy up."""

from datetime import date

import pytest
from django.db import IntegrityError
from django.forms import ModelChoiceField

from articles.models import Article, Issue, Section, Tag
from people.models import Entity, Reporter, Round
from tests import make
from tests.articles.admin.test_admin import address, typed

pytestmark = pytest.mark.django_db


def add(desk, model, **said):
    page = address(model, "add")
    return desk.post(page, typed(desk.get(page)) | said)


@pytest.fixture
def desk(admin_client):
    return admin_client


def refusals(response):
    return response.context["adminform"].form.errors


@pytest.mark.parametrize("name", ["？！", "😀😀", "\u200b", "……"])
@pytest.mark.parametrize("model", [Reporter, Entity, Section, Tag])
def test_a_name_needs_a_letter(desk, model, name):
    response = add(desk, model, name=name, slug="slug", kind="person" if model is Entity else "")

    assert "name" in refusals(response)
    assert not model.objects.exists()


def test_what_nobody_sees_is_not_stored(desk):
    add(
        desk, Entity, name="共\u200b富\ufeff工坊\x00", kind="workshop", description="一\r\n二\u202e"
    )

    make.confirmed()
    stored = Entity.objects.get()
    assert (stored.name, stored.description) == ("共富工坊", "一\n二")


def test_a_headline_takes_as_many_units_as_the_browser_lets_be_typed(desk):
    at_most = "字" * 98 + "\r\n" + "😀" * 50 + "字"  # 98 + 1 + 100 + 1
    response = add(desk, Article, headline=at_most + "字")
    assert "headline" in refusals(response)

    assert add(desk, Article, headline=at_most).status_code == 302
    assert Article.objects.get().headline == at_most.replace("\r", "")


@pytest.mark.parametrize("like", ["ＡＩ", "ai", "A\u200bI", "“AI”", "𝐀𝐈"])
def test_a_tag_that_looks_like_another_is_refused_by_its_name(desk, like):
    make.tag(name="AI")

    assert refusals(add(desk, Tag, name=like))["name"] == ["已有标签“AI”。"]


def test_a_story_gets_the_tag_that_is_there_however_it_is_written(desk):
    tag = make.tag(name="AI")
    response = add(desk, Article, headline="主题", tags="“ＡＩ”，𝐀𝐈，a\u200bi")

    assert response.status_code == 302
    assert list(Article.objects.get().tags.all()) == [tag]
    assert list(Tag.objects.all()) == [tag]


@pytest.mark.parametrize("name", ["长" * 101, "㍿" * 40])
def test_a_tag_longer_than_its_column_or_its_address_is_refused_at_the_field(desk, name):
    assert list(refusals(add(desk, Article, headline="主题", tags=name))) == ["tags"]
    assert list(refusals(add(desk, Tag, name=name))) == ["name"]


def test_the_database_has_no_two_tags_that_look_alike():
    make.tag(name="AI")
    with pytest.raises(IntegrityError):
        make.tag(name="“Ａi”")


@pytest.mark.parametrize("year", ["0001", "1799", "2200", "9999"])
def test_a_year_that_no_paper_has_is_refused_at_the_field(desk, year):
    response = add(desk, Issue, date=f"{year}-01-01")

    assert refusals(response)["date"] == ["年份要在 1800 到 2199 之间，请检查。"]


def test_a_moment_without_a_time_elsewhere_is_refused_at_the_field(desk):
    hour = {"released_at_0": "0001-01-01", "released_at_1": "00:00"}
    response = add(desk, Issue, date="2024-05-01", **hour)

    assert list(refusals(response)) == ["released_at"]


def test_a_list_with_a_row_that_is_gone_is_not_saved_and_says_so(desk):
    stays, goes = make.section(order=1), make.section(order=2)
    page = address(Section, "changelist")
    formset = desk.get(page).context["cl"].formset
    sent = {form[n].html_name: form[n].value() for form in formset.forms for n in form.fields}
    sent |= {f"initial-{name}": value for name, value in sent.items()}
    sent |= {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2, "form-0-order": 7, "_save": "1"}
    goes.delete()

    response = desk.post(page, sent, follow=True)

    said = [str(message) for message in response.context["messages"]]
    assert said == ["列表里有的行已经不在，这次什么都没有存。请看现在的样子再改。"]
    stays.refresh_from_db()
    assert stays.order == 1


def test_a_password_is_what_was_typed(client):
    account = make.account(password="一\u200b二\u202e三四")

    response = client.post(
        "/admin/login/", {"username": account.username, "password": "一\u200b二\u202e三四"}
    )

    assert response.status_code == 302


def test_an_issue_is_made_with_its_pages(desk):
    pages = {"pages-TOTAL_FORMS": "1", "pages-0-number": "1", "pages-0-name": "要\u200b闻"}
    response = add(desk, Issue, date="2024-05-01", **pages)

    assert response.status_code == 302
    assert Issue.objects.get().date == date(2024, 5, 1)
    assert Issue.objects.get().pages.get().name == "要闻"


@pytest.mark.parametrize("page", ["change", "delete", "history"])
def test_a_page_asked_for_by_no_field_is_the_row_s(desk, page):
    assert desk.get(f"{address(Section, page, make.section().pk)}?_to_field=%00").status_code == 200


@pytest.mark.parametrize("model", [Article, Entity, Round])
def test_a_key_in_a_row_beneath_that_is_no_key_is_refused_at_its_field(desk, model):
    page = address(model, "add")
    opened = desk.get(page)
    sent, asked = typed(opened), []
    for inline in opened.context["inline_admin_formsets"]:
        prefix, place = inline.formset.prefix, inline.formset.initial_form_count()
        sent[f"{prefix}-TOTAL_FORMS"] = place + 1
        for name, field in inline.formset.empty_form.fields.items():
            if isinstance(field, ModelChoiceField) and not field.widget.is_hidden:
                sent[f"{prefix}-{place}-{name}"] = "https://elsewhere.example/"
                asked.append(prefix)

    response = desk.post(page, sent)

    assert asked
    assert response.status_code == 200
    assert sum(bool(inline.formset.total_error_count()) for inline in errors_of(response)) > 0


def errors_of(response):
    return response.context["inline_admin_formsets"]


@pytest.mark.parametrize("model", [Article, Entity, Round, Tag])
def test_a_key_that_is_none_is_refused_at_its_field_and_prefills_nothing(desk, model):
    page = address(model, "add")
    opened = desk.get(page)
    fields = opened.context["adminform"].form.fields
    chosen = [name for name, field in fields.items() if isinstance(field, ModelChoiceField)]

    response = desk.post(page, typed(opened) | dict.fromkeys(chosen, "https://elsewhere.example/"))

    assert response.status_code == 200
    assert set(chosen) <= set(refusals(response))
    for name in chosen:
        assert desk.get(page, {name: "https://elsewhere.example/"}).status_code == 200
