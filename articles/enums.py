"""The fixed vocabularies of the desk. Imports nothing of ours."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """Where the work on an article stands. What readers see is another matter."""

    DRAFT = "draft", _("草稿")
    FIRST_REVIEW = "first_review", _("初审")
    SECOND_REVIEW = "second_review", _("复审")
    FINAL_REVIEW = "final_review", _("终审")
    SIGNED_OFF = "signed_off", _("签发")


class Visibility(TextChoices):
    """What readers see of a story: another matter than its stage. See articles.stand.visibility."""

    UNPUBLISHED = "no", _("未发布")
    WAITING = "waiting", _("待发布")
    PUBLIC = "yes", _("已上线")
    WITHDRAWN = "withdrawn", _("已撤稿")


class WaitReason(TextChoices):
    """Why a story that is signed off becomes visible only later."""

    SCHEDULE = "schedule", _("定时")
    EMBARGO = "embargo", _("解禁")
    ISSUE = "issue", _("随期")


REVIEWS = [Stage.FIRST_REVIEW, Stage.SECOND_REVIEW, Stage.FINAL_REVIEW]


class Decision(TextChoices):
    """What a person did in a round of reviews."""

    WROTE = "wrote", _("撰写")
    SUBMITTED = "submitted", _("提交")
    EDITED = "edited", _("审改")
    PASSED = "passed", _("通过")
    SENT_BACK = "sent_back", _("退回")


class NoticeKind(TextChoices):
    """What somebody at the desk is told of a story."""

    WAITING = "waiting", _("等您审")
    SENT_BACK = "sent_back", _("退回修改")
    SIGNED_OFF = "signed_off", _("已签发")
    COMMENT = "comment", _("批注")
    TO_CONFIRM = "to_confirm", _("等您确认更正")
    CORRECTION_REFUSED = "refused", _("更正退回")
    CORRECTED = "corrected", _("已更正")
    WITHDRAWN = "withdrawn", _("已撤稿")
    REINSTATED = "reinstated", _("已恢复")


class ErrorKind(TextChoices):
    """What a reviewer found wrong, as papers count it."""

    FACT = "fact", _("事实")
    NAME = "name", _("姓名职务")
    WORDING = "wording", _("错别字与语病")
    FIGURE = "figure", _("数字与日期")
    POLICY = "policy", _("政策口径")
    FORMAT = "format", _("格式")


class ArticleKind(TextChoices):
    """The genre of a story, which decides how it is set on the page."""

    NEWS = "news", _("消息")
    FEATURE = "feature", _("深度报道")
    BRIEF = "brief", _("简讯")
    PHOTO_BRIEF = "photo_brief", _("图片新闻")
    COMMENTARY = "commentary", _("评论")
    NOTICE = "notice", _("公告")

    @property
    def is_signed_last(self) -> bool:
        """Whether the byline stands at the end of a story of this kind, not under its headline."""
        return self == ArticleKind.PHOTO_BRIEF


class BylineRole(TextChoices):
    """What a credited person did. The label is the word as printed."""

    TEXT = "text", _("文")
    TEXT_AND_PHOTO = "text_photo", _("文/图")
    TEXT_AND_PHOTOGRAPHED = "text_shot", _("文/摄")
    PHOTO = "photo", _("图")
    PHOTOGRAPHED = "photographed", _("摄")
    COURTESY = "courtesy", _("供图")
    COMPILED = "compiled", _("整理")
    EDITED = "edited", _("编辑")
    VIDEO = "video", _("视频")


class SourceType(TextChoices):
    """How a picture came to be, after IPTC's digital source type vocabulary.

    https://cv.iptc.org/newscodes/digitalsourcetype/
    """

    PHOTOGRAPH = "photograph", _("照片")
    ILLUSTRATION = "illustration", _("绘图")
    GENERATED = "generated", _("生成式图像")
    PLACEHOLDER = "placeholder", _("占位图")

    @property
    def uri(self) -> str:
        """The term of IPTC's vocabulary."""
        terms = {
            SourceType.PHOTOGRAPH: "digitalCapture",
            SourceType.GENERATED: "trainedAlgorithmicMedia",
        }
        return (
            f"http://cv.iptc.org/newscodes/digitalsourcetype/{terms.get(self, 'digitalCreation')}"
        )


class Placement(TextChoices):
    """Where an article uses a photo."""

    LEAD = "lead", _("题图")
    INLINE = "inline", _("文中")


class CorrectionKind(TextChoices):
    """What the paper says in public about a story that has already been read."""

    CORRECTION = "correction", _("更正")
    UPDATE = "update", _("更新")
    CLARIFICATION = "clarification", _("澄清")
    APOLOGY = "apology", _("致歉")


class CorrectionPlacement(TextChoices):
    """Where a story's page carries its correction."""

    TOP = "top", _("文首")
    BOTTOM = "bottom", _("文末")


class ProposalState(TextChoices):
    """How far a correction is that somebody proposed and somebody else has to confirm."""

    WAITING = "waiting", _("待确认")
    PUBLISHED = "published", _("已发布")
    REFUSED = "refused", _("已退回")
    TAKEN_BACK = "taken_back", _("已收回")


class ReportState(TextChoices):
    """How far the desk is with what a reader reported."""

    OPEN = "open", _("待核实")
    CONFIRMED = "confirmed", _("属实，待更正")
    CORRECTED = "corrected", _("已更正")
    DECLINED = "declined", _("不用更正")


WAITING_REPORTS = [ReportState.OPEN, ReportState.CONFIRMED]


class MentionRelation(TextChoices):
    """How an article is about an entity."""

    SUBJECT = "subject", _("报道对象")
    MENTIONED = "mentioned", _("文中提及")
    PICTURED = "pictured", _("图中人物")


class LinkState(TextChoices):
    """What has become of a private preview link."""

    OPEN = "open", _("有效")
    EXPIRED = "expired", _("已过期")
    REVOKED = "revoked", _("已撤销")


class RevisionCause(TextChoices):
    """What made a revision. What reviewers did with it stands in their reviews, by its edition."""

    SAVED = "saved", _("保存")
    RESTORED = "restored", _("恢复旧版")
    SCHEDULED = "scheduled", _("定时")
    CORRECTED = "corrected", _("更正")
    IMPORTED = "imported", _("导入")


class FindingLevel(TextChoices):
    """What a finding of the checks before publication means: stop, or look again."""

    BLOCK = "block", _("禁止")
    WARN = "warn", _("提醒")


class FindingKind(TextChoices):
    """What a finding is about. The first three are kept in the lexicon, the others worked out."""

    SENSITIVE = "sensitive", _("敏感词")
    ERROR = "error", _("易错词")
    NAME = "name", _("姓名职务")
    NUMBER = "number", _("数字")
    DATE = "date", _("日期")


class SitePageSlug(TextChoices):
    """The pages on which a paper says who it is; their addresses are fixed."""

    ABOUT = "about", _("关于本报")
    MASTHEAD = "masthead", _("采编团队")
    CORRECTIONS_POLICY = "corrections-policy", _("更正政策")
    CONTACT = "contact", _("联系我们")


class ImportKind(TextChoices):
    """What a file that is imported holds."""

    PAGE = "page", _("整版")
    WORD = "word", _("Word 文件")
