import os

from django.core.wsgi import get_wsgi_application

from newsroom import deployment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

deployment.refuse_unsound()
application = get_wsgi_application()

from django.conf import settings  # noqa: E402  # they are read above, or why not is said

from newsroom.page_cache import PageCache  # noqa: E402  # as models, which are there from here on

if settings.PAGE_CACHE:
    application = PageCache(application, room=settings.PAGE_CACHE, cdn=settings.CDN_SECONDS)
    os.register_at_fork(after_in_child=application.forget)
