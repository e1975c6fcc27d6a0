import pytest
from django.urls import reverse

from people.models import Entity, Reporter
from tests import make

pytestmark = pytest.mark.django_db

NO_INLINES = {
    f"{prefix}-{name}": 0
    for prefix in ("other_names", "honours")
    for name in ("TOTAL_FORMS", "INITIAL_FORMS")
}


@pytest.fixture
def desk(client):
    client.force_login(make.editor())
    return client


def test_a_reporter_is_filed_by_the_reading_of_the_surname(desk):
    desk.post(reverse("admin:people_reporter_add"), {"name": "单小明", "kind": "staff"})

    assert Reporter.objects.get().sort_key == "shan xiao ming"


def test_an_entity_that_is_no_person_is_read_as_words(desk):
    fields = {"name": "单位食堂", "kind": "organisation"} | NO_INLINES

    desk.post(reverse("admin:people_entity_add"), fields)

    assert Entity.objects.get().sort_key == "dan wei shi tang"


def test_a_written_sort_key_is_kept(desk):
    fields = {"name": "单小明", "kind": "staff", "sort_key": "dan xiao ming"}

    desk.post(reverse("admin:people_reporter_add"), fields)

    assert Reporter.objects.get().sort_key == "dan xiao ming"


def test_a_namesake_is_told_to_be_distinguished(desk):
    make.reporter(name="王芳")

    response = desk.post(reverse("admin:people_reporter_add"), {"name": "王芳", "kind": "staff"})

    assert "已有同名记者" in response.content.decode()
    assert Reporter.objects.count() == 1


@pytest.mark.parametrize("typed", ["樓寶娟", "楼 宝娟", "寶娟"])
def test_a_name_is_found_in_every_spelling_where_it_is_chosen(desk, typed):
    for kind in ["reporter", "entity"]:
        getattr(make, kind)(name="楼宝娟")
        getattr(make, kind)(name="吴峰宇")

        page = desk.get(reverse(f"admin:people_{kind}_changelist"), {"q": typed})
        assert [row.name for row in page.context["cl"].result_list] == ["楼宝娟"]


def test_a_body_is_found_by_another_name_in_every_spelling(desk):
    make.entity_name(entity=make.entity(name="义乌市科协"), name="市科学技术协会")
    make.entity(name="义乌市文联")

    page = desk.get(reverse("admin:people_entity_changelist"), {"q": "科學技術"})
    assert [row.name for row in page.context["cl"].result_list] == ["义乌市科协"]


@pytest.mark.parametrize("letters", ["cyb", "CYB", "cy", "chen yang", "陈洋"])
def test_a_name_is_found_by_its_initials_where_it_is_chosen(desk, letters):
    kinds = ["reporter", "entity"]
    for kind in kinds:
        make_one = getattr(make, kind)
        make_one(name="陈洋波", sort_key="chen yang bo")
        make_one(name="吴峰宇", sort_key="wu feng yu")

    for kind in kinds:
        page = desk.get(reverse(f"admin:people_{kind}_changelist"), {"q": letters})
        assert [row.name for row in page.context["cl"].result_list] == ["陈洋波"]
