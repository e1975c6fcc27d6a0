"""The city's paper in a database: each day is filed and published as the product does it.

Everything happens at its own hour: what the product calls now is set to the moment at which the
paper would have done it, so that a month of days has a month of dates.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from unittest.mock import patch

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from articles.enums import (
    ArticleKind,
    BylineRole,
    CorrectionKind,
    CorrectionPlacement,
    MentionRelation,
    Placement,
    RevisionCause,
    Stage,
)
from articles.history import revisions
from articles.models import Article, Byline, Column, Issue, Mention, Page, PhotoUse, Pin, Section
from articles.review import corrections, proofing, proposals, workflow
from articles.stand import publishing
from articles.text.pinyin import sort_key
from people.enums import EntityKind, Level, ReporterKind
from people.models import Entity, Honour, Programme, Reporter, Round, User
from tests.city import gazetteer, honours, markup
from tests.city.pictures import Photographer
from tests.city.sheets import Credit, Day, Picture, Story
from tests.city.world import World

PLACES = {"place", "town", "venue"}
RELEASE = time(6)  # of an issue
CLOSE = time(23, 30)  # of its pages, the evening before
KINDS = {
    "feature": ArticleKind.FEATURE,
    "brief": ArticleKind.BRIEF,
    "photos": ArticleKind.PHOTO_BRIEF,
    "commentary": ArticleKind.COMMENTARY,
    "notice": ArticleKind.NOTICE,
    "weather": ArticleKind.NOTICE,
}
ROLES = {
    "文": BylineRole.TEXT,
    "图": BylineRole.PHOTO,
    "文图": BylineRole.TEXT_AND_PHOTO,
    "摄": BylineRole.PHOTOGRAPHED,
    "供图": BylineRole.COURTESY,
}
LEVELS = {"county": Level.COUNTY, "prefecture": Level.PREFECTURE, "province": Level.PROVINCIAL}
EDITORS = ("responsible_editor", "layout_editor", "proofreader")  # of a page
DESK = {"writer": "记者", "first": "编辑", "second": "部门主任", "final": "值班总编"}


def _unmarked(name: str) -> str:
    """The name of an honour without the marks round all of it."""
    return name[1:-1] if name.startswith("“") and name.find("”") == len(name) - 1 else name


@contextmanager
def clock(at: datetime) -> Iterator[None]:
    """Within, this is the present moment."""
    with patch("django.utils.timezone.now", lambda: at):
        yield


def moment(on: date, at: time) -> datetime:
    """A day and an hour of the city's."""
    return datetime.combine(on, at, tzinfo=timezone.get_default_timezone())


@dataclass
class Press:
    """Puts days into the database, the earliest first; without a photographer, without photos."""

    world: World
    photographer: Photographer | None = None
    now: datetime = field(default_factory=timezone.now)
    _rows: dict[tuple[type, str], int] = field(default_factory=dict, repr=False)
    _named_rows: dict[type, dict[tuple, int]] = field(default_factory=dict, repr=False)
    _taken: dict[type, set[int]] = field(default_factory=lambda: defaultdict(set), repr=False)
    _later: list[tuple[datetime, str, Story, Article]] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        self.staff = {login: self._hire(login, role) for login, role in DESK.items()}

    def print_day(self, day: Day, *, is_reviewed: bool = False) -> list[Article]:
        """Publish a day's stories, after what earlier days have left for the time before it.

        With `is_reviewed` each passes its three reviews, as at the desk; without, they are signed
        off as a fixture's are, which takes a third of the time.
        """
        self.catch_up(moment(day.on - timedelta(days=1), CLOSE))
        with transaction.atomic(), clock(moment(day.on - timedelta(days=1), CLOSE)):
            printed = [(story, self._filed(story, pages)) for pages, story in self._laid_out(day)]
            for story, article in printed:
                self._sign_off(article, is_reviewed=is_reviewed)
                self._note_afterwards(day, story, article)
        return [article for _story, article in printed]

    def leave_at_the_desk(self, day: Day) -> list[Article]:
        """File the stories of an issue that is still being made: drafts, in review, signed off."""
        with transaction.atomic():
            filed = [self._filed(story, pages) for pages, story in self._laid_out(day)]
            for place, article in enumerate(filed):
                self._review(article, steps=place % 5)
        return filed

    def pin(self, day: Day, articles: list[Article]) -> None:
        """Keep stories of a day on top of the front page, as its plan says."""
        of = dict(zip((story.key for story in day.stories), articles, strict=True))
        Pin.objects.all().delete()
        release = moment(day.on, RELEASE)
        for pin in day.pins:
            until = release + timedelta(hours=pin.hours)
            row = {"article": of[pin.story], "order": pin.rank, "pinned_by": self.staff["final"]}
            Pin.objects.create(**row, until=until)

    def catch_up(self, until: datetime) -> None:
        """Do what was to be done with earlier stories before a moment, each thing at its hour."""
        due = sorted((one for one in self._later if one[0] <= until), key=lambda one: one[:2])
        self._later = [one for one in self._later if one[0] > until]
        for at, what, story, article in due:
            with clock(at):
                self._correct(story, article) if what == "correct" else self._withdraw(
                    story, article
                )

    # ---- A day ----

    def _laid_out(self, day: Day) -> Iterator[tuple[dict[int, Page], Story]]:
        release = moment(day.on, RELEASE)
        issue = Issue.objects.create(date=day.on, number=f"总第{day.number}期", released_at=release)
        pages = {}
        for sheet in day.pages:
            editors = dict(zip(EDITORS, sheet.editors, strict=False))
            row = {"number": sheet.number, "name": sheet.name} | editors
            pages[sheet.number] = Page.objects.create(issue=issue, **row)
        for key in day.rounds:
            self._round(key)
        return iter([(pages, story) for story in day.stories])

    def _filed(self, story: Story, pages: dict[int, Page]) -> Article:
        """The story at the desk with all its rows, and its first revision."""
        on = pages[story.page].issue.date
        uses = self._photos(story, on)
        keys = {n: str(use.photo.guid) for n, use in enumerate(uses) if n}  # the first leads
        article = Article.objects.create(
            kicker=story.kicker.text,
            headline="\n".join(line.text for line in story.headline),
            subhead=story.subhead.text,
            web_headline=story.web_headline.text,
            summary=story.summary.text,
            source=story.source,
            dateline=story.dateline,
            body=markup.html(story.blocks, keys),
            kind=KINDS.get(story.kind, ArticleKind.NEWS),
            section_id=self._section(story.section),
            column_id=self._column(story.column) if story.column else None,
            page=pages[story.page],
            page_order=story.order,
            publish_at=moment(on, story.scheduled_for) if story.scheduled_for else None,
            embargo_until=moment(on, story.embargo_until) if story.embargo_until else None,
            created_by=self.staff["writer"],
            updated_by=self.staff["writer"],
        )
        article.tags.set(story.tags)
        if story.announces:
            article.announces.add(self._round(story.announces))
        Byline.objects.bulk_create(
            Byline(
                article=article,
                reporter_id=self._reporter(credit),
                role=ROLES[credit.role],
                title_as_printed=credit.title,
                order=order,
            )
            for order, credit in enumerate(story.credits, start=1)
        )
        Mention.objects.bulk_create(
            [
                Mention(
                    article=article,
                    entity_id=self._entity(mention.key, mention.name, mention.kind),
                    relation=MentionRelation(mention.relation),
                )
                for mention in story.mentions
            ],
            ignore_conflicts=True,  # one that is pictured as well is told twice
        )
        for use in uses:
            use.article = article
        PhotoUse.objects.bulk_create(uses)
        revisions.record(article, by=self.staff["writer"], cause=RevisionCause.SAVED)
        return article

    def _photos(self, story: Story, on: date) -> list[PhotoUse]:
        if self.photographer is None:
            return []
        uses: list[PhotoUse] = []
        for number, picture in enumerate(story.photos):
            photo = self.photographer.photo(
                picture, on=on, by=self.staff["writer"], reporter=self._taker(picture), but=uses
            )
            uses.append(
                PhotoUse(
                    photo=photo,
                    placement=Placement.INLINE if number else Placement.LEAD,
                    order=number + 1,
                    caption=picture.caption.text,
                    alt=picture.alt,
                )
            )
        return uses

    def _taker(self, picture: Picture) -> int:
        return self._reporter(picture.credit)

    def _sign_off(self, article: Article, *, is_reviewed: bool) -> None:
        if is_reviewed:
            self._review(article, steps=4)
        else:
            Article.objects.filter(pk=article.pk).update(stage=Stage.SIGNED_OFF)
            publishing.publish(article, by=self.staff["final"])

    def _review(self, article: Article, *, steps: int) -> None:
        """As far as its first review with one step, through the last with four."""
        if steps:
            _blocks, warnings = proofing.open_findings(article)
            for finding in warnings:
                proofing.waive(
                    article, key=finding.key, by=self.staff["first"], reason="与原稿核对过。"
                )
            workflow.submit(article, by=self.staff["writer"], edition=article.edition)
        for reviewer in ["first", "second", "final"][: max(steps - 1, 0)]:
            workflow.pass_review(article, by=self.staff[reviewer], edition=article.edition)

    # ---- Afterwards ----

    def _note_afterwards(self, day: Day, story: Story, article: Article) -> None:
        if story.correction:
            on = day.on + timedelta(days=story.correction.after_days)
            self._later.append((moment(on, time(10)), "correct", story, article))
        if story.withdrawal:
            at = moment(day.on, RELEASE) + timedelta(hours=story.withdrawal.after_hours)
            self._later.append((at, "withdraw", story, article))

    def _correct(self, story: Story, article: Article) -> None:
        assert story.correction
        if publishing.is_public(article):  # not one that was withdrawn meanwhile
            note = proposals.Note(
                CorrectionKind.CORRECTION, story.correction.text, CorrectionPlacement.TOP
            )
            proposal = proposals.propose(article, by=self.staff["second"], note=note)
            proposals.confirm(proposal, by=self.staff["final"])

    def _withdraw(self, story: Story, article: Article) -> None:
        assert story.withdrawal
        corrections.withdraw(article, by=self.staff["final"], reason=story.withdrawal.reason)

    # ---- Rows that many stories share, by key ----

    def _hire(self, login: str, role: str) -> User:
        name = self.world.editors[list(DESK).index(login)]
        user, _is_new = User.objects.get_or_create(
            username=f"city-{login}", defaults={"name": name, "is_staff": True}
        )
        user.groups.add(Group.objects.get(name=role))
        return user

    def _section(self, name: str) -> int:
        names = [section for section, _slug in gazetteer.SECTIONS]
        slug = dict(gazetteer.SECTIONS)[name]
        defaults = {"slug": slug, "order": names.index(name) * 10 + 10}
        return self._row(Section, name, lambda: self._made(Section, name=name, defaults=defaults))

    def _column(self, name: str) -> int:
        return self._row(Column, name, lambda: self._made(Column, name=name))

    def _reporter(self, credit: Credit) -> int:
        staff = {one.key for one in self.world.reporters}

        def make() -> int:
            kind = ReporterKind.STAFF if credit.key in staff else ReporterKind.CORRESPONDENT
            title = credit.title if credit.key in staff else ""
            return self._named(
                Reporter, credit.key, credit.name, defaults={"kind": kind, "title": title}
            )

        return self._row(Reporter, credit.key, make)

    def _entity(self, key: str, name: str, kind: str) -> int:
        def make() -> int:
            of = EntityKind(kind) if kind in EntityKind.values else EntityKind.ORGANISATION
            of = EntityKind.PLACE if kind in PLACES else of
            of = EntityKind.PERSON if kind == "name" else of
            body = self.world.bodies.get(key)
            above = self.world.bodies.get(body.parent) if body and body.parent else None
            parent = self._entity(above.key, above.name, above.kind) if above else None
            return self._named(Entity, key, name, kind=of, defaults={"parent_id": parent})

        return self._row(Entity, key, make)

    def _round(self, key: str) -> int:
        def make() -> int:
            given = honours.round_of(self.world, key)
            programme = given.programme
            body = self._entity(programme.body, programme.body, "organisation")
            row, is_new = Programme.objects.get_or_create(
                name=_unmarked(programme.name.text), defaults={"level": LEVELS[programme.level]}
            )
            if is_new:
                row.bodies.add(body)
            made = Round.objects.create(
                programme=row, name=given.label.text, announced_on=given.announced_on
            )
            Honour.objects.bulk_create(
                Honour(
                    round=made,
                    recipient_id=self._entity(one.key, one.name.text, one.kind),
                    order=one.order,
                    unit_as_printed=one.unit.text,
                    citation=one.citation.text,
                )
                for one in given.honours
            )
            return made.pk

        return self._row(Round, key, make)

    def _named(self, model: type, key: str, name: str, *, defaults: dict, **fields: object) -> int:
        """A row of that name; of namesakes the later ones are told apart by their key."""
        is_person = model is Reporter or fields.get("kind") == EntityKind.PERSON
        own = defaults | {"sort_key": sort_key(name, is_person=is_person)}
        stored = self._stored(model, *fields)
        taken = self._taken[model]
        of = tuple(fields.values())
        distinction = "" if stored.get((name, "", *of)) not in taken else key[:60]
        if (name, distinction, *of) not in stored:
            row = model.objects.create(name=name, distinction=distinction, **fields, **own)
            stored[name, distinction, *of] = row.pk
        pk = stored[name, distinction, *of]
        taken.add(pk)
        return pk

    def _stored(self, model: type, *fields: str) -> dict[tuple, int]:
        """The keys of all rows of a model by name, distinction and these fields, asked for once."""
        if model not in self._named_rows:
            found = model.objects.values_list("pk", "name", "distinction", *fields)
            self._named_rows[model] = {tuple(names): pk for pk, *names in found}
        return self._named_rows[model]

    def _made(self, model: type, **fields: object) -> int:
        return model.objects.get_or_create(**fields)[0].pk

    def _row(self, model: type, key: str, make) -> int:
        if (model, key) not in self._rows:
            self._rows[model, key] = make()
        return self._rows[model, key]
