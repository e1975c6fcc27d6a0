"""What is typed into every form of the desk so that it does what it is for.

Every model and page of the desk stands here, or the test of the desk's forms fails by its name.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import timedelta

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME as CHOSEN
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.core import signing
from django.utils import timezone

from articles.enums import Event
from articles.models import (
    Acknowledgement,
    Article,
    Autosave,
    Byline,
    Column,
    Comment,
    Correction,
    ImportedFile,
    Issue,
    LexiconEntry,
    LogLine,
    Mention,
    Notice,
    Page,
    PendingChange,
    Photo,
    PhotoUse,
    Pin,
    Presence,
    PreviewLink,
    ProposedCorrection,
    ReaderReport,
    Region,
    ReviewRoute,
    ScoreRule,
    Section,
    SectionEditor,
    SitePage,
    Tag,
    Withdrawal,
)
from articles.paper import front_page
from articles.review import archiving, corrections, lexicon_files, reader_reports, workflow
from articles.review.confirmations import holding
from articles.saving.guard import BASED_ON, CONFIRMED
from newsroom import signing_in
from people.models import (
    Entity,
    EntityName,
    Hiding,
    Honour,
    Merger,
    Programme,
    Reporter,
    Round,
    Tally,
    User,
)
from people.models.drafts import DraftRoll
from people.rolls import rolls
from people.rolls.rolls import Pasted
from tests import make
from tests.articles.interchange import word_files
from tests.forms.desk import WINDOW
from tests.permissions import matrix

EVERYONE = {"no role", "记者", "编辑", "部门主任", "值班总编", "校对", "图片编辑", "管理员"} | {
    "superuser"
}
EDITORS = {"编辑", "部门主任", "值班总编", "superuser"}
WRITERS = EDITORS | {"记者"}
PASSWORD = "Yiwu-2024-paper"
WORDS = "词语\n新的词语"  # a table for the lexicon


@dataclass(frozen=True)
class Stock:
    """A model's own forms: what a new row is given, what is changed in one, how one is made."""

    row: Callable
    new: Callable | None = None
    change: dict | None = None
    holds: dict | None = None  # what the changed row then holds, if not what was typed


def stock():
    """By model; one that is not here has no form to be sent."""
    return {
        Article: Stock(
            lambda desk: make.article(created_by=desk.users["记者"]),
            lambda desk: {"headline": "新的主题", "body": "<p>新的正文。</p>", "tags": "新标签"},
            {"headline": "改过的主题"},
        ),
        Column: Stock(lambda _: make.column(), lambda _: {"name": "新专栏"}, {"name": "改名"}),
        DraftRoll: Stock(lambda desk: make.draft_roll(article=desk.story)),
        Entity: Stock(
            lambda _: make.entity(),
            lambda _: {"name": "义乌", "kind": "place"},
            {"description": "改过的简介。"},
        ),
        Group: Stock(
            lambda _: Group.objects.create(name=f"角色{next(make.numbers)}"),
            lambda _: {"name": "新角色"},
            {"name": "改过的角色"},
        ),
        Honour: Stock(
            lambda _: make.honour(),
            lambda _: {"round": make.round().pk, "recipient": make.entity().pk},
            {"category": "助人为乐"},
        ),
        Issue: Stock(
            lambda _: make.issue(),
            lambda _: {
                "date": "2024-05-01",
                "released_at_0": "2024-05-01",
                "released_at_1": "06:00",
            },
            {"title": "特刊"},
        ),
        LexiconEntry: Stock(
            lambda _: make.lexicon_entry(), lambda _: {"word": "新词"}, {"advice": "改作别的"}
        ),
        Page: Stock(
            lambda _: make.page(),
            lambda _: {"issue": make.issue().pk, "number": "1"},
            {"name": "要闻"},
        ),
        Photo: Stock(
            lambda _: make.photo(),
            lambda _: {"original": make.upload(), "alt": "画面", "source": "本报资料"},
            {"caption": "改过的说明。"},
        ),
        Programme: Stock(
            lambda _: make.programme(),
            lambda _: {"name": "新荣誉", "level": "county"},
            {"description": "改过的简介。"},
        ),
        Reporter: Stock(
            lambda _: make.reporter(), lambda _: {"name": "陈洋波"}, {"bio": "改过的简介。"}
        ),
        ReviewRoute: Stock(
            lambda _: ReviewRoute.objects.order_by("pk").last(),
            lambda _: {"kind": "notice"},
            {"has_first_review": ""},
            {"has_first_review": False},
        ),
        Round: Stock(
            lambda _: make.round(),
            lambda _: {"programme": make.programme().pk, "name": "第一批"},
            {"name": "改过的批次"},
        ),
        ScoreRule: Stock(
            lambda _: ScoreRule.objects.order_by("pk").last(),
            lambda _: {"kind": "brief", "role": "text", "points": "2.5"},
            {"points": "12.5"},
        ),
        Section: Stock(
            lambda _: make.section(),
            lambda _: {"name": "新栏目", "slug": "new"},
            {"description": "改过的简介。"},
        ),
        SitePage: Stock(
            lambda _: SitePage.objects.order_by("pk").last(),
            lambda _: {"slug": "contact", "title": "联系", "body": "<p>本报。</p>"},
            {"title": "改过的标题"},
        ),
        Tag: Stock(lambda _: make.tag(), lambda _: {"name": "新标签"}, {"name": "改过的标签"}),
        Tally: Stock(
            lambda _: make.tally(),
            lambda _: {
                "programme": make.programme().pk,
                "place": make.entity(kind="place").pk,
                "as_of": "2024-05-01",
                "count": "7",
            },
            {"count": "8"},
        ),
        User: Stock(
            lambda _: make.account(),
            lambda _: {
                "username": "newcomer",
                "name": "王芳",
                "usable_password": "true",
                "password1": PASSWORD,
                "password2": PASSWORD,
            },
            {"name": "改过的姓名"},
        ),
    }


def new_rows():
    """What is typed into a row that is added to an inline, by the inline's model."""
    return {
        Byline: {"reporter": make.reporter().pk},
        EntityName: {"name": "曾用的别名"},
        Honour: {"round": make.round().pk, "recipient": make.entity().pk},
        Mention: {"entity": make.entity().pk},
        Page: {"number": "9", "name": "民生", "responsible_editor": "王芳"},
        PhotoUse: {"photo": make.photo().pk},
        Round: {"name": "新的一批"},
        SectionEditor: {"user": make.editor().pk},
        Tally: {"place": make.entity(kind="place").pk, "as_of": "2024-05-01", "count": "7"},
    }


# What is no act of the desk's: what somebody types and has not saved, is told, or says to others
# under their name; and what only leads on.
UNLOGGED = {
    *["articles_article_add_autosave", "articles_article_add_autosave_discard"],
    *["articles_article_autosave", "articles_article_autosave_discard"],
    *["articles_article_add_comment", "articles_article_reply_to_comment"],
    *["articles_article_resolve_comment", "articles_article_reopen_comment"],
    *["articles_article_notices_read", "articles_pendingchange_seen", "articles_article_presence"],
    *["articles_article_word", "articles_article_imported", "articles_page_import"],
    *["articles.tag: merge_selected", "go_on"],
}

EDITABLE = {  # in lists: what is typed into the first row's field
    Programme: ("order", 31),
    ScoreRule: ("points", 31),
    Section: ("order", 31),
    Reporter: ("sort_key", "shan xiao ming"),
    Entity: ("sort_key", "zeng zhai"),
}


@dataclass(frozen=True)
class Case:
    """One form filled in: what is sent, to which row's address, and what holds when it was taken.

    `who` may do it; None for those whom the matrix lets in. What only leads on to another page is
    taken if it leads there, and changes nothing.
    """

    sent: Callable
    holds: Callable
    rows: Callable = field(default=lambda _desk: {})
    who: set | None = None
    leads_to: str = ""


def kept_aside(story):
    """What everybody has typed and not saved into a story, or into a new one."""
    return Autosave.objects.filter(article=story)


def pages():
    """What is sent to the pages that are no stock form, by the name of the address."""
    return {
        "articles_article_add_autosave": [
            Case(
                lambda _: {"autosave_window": WINDOW, "headline": "写到一半"},
                lambda desk: kept_aside(None).filter(form__headline=["写到一半"]).exists(),
            )
        ],
        "articles_article_add_autosave_discard": [
            Case(
                lambda _: {"autosave_window": WINDOW},
                lambda desk: kept_aside(None).count() == len(EVERYONE) - 1,
            )
        ],
        "articles_article_autosave": [
            Case(
                lambda desk: {
                    "autosave_window": WINDOW,
                    BASED_ON: desk.story.edition,
                    "headline": "写到一半",
                },
                lambda desk: kept_aside(desk.story).filter(form__headline=["写到一半"]).exists(),
            )
        ],
        "articles_article_autosave_discard": [
            Case(lambda _: {}, lambda desk: kept_aside(desk.story).count() == len(EVERYONE) - 1)
        ],
        "articles_article_add_comment": [
            Case(
                lambda _: {"field": "headline", "text": "新的批注", "quote": "原文"},
                lambda desk: Comment.objects.filter(text="新的批注").exists(),
            )
        ],
        "articles_article_reply_to_comment": [
            Case(
                lambda _: {"text": "新的回复"},
                lambda desk: Comment.objects.filter(text="新的回复", parent__isnull=False).exists(),
            )
        ],
        "articles_article_resolve_comment": [
            Case(
                lambda _: {"text": ""},
                lambda desk: Comment.objects.filter(resolved_at__isnull=False).exists(),
            )
        ],
        "articles_article_reopen_comment": [
            Case(
                lambda _: {"text": "还没有改好"},
                lambda desk: Comment.objects.filter(text="还没有改好").exists(),
            )
        ],
        "articles_article_brief": [
            Case(
                lambda desk: {"headline": "一则简讯", "body": "正文。", "number": WINDOW},
                lambda desk: Article.objects.filter(headline="一则简讯", guid=WINDOW).exists(),
                who=WRITERS,
            )
        ],
        "articles_article_brief_photo": [
            Case(
                lambda _: {"file": make.upload()},
                lambda desk: Photo.objects.exclude(original="").exists(),
                who=WRITERS,
            )
        ],
        "articles_article_notices": [
            Case(
                lambda _: {"email": "wang@example.cn", "wants_mail": "on"},
                lambda desk: User.objects.filter(email="wang@example.cn").exists(),
                who=EVERYONE,
            )
        ],
        "articles_article_notices_read": [
            Case(
                lambda _: {},
                lambda desk: Notice.objects.filter(read_at__isnull=False).exists(),
                who=EVERYONE - {"no role"},
            )
        ],
        "articles_article_proposal": [
            Case(
                lambda _: {"move": "confirm"},
                lambda desk: Correction.objects.filter(article=proposed(desk).article).exists(),
                lambda desk: {Article: proposed(desk).article, ProposedCorrection: proposed(desk)},
                who={"部门主任", "值班总编", "superuser"},
            ),
            Case(
                lambda _: {"move": "refuse", "reason": "请附依据。"},
                lambda desk: ProposedCorrection.objects.filter(reason="请附依据。").exists(),
                lambda desk: {Article: proposed(desk).article, ProposedCorrection: proposed(desk)},
                who={"部门主任", "值班总编", "superuser"},
            ),
        ],
        "articles_pendingchange_change": [
            Case(
                lambda desk, move=move: {
                    "move": move,
                    "mark": pending(desk).mark,
                    "reason": "不合适。",
                },
                lambda desk, decision=decision: PendingChange.objects.filter(
                    pk=pending(desk).pk, decision=decision
                ).exists(),
                lambda desk: {PendingChange: pending(desk)},
                who={"编辑", "部门主任", "值班总编", "管理员", "superuser"},
            )
            for move, decision in (("confirm", "confirmed"), ("refuse", "refused"))
        ],
        "articles_pendingchange_seen": [
            Case(
                lambda _: {},
                lambda desk: Acknowledgement.objects.filter(change=overridden(desk)).exists(),
                lambda desk: {PendingChange: overridden(desk)},
                who={"编辑", "部门主任", "值班总编", "superuser"},
            )
        ],
        "articles_article_correct": [
            Case(
                lambda _: {
                    "kind": "correction",
                    "text": "应为七人。",
                    "placement": "top",
                    "_confirm": "1",
                },
                lambda desk: ProposedCorrection.objects.filter(article=desk.published).exists(),
                lambda desk: {Article: desk.published},
            )
        ],
        "articles_article_withdraw": [
            Case(
                lambda _: {"reason": "失实。", "_confirm": "1"},
                lambda desk: Withdrawal.objects.filter(article=desk.published).exists(),
                lambda desk: {Article: desk.published},
            )
        ],
        "articles_article_reinstate": [
            Case(
                lambda _: {"reason": "核实无误。", "_confirm": "1"},
                lambda desk: Withdrawal.objects.filter(reinstate_reason="核实无误。").exists(),
                lambda desk: {Article: withdrawn(desk)},
            )
        ],
        "articles_article_archive": [
            Case(
                lambda _: {"reason": "不发了。", "_confirm": "1"},
                lambda desk: Article.objects.get(pk=sent_back(desk).pk).archived_at is not None,
                lambda desk: {Article: sent_back(desk)},
                who=WRITERS,
            )
        ],
        "articles_article_unarchive": [
            Case(
                lambda _: {"reason": "", "_confirm": "1"},
                lambda desk: Article.objects.get(pk=archived(desk).pk).archived_at is None,
                lambda desk: {Article: archived(desk)},
                who=WRITERS,
            )
        ],
        "articles_article_presence": [
            Case(
                lambda _: {},
                lambda desk: Presence.objects.filter(article=desk.story).exists(),
                who=WRITERS,
            )
        ],
        "articles_article_preview_links": [
            Case(
                lambda _: {"for_whom": "市文明办", "days": "3"},
                lambda desk: PreviewLink.objects.filter(for_whom="市文明办").exists(),
            )
        ],
        "articles_article_revoke_preview_link": [
            Case(
                lambda _: {},
                lambda desk: PreviewLink.objects.filter(revoked_at__isnull=False).exists(),
            )
        ],
        "articles_article_word": [
            Case(
                lambda _: {"file": word_files.upload("新的一篇")},
                lambda desk: ImportedFile.objects.filter(kind="word").exists(),
                who=WRITERS,
            )
        ],
        "articles_article_imported": [
            Case(
                lambda _: {"story-0-headline": "改过的主题", BASED_ON: 1},
                lambda desk: ImportedFile.objects.get(pk=imported(desk).pk).edition == 2,
                lambda desk: {ImportedFile: imported(desk)},
                who=EDITORS,
            ),
            Case(
                lambda _: {
                    "story-0-headline": "改过的主题",
                    "story-0-body": "正文。",
                    BASED_ON: 1,
                    "_save": "1",
                },
                lambda desk: Article.objects.filter(headline="改过的主题").exists(),
                lambda desk: {ImportedFile: imported(desk)},
                who=EDITORS,
            ),
        ],
        "articles_article_discard_import": [
            Case(
                lambda _: {BASED_ON: 1},
                lambda desk: not ImportedFile.objects.filter(pk=imported(desk).pk).exists(),
                lambda desk: {ImportedFile: imported(desk)},
                who=EDITORS,
            )
        ],
        "articles_article_restore": [
            Case(
                lambda desk: {BASED_ON: desk.story.edition},
                lambda desk: Article.objects.get(pk=desk.story.pk).edition > desk.story.edition,
            )
        ],
        "articles_article_review": [
            Case(
                lambda desk: {"move": "submit", "edition": desk.story.edition, "opinion": "请审。"},
                lambda desk: Article.objects.get(pk=desk.story.pk).is_in_review,
                who=WRITERS,
            ),
            Case(
                lambda desk: {"move": "pass", "edition": waiting(desk).edition, "typo": "2"},
                lambda desk: Article.objects.get(pk=waiting(desk).pk).stage == "second_review",
                lambda desk: {Article: waiting(desk)},
                who={"编辑", "superuser"},
            ),
            Case(
                lambda desk: {
                    "move": "send_back",
                    "edition": waiting(desk).edition,
                    "opinion": "请补采访。",
                },
                lambda desk: Article.objects.get(pk=waiting(desk).pk).stage == "draft",
                lambda desk: {Article: waiting(desk)},
                who={"编辑", "superuser"},
            ),
            Case(
                lambda desk: {
                    "move": "schedule",
                    "edition": desk.story.edition,
                    "publish_at": "2040-01-01T06:00",
                },
                lambda desk: Article.objects.get(pk=desk.story.pk).publish_at is not None,
                who={"值班总编", "superuser"},
            ),
        ],
        "articles_correction_printed": [
            Case(
                lambda desk: {"page": make.page().pk},
                lambda desk: Correction.objects.filter(printed_in__isnull=False).exists(),
                lambda desk: {Correction: owed(desk)},
            )
        ],
        "articles_issue_make": [
            Case(
                lambda _: {
                    "date": "2024-05-01",
                    "released_at": "2024-05-01T06:00",
                    "pages-TOTAL_FORMS": "1",
                    "pages-INITIAL_FORMS": "0",
                    "pages-0-number": "1",
                    "pages-0-name": "要闻",
                },
                lambda desk: Page.objects.filter(issue__date="2024-05-01", name="要闻").exists(),
                who=EDITORS,
            )
        ],
        "articles_issue_release": [
            Case(
                lambda desk: {
                    "released_at": f"{desk.rows[Issue].date}T06:00",
                    BASED_ON: "-",  # no hour yet
                },
                lambda desk: Issue.objects.get(pk=desk.rows[Issue].pk).released_at is not None,
                who=EDITORS,
            )
        ],
        "articles_lexiconentry_import": [
            Case(
                lambda _: {
                    "text": WORDS,
                    "digest": lexicon_files.plan(WORDS).digest,
                    "apply": "1",
                },
                lambda desk: LexiconEntry.objects.filter(word="新的词语").exists(),
            )
        ],
        "articles_page_import": [
            Case(
                lambda _: {
                    "text": "图书馆延时开放\n□ 本报记者 陈洋波\n昨日起，读者晚上十点前都可以来。"
                },
                lambda desk: ImportedFile.objects.filter(
                    page=desk.rows[Page], name="粘贴的文字"
                ).exists(),
                who=EDITORS,
            )
        ],
        "articles_page_regions": [
            Case(
                regions_drawn,
                lambda desk: Region.objects.filter(page=printed(desk)).exists(),
                lambda desk: {Page: printed(desk)},
            )
        ],
        "articles_photo_upload": [
            Case(
                lambda _: {
                    "files": make.upload(),
                    "source": "市文明办",
                    "source_type": "photograph",
                },
                lambda desk: Photo.objects.filter(source="市文明办").exists(),
            )
        ],
        "articles_photo_credit": [
            Case(
                lambda _: {"line": "市文明办供图"},
                lambda desk: Photo.objects.filter(source="市文明办供图").exists(),
                lambda desk: {Photo: unregistered(desk)},
                who=WRITERS | {"图片编辑"},
            )
        ],
        "articles_photo_register": [
            Case(
                lambda _: {},
                lambda desk: (
                    Reporter.objects.filter(name="李小明").exists()
                    or Photo.objects.filter(registration_asked_at__isnull=False).exists()
                ),
                lambda desk: {Photo: unregistered(desk)},
                who=WRITERS | {"图片编辑"},
            )
        ],
        "articles_photo_decline": [
            Case(
                lambda _: {},
                lambda desk: LogEntry.objects.filter(content_type__model="photo").exists(),
                lambda desk: {Photo: unregistered(desk)},
                who=EDITORS,
            )
        ],
        "articles_tag_merge": [
            Case(
                lambda desk: {
                    "tags": [tag.pk for tag in alike(desk)],
                    "into": alike(desk)[0].pk,
                    "reason": "同一件事。",
                    "_confirm": "1",
                },
                lambda desk: Tag.objects.filter(pk=alike(desk)[1].pk, main=alike(desk)[0]).exists(),
                who=EDITORS | {"管理员"},
            )
        ],
        "articles_pin_changelist": [
            Case(
                pinned,
                lambda desk: Pin.objects.filter(article=desk.published.pk).exists(),
                who=EDITORS,
            )
        ],
        "articles_readerreport_handle": [
            Case(
                lambda desk: {
                    "decision": "confirm",
                    "finding": "查过底稿。",
                    "seen": reader_reports.mark(desk.rows[ReaderReport]),
                },
                lambda desk: ReaderReport.objects.filter(finding="查过底稿。").exists(),
            )
        ],
        "people_draftroll_change": [
            Case(
                lambda desk: {
                    "keep": "1",
                    "kind": "person",
                    "programme": "改过的荣誉",
                    "round_name": "第一批",
                    "announced_precision": "day",
                    "text": "王建国",
                    "seen_edition": desk.rows[DraftRoll].edition,
                },
                lambda desk: DraftRoll.objects.filter(programme="改过的荣誉").exists(),
                who=EDITORS,
            )
        ],
        "people_hiding_add": [
            Case(
                lambda desk: {"entity": unnamed(desk).pk, "reason": "本人要求。", "_confirm": "1"},
                lambda desk: unnamed(desk).hidings.exists(),
            )
        ],
        "people_hiding_change": [
            Case(
                lambda _: {"show_reason": "本人同意。", "reason": "本人同意。", "_confirm": "1"},
                lambda desk: Hiding.objects.filter(show_reason="本人同意。").exists(),
            )
        ],
        "people_merger_add": [
            Case(
                lambda desk: {
                    "entity": unnamed(desk).pk,
                    "other_entity": desk.rows[Entity].pk,
                    "reason": "同一人。",
                    "is_sure": "on",
                    "_confirm": "1",
                },
                lambda desk: Merger.objects.filter(entity=unnamed(desk)).exists(),
            )
        ],
        "people_round_roll": [
            Case(
                lambda desk: {
                    "save": "1",
                    "kind": "person",
                    "text": "王建国 后宅街道",
                    "seen_edition": desk.rows[Round].edition,
                    "seen_digest": rolls.plan(
                        Pasted("王建国 后宅街道"), round=desk.rows[Round]
                    ).digest,
                },
                lambda desk: desk.rows[Round].honours.filter(recipient__name="王建国").exists(),
            )
        ],
        "own_sessions": [
            Case(
                lambda desk: logged_in_elsewhere(desk) | {"end_others": "1"},
                lambda desk: LogLine.objects.filter(event=Event.SESSION_ENDED.value).exists(),
                who=EVERYONE,
            )
        ],
        "sessions": [
            Case(
                lambda desk: {"let_in": desk.users["no role"].pk},
                lambda desk: LogLine.objects.filter(event=Event.LOCKOUT_LIFTED.value).exists(),
                who={"管理员", "superuser"},
            )
        ],
        "password_change": [
            Case(
                lambda _: {
                    "old_password": "pass",
                    "new_password1": PASSWORD,
                    "new_password2": PASSWORD,
                },
                lambda desk: changed_password(desk.users.values()),
                who=EVERYONE,
            )
        ],
        "auth_user_password_change": [
            Case(
                lambda _: {
                    "usable_password": "true",
                    "password1": PASSWORD,
                    "password2": PASSWORD,
                },
                lambda desk: changed_password([desk.users["no role"]]),
                who={"管理员", "superuser"},
            )
        ],
        "go_on": [
            Case(
                lambda desk: {"carried": carried(desk), "username": "nobody", "password": "pass"},
                lambda desk: (
                    User.objects.get(username="nobody").last_login
                    != desk.users["no role"].last_login
                ),
                # Whose form it is and who is logged in has it handed back, and nothing is written.
                who=(EVERYONE | {"anonymous"}) - {"no role"},
            )
        ],
        "login": [
            Case(
                lambda _: {"username": "nobody", "password": "pass", "next": "/admin/"},
                lambda desk: (
                    User.objects.get(username="nobody").last_login
                    != desk.users["no role"].last_login
                ),
                who=EVERYONE | {"anonymous"},
            )
        ],
    }


# Pages that show something, to whoever posts as well: nothing is typed, and nothing changes.
SHOW = {
    *["app_list", "index", "logout", "articles_article_preview", "articles_article_sheet"],
    *["articles_page_regions_check", "articles_photo_read", "articles_proposedcorrection_change"],
    *["articles_article_paste", "articles_photo_file", "articles_page_file"],
    "articles_pendingchange_file",
    # Their forms take a code of a phone: tests/people/accounts/test_second_factor.py sends them.
    *["second_step", "second_factor"],
}


def actions():
    """What is sent to the list of a model beside the chosen rows, by the model and the action."""
    return {
        (Article, "pass_selected"): Case(
            lambda desk: {
                CHOSEN: [waiting(desk).pk],
                f"{BASED_ON}-{waiting(desk).pk}": waiting(desk).edition,
            },
            lambda desk: Article.objects.get(pk=waiting(desk).pk).stage == "second_review",
            who={"编辑", "superuser"},
        ),
        (ReaderReport, "discard"): Case(
            lambda desk: {CHOSEN: [desk.rows[ReaderReport].pk]},
            lambda desk: ReaderReport.objects.filter(settled_at__isnull=False).exists(),
        ),
        (Tag, "merge_selected"): Case(
            lambda desk: {CHOSEN: [tag.pk for tag in alike(desk)]},
            lambda _: True,
            leads_to="/admin/articles/tag/merge/",
        ),
    }


def deleted(model, row, mark):
    """The answer to the list's question whether a row shall be deleted."""
    return {CHOSEN: [row.pk], CONFIRMED: "yes", f"{BASED_ON}-{row.pk}": mark}


# ---- Rows that some of these need ---------------------------------------------------------------


def once(make_row):
    """Make the row at the first call for a desk; give the same row after that."""
    made = {}

    def row(desk):
        if desk not in made:
            made[desk] = make_row(desk)
        return made[desk]

    return row


@once
def waiting(desk):
    """A story that waits for its first review."""
    story = make.article(created_by=desk.users["记者"])
    return workflow.submit(story, by=desk.users["记者"], edition=story.edition)


@once
def sent_back(desk):
    """A draft that was in review, and is kept for that."""
    story = make.article(created_by=desk.users["记者"])
    workflow.submit(story, by=story.created_by, edition=story.edition)
    verdict = workflow.Verdict(opinion="请补采访。")
    return workflow.send_back(story, by=make.editor(), edition=story.edition, verdict=verdict)


@once
def archived(desk):
    """Another, that was archived."""
    story = make.article(created_by=desk.users["记者"])
    workflow.submit(story, by=story.created_by, edition=story.edition)
    verdict = workflow.Verdict(opinion="请补采访。")
    workflow.send_back(story, by=make.editor(), edition=story.edition, verdict=verdict)
    return archiving.archive(story, by=desk.users["superuser"])


@once
def withdrawn(_desk):
    story = make.published().article
    corrections.withdraw(story, by=make.chief(), reason="失实。")
    return story


@once
def alike(_desk):
    """Two tags that are to be one."""
    return make.tag(), make.tag()


@once
def proposed(_desk):
    """A correction that waits for its confirmation."""
    return make.proposal(by=make.chief())


@once
def pending(_desk):
    """A change of a column that waits for a second person."""
    return make.pending_change()


@once
def overridden(_desk):
    """One that somebody who was alone on duty confirmed for themselves."""
    chief = make.chief()
    change = make.pending_change(by=chief)
    return holding.confirm(change, by=chief, override="夜班只有我。")


@once
def unnamed(_desk):
    """Somebody to be hidden, or to be found to be somebody else."""
    return make.entity()


@once
def unregistered(_desk):
    """A photo whose file names a photographer who is no reporter."""
    return make.photo(source="李小明", photographer="李小明")


def carried(desk):
    """A form whose login ended, as it is carried through the next one."""
    form = signing_in.Carried("/admin/articles/column/add/", desk.users["no role"].pk, [], [])
    return signing.dumps(asdict(form), salt=signing_in.SALT)


@once
def printed(_desk):
    """A page with an image and a story."""
    page = make.drawn_page()
    make.article(page=page)
    return page


@once
def owed(_desk):
    """A correction that is still to be printed."""
    return make.correction(article=make.published(page=make.page()).article)


def regions_drawn(desk):
    page = printed(desk)
    return {
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "0",
        "form-0-article": page.article_set.get().pk,
        "form-0-points": "0,0 50,0 50,30 0,30",
        "form-0-ORDER": "1",
        "edition": page.regions_edition,
    }


@once
def imported(_desk):
    return make.imported_file()


def pinned(desk):
    return {
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "0",
        "form-0-article": desk.published.pk,
        "form-0-until": f"{timezone.localtime() + timedelta(days=1):%Y-%m-%dT%H:%M}",
        "form-0-ORDER": "1",
        "seen": front_page.fingerprint(),
        "_save": "1",
    }


def logged_in_elsewhere(desk):
    """Give everybody a second login, to be ended."""
    for user in filter(None, desk.users.values()):
        matrix.session(user)
    return {}


def changed_password(users):
    return any(
        User.objects.get(pk=user.pk).check_password(PASSWORD) for user in users if user is not None
    )
