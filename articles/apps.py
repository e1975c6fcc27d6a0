from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("稿件与版面")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from articles.stand import version  # noqa: PLC0415  # once models are there

        pre_migrate.connect(version.unwatch, sender=self)
        post_migrate.connect(version.watch, sender=self)
