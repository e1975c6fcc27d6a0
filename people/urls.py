from django.urls import path

from people.reading import honour_views, views

urlpatterns = [
    path("reporters/", views.reporters, name="reporters"),
    path("reporters/<int:pk>/", views.reporter, name="reporter"),
    path("entities/", views.entities, name="entities"),
    path("entities/<int:pk>/", views.entity, name="entity"),
    path("honours/", honour_views.honours, name="honours"),
    path("honours/<int:pk>/", honour_views.programme, name="programme"),
    path("honours/<int:programme_pk>/<int:pk>/", honour_views.round, name="round"),
]
for ending in ("csv", "json"):
    urlpatterns += [
        path(
            f"entities/<int:pk>/honours.{ending}",
            honour_views.entity_file,
            {"format": ending},
            name="entity_file",
        ),
        path(
            f"honours/<int:programme_pk>/<int:pk>.{ending}",
            honour_views.round_file,
            {"format": ending},
            name="round_file",
        ),
    ]
