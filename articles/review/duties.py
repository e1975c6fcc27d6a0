"""Who may do what with a story: its writers write, and others review, each of them once."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from articles.enums import REVIEWS, Decision, Stage
from articles.models import Article, ProposedCorrection, PublishedCredit, Review
from articles.models.rows import MAY_CONFIRM
from articles.models.scoring import EACH_PHOTO
from people.models import Reporter, User

# Who holds one of these decides what readers get, or has the last word in it.
DECIDING = (
    *(f"articles.{step}_article" for step in REVIEWS),
    *("articles.correct_article", "articles.withdraw_article"),
    *("people.add_hiding", "people.change_hiding"),
)

# Who holds one of these decides who decides: accounts, roles, sections and the way of the reviews.
MANAGING = (
    *(f"people.{verb}_user" for verb in ("add", "change", "delete")),
    *(f"auth.{verb}_group" for verb in ("add", "change", "delete")),
    *(f"articles.{verb}_reviewroute" for verb in ("add", "change", "delete")),
    *(f"articles.{verb}_sectioneditor" for verb in ("add", "change", "delete")),
)


def deciding_permissions() -> QuerySet[Permission]:
    """The rows of DECIDING."""
    found = Q()
    for name in DECIDING:
        app, _dot, codename = name.partition(".")
        found |= Q(content_type__app_label=app, codename=codename)
    return Permission.objects.filter(found)


def deciding_roles() -> QuerySet[Group]:
    """The roles that make who has them decide."""
    return Group.objects.filter(permissions__in=deciding_permissions()).distinct()


def decides(user: User) -> bool:
    """Whether an account decides what readers get, by a role or by itself, in use or locked."""
    return (
        user.is_superuser
        or user.user_permissions.filter(pk__in=deciding_permissions()).exists()
        or user.groups.filter(pk__in=deciding_roles()).exists()
    )


def may_see(article: Article, *, by: User) -> bool:
    """Whether a person may look at the article on the desk."""
    verbs = ["articles.view_article", "articles.change_article"]
    may_look = by.is_staff and any(map(by.has_perm, verbs))
    return may_look and Article.objects.visible_to(by).filter(pk=article.pk).exists()


def who_sees(article: Article) -> QuerySet[User]:
    """The people who may look at the article on the desk, as `may_see` says of each."""
    looks = [User.objects.with_perm(f"articles.{verb}_article") for verb in ("view", "change")]
    may_look = Q(pk__in=looks[0].values("pk")) | Q(pk__in=looks[1].values("pk"))
    sees_all = User.objects.with_perm("articles.see_all_article").values("pk")
    unlimited = Q(edited_sections=None) | Q(edited_sections__section=article.section_id)
    if article.section_id is None and article.stage != Stage.SIGNED_OFF:
        unlimited = Q()
    own = Q(pk=article.created_by_id) | Q(reporter__bylines__article=article)
    found = Q(is_superuser=True) | own | Q(pk__in=sees_all) & unlimited
    return User.objects.filter(may_look, found, is_staff=True, is_active=True).distinct()


def who_may_review(article: Article) -> QuerySet[User]:
    """The people whose duty is the review the article stands at, as `why_not_review` says of each.

    A superuser is among them who has the permission by a role as well: who merely runs the machine
    is not asked for every story.
    """
    duty = User.objects.with_perm(
        f"articles.{article.stage}_article", include_superusers=False
    ).values("pk")
    held = Review.objects.in_round(article).exclude(step=article.stage).values("person")
    credits = article.bylines.filter(reporter__user__isnull=False).values("reporter__user")
    began = [article.created_by_id] if article.created_by_id else []
    may = who_sees(article).filter(pk__in=duty).exclude(pk__in=began)
    return may.exclude(pk__in=held).exclude(pk__in=credits)


def writers(article: Article) -> QuerySet[User]:
    """Whose story it is: who began it, signs it, or handed it in this round or the last."""
    handed_in = Review.objects.filter(
        article=article,
        round__gte=article.review_round - 1,
        decision=Decision.SUBMITTED,
    )
    own = Q(pk=article.created_by_id) | Q(reporter__bylines__article=article)
    return who_sees(article).filter(own | Q(pk__in=handed_in.values("person"))).distinct()


def may_edit(article: Article, *, by: User) -> bool:
    """Whether a person may change the article now."""
    is_open = is_open_to(article, by=by)
    return is_open and Article.objects.visible_to(by).filter(pk=article.pk).exists()


def is_open_to(article: Article, *, by: User) -> bool:
    """Whether a person who sees the article may change it at its stage; nobody an archived one.

    Who may not edit others' stories edits their own while they are drafts.
    """
    if article.archived_at or not by.has_perm("articles.change_article"):
        return False
    return article.stage == Stage.DRAFT or by.has_perm("articles.see_all_article")


def why_not_review(article: Article, *, by: User) -> str:
    """Why a person may not decide the review an article stands at, in words; empty if they may."""
    if article.stage not in REVIEWS:
        return _("这篇稿件不在审稿中。")
    if not by.has_perm(f"articles.{article.stage}_article"):
        return _("您没有“%s”的权限。") % article.get_stage_display()
    if not Article.objects.visible_to(by).filter(pk=article.pk).exists():
        return _("这篇稿件不在您负责的栏目里。")
    if article.bylines.filter(reporter__user=by).exists():
        return _("您在本稿署名中，不能审自己的稿件。")
    if part := _part_taken(article, by=by):
        return part
    return _("这篇稿件是您建的，不能再审。") if article.created_by_id == by.pk else ""


def who_may_confirm(proposal: ProposedCorrection) -> QuerySet[User]:
    """Those who may confirm a correction; superusers are not asked for theirs."""
    allowed = Q()
    for right in MAY_CONFIRM:
        able = User.objects.with_perm(right, include_superusers=False)
        allowed |= Q(pk__in=able.values("pk"))
    own = [proposal.proposed_by_id, *(person.pk for person in credited(proposal.article))]
    return who_sees(proposal.article).filter(allowed).exclude(pk__in=own)


def why_not_confirm(proposal: ProposedCorrection, *, by: User) -> str:
    """Why a person may not confirm or refuse a correction, in words; empty if they may."""
    if not any(map(by.has_perm, MAY_CONFIRM)):
        return _("您没有确认更正的权限：要能发布更正，或能终审签发。")
    if proposal.proposed_by_id == by.pk:
        return _("更正要由另一个人确认，您是提出人。")
    if not Article.objects.visible_to(by).filter(pk=proposal.article_id).exists():
        return _("这篇稿件不在您负责的栏目里。")
    if proposal.article.bylines.filter(reporter__user=by).exists():
        return _("您在本稿署名中，不能确认自己稿件的更正。")
    return ""


def credited(article: Article) -> list[User]:
    """The users named in the bylines, or in those that readers have of the story."""
    printed = PublishedCredit.objects.filter(article=article.pk).exclude(role=EACH_PHOTO)
    signs = Q(reporter__bylines__article=article) | Q(reporter__published_credits__in=printed)
    return list(User.objects.filter(signs).distinct().order_by("pk"))


def why_not_account(reporter: Reporter, account: User | None, *, by: User) -> str:
    """Why a reporter may not be given an account, or be left without one, in words; empty if they
    may.

    Whose account a reporter has says who may not review what the reporter signs. So it is said
    once; a superuser may put it right.
    """
    if by.is_superuser or reporter.user_id == (account and account.pk):
        return ""
    if reporter.user_id:
        return _("“%s”已有登录账号，只有超级用户可以更换或取消。") % reporter
    return why_not_signer(reporter, account) if account else ""


def why_not_signer(reporter: Reporter, account: User) -> str:
    """Why an account cannot be that of a reporter, in words: it reviewed what the reporter signs.
    Empty if it did not.
    """
    printed = Q(article__published__credit_rows__reporter=reporter)
    signed = Q(article__bylines__reporter=reporter) | printed
    if not Review.objects.reviewers().filter(signed, person=account).exists():
        return ""
    said = _("这个账号审过“%s”署名的稿件，不能是其本人的账号；确是本人的，请超级用户处理。")
    return said % reporter


def reviewers_credited(article: Article) -> bool:
    """Whether a reviewer of this round has meanwhile been named in the bylines."""
    people = Review.objects.in_round(article).reviewers().values("person")
    return article.bylines.filter(reporter__user__in=people).exists()


def _part_taken(article: Article, *, by: User) -> str:
    part = Review.objects.part_elsewhere(article, of=by)
    if part is None:
        return ""
    if part.step == Stage.DRAFT:
        return _("本轮稿件您写过或改过，不能再审。")
    return _("本轮的“%s”是您经手的，同一人不能再审一次。") % Stage(part.step).label
