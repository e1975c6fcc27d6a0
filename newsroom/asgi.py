import os

from django.core.asgi import get_asgi_application

from newsroom import deployment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

deployment.refuse_unsound()
application = get_asgi_application()
