"""The classes of the desk are put together of few parts, whose order nobody has to know."""

from django.contrib import admin

OURS = ("articles.", "people.", "newsroom.")
MOST = 4  # ancestors of ours


def test_no_admin_has_more_than_four_ancestors_of_ours():
    ancestors = {
        type(desk).__name__: [
            base.__name__ for base in type(desk).__mro__[1:] if base.__module__.startswith(OURS)
        ]
        for desk in admin.site._registry.values()
    }

    assert ancestors["EntityAdmin"] == ["NamedAdmin", "ConfirmedAdmin", "GuardedAdmin"]
    assert {name: bases for name, bases in ancestors.items() if len(bases) > MOST} == {}


def test_no_inline_or_form_of_an_admin_has_either(rf, admin_user):
    request = rf.get("/")
    request.user = admin_user
    parts = [
        part
        for desk in admin.site._registry.values()
        for part in [desk.form, *(type(inline) for inline in desk.get_inline_instances(request))]
    ]

    assert len(parts) > 20
    for part in parts:
        bases = [base for base in part.__mro__[1:] if base.__module__.startswith(OURS)]
        assert len(bases) <= MOST, part
