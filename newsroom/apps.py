from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    name = "newsroom"
    verbose_name = _("新闻编辑部")

    def ready(self) -> None:
        from newsroom import checks  # noqa: F401, PLC0415  # registers the system checks


class DeskAdminConfig(AdminConfig):
    """The Django admin, with our own front page."""

    default_site = "newsroom.admin.DeskSite"

    def ready(self) -> None:
        """The worker's jobs and the keys of second factors are no pages of the desk: libraries list
        them there unasked.
        """
        super().ready()
        from django.contrib import admin  # noqa: PLC0415  # as for the next lines
        from django_otp.plugins.otp_totp.models import TOTPDevice  # noqa: PLC0415
        from django_tasks_db.models import DBTaskResult  # noqa: PLC0415  # once models are there

        admin.site.unregister([DBTaskResult, TOTPDevice])
