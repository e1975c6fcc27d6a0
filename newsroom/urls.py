from django.contrib import admin
from django.urls import include, path

from newsroom.media import media

urlpatterns = [
    path("", include("articles.urls")),
    path("", include("people.urls")),
    path("media/<path:name>", media, name="media"),
    path("admin/", admin.site.urls),
]

handler400 = "newsroom.errors.bad_request"
handler403 = "newsroom.errors.permission_denied"
handler500 = "newsroom.errors.server_error"
