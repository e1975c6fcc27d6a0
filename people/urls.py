from django.urls import path

from people import views

urlpatterns = [
    path("reporters/", views.reporters, name="reporters"),
    path("reporters/<int:pk>/", views.reporter, name="reporter"),
    path("entities/", views.entities, name="entities"),
    path("entities/<int:pk>/", views.entity, name="entity"),
    path("honours/", views.honours, name="honours"),
    path("honours/<int:pk>/", views.programme, name="programme"),
    path("honours/<int:programme_pk>/<int:pk>/", views.round, name="round"),
]
