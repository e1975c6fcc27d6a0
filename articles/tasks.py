"""Django's own tasks. On Django 5.2 they come from a package that says the same."""

try:
    from django.tasks import task
except ImportError:  # Django 5.2
    from django_tasks import task  # type: ignore[no-redef,unused-ignore]  # what is there says

__all__ = ["task"]
