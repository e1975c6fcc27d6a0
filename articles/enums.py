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
    """What somebody at the desk is told of a story, or of their own account."""

    WAITING = "waiting", _("等您审")
    SENT_BACK = "sent_back", _("退回修改")
    SIGNED_OFF = "signed_off", _("已签发")
    COMMENT = "comment", _("批注")
    TO_CONFIRM = "to_confirm", _("等您确认更正")
    CORRECTION_REFUSED = "refused", _("更正退回")
    CORRECTED = "corrected", _("已更正")
    WITHDRAWN = "withdrawn", _("已撤稿")
    REINSTATED = "reinstated", _("已恢复")
    POWERS = "powers", _("权限")


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


class ChangeKind(TextChoices):
    """What somebody asked for at the desk that readers would see, and that waits for a second."""

    ADDITION = "addition", _("新增")
    CHANGE = "change", _("修改")
    DELETION = "deletion", _("删除")
    MERGER = "merger", _("合并")  # of tags: see articles.review.tag_mergers
    POWERS = "powers", _("权限")  # of accounts: see articles.review.confirmations.powers


class ChangeDecision(TextChoices):
    """What became of a change that waited for a second person."""

    CONFIRMED = "confirmed", _("已确认")
    REFUSED = "refused", _("已退回")
    TAKEN_BACK = "taken_back", _("已收回")
    OVERRIDDEN = "overridden", _("单独值班时生效")


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
    ORPHANED = "orphaned", _("已失效：给出的人不能再给人预览")


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
    DATE = "date", _("日期时间")
    MARK = "mark", _("标点")
    REPEAT = "repeat", _("重复")


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


class Event(TextChoices):
    """What happened, as the log of the desk's acts has it (articles.audit_log)."""

    # Logins and passwords
    LOGGED_IN = "logged_in", _("登录")
    LOGGED_OUT = "logged_out", _("退出")
    LOGIN_FAILED = "login_failed", _("登录失败")
    LOCKED_OUT = "locked_out", _("登录暂停")
    LOCKOUT_LIFTED = "lockout_lifted", _("解除登录暂停")
    SESSION_ENDED = "session_ended", _("结束登录状态")
    REAUTHENTICATED = "reauthenticated", _("再次输入密码")
    PASSWORD_CHANGED = "password_changed", _("修改密码")
    PASSWORD_RESET = "password_reset", _("重设他人密码")
    FACTOR_SET = "factor_set", _("设置第二步验证")
    FACTOR_REMOVED = "factor_removed", _("取消第二步验证")
    FACTOR_FAILED = "factor_failed", _("第二步验证失败")
    RECOVERY_CODES_MADE = "recovery_codes_made", _("生成恢复码")
    RECOVERY_CODE_USED = "recovery_code_used", _("使用恢复码")
    # Powers and accounts
    POWERS_ASKED = "powers_asked", _("申请权限")
    POWERS_CONFIRMED = "powers_confirmed", _("确认权限")
    POWERS_REFUSED = "powers_refused", _("拒绝权限")
    POWERS_TAKEN_BACK = "powers_taken_back", _("收回权限申请")
    POWERS_GIVEN = "powers_given", _("授予权限")
    POWERS_REMOVED = "powers_removed", _("取消权限")
    ACCOUNT_LOCKED = "account_locked", _("停用账号")
    ACCOUNT_UNLOCKED = "account_unlocked", _("启用账号")
    # The moves of a story
    SUBMITTED = "submitted", _("提交审稿")
    PASSED = "passed", _("审稿通过")
    SENT_BACK = "sent_back", _("退回")
    SIGNED_OFF = "signed_off", _("签发")
    REVIEWED_AGAIN = "reviewed_again", _("重新审稿")
    REOPENED = "reopened", _("签发后再改")
    SCHEDULED = "scheduled", _("安排发布时间")
    RESTORED = "restored", _("恢复旧版")
    WAIVED = "waived", _("放行检查提醒")
    ARCHIVED = "archived", _("归档")
    UNARCHIVED = "unarchived", _("取消归档")
    # What readers see
    PUBLISHED = "published", _("发布")
    WITHDRAWN = "withdrawn", _("撤稿")
    REINSTATED = "reinstated", _("恢复上线")
    CORRECTION_PROPOSED = "correction_proposed", _("提出更正")
    CORRECTION_CONFIRMED = "correction_confirmed", _("确认更正")
    CORRECTION_REFUSED = "correction_refused", _("退回更正")
    CORRECTION_TAKEN_BACK = "correction_taken_back", _("收回更正")
    HIDDEN = "hidden", _("对读者隐藏")
    SHOWN = "shown", _("恢复显示")
    MERGED = "merged", _("合并")
    ISSUE_RELEASED = "issue_released", _("发布一期")
    # Changes that wait for a second person
    CHANGE_ASKED = "change_asked", _("提交待确认的修改")
    CHANGE_CONFIRMED = "change_confirmed", _("确认修改")
    CHANGE_REFUSED = "change_refused", _("退回修改")
    CHANGE_TAKEN_BACK = "change_taken_back", _("收回修改")
    CHANGE_OVERRIDDEN = "change_overridden", _("单人放行修改")
    # The desk
    ADDED = "added", _("新增")
    CHANGED = "changed", _("修改")
    DELETED = "deleted", _("删除")
    IMPORTED = "imported", _("导入")
    EXPORTED = "exported", _("导出")
    SETTING_CHANGED = "setting_changed", _("修改设置")
    # Previews
    PREVIEW_GIVEN = "preview_given", _("给出预览链接")
    PREVIEW_OPENED = "preview_opened", _("打开预览链接")
    PREVIEW_REVOKED = "preview_revoked", _("撤销预览链接")
