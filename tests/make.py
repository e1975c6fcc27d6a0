"""Objects for tests: each call gives a valid one with no arguments."""

from datetime import date, timedelta
from itertools import count

from django.contrib.auth.models import Group, User
from django.core.management import call_command

from articles import publishing
from articles.folding import fold
from articles.models import (
    Article,
    Byline,
    Column,
    Issue,
    LexiconEntry,
    Mention,
    Page,
    Photo,
    PhotoUse,
    PublishedArticle,
    Section,
    Tag,
)
from people.models import Entity, EntityName, Honour, Programme, Reporter, Round, Tally

FIRST_DAY = date(2024, 1, 1)
numbers = count(1)


def section(**fields):
    n = next(numbers)
    return Section.objects.create(**{"name": f"栏目{n}", "slug": f"section-{n}"} | fields)


def column(**fields):
    return Column.objects.create(**{"name": f"专栏{next(numbers)}"} | fields)


def tag(**fields):
    return Tag.objects.create(**{"name": f"标签{next(numbers)}"} | fields)


def issue(**fields):
    return Issue.objects.create(**{"date": FIRST_DAY + timedelta(days=next(numbers))} | fields)


def page(**fields):
    fields.setdefault("issue", None)
    fields["issue"] = fields["issue"] or issue()
    return Page.objects.create(**{"number": 1} | fields)


def reporter(**fields):
    n = next(numbers)
    return Reporter.objects.create(**{"name": f"记者{n}", "sort_key": f"ji zhe {n}"} | fields)


def article(*, tags=(), **fields):
    n = next(numbers)
    made = Article.objects.create(**{"headline": f"主题{n}", "body": f"<p>正文{n}。</p>"} | fields)
    made.tags.add(*tags)
    return made


def published(*, at=None, **fields) -> PublishedArticle:
    return publishing.publish(article(**fields), by=None, at=at)


def byline(**fields):
    fields.setdefault("article", None)
    fields.setdefault("reporter", None)
    fields["article"] = fields["article"] or article()
    fields["reporter"] = fields["reporter"] or reporter()
    return Byline.objects.create(**fields)


def photo(**fields):
    n = next(numbers)
    defaults = {"alt": f"图中{n}", "source": "本报资料", "file": f"photos/{n}.jpg"}
    return Photo.objects.create(**defaults | fields)


def photo_use(**fields):
    fields["article"] = fields.get("article") or article()
    fields["photo"] = fields.get("photo") or photo()
    return PhotoUse.objects.create(**fields)


def entity(**fields):
    n = next(numbers)
    return Entity.objects.create(**{"name": f"人物{n}", "sort_key": f"ren wu {n}"} | fields)


def entity_name(**fields):
    fields["entity"] = fields.get("entity") or entity()
    return EntityName.objects.create(**{"name": f"别名{next(numbers)}"} | fields)


def mention(**fields):
    fields["article"] = fields.get("article") or article()
    fields["entity"] = fields.get("entity") or entity()
    return Mention.objects.create(**fields)


def programme(**fields):
    return Programme.objects.create(**{"name": f"荣誉{next(numbers)}", "level": "county"} | fields)


def round(**fields):
    fields["programme"] = fields.get("programme") or programme()
    return Round.objects.create(**{"name": f"第{next(numbers)}批"} | fields)


def honour(**fields):
    fields["round"] = fields.get("round") or round()
    fields["recipient"] = fields.get("recipient") or entity()
    return Honour.objects.create(**fields)


def tally(**fields):
    fields["programme"] = fields.get("programme") or programme()
    fields["place"] = fields.get("place") or entity(kind="place")
    return Tally.objects.create(**{"as_of": FIRST_DAY, "count": 7} | fields)


def lexicon_entry(**fields):
    fields.setdefault("word", f"词语{next(numbers)}")
    return LexiconEntry.objects.create(**{"folded": fold(fields["word"]).text} | fields)


def editor(**fields):
    """A user with the editors' role as it ships."""
    if not Group.objects.filter(name="编辑").exists():
        call_command("loaddata", "roles", verbosity=0)
    user = User.objects.create_user(
        **{"username": f"editor{next(numbers)}", "password": "pass", "is_staff": True} | fields
    )
    user.groups.add(Group.objects.get(name="编辑"))
    return user
