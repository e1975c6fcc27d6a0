"""The sample issue, furnished so that every template has something to show; and where each is."""

from datetime import date
from io import BytesIO
from urllib.parse import urlencode
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from articles.enums import ArticleKind, ImportKind, RevisionCause, SitePageSlug, SourceType
from articles.history import revisions
from articles.imaging import page_images
from articles.models import (
    Article,
    Autosave,
    Column,
    ImportedFile,
    Issue,
    Page,
    Photo,
    PublishedArticle,
    Section,
    SitePage,
    Tag,
)
from articles.review import corrections
from articles.review.confirmations import holding
from articles.review.confirmations import rows as held_rows
from articles.stand import publishing
from people.models import Entity, Programme, Reporter, Round, User
from tests import make, printed
from tests.audit.pages import REFUSALS
from tests.permissions import matrix

TOKEN = "audit"
LOCAL = {"host": "localhost"}


def furnish():
    """Rows of every kind, beside the sample issue. Returns those of the desk, by model."""
    lead, *others = PublishedArticle.objects.public().order_by("page_order")
    users = matrix.people()
    rows = matrix.rows(users)
    draw(Photo.objects.exclude(file=""))
    for placement in ("top", "bottom"):
        make.correction(article=lead.article, text=f"示例，放在{placement}。", placement=placement)
    make.reader_report(story=lead.article, passage="原文一句。", contact="reader@example.cn")
    corrections.withdraw(others[-1].article, by=make.chief(), reason="示例。\n\n不是真的撤稿。")
    for slug in set(SitePageSlug.values) - set(SitePage.objects.values_list("slug", flat=True)):
        make.site_page(slug=slug, title=SitePageSlug(slug).label, body="<p>示例。</p>")
    work_on(rows[Article], by=users["superuser"])
    tags = ["示例", "同一题材"]
    pictured = make.article(headline="有照片的示例", section=lead.section, tags=tags)
    photo = make.library_photo(content=make.picture((1600, 1000)))
    make.photo_use(article=pictured, photo=photo, caption="图说")
    placeholder = Photo.objects.filter(file="", source_type=SourceType.PLACEHOLDER).first()
    make.photo_use(article=pictured, photo=placeholder, order=1)
    publishing.publish(pictured, by=None)
    ask_for_another_file(photo)
    make.correction(article=pictured, text="示例，预览里也有。")
    make.preview_link(article=pictured, token=TOKEN)
    conferred_each_year()
    make.imported_file({"headline": "示例"}, kind="word", page=None, by=users["superuser"])
    done = {"finished_at": timezone.now(), "made": [pictured.pk]}
    make.imported_file({"headline": "示例"}, page=lead.page, **done)
    User.objects.filter(pk=rows[User].pk).update(second_factor_at=timezone.now())
    return users["superuser"], rows | {Page: page_with_image(lead.page.issue)}


def conferred_each_year():
    """A programme whose rounds make a chart."""
    programme = make.programme(name="逐年评选的示例")
    for year, count in ((2019, 4), (2020, 1), (2022, 9), (2023, 12), (2024, 7)):
        announced = {"announced_on": date(year, 12, 1), "announced_precision": "day"}
        round = make.round(programme=programme, name=f"{year}年度", **announced)
        for _ in range(count):
            make.honour(round=round)


def page_with_image(issue):
    """A printed page with its image, and one story's region on it."""
    page = make.drawn_page(issue=issue, number=2)
    images = page_images.from_picture(printed.picture(size=(2240, 3200)))
    drawn = {"image": images.medium, "large_image": images.large, "thumbnail": images.small}
    for name, image in drawn.items():
        getattr(page, name).save("page.jpg", ContentFile(image.data), save=False)
    page.save()
    make.region(page=page, article=make.published(headline="版面图上的示例", page=page).article)
    return page


def work_on(story, *, by):
    """A story amid its work: edited, with findings, an offer of names, and an autosave."""
    make.lexicon_entry(word="示例词", level="block")
    make.entity(name="示例工作室", kind="workshop")
    body = "<p>示例词，示例工作室。昨日，示例医院院长王小明在会上说：“欢迎。”</p>"
    Article.objects.filter(pk=story.pk).update(body=body, edition=story.edition + 1)
    story.refresh_from_db()
    revisions.record(story, by=by, cause=RevisionCause.SAVED)
    typed = {"headline": ["改到一半"]}
    Autosave.objects.create(
        article=story,
        user=by,
        window=uuid4(),
        edition=story.edition,
        saved_at=timezone.now(),
        form=typed,
    )


def ask_for_another_file(photo):
    """A change of a photo that readers have, with both pictures to be looked at."""
    other = make.library_photo(content=make.picture((900, 600)))
    before, after = {"original": photo.original.name}, {"original": other.original.name}
    asked = held_rows.held(photo, "change", before=before, after=after)
    with transaction.atomic():
        holding.hold(photo, [asked], by=make.chief())


def draw(photos):
    """A file for every photo that says it has one."""
    buffer = BytesIO()
    Image.new("RGB", (1200, 800), "#8a9a5b").save(buffer, "JPEG")
    for photo in photos:
        if not default_storage.exists(photo.file.name):
            default_storage.save(photo.file.name, ContentFile(buffer.getvalue()))
    photos.update(width=1200, height=800)


def readers():
    """An address for every page a reader can come to, by its name."""
    public = PublishedArticle.objects.public().order_by("page_order")
    story = public.filter(page__isnull=False, section__isnull=False).first()  # of the sample
    honoured = Entity.objects.exclude(honours=None).first()
    rows = {
        "story": story,
        "photo brief": public.filter(kind=ArticleKind.PHOTO_BRIEF).first(),
        "story with a photo": public.get(headline="有照片的示例"),
        "withdrawn story": PublishedArticle.objects.withdrawn().first(),
        "issue": Issue.objects.carrying(public).first(),
        "printed page": Page.objects.carrying(public).filter(image="").first(),
        "printed page with its image": Page.objects.carrying(public).exclude(image="").first(),
        "section": Section.objects.first(),
        "column": Column.objects.exclude(publishedarticle=None).first(),
        "column without a story": Column.objects.filter(publishedarticle=None).first(),
        "tag": Tag.objects.first(),
        "tag beside others": Tag.objects.get(name="示例"),
        "reporter": Reporter.objects.exclude(published_articles=None).first(),
        "entity with honours": honoured,
        "entity": Entity.objects.filter(honours=None).first(),
        "programme": Programme.objects.exclude(next_rung=None).first(),
        "programme over the years": Programme.objects.get(name="逐年评选的示例"),
        "round": Round.objects.filter(programme__next_rung__isnull=False).first(),
        "paper's own page": SitePage.objects.first(),
    }
    lists = ["front_page", "issues", "reporters", "entities", "honours", "corrections", "search"]
    found = {name.replace("_", " "): reverse(name) for name in lists}
    found |= {name: row.get_absolute_url() for name, row in rows.items()}
    found["results of a search"] = f"{reverse('search')}?q=义乌"
    found["search without result"] = f"{reverse('search')}?q=查无此词"
    narrow = {"q": "义乌", "section": story.section_id, "since": "2023-01-01", "sort": "date"}
    found["results of a narrowed search"] = f"{reverse('search')}?{urlencode(narrow)}"
    found["search for a photo"] = f"{reverse('search')}?q=义乌&photo=1"
    found["report"] = reverse("report", args=[story.pk])
    found["report received"] = reverse("report_received", args=[story.pk])
    found["private preview"] = reverse("preview", args=[TOKEN])
    return found | {f"refusal {name}": f"/refusals/{name}/" for name in REFUSALS}


def desk(user, rows):
    """An address for every page of the desk that opens as it is, by the name of its address."""
    client, found = Client(headers=LOCAL), {}
    client.force_login(user)
    for name, arguments in sorted({(n, tuple(a)) for n, a in matrix.addresses()}):
        at = matrix.target(name, list(arguments), rows)
        if at is None or name in {"logout", "autocomplete", "jsi18n"}:
            continue
        response = client.get(at)
        if response.streaming:  # a file: read to its end, which closes it
            response.getvalue()
        elif response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            found[name] = at
    month = PublishedArticle.objects.public().earliest("visible_from").visible_from
    tags = "&".join(f"tags={tag.pk}" for tag in Tag.objects.order_by("pk")[:2])
    found["tags to be merged"] = f"{reverse('admin:articles_tag_merge')}?{tags}"
    found["a month with stories"] = f"{reverse('admin:articles_statistics')}?month={month:%Y-%m}"
    for kind in ImportKind.values:
        file = ImportedFile.objects.filter(kind=kind).latest("pk")
        found[f"import of a {kind}"] = reverse("admin:articles_article_imported", args=[file.pk])
    return found, client.cookies["sessionid"].value
