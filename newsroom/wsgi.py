import os

from django.core.wsgi import get_wsgi_application

from newsroom import deployment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

deployment.refuse_unsound()
application = get_wsgi_application()
