"""Logins of the desk as Django keeps them, one row each, and whose they are."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from people.models.user import User

# What a session holds beside Django's own: seconds since 1970, and where its login came from.
BEGAN, SEEN, ADDRESS, AGENT = "began_at", "seen_at", "address", "agent"


class SessionQuerySet(models.QuerySet["Session"]):
    def live(self, *, now: datetime | None = None) -> Self:
        """Those that still let somebody in: seen of late, and not begun too long ago."""
        now = now or timezone.now()
        return self.filter(
            expire_date__gt=now,
            seen_at__gt=now - settings.SESSION_IDLE,
            began_at__gt=now - settings.SESSION_LONGEST,
        )

    def of(self, account: User) -> Self:
        return self.filter(account=account)


class Session(AbstractBaseSession):
    """One login of one browser. Deleting the row ends it.

    The row's key is a hash of the key in the browser's cookie: nobody gets in with what they read
    in the database or in a copy of it.
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("账号"),
        null=True,  # nobody has logged in yet
        on_delete=models.CASCADE,
        related_name="sessions",
    )
    began_at = models.DateTimeField(_("登录时间"))
    seen_at = models.DateTimeField(_("最近使用"))
    address = models.CharField(_("网络地址"), max_length=45, blank=True)
    agent = models.CharField(_("浏览器"), max_length=200, blank=True)

    objects = BaseSessionManager.from_queryset(SessionQuerySet)()  # type: ignore[misc]  # Django's way

    class Meta:
        verbose_name = _("登录状态")
        verbose_name_plural = _("登录状态")
        ordering = ["-seen_at"]
        default_permissions = ("view", "delete")

    def __str__(self) -> str:
        return f"{self.account} {timezone.localtime(self.began_at):%Y-%m-%d %H:%M}"

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        return SessionStore


class SessionStore(DatabaseStore):
    """Django's own, over our rows. SESSION_ENGINE names this module."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(pk=stored_key(session_key)).exists()

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            Session.objects.filter(pk=stored_key(key)).delete()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        now = timezone.now()
        return Session(
            session_key=stored_key(self._get_or_create_session_key()),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            account_id=data.get(SESSION_KEY),
            began_at=_moment(data.get(BEGAN), now),
            seen_at=_moment(data.get(SEEN), now),
            address=data.get(ADDRESS, ""),
            agent=data.get(AGENT, ""),
        )

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        """Some hours after somebody was last seen at it, and some days after the login at most."""
        now = timezone.now()
        seen, began = _moment(self.get(SEEN), now), _moment(self.get(BEGAN), now)
        return min(seen + settings.SESSION_IDLE, began + settings.SESSION_LONGEST)

    def get_expiry_age(self, **kwargs: Any) -> int:
        left: timedelta = self.get_expiry_date() - timezone.now()
        return max(0, int(left.total_seconds()))

    def _get_session_from_db(self) -> Session | None:
        found = Session.objects.live().filter(pk=stored_key(self.session_key or "")).first()
        if found is None:
            self._session_key = None
        return found


def stored_key(key: str) -> str:
    """The hash under which a key stands in the table; without salt, for it is 160 random bits."""
    return sha256(key.encode()).hexdigest()[:40]


def _moment(seconds: float | None, now: datetime) -> datetime:
    return now if seconds is None else datetime.fromtimestamp(seconds, tz=now.tzinfo)
