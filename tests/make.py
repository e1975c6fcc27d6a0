"""Objects for tests: each call gives a valid one with no arguments."""

import io
from datetime import date, timedelta
from hashlib import sha256
from itertools import count
from uuid import uuid4

from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from PIL import Image

from articles.enums import CorrectionKind, CorrectionPlacement, Stage
from articles.history import revisions
from articles.models import (
    Article,
    Byline,
    Column,
    Comment,
    ImportedFile,
    ImportedPicture,
    Issue,
    LexiconEntry,
    Mention,
    Notice,
    Page,
    PendingChange,
    Photo,
    PhotoUse,
    Pin,
    PreviewLink,
    PreviewOpening,
    PublishedArticle,
    ReaderReport,
    Region,
    ReviewRoute,
    ScoreRule,
    Section,
    SitePage,
    Tag,
)
from articles.photos import confirming, library
from articles.review import corrections, proposals, workflow
from articles.review.confirmations import holding
from articles.review.confirmations import rows as held_rows
from articles.stand import hiding, merging_names, publishing
from articles.text.folding import fold
from people.models import Entity, EntityName, Honour, Programme, Reporter, Round, Tally, User
from people.models.drafts import DraftRoll

FIRST_DAY = date(2024, 1, 1)
numbers = count(1)
days = count(1)  # of issues: of their own, so that a long run of tests stays in the past
REVIEWERS = {
    Stage.FIRST_REVIEW: "编辑",
    Stage.SECOND_REVIEW: "部门主任",
    Stage.FINAL_REVIEW: "值班总编",
}


def section(**fields):
    n = next(numbers)
    return Section.objects.create(**{"name": f"栏目{n}", "slug": f"section-{n}"} | fields)


def site_page(**fields):
    return SitePage.objects.create(
        **{"slug": "about", "title": "关于本报", "body": "<p>本报。</p>"} | fields
    )


def column(**fields):
    return Column.objects.create(**{"name": f"专栏{next(numbers)}"} | fields)


def tag(**fields):
    return Tag.objects.create(**{"name": f"标签{next(numbers)}"} | fields)


def issue(**fields):
    return Issue.objects.create(**{"date": FIRST_DAY + timedelta(days=next(days))} | fields)


def page(**fields):
    fields.setdefault("issue", None)
    fields["issue"] = fields["issue"] or issue()
    return Page.objects.create(**{"number": 1} | fields)


def drawn_page(**fields):
    """A page with an image, as an upload leaves it."""
    made = page(**fields)
    for name in ("image", "large_image", "thumbnail"):
        getattr(made, name).save("page.jpg", ContentFile(f"{name} {made.pk}".encode()), save=False)
    made.image_width, made.image_height, made.image_edition = 2240, 3200, 1
    made.save()
    return made


def region(**fields):
    fields["page"] = fields.get("page") or drawn_page()
    fields["article"] = fields.get("article") or article(page=fields["page"])
    n = fields["page"].regions.count()
    points = f"0,{n * 10} 50,{n * 10} 50,{n * 10 + 10} 0,{n * 10 + 10}"
    return Region.objects.create(**{"order": n + 1, "points": points} | fields)


def pin(**fields):
    fields["article"] = fields.get("article") or published().article
    n = Pin.objects.count() + 1
    return Pin.objects.create(**{"order": n, "until": timezone.now() + timedelta(hours=1)} | fields)


def reporter(**fields):
    n = next(numbers)
    return Reporter.objects.create(**{"name": f"记者{n}", "sort_key": f"ji zhe {n}"} | fields)


def article(*, tags=(), **fields):
    n = next(numbers)
    # In letters: a figure in the headline would be missed in the body of whoever gives a body.
    letters = str(n).translate(str.maketrans("0123456789", "abcdefghij"))
    defaults = {"headline": f"主题{letters}", "body": f"<p>正文{n}。</p>"}
    if fields.get("stage") == Stage.SIGNED_OFF:
        defaults["section"] = None if "section" in fields else section()
    made = Article.objects.create(**defaults | fields)
    made.tags.add(*tags)
    return made


def published(*, at=None, **fields) -> PublishedArticle:
    return publishing.publish(article(**fields), by=None, at=at)


def stand_of(size, *, at) -> list[PublishedArticle]:
    """Many stories on the stand, a second apart, the newest first, that nobody rendered."""
    desk = Article.objects.bulk_create(
        Article(headline=f"主题{n}", body="<p>正文。</p>") for n in range(size)
    )
    return PublishedArticle.objects.bulk_create(
        PublishedArticle(
            article=story,
            guid=story.guid,
            headline=story.headline,
            published_at=at,
            changed_at=at,
            visible_from=at - timedelta(seconds=n),
        )
        for n, story in enumerate(desk)
    )


def byline(**fields):
    fields.setdefault("article", None)
    fields.setdefault("reporter", None)
    fields["article"] = fields["article"] or article()
    fields["reporter"] = fields["reporter"] or reporter()
    return Byline.objects.create(**fields)


def photo(**fields):
    n = next(numbers)
    defaults = {"alt": f"图中{n}", "source": "本报资料", "file": f"photos/{n}.jpg"}
    return Photo.objects.create(**defaults | fields)


def photo_use(**fields):
    fields["article"] = fields.get("article") or article()
    fields["photo"] = fields.get("photo") or photo()
    return PhotoUse.objects.create(**fields)


def score_rule(**fields):
    return ScoreRule.objects.create(**{"kind": "news", "role": "text", "points": 10} | fields)


def entity(**fields):
    n = next(numbers)
    return Entity.objects.create(**{"name": f"人物{n}", "sort_key": f"ren wu {n}"} | fields)


def entity_name(**fields):
    fields["entity"] = fields.get("entity") or entity()
    return EntityName.objects.create(**{"name": f"别名{next(numbers)}"} | fields)


def mention(**fields):
    fields["article"] = fields.get("article") or article()
    fields["entity"] = fields.get("entity") or entity()
    return Mention.objects.create(**fields)


def programme(**fields):
    return Programme.objects.create(**{"name": f"荣誉{next(numbers)}", "level": "county"} | fields)


def round(**fields):
    fields["programme"] = fields.get("programme") or programme()
    return Round.objects.create(**{"name": f"第{next(numbers)}批"} | fields)


def honour(**fields):
    fields["round"] = fields.get("round") or round()
    fields["recipient"] = fields.get("recipient") or entity()
    return Honour.objects.create(**fields)


def draft_roll(**fields):
    n = next(numbers)
    defaults = {"programme": f"荣誉{n}", "round_name": "第一批", "text": "王建国"}
    return DraftRoll.objects.create(**defaults | fields)


def tally(**fields):
    fields["programme"] = fields.get("programme") or programme()
    fields["place"] = fields.get("place") or entity(kind="place")
    return Tally.objects.create(**{"as_of": FIRST_DAY, "count": 7} | fields)


def account(**fields):
    """Somebody at the desk who may do nothing, called as they log in unless a name is given."""
    fields = {"username": f"staff{next(numbers)}", "password": "pass", "is_staff": True} | fields
    return User.objects.create_user(**{"name": fields["username"]} | fields)


def staff(role="编辑", **fields):
    """A user with a role as it ships."""
    if not Group.objects.filter(name=role).exists():  # a test that empties tables ran before
        call_command("loaddata", "roles", verbosity=0)
    user = account(**fields)
    user.groups.add(Group.objects.get(name=role))
    return user


def editor(**fields):
    return staff("编辑", **fields)


def chief(**fields):
    return staff("值班总编", **fields)


def signed_off(article):
    """Take a draft through its reviews, each by another person, as far as the reader.

    What signing off asks for, a section and a byline or a source, is given where it has none.
    """
    ready(article)
    workflow.submit(article, by=article.created_by or editor(), edition=article.edition)
    while article.is_in_review:
        reviewer = staff(REVIEWERS[article.stage])
        workflow.pass_review(article, by=reviewer, edition=article.edition)
    return article


def ready(article):
    """The story with all that it needs to be signed off."""
    article.section = article.section or section()
    article.source = article.source or ("" if article.bylines.exists() else "据新华社")
    article.save(update_fields=["section", "source"])
    return article


def lexicon_entry(**fields):
    fields.setdefault("word", f"词语{next(numbers)}")
    return LexiconEntry.objects.create(**{"folded": fold(fields["word"]).text} | fields)


def colleague(*codenames, **fields):
    """Somebody who sees every story on the desk and may do these things with them, no others."""
    user = account(**fields)
    user.user_permissions.set(
        Permission.objects.filter(
            content_type__app_label="articles", codename__in=[*codenames, "see_all_article"]
        )
    )
    return user


def comment(**fields):
    fields["article"] = fields.get("article") or article()
    fields["by"] = fields.get("by") or colleague()
    return Comment.objects.create(**{"text": f"批注{next(numbers)}", "at": timezone.now()} | fields)


def notice(**fields):
    """What somebody is told of a story: that it was signed off, unless it is said otherwise."""
    fields["article"] = fields.get("article") or article()
    fields["recipient"] = fields.get("recipient") or editor()
    return Notice.objects.create(**{"kind": "signed_off", "at": timezone.now()} | fields)


def preview_link(*, token=None, **fields):
    """A link whose token is `token`, open for an hour, given by somebody who may."""
    fields["article"] = fields.get("article") or article()
    fields["created_by"] = fields.get("created_by") or colleague("view_article", "share_preview")
    now = timezone.now()
    defaults = {
        "for_whom": f"来源{next(numbers)}",
        "token_hash": sha256((token or f"token{next(numbers)}").encode()).hexdigest(),
        "created_at": now,
        "expires_at": now + timedelta(hours=1),
    }
    return PreviewLink.objects.create(**defaults | fields)


def preview_opening(**fields):
    fields["link"] = fields.get("link") or preview_link()
    return PreviewOpening.objects.create(**{"at": timezone.now()} | fields)


def imported_file(*stories, by=None, **fields):
    """A page's text as it was read, to be mended: of each story what differs from an empty one."""
    texts = ["kicker", "headline", "subhead", "column", "dateline", "byline", "source"]
    empty = dict.fromkeys([*texts, "body", "captions", "jumps"], "") | {"confidence": {}}
    n = next(numbers)
    stories = stories or [{"headline": f"读出的主题{n}", "body": "读出的正文。"}]
    content = {"stories": [empty | story for story in stories], "unassigned": "", "furniture": ""}
    file = ImportedFile.objects.create(
        **{"kind": "page", "digest": f"{n:064}", "name": f"版面{n}.txt", "content": content}
        | {"page": None if "page" in fields else page(), "created_by": by or editor()}
        | fields
    )
    ImportedPicture.objects.create(file=file, guid=uuid4(), name="图.jpg", data=picture((60, 40)))
    return file


def everything_else(story, *, by):
    """A row of what else the desk lists, about one story."""
    workflow.note_edit(story, by=by)
    revisions.keep_stored(story)
    ReviewRoute.objects.create(kind="brief")
    preview_link(article=story, created_by=by)
    comment(article=story, by=by)
    notice(article=story, recipient=by)
    draft_roll(article=story)
    score_rule()
    site_page()
    lexicon_entry()
    imported_file(
        {"headline": "读出的主题", "confidence": {"headline": 0.6}}, page=story.page, by=by
    )
    pin()
    refused_change(by=by)
    pending_change()
    reader_report(story=story)
    hiding.hide(entity(), by=chief(), reason="本人要求。")
    merging_names.merge(entity(), entity(), by=chief(), reason="同一人。")
    corrections.withdraw(correction().article, by=chief(), reason="失实。")
    said = {"kind": "correction", "text": "更正。", "placement": "top", "based_on": story.edition}
    story.proposals.create(proposed_at=timezone.now(), proposed_by=chief(), **said)


def refused_change(*, by):
    """A change that somebody refused: another file of a photo."""
    photo = library_photo(by=by)
    held = confirming.held(photo, original=photo.original.name)
    named = {"kind": "change", "model": "articles.photo", "key": photo.pk, "text": str(photo)}
    asked = {"rows": [held], "asked_by": by, "asked_at": timezone.now()}
    decided = {"decision": "refused", "decided_by": chief(), "decided_at": timezone.now()}
    return PendingChange.objects.create(**named, **asked, **decided, reason="不是这一张。")


def proposal(*, article=None, by=None, answers=(), new=None, **fields):
    """A correction that waits for its confirmation, of a story that readers have."""
    article = article or published().article
    said = {"kind": "correction", "text": f"更正{next(numbers)}。", "placement": "top"} | fields
    said |= {"kind": CorrectionKind(said["kind"])}
    said |= {"placement": CorrectionPlacement(said["placement"])}
    note = proposals.Note(**said)
    return proposals.propose(article, by=by or chief(), note=note, new=new, answers=answers)


def correction(**fields):
    """A correction as the desk makes one: one person proposes it, another confirms it."""
    return proposals.confirm(proposal(**fields), by=chief())


def pending_change(*, by=None, **after):
    """A change of a column that waits for a second person: of its name, unless others are given."""
    row = column(description="原来的简介")
    after = after or {"name": f"新名字{row.pk}"}
    before = {name: getattr(row, name) for name in after}
    asked = [held_rows.held(row, "change", before=before, after=after)]
    with transaction.atomic():
        return holding.hold(row, asked, by=by or chief())


def confirmed(*, but=()):
    """Somebody else confirms all that waits for a second person at the desk, but for these keys."""
    waiting = list(PendingChange.objects.waiting().exclude(pk__in=but))
    by = account(is_superuser=True) if waiting else None
    return [holding.confirm(change, by=by) for change in waiting]


def picture(size=(600, 400), format="JPEG", **options):
    """The bytes of a picture, another one each time."""
    file = io.BytesIO()
    Image.effect_noise(size, next(numbers) % 90 + 10).convert("RGB").save(file, format, **options)
    return file.getvalue()


def upload(name="IMG_1.JPG", content=None, **options):
    return SimpleUploadedFile(name, content or picture(**options), "image/jpeg")


def library_photo(*, by=None, content=None, **fields):
    """A photo as an upload stores it, with its files."""
    said = {"alt": "画面", "source": "本报资料", "source_type": "photograph"} | fields
    return library.receive(upload(content=content), by=by or editor(), said=said).photo


def reader_report(*, story=None, **fields):
    """What a reader says is wrong in a story, `story` being the desk's."""
    fields["article"] = story or published().article
    defaults = {"text": f"读者指出{next(numbers)}。", "received_at": timezone.now()}
    return ReaderReport.objects.create(**defaults | fields)
