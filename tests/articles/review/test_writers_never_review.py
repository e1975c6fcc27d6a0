"""No chain of changes makes who wrote a story its reviewer, or one person two of its reviewers.

What people may do with a story, its byline, its reporters' accounts and each other's roles is tried
in every order, by the functions and pages that do it. A chain that ends in the same as another is
not gone on with twice.
"""

from dataclasses import dataclass, replace

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from articles.enums import REVIEWS, CorrectionKind, CorrectionPlacement, Stage
from articles.models import Article, PendingChange, Review, ReviewRoute
from articles.review import duties, proposals, workflow
from articles.review.confirmations import holding
from articles.review.workflow import MoveRefused
from articles.stand import merging_names
from articles.story import restoring
from articles.story.saving import STEPS, Save
from people.models import Reporter, User
from tests import make

pytestmark = pytest.mark.django_db

STAGES = [Stage.DRAFT, Stage.FIRST_REVIEW, Stage.FINAL_REVIEW, Stage.SIGNED_OFF]
REVIEWING = ["编辑", "部门主任", "值班总编"]


@dataclass(frozen=True)
class Known:
    """What an onlooker has written down: who wrote, and who passed the present way to print."""

    writers: frozenset = frozenset()
    passed: tuple = ()  # (person, step)
    round: int = 1


class Desk:
    """One story, that X may have written, and everybody who does something with it."""

    def __init__(self, *, account="none", stage=Stage.FIRST_REVIEW, signed=True):
        """X has the account of the reporter who may sign, or of another one who may be found to be
        the same; the story stands at a stage, signed by the reporter or by nobody.
        """
        ReviewRoute.objects.create(kind="brief", has_second_review=False)
        self.x = make.staff("记者", name="某")
        self.x.groups.add(*(make.staff(role).groups.get() for role in REVIEWING))
        self.colleague = make.staff("编辑")
        self.reviewers = {step: make.staff(make.REVIEWERS[step]) for step in REVIEWS}
        self.manager, self.chief = make.staff("管理员"), make.chief()
        self.reporter = make.reporter(user=self.x if account == "own" else None)
        self.other = make.reporter(user=self.x if account == "another" else None)
        section = make.section()
        self.elsewhere = make.section()
        self.key = make.article(
            kind="brief", source="据新华社", section=section, created_by=self.colleague
        ).pk
        if signed:
            self.story.bylines.create(reporter=self.reporter)
        self.save(self.colleague)
        for _step in range(STAGES.index(stage)):
            act = self.hand_in if self.story.stage == Stage.DRAFT else self.give
            act(self.reviewers.get(self.story.stage, self.colleague))

    # ---- What there is ----

    @property
    def story(self):
        return Article.objects.get(pk=self.key)

    def person(self, user):
        """As a request would find them."""
        return User.objects.get(pk=user.pk)

    def signers(self):
        found = User.objects.filter(reporter__bylines__article=self.key)
        return frozenset(found.values_list("pk", flat=True))

    def state(self, known):
        """The same for two chains after which the same is possible."""
        story = self.story
        parts = Review.objects.in_round(story).order_by("person", "step")
        return (
            *(story.stage, known, tuple(parts.values_list("person", "step", "decision"))),
            tuple(story.bylines.order_by("pk").values_list("reporter", flat=True)),
            tuple(Reporter.objects.order_by("pk").values_list("pk", "user")),
            tuple(self.x.groups.order_by("pk").values_list("pk", flat=True)),
            self.x.edited_sections.count(),
            story.revisions.count() > 1,
        )

    # ---- What people do ----

    def save(self, by):
        """A save of the form that changed something."""
        story = self.story
        made = Save(story, self.person(by), QueryDict(), is_new=False, is_changed=True)
        for step in STEPS:
            made = step(made)

    def write(self, by):
        if not duties.may_edit(self.story, by=self.person(by)):
            raise MoveRefused
        self.save(by)

    def sign(self, by):
        if self.story.bylines.exists() or not duties.may_edit(self.story, by=self.person(by)):
            raise MoveRefused
        self.story.bylines.create(reporter=Reporter.objects.get(pk=self.reporter.pk))
        self.save(by)

    def unsign(self, by):
        if not self.story.bylines.exists() or not duties.may_edit(self.story, by=self.person(by)):
            raise MoveRefused
        self.story.bylines.all().delete()
        self.save(by)

    def hand_in(self, by):
        workflow.submit(self.story, by=self.person(by), edition=self.story.edition)

    def give(self, by):
        """Pass the review that the story stands at."""
        workflow.pass_review(self.story, by=self.person(by), edition=self.story.edition)

    def send_back(self, by):
        verdict = workflow.Verdict("请改。")
        workflow.send_back(
            self.story, by=self.person(by), edition=self.story.edition, verdict=verdict
        )

    def restore(self, by):
        first = self.story.revisions.order_by("edition").first()
        restoring.restore(first, by=self.person(by), seen_edition=self.story.edition)

    def correct(self, by):
        """Propose a corrected text, which another confirms."""
        story = self.story
        note = proposals.Note(CorrectionKind.CORRECTION, "更正。", CorrectionPlacement.TOP)
        new = proposals.NewText(story.edition, {"body": f"{story.body}<p>又。</p>"}, {})
        made = proposals.propose(story, by=self.person(by), note=note, new=new)
        proposals.confirm(made, by=self.chief)

    def link(self, account):
        """The manager says whose account the reporter has, as the reporter's page does it."""
        reporter, by = Reporter.objects.get(pk=self.reporter.pk), self.person(self.manager)
        is_taken = account and Reporter.objects.filter(user=account).exists()
        if is_taken or duties.why_not_account(reporter, account, by=by):
            raise MoveRefused
        reporter.user = account
        reporter.save()
        workflow.note_account(reporter, by=by)

    def merge(self):
        """Two reporters are found to be one, as the page does it that says so."""
        into, gone = (Reporter.objects.filter(pk=r.pk).first() for r in (self.reporter, self.other))
        if gone is None or not gone.user or into.user or duties.why_not_signer(into, gone.user):
            raise MoveRefused
        merging_names.merge(into, gone, by=self.chief, reason="同一人。")
        workflow.note_account(into, by=self.chief)

    def change_roles(self):
        """X reviews no more, or again."""
        roles = Group.objects.filter(name__in=REVIEWING)
        held = self.x.groups.filter(name__in=REVIEWING).exists()
        (self.x.groups.remove if held else self.x.groups.add)(*roles)

    def change_section(self):
        """X is given another section than the story's to edit, or none."""
        if self.x.edited_sections.exists():
            self.x.edited_sections.all().delete()
        else:
            self.x.edited_sections.create(section=self.elsewhere)

    def steps(self):
        """Everything that somebody may try now: a name, who acts, what they do."""
        stage = self.story.stage
        own = self.reviewers.get(stage, self.colleague)
        yield from ((f"{p} writes", who, self.write) for p, who in self.people(own))
        yield from ((f"{p} signs", who, self.sign) for p, who in self.people(own)[1:])
        yield from ((f"{p} unsigns", who, self.unsign) for p, who in self.people(own)[1:])
        yield from ((f"{p} hands in", who, self.hand_in) for p, who in self.people(own)[:2])
        yield from ((f"{p} passes", who, self.give) for p, who in (("x", self.x), ("own", own)))
        yield ("own sends back", own, self.send_back)
        yield ("colleague restores", self.colleague, self.restore)
        yield ("x corrects", self.x, self.correct)
        yield ("link", None, lambda _by: self.link(self.x))
        yield ("unlink", None, lambda _by: self.link(None))
        yield ("merge", None, lambda _by: self.merge())
        yield ("roles", None, lambda _by: self.change_roles())
        yield ("section", None, lambda _by: self.change_section())

    def people(self, own):
        return [("x", self.x), ("colleague", self.colleague), ("own", own)][: 3 if own else 2]


def seen(desk, known, name, by, before):
    """What the onlooker knows after a step that was taken, and what is wrong with it."""
    now, wrong = desk.story, ""
    if name.endswith("passes"):
        if by.pk in known.writers:
            wrong = "a writer passed it"
        if by.pk in {person for person, step in known.passed if step != before}:
            wrong = "one person passed it twice"
        known = replace(known, passed=(*known.passed, (by.pk, before)))
    elif by and name.split()[1] in {"writes", "signs", "unsigns", "restores", "corrects"}:
        is_own_step = before in REVIEWS and now.stage == before and now.review_round == known.round
        known = replace(known, writers=known.writers | (set() if is_own_step else {by.pk}))
    if name.endswith("hands in"):
        known = replace(known, writers=known.writers | {by.pk} | desk.signers())
    if now.stage != Stage.DRAFT:
        known = replace(known, writers=known.writers | desk.signers())
    if now.review_round != known.round:
        passed = known.passed if now.stage == Stage.SIGNED_OFF else ()
        known = replace(known, round=now.review_round, passed=passed)
    if now.stage == Stage.SIGNED_OFF and not name.endswith("corrects"):
        both = known.writers & {person for person, _step in known.passed}
        wrong = wrong or ("a reviewer turned out a writer" if both else "")
    return known, wrong


def search(desk, *, depth):
    """The chains of at most so many steps after which something is wrong, and how many states and
    steps were tried.
    """
    wrong, done, tried = [], {}, [0]

    def go(chain, known, left):
        key = desk.state(known)
        if done.get(key, 0) >= left:
            return
        done[key] = left
        for name, by, act in list(desk.steps()):
            before = desk.story.stage
            tried[0] += 1
            with transaction.atomic():
                try:
                    act(by)
                except (MoveRefused, proposals.MoveRefused):
                    pass
                else:
                    after, fault = seen(desk, known, name, by, before)
                    if fault:
                        wrong.append(f"{fault}: {', '.join([*chain, name])}")
                    elif left > 1:
                        go([*chain, name], after, left - 1)
                transaction.set_rollback(True)

    story = desk.story
    passed = tuple((desk.reviewers[s].pk, s) for s in STAGES[1 : STAGES.index(story.stage)])
    writers = {desk.colleague.pk} | (desk.signers() if story.stage != Stage.DRAFT else set())
    go([], Known(frozenset(writers), passed, story.review_round), depth)
    return wrong, len(done), tried[0]


STARTS = [
    ("own", Stage.DRAFT, True),
    ("own", Stage.FIRST_REVIEW, True),
    ("another", Stage.FIRST_REVIEW, True),
    ("none", Stage.FIRST_REVIEW, True),
    ("none", Stage.FINAL_REVIEW, True),
    ("own", Stage.SIGNED_OFF, True),
]


def test_no_chain_of_two_steps_makes_a_writer_a_reviewer():
    """From where the fewest steps lead to print; `make whole` goes on from other places."""
    desk = Desk(account="none", stage=Stage.FINAL_REVIEW, signed=True)

    wrong, _states, steps = search(desk, depth=2)

    assert wrong == []
    assert steps > 150


@pytest.mark.whole
@pytest.mark.parametrize(("account", "stage", "signed"), STARTS)
def test_no_chain_makes_a_writer_a_reviewer(account, stage, signed):
    wrong, states, steps = search(Desk(account=account, stage=stage, signed=signed), depth=3)

    assert wrong == []
    assert (states > 25, steps > 500) == (True, True)


# ---- Chains that once led somewhere -------------------------------------------------------------


def test_who_reviewed_is_not_said_to_have_signed():
    desk = Desk(stage=Stage.FINAL_REVIEW)
    desk.give(desk.x)

    with pytest.raises(MoveRefused):
        desk.link(desk.x)


def test_the_account_of_a_reporter_is_said_once():
    desk = Desk(account="own", stage=Stage.DRAFT)

    with pytest.raises(MoveRefused):
        desk.link(None)


def test_who_is_found_to_sign_a_story_in_review_has_written_it_whatever_becomes_of_the_byline():
    desk = Desk()
    desk.link(desk.x)
    desk.unsign(desk.reviewers[Stage.FIRST_REVIEW])

    with pytest.raises(MoveRefused, match="写过或改过"):
        desk.give(desk.x)


def test_who_is_named_and_taken_out_while_a_story_is_reviewed_has_written_it():
    desk = Desk(account="own", signed=False)
    desk.sign(desk.reviewers[Stage.FIRST_REVIEW])
    desk.unsign(desk.reviewers[Stage.FIRST_REVIEW])

    with pytest.raises(MoveRefused, match="写过或改过"):
        desk.give(desk.x)


def test_who_signs_what_readers_have_has_written_what_is_made_of_it():
    desk = Desk(stage=Stage.SIGNED_OFF)
    desk.link(desk.x)
    desk.unsign(desk.colleague)
    desk.hand_in(desk.colleague)

    with pytest.raises(MoveRefused, match="写过或改过"):
        desk.give(desk.x)


def test_a_superuser_who_says_that_a_reviewer_signs_begins_the_reviews_anew():
    desk = Desk()
    desk.give(desk.x)
    reporter, boss = desk.reporter, User.objects.create_superuser("boss")
    assert duties.why_not_account(reporter, desk.x, by=boss) == ""

    reporter.user = desk.x
    reporter.save()
    workflow.note_account(reporter, by=boss)

    assert desk.story.stage == Stage.FIRST_REVIEW
    assert desk.story.review_round == 2


def posted(by, name, *args, **sent):
    """The page of a form as it is opened, and then sent with some of it changed."""
    client, address = Client(), reverse(f"admin:{name}", args=args)
    client.force_login(by)
    form = client.get(address).context["adminform"].form
    held = {field: form[field].value() for field in form.fields} | sent
    return client.post(
        address, {key: "" if value is None else value for key, value in held.items()}
    )


def test_the_page_of_a_reporter_refuses_the_account_of_who_reviewed_them():
    desk = Desk(stage=Stage.FINAL_REVIEW)
    desk.give(desk.x)

    answer = posted(desk.manager, "people_reporter_change", desk.reporter.pk, user=desk.x.pk)

    assert "审过" in answer.content.decode()
    assert Reporter.objects.get(pk=desk.reporter.pk).user is None


def test_the_page_of_a_reporter_tells_the_workflow_whose_account_it_is():
    desk = Desk()

    posted(desk.manager, "people_reporter_change", desk.reporter.pk, user=desk.x.pk)
    assert Reporter.objects.get(pk=desk.reporter.pk).user is None
    assert not Review.objects.in_round(desk.story).writers().filter(person=desk.x).exists()
    holding.confirm(PendingChange.objects.get(), by=desk.chief)

    assert Reporter.objects.get(pk=desk.reporter.pk).user == desk.x
    assert Review.objects.in_round(desk.story).writers().filter(person=desk.x).exists()


def test_two_reporters_are_not_made_one_if_one_reviewed_the_other():
    desk = Desk(account="another", stage=Stage.FINAL_REVIEW)
    desk.give(desk.x)
    both = {"reporter": desk.reporter.pk, "other_reporter": desk.other.pk}

    posted(desk.chief, "people_merger_add", **both, reason="同一人。", is_sure="on")

    assert Reporter.objects.filter(pk=desk.other.pk).exists()
