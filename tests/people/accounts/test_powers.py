"""Who may decide is changed by two people, whatever form it is asked for in; never for oneself."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.enums import ChangeDecision, Event, NoticeKind, Stage
from articles.models import LogLine, Notice, PendingChange, ReviewRoute, Section, SectionEditor
from articles.review import duties, workflow
from articles.review.confirmations import holding, powers
from articles.review.confirmations.holding import ConfirmationRefused
from people.accounts import second_factor
from people.models import Reporter, User
from tests import make
from tests.articles.admin.test_admin import address, typed
from tests.people.accounts.test_reauthentication import ASKED, an_hour_later, answered
from tests.people.accounts.test_second_factor import PASSWORD, with_phone
from tests.people.admin.test_accounts import DECIDE, fields_of, own, roles_of

pytestmark = pytest.mark.django_db

SECRET = {"password1": "quiet-lantern-x", "password2": "quiet-lantern-x"}
SAID = "等另一位超级用户或值班总编确认："


@pytest.fixture
def chief():
    return make.chief(name="总编")


@pytest.fixture
def desk(admin_client):
    return admin_client


@pytest.fixture
def manager():
    """A 管理员 in a browser of their own, with all that one could be given for it."""
    user = make.staff("管理员")
    own(user, "people.delete_user", "auth.add_group", "auth.change_group", "auth.delete_group")
    browser = Client()
    browser.force_login(user)
    browser.user = user
    return browser


def logged_in(user):
    browser = Client()
    browser.force_login(user)
    return browser


def role(name):
    return Group.objects.get(name=name)


def permission(name):
    return Permission.objects.get(codename=name)


def change(browser, row, **changes):
    """Send the form of a row with changes, as its page shows it; "" takes a field out."""
    sent = fields_of(browser, row) | changes
    sent = {name: value for name, value in sent.items() if value != ""}
    return browser.post(address(type(row), "change", row.pk), sent, follow=True)


def reset(browser, account, **more):
    page = reverse("admin:auth_user_password_change", args=[account.pk])
    return browser.post(page, SECRET | {"usable_password": "true"} | more, follow=True)


def state(account):
    """What an account may do, as the database has it."""
    found = User.objects.get(pk=account.pk)
    names = ("password", "is_superuser", "is_staff", "is_active", "second_factor_at")
    permissions = set(found.user_permissions.values_list("codename", flat=True))
    return [getattr(found, name) for name in names], roles_of(found), permissions


# ---- Asked for in a form ------------------------------------------------------------------------


@pytest.mark.parametrize("name", DECIDE)
def test_a_role_that_decides_waits_and_then_is_given(desk, chief, name):
    account = make.staff("记者", name="王芳")

    answer = change(desk, account, groups=[role("记者").pk, role(name).pk])
    assert SAID in answer.content.decode()
    assert roles_of(account) == {"记者"}
    asked = PendingChange.objects.get()
    both = "、".join(sorted({"记者", name}))
    assert str(asked) == "账号“王芳”的权限改动"
    assert powers.in_words(asked) == [f"王芳，角色：记者 → {both}"]
    holding.confirm(asked, by=chief)

    assert roles_of(account) == {"记者", name}
    told = Notice.objects.get(recipient=account)
    assert (told.kind, told.by, told.text) == (NoticeKind.POWERS, chief, powers.in_words(asked)[0])
    events = list(LogLine.objects.order_by("number").values_list("event", flat=True))
    assert [e for e in events if e.startswith("powers")] == ["powers_asked", "powers_confirmed"]
    assert LogLine.objects.get(event=Event.POWERS_CONFIRMED).by_name == "总编"


def superuser(account):
    return {"is_superuser": "on"}


def single_permission(account):
    return {"user_permissions": [permission("withdraw_article").pk]}


@pytest.mark.parametrize("asked", [superuser, single_permission])
def test_being_a_superuser_and_a_single_permission_wait(desk, chief, asked):
    account = make.staff("记者")
    before = state(account)

    change(desk, account, **asked(account))
    assert state(account) == before
    holding.confirm(PendingChange.objects.get(), by=chief)

    assert duties.decides(User.objects.get(pk=account.pk))


def test_roles_that_do_not_decide_are_given_at_once(desk, manager):
    account = make.staff("记者")

    change(manager, account, groups=[role("校对").pk, role("图片编辑").pk])

    assert roles_of(account) == {"校对", "图片编辑"}
    assert not PendingChange.objects.exists()


def test_an_account_that_decides_is_locked_at_once_and_unlocked_by_two(desk, chief):
    account = make.editor()
    change(desk, account, is_active="")
    assert not User.objects.get(pk=account.pk).is_active
    assert LogLine.objects.filter(event=Event.ACCOUNT_LOCKED).count() == 1

    change(desk, account, is_active="on")
    assert not User.objects.get(pk=account.pk).is_active
    holding.confirm(PendingChange.objects.get(), by=chief)

    assert User.objects.get(pk=account.pk).is_active


def test_a_reporter_is_unlocked_by_one(manager):
    account = make.staff("记者", is_active=False)

    change(manager, account, is_active="on")

    assert User.objects.get(pk=account.pk).is_active


def test_what_is_taken_is_taken_at_once_and_told(desk):
    account = make.editor(is_superuser=True)

    change(desk, account, groups=[role("记者").pk], is_superuser="")

    assert state(account)[1] == {"记者"}
    assert Notice.objects.get(recipient=account).text == "不再有：编辑、超级用户"
    assert LogLine.objects.get(event=Event.POWERS_REMOVED).details == {
        "roles": ["编辑", "超级用户"]
    }


def test_a_password_of_who_decides_waits_unseen(desk, chief):
    account = make.editor(name="王芳")
    old = account.password

    answer = reset(desk, account)
    assert SAID in answer.content.decode()
    assert User.objects.get(pk=account.pk).password == old
    asked = PendingChange.objects.get()
    assert powers.in_words(asked) == ["王芳，重设密码"]
    hashes = (old, asked.rows[0]["after"]["password"])
    confirmer = logged_in(chief)
    place = reverse("admin:articles_pendingchange_change", args=[asked.pk])
    lists = reverse("admin:articles_pendingchange_changelist")
    pages = [
        answer,
        confirmer.get(place),
        confirmer.get(lists),
        desk.get(place),
        desk.get("/admin/"),
    ]
    assert "新密码，不显示" in pages[1].content.decode()
    assert [h for h in hashes for page in pages if h in page.content.decode()] == []
    assert [h for h in hashes if h in str(list(LogLine.objects.values()))] == []
    confirmer.post(place, {"move": "confirm", "mark": asked.mark})

    assert User.objects.get(pk=account.pk).check_password(SECRET["password1"])
    assert User.objects.get(pk=account.pk).must_change_password
    assert LogLine.objects.filter(event=Event.PASSWORD_RESET, key=str(account.pk)).exists()


def test_a_password_is_taken_from_who_decides_at_once(desk):
    account = make.editor()

    reset(desk, account, usable_password="false", **{"unset-password": "1"})

    assert not User.objects.get(pk=account.pk).has_usable_password()


def test_a_lost_phone_of_who_decides_is_taken_off_by_two_and_a_reporters_by_one(manager, chief):
    editor, _key, _codes = with_phone("编辑")
    reporter, _key, _codes = with_phone("记者")
    admin = Client()
    admin.force_login(make.account(is_superuser=True))

    def remove(browser, account):
        page = reverse("admin:people_user_second_factor", args=[account.pk])
        return browser.post(page, follow=True)

    assert remove(manager, editor).status_code == 403
    remove(manager, reporter)
    remove(admin, editor)
    assert second_factor.device_of(reporter) is None
    assert second_factor.device_of(editor) is not None
    holding.confirm(PendingChange.objects.get(), by=chief)

    assert second_factor.device_of(editor) is None
    assert User.objects.get(pk=editor.pk).second_factor_at is None
    assert "取消第二步验证" in Notice.objects.get(recipient=editor).text


def test_a_role_gets_a_permission_that_decides_by_two(desk, chief):
    reporter = make.staff("记者")
    kept = [p.pk for p in role("记者").permissions.all()]
    final = permission("final_review_article").pk

    change(desk, role("记者"), permissions=[*kept, final])
    answer = desk.post(address(Group, "add"), {"name": "替班", "permissions": [final]}, follow=True)
    assert SAID in answer.content.decode()
    assert [duties.decides(reporter), role("替班").permissions.count()] == [False, 0]
    for asked in PendingChange.objects.all():
        holding.confirm(asked, by=chief)

    assert [duties.decides(reporter), role("替班").permissions.count()] == [True, 1]
    assert Notice.objects.filter(recipient=reporter, kind=NoticeKind.POWERS).exists()


def test_a_kind_of_story_passes_fewer_reviews_by_two(manager, chief):
    sent = {"kind": "news", "has_second_review": "on"}
    manager.post(address(ReviewRoute, "add"), sent, follow=True)
    assert ReviewRoute.objects.steps("news") == list(duties.REVIEWS)
    holding.confirm(PendingChange.objects.get(), by=chief)
    assert ReviewRoute.objects.steps("news") == [Stage.SECOND_REVIEW, Stage.FINAL_REVIEW]

    route = ReviewRoute.objects.get()
    change(manager, route, has_first_review="on")
    assert ReviewRoute.objects.steps("news") == list(duties.REVIEWS)
    change(manager, route, has_second_review="")
    assert ReviewRoute.objects.steps("news") == list(duties.REVIEWS)
    holding.refuse(PendingChange.objects.waiting().get(), by=chief, reason="不行")
    assert ReviewRoute.objects.steps("news") == list(duties.REVIEWS)


def test_whose_account_a_reporter_is_changes_by_two(desk, manager, chief):
    editor, writer = make.editor(), make.staff("记者")
    signed = make.reporter(user=editor)

    change(desk, signed, user="")
    assert Reporter.objects.get(pk=signed.pk).user == editor
    holding.confirm(PendingChange.objects.get(), by=chief)
    assert Reporter.objects.get(pk=signed.pk).user is None
    change(manager, Reporter.objects.get(pk=signed.pk), user=writer.pk)
    assert Reporter.objects.get(pk=signed.pk).user == writer  # bounds who had no bounds
    change(desk, Reporter.objects.get(pk=signed.pk), user=editor.pk)
    assert Reporter.objects.get(pk=signed.pk).user == writer


def test_which_sections_an_editor_is_bound_to_changes_by_two(manager, chief):
    editor, reporter, section = make.editor(), make.staff("记者"), make.section()
    SectionEditor.objects.create(section=section, user=editor)
    page = address(Section, "change", section.pk)

    def rows():
        return set(SectionEditor.objects.values_list("section__name", "user"))

    before = rows()
    manager.post(page, typed(manager.get(page)) | {"editors-0-DELETE": "on"})
    assert rows() == before
    holding.confirm(PendingChange.objects.get(), by=chief)
    assert rows() == set()
    added = {"editors-TOTAL_FORMS": "2", "editors-0-user": editor.pk, "editors-1-user": reporter.pk}
    manager.post(page, typed(manager.get(page)) | added)
    assert rows() == {(section.name, reporter.pk)}
    holding.confirm(PendingChange.objects.waiting().get(), by=chief)
    assert rows() == {(section.name, reporter.pk), (section.name, editor.pk)}


# ---- Who confirms -------------------------------------------------------------------------------


@pytest.fixture
def asked(desk):
    """A chief's powers, asked for by the superuser of `desk` for an editor."""
    account = make.editor(name="王芳")
    change(desk, account, groups=[role("值班总编").pk])
    return PendingChange.objects.get()


@pytest.mark.parametrize("name", ["记者", "编辑", "部门主任", "校对", "图片编辑", "管理员"])
def test_who_neither_signs_off_nor_is_a_superuser_confirms_no_powers(asked, name):
    by = make.staff(name)

    for act in (
        lambda: holding.confirm(asked, by=by),
        lambda: holding.confirm(asked, by=by, override="急用"),
        lambda: holding.refuse(asked, by=by, reason="不"),
    ):
        with pytest.raises(ConfirmationRefused, match="要由另一位超级用户或值班总编确认"):
            act()


@pytest.mark.parametrize("name", ["记者", "编辑", "部门主任", "校对", "图片编辑", "管理员"])
def test_the_queue_shows_powers_to_who_may_confirm_them_alone(asked, name):
    place = reverse("admin:articles_pendingchange_change", args=[asked.pk])
    browser = logged_in(make.staff(name))

    assert browser.get(place).status_code == 404
    assert browser.post(place, {"move": "confirm", "mark": asked.mark}).status_code == 404
    queue = browser.get(reverse("admin:articles_pendingchange_changelist")).content.decode()
    assert "王芳" not in queue


def test_who_confirms_powers_gives_their_password_again(asked, chief):
    place = reverse("admin:articles_pendingchange_change", args=[asked.pk])
    chief.set_password(PASSWORD)
    chief.save()
    browser = logged_in(chief)
    an_hour_later(browser)

    page = browser.post(place, {"move": "confirm", "mark": asked.mark})
    assert ASKED in page.content.decode()
    assert asked_now(asked).is_waiting
    browser.post(place, answered(page, password=PASSWORD))

    assert asked_now(asked).decision == ChangeDecision.CONFIRMED


def test_the_queue_offers_nobody_to_pass_powers_alone(asked, desk, admin_user):
    place = reverse("admin:articles_pendingchange_change", args=[asked.pk])

    page = desk.get(place)
    assert 'value="override"' not in page.content.decode()
    desk.post(place, {"move": "override", "reason": "急用", "mark": asked.mark})

    assert asked_now(asked).is_waiting


def test_nobody_confirms_what_they_asked_for_or_what_concerns_them(asked, admin_user):
    concerned = User.objects.get(name="王芳")
    concerned.user_permissions.add(permission("final_review_article"))

    for by in (admin_user, concerned):
        for why in ("", "今晚只有我一个人"):
            with pytest.raises(ConfirmationRefused):
                holding.confirm(asked, by=User.objects.get(pk=by.pk), override=why)
    holding.confirm(asked, by=make.account(is_superuser=True))

    assert asked_now(asked).decision == ChangeDecision.CONFIRMED


def asked_now(change):
    return PendingChange.objects.get(pk=change.pk)


def test_what_was_asked_for_is_refused_or_taken_back_with_nothing_done(asked, admin_user, chief):
    holding.refuse(asked, by=chief, reason="还早")

    assert roles_of(User.objects.get(name="王芳")) == {"编辑"}
    assert asked_now(asked).decision == ChangeDecision.REFUSED
    with pytest.raises(ConfirmationRefused, match="已经处理过"):
        holding.confirm(asked, by=make.chief())


def test_what_has_changed_since_is_not_given(asked, chief):
    User.objects.get(name="王芳").groups.set([role("记者")])

    with pytest.raises(ConfirmationRefused, match="又有改动"):
        holding.confirm(asked, by=chief)
    assert roles_of(User.objects.get(name="王芳")) == {"记者"}


# ---- Nobody for themselves ----------------------------------------------------------------------


def all_power():
    return {
        "is_superuser": "on",
        "is_staff": "on",
        "is_active": "on",
        "groups": [group.pk for group in Group.objects.all()],
        "user_permissions": [permission("final_review_article").pk],
    }


@pytest.mark.parametrize("name", [*DECIDE, "记者", "校对", "图片编辑", "管理员", "superuser"])
def test_no_form_makes_anybody_more_than_they_are(name):
    """Every form that could, sent as every role for oneself: nothing has changed, nothing waits."""
    user = make.account(is_superuser=True) if name == "superuser" else make.staff(name)
    browser = Client()
    browser.force_login(user)
    before = state(user), list(Group.objects.order_by("pk").values_list("permissions", "pk"))
    who = {"username": user.username, "name": str(user)}
    popup = {"_popup": "1", "_to_field": "id"}

    for more in ({}, popup, {"_continue": "1"}):
        browser.post(address(User, "change", user.pk), who | all_power() | more)
    browser.post(address(User, "add"), {"username": "x", "name": "x"} | all_power() | SECRET)
    browser.post(f"{address(User, 'changelist')}?all=", {"form-0-id": user.pk, "form-0-groups": 1})
    browser.post(reverse("admin:auth_user_password_change", args=[user.pk]), SECRET)
    for group in user.groups.all():
        asked = {"name": group.name, "permissions": [permission("final_review_article").pk]}
        browser.post(address(Group, "change", group.pk), asked)

    after = state(user), list(Group.objects.order_by("pk").values_list("permissions", "pk"))
    made = User.objects.filter(username="x").first()
    assert after == before
    assert made is None or not duties.decides(made)
    assert not PendingChange.objects.exists()


@pytest.mark.parametrize("name", ["记者", "校对", "图片编辑", "管理员"])
def test_who_is_no_superuser_gives_nobody_else_such_powers(name, chief):
    accomplice = make.staff("记者")
    user = make.staff(name)
    own(user, "people.change_user", "people.add_user", "people.view_user", "auth.change_group")
    browser = Client()
    browser.force_login(user)
    before = state(accomplice), state(chief)

    sent = {"username": accomplice.username, "name": "x"} | all_power()
    browser.post(address(User, "change", accomplice.pk), sent)
    browser.post(address(Group, "change", role("记者").pk), {"name": "记者"} | all_power())
    assert reset(browser, chief).status_code == 403

    assert (state(accomplice)[1:], state(chief)) == (before[0][1:], before[1])
    assert not PendingChange.objects.exists()


def test_a_superuser_does_not_widen_the_role_they_have(desk, admin_user):
    admin_user.groups.add(role("记者"))
    kept = [p.pk for p in role("记者").permissions.all()]

    final = permission("final_review_article").pk
    answer = change(desk, role("记者"), permissions=[*kept, final])

    assert "关系到您自己的权限" in answer.content.decode()
    assert final not in {p.pk for p in role("记者").permissions.all()}
    assert not PendingChange.objects.exists()


# ---- On the command line ------------------------------------------------------------------------


def test_a_command_gives_a_role_and_leaves_a_record(capsys):
    account = make.staff("记者", username="wf")

    call_command("give_role", "wf", "值班总编")

    assert roles_of(account) == {"记者", "值班总编"}
    line = LogLine.objects.get(event=Event.POWERS_GIVEN)
    assert (line.key, line.details, line.by_login) == (str(account.pk), {"role": "值班总编"}, "")
    told = Notice.objects.get(recipient=account)
    assert told.line() == "有人改了您账号的权限。"
    for wrong in (("wf", "总编"), ("nobody", "编辑")):
        with pytest.raises(CommandError):
            call_command("give_role", *wrong)


def test_commands_take_a_lost_phone_away_and_make_superusers_with_a_record():
    user, _key, _codes = with_phone(username="wf")

    call_command("remove_second_factor", "wf", stdout=None)
    call_command("createsuperuser", username="root", name="根", interactive=False)

    assert second_factor.device_of(user) is None
    events = list(LogLine.objects.order_by("number").values_list("event", flat=True))[-2:]
    assert events == [Event.FACTOR_REMOVED, Event.POWERS_GIVEN]
    with pytest.raises(CommandError):
        call_command("remove_second_factor", "nobody")


# ---- Told ---------------------------------------------------------------------------------------


def test_a_notice_of_ones_account_stands_in_the_list_and_goes_by_mail(client, settings, mailoutbox):
    settings.MAIL_SERVER = {"host": "localhost"}
    account = make.staff("记者", email="wf@example.cn")
    call_command("give_role", account.username, "编辑")
    client.force_login(account)

    page = client.get(reverse("admin:articles_article_notices"))

    assert "有人改了您账号的权限。" in page.content.decode()
    assert "服务器上的命令给了您“编辑”的角色。" in page.content.decode()
    assert Notice.objects.get().due_at <= timezone.now()


# ---- Writers and reviewers ----------------------------------------------------------------------


def test_who_began_a_story_never_reviews_it_whatever_they_become():
    writer = make.staff("记者")
    story = make.ready(make.article(created_by=writer))
    helper = make.editor()
    workflow.submit(story, by=helper, edition=story.edition)
    writer.groups.add(*Group.objects.all())
    writer = User.objects.get(pk=writer.pk)

    for stage in duties.REVIEWS:
        story.stage = stage
        story.save()
        assert duties.why_not_review(story, by=writer)
        assert writer not in duties.who_may_review(story)
        assert story not in type(story).objects.awaiting(writer)


def test_who_signed_a_story_once_never_reviews_it_whosever_account_the_reporter_is_now():
    writer = make.staff("记者")
    signed = make.reporter(user=writer)
    story = make.ready(make.article(created_by=make.staff("记者")))
    byline = make.byline(article=story, reporter=signed)
    workflow.note_edit(story, by=story.created_by)
    byline.delete()
    Reporter.objects.update(user=None)
    workflow.submit(story, by=story.created_by, edition=story.edition)
    writer.groups.add(*Group.objects.all())

    assert "您写过或改过" in duties.why_not_review(story, by=User.objects.get(pk=writer.pk))
