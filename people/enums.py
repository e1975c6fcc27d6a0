"""The fixed vocabularies of people and honours. Imports nothing of ours."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReporterKind(TextChoices):
    STAFF = "staff", _("本社记者")
    CORRESPONDENT = "correspondent", _("通讯员")
    AGENCY = "agency", _("通讯社")


class EntityKind(TextChoices):
    """What kind of thing the city recognises or a story names."""

    PERSON = "person", _("人物")
    GROUP = "group", _("群体")
    WORKSHOP = "workshop", _("共富工坊")
    SCHOOL = "school", _("学校")
    ORGANISATION = "organisation", _("机构")
    PLACE = "place", _("地点")
    VILLAGE = "village", _("村")
    COMMUNITY = "community", _("社区")
    COMPOUND = "compound", _("小区")
    PROJECT = "project", _("项目")
    EVENT = "event", _("活动")
    BRAND = "brand", _("品牌")
    PRODUCT = "product", _("产品")
    TEAM = "team", _("志愿队伍")
    DOCUMENT = "document", _("文件")


class Level(TextChoices):
    """The level of the body that confers an honour, highest first."""

    NATIONAL = "national", _("国家级")
    PROVINCIAL = "provincial", _("省级")
    PREFECTURE = "prefecture", _("地市级")
    COUNTY = "county", _("县市级")
    TOWNSHIP = "township", _("镇街级")
    ENTERPRISE = "enterprise", _("企业级")


class DatePrecision(TextChoices):
    """How much of a date is known."""

    DAY = "day", _("确切到日")
    MONTH = "month", _("确切到月")
    QUARTER = "quarter", _("确切到季度")
    YEAR = "year", _("确切到年")
