from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("人物与荣誉")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from people.accounts import sessions  # noqa: PLC0415  # once models are there

        sessions.follow_logins()
