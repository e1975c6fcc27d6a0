"""Every form of the desk is sent, filled in as somebody would, by each role.

Addresses, models, actions and rows under forms are taken from the live configuration: what is
there and has nothing in tests/forms/valid.py fails by its name.
"""

from dataclasses import dataclass, field

import pytest
from django.contrib import admin
from django.test import RequestFactory

from articles.models import PendingChange
from tests import make
from tests.forms import valid
from tests.forms.desk import Desk, Written, fields, new_rows
from tests.permissions import matrix

# Django's own page for passwords asks for a field its form leaves out.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@dataclass
class Sending:
    """One form and what is sent to it. `sent` is asked for with the name of the matrix's column."""

    name: str
    address: str
    sent: object
    holds: object
    who: set
    leads_to: str = ""  # where it leads if it changes nothing itself


@dataclass
class Walk:
    """Everything that is sent at a desk, in the order of its addresses."""

    desk: Desk
    sendings: list = field(default_factory=list)
    missing: list = field(default_factory=list)

    def __post_init__(self):
        self.may = {(line[0], line[1]): line[2:] for line in matrix.kept()}
        self.stock, self.pages, self.actions = valid.stock(), valid.pages(), valid.actions()
        self.inlines = valid.new_rows()
        for name, arguments in sorted({(n, tuple(a)) for n, a in matrix.addresses()}):
            if name != "view_on_site":
                self.read(name, arguments)
        for model, options in admin.site._registry.items():
            self.read_actions(model, options)

    def who(self, name, method, *, also=("yes",)):
        """Whom the matrix lets in."""
        line = self.may.get((name, method), [])
        return {column for column, said in zip(matrix.COLUMNS, line, strict=False) if said in also}

    def read(self, name, arguments):
        """What is sent to the page of that name."""
        model, page = self.of_model(name)
        if model and self.desk.rows[model] is None:
            self.missing.append(f"{name}: matrix.rows makes no row")
        elif name in self.pages:
            is_stock = name.rsplit("_", 1)[-1] in matrix.STOCK
            own = self.who(name, "get" if is_stock else "post", also=("yes", "bad"))
            for number, case in enumerate(self.pages[name], 1):
                at = self.desk.address(name, arguments, case.rows(self.desk))
                who = own if case.who is None else case.who
                self.add(f"{name} {number}", at, case, who)
        elif page == "add" and model in self.stock and self.stock[model].new:
            self.add_form(name, model)
        elif page == "change" and model in self.stock and self.stock[model].change:
            self.change_form(name, model, arguments)
        elif page == "delete" and model in self.stock:
            self.delete_page(name, model, arguments)
        elif page == "changelist" and admin.site._registry[model].list_editable:
            self.edited_list(name, model)
        else:
            at = self.desk.address(name, arguments, {})
            shows = page in {"history", "changelist"} or name in valid.SHOW
            self.missing += [] if shows or self.takes_nothing(at) else [name]

    def of_model(self, name):
        """The model whose stock page has the name, and which of them it is."""
        for model in admin.site._registry:
            prefix = f"{model._meta.app_label}_{model._meta.model_name}_"
            if name.startswith(prefix) and name.removeprefix(prefix) in matrix.STOCK:
                return model, name.removeprefix(prefix)
        return None, ""

    def takes_nothing(self, address):
        """Whether not even a superuser can send anything there."""
        with Written() as written:
            answer = matrix.page(
                self.desk.cookies["superuser"], address, "post", is_drawn=False
            ).status_code
        return answer in {403, 404, 405} and not written.statements

    def add(self, name, address, case, who, **also):
        """A form by its case; `also` is sent beside what the case says."""
        self.sendings.append(
            Sending(
                name,
                address,
                lambda _column: also | case.sent(self.desk),
                lambda: case.holds(self.desk),
                who,
                case.leads_to,
            )
        )

    # ---- The admin's own pages ----

    def as_opened(self, column, who, address):
        """The form as its page shows it to whoever may use it, else to a superuser."""
        answer = self.desk.opened(column if column in who else "superuser", address)
        is_there = answer.status_code == 200  # nobody may delete some rows
        return answer.context_data if is_there else {}

    def under(self, context, counted):
        """Rows added to each inline; `counted` notes how many each model is to have then."""
        unknown = {
            f"{formset.opts.model._meta.label} under {formset.opts.parent_model._meta.label}"
            for formset in context["inline_admin_formsets"]
            if formset.opts.model not in self.inlines
        }
        if unknown:
            raise AssertionError(f"nothing is typed into new rows of {unknown}")
        rows = new_rows(context, self.inlines)
        for formset in context["inline_admin_formsets"]:
            model = formset.opts.model
            counted[model] = model._base_manager.count() + formset.has_add_permission
        return rows

    def add_form(self, name, model):
        # Who may add and not change is said to look at the form.
        who = self.who(name, "get", also=("yes", "look"))
        address, counted = self.desk.address(name, [], {}), {}

        def sent(column):
            counted.clear()
            context = self.as_opened(column, who, address)
            assert context, f"{name} does not open for {column}"
            said = fields(context) | self.under(context, counted) | self.stock[model].new(self.desk)
            counted[model] = model._base_manager.count() + 1
            return said

        def holds():
            # Two rows become one in a merger, and nothing else is counted twice.
            return all(each._base_manager.count() == count for each, count in counted.items())

        self.sendings.append(Sending(name, address, sent, holds, who))

    def change_form(self, name, model, arguments):
        own, row = self.stock[model], self.stock[model].row(self.desk)
        address = self.desk.address(name, arguments, {model: row})
        who, counted = self.who(name, "get"), {}

        def sent(column):
            counted.clear()
            context = self.as_opened(column, who, address)
            assert context, f"{name} does not open for {column}"
            said = fields(context) | self.under(context, counted) | own.change
            return {field: value for field, value in said.items() if value != ""}

        def holds():
            held = model._base_manager.filter(pk=row.pk, **(own.holds or own.change)).exists()
            return held and all(
                each._base_manager.count() == count for each, count in counted.items()
            )

        self.sendings.append(Sending(name, address, sent, holds, who))

    def delete_page(self, name, model, arguments):
        row = self.stock[model].row(self.desk)
        address = self.desk.address(name, arguments, {model: row})
        who = self.who(name, "get")

        def sent(column):
            context = self.as_opened(column, who, address)
            return {"post": "yes", "based_on": context.get("mark", "")}

        def holds():
            return not model._base_manager.filter(pk=row.pk).exists()

        self.sendings.append(Sending(name, address, sent, holds, who))

    def edited_list(self, name, model):
        address = self.desk.address(name, [], {})
        may_change = self.who(name.replace("changelist", "change"), "get")
        if model not in valid.EDITABLE:
            self.missing.append(f"{name}: {admin.site._registry[model].list_editable}")
            return
        typed, value = valid.EDITABLE[model]

        def sent(column):
            formset = self.as_opened(column, may_change, address)["cl"].formset
            said = {}
            for form in [formset.management_form, *formset.forms]:
                said |= {form[each].html_name: form[each].value() for each in form.fields}
                if form is not formset.management_form:
                    said |= {f"initial-{form[e].html_name}": form[e].value() for e in form.fields}
            said = {key: "" if held is None else held for key, held in said.items()}
            return said | {f"form-0-{typed}": value, "_save": "1"}

        def holds():
            return model._base_manager.filter(**{typed: value}).exists()

        self.sendings.append(Sending(f"{name} edited", address, sent, holds, may_change))

    # ---- Actions ----

    def read_actions(self, model, options):
        for action in options.get_actions(self.request("superuser")):
            label = f"{model._meta.label_lower}: {action}"
            who = self.who(label, "action")
            at = self.desk.address(
                f"{model._meta.app_label}_{model._meta.model_name}_changelist", [], {}
            )
            if action == "delete_selected" and model in self.stock:
                self.deleting(label, model, options, at, who)
            elif case := self.actions.get((model, action)):
                who = who if case.who is None else case.who
                self.add(label, at, case, who, action=action, index="0")
            else:
                self.missing.append(label)

    def deleting(self, label, model, options, address, who):
        row = self.stock[model].row(self.desk)
        said = {"action": "delete_selected", "index": "0"}

        def sent(column):
            mark = options._whole_mark(self.request(column), row)
            return said | valid.deleted(model, row, mark)

        def holds():
            return not model._base_manager.filter(pk=row.pk).exists()

        self.sendings.append(Sending(label, address, sent, holds, who))

    def request(self, column):
        request = RequestFactory().get("/")
        request.user = self.desk.users[column] or self.desk.users["no role"]
        return request


def outcome(walk, sending, column):
    """What became of a form that somebody sent: "" if it is as it should be, else in words."""
    data, found = sending.sent(column), []
    known = list(PendingChange.objects.values_list("pk", flat=True))

    def look(response):
        make.confirmed(but=known)
        found.append(response.status_code < 500 and sending.holds())

    with Written() as written:
        response = matrix.page(
            walk.desk.cookies[column], sending.address, "post", data, is_drawn=False, look=look
        )
    label = f"{sending.name} as {column}: {response.status_code}"
    if column in sending.who:
        taken = response.status_code in {200, 302} and found[0] and written.statements
        is_logged = any("articles_logline" in statement for statement in written.statements)
        if taken and not is_logged and sending.name.split()[0] not in valid.UNLOGGED:
            return f"{label}, not in the log of the desk's acts"
        if sending.leads_to:
            taken = response.headers.get("Location", "").startswith(sending.leads_to)
        return "" if taken else f"{label}, not taken: {why(response)}"
    refused = response.status_code in {200, 302, 403, 404} and not written.statements
    return "" if refused else f"{label}, not refused: {written.statements[:2]}"


def why(response):
    """What the page of a form says is wrong with it."""
    context = getattr(response, "context_data", None) or {}
    said = [context.get("errors"), *[getattr(context.get(n), "errors", "") for n in ("form",)]]
    return [str(each) for each in said if each] or response.headers.get("Location", "")


@pytest.mark.long
@pytest.mark.parametrize("every", [24, pytest.param(1, marks=pytest.mark.whole)])
def test_every_form_does_what_it_is_for_and_for_those_alone_who_may(every):
    """One sending in twenty-four, or all in `make whole`; each by every role."""
    walk = Walk(Desk())

    assert walk.missing == []
    wrong = [
        outcome(walk, sending, column)
        for number, sending in enumerate(walk.sendings)
        for column in matrix.COLUMNS
        if (number + matrix.COLUMNS.index(column)) % every == 0
    ]
    assert list(filter(None, wrong)) == []
    assert len(wrong) > 1000 / every
