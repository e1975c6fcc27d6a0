"""Planted errors are found, and stories without an error pass: files of both, of any number."""

import json
from datetime import date
from pathlib import Path

import pytest

from articles.models import Article
from articles.review import lexicon_files, proofing
from articles.text import body, proofs
from articles.text.folding import fold
from articles.text.proofs import Passage, Story
from people.models import User

pytestmark = pytest.mark.django_db

HERE = Path(__file__).parent
FOUND, FALSE = 0.8, 0.05  # the least of the errors, the most of the stories


def files(pattern):
    return sorted(HERE.glob(pattern))


@pytest.fixture
def starter():
    text = lexicon_files.starter()
    by = User.objects.create_user("keeper")
    lexicon_files.apply(text, digest=lexicon_files.plan(text).digest, by=by)


def findings(item):
    article = Article(headline=item["headline"], body=item["body"])
    return proofing.findings(article, on=date.fromisoformat(item["on"]))


def story(item):
    texts = {"headline": item["headline"], "body": body.parse(item["body"]).text}
    passages = [Passage(name, name, text, fold(text)) for name, text in texts.items()]
    return Story(passages, date.fromisoformat(item["on"]))


def is_found(item):
    """Whether a finding overlaps the stretch that is wrong, wherever it stands."""
    texts = {"headline": item["headline"], "body": body.parse(item["body"]).text}
    wrong = item["wrong"]
    return any(
        wrong
        in texts[finding.field][
            max(0, finding.start - len(wrong) + 1) : finding.end + len(wrong) - 1
        ]
        for finding in findings(item)
    )


@pytest.mark.usefixtures("starter")
@pytest.mark.parametrize("path", files("*_errors.json"), ids=lambda path: path.stem)
def test_planted_errors_are_found(path):
    items = json.loads(path.read_text(encoding="utf-8"))

    missed = [(item["kind"], item["wrong"]) for item in items if not is_found(item)]

    assert (len(items) - len(missed)) / len(items) >= FOUND, missed


@pytest.mark.parametrize("check", proofs.CHECKS, ids=lambda check: check.__name__)
def test_each_check_finds_some(check):
    path = HERE / "development_errors.json"
    items = json.loads(path.read_text(encoding="utf-8"))

    assert any(list(check(story(item))) for item in items)


@pytest.mark.usefixtures("starter")
@pytest.mark.parametrize("path", files("*_stories.json"), ids=lambda path: path.stem)
def test_stories_without_an_error_pass(path):
    items = json.loads(path.read_text(encoding="utf-8"))

    alarms = [[(f.matched, f.advice) for f in found] for item in items if (found := findings(item))]

    assert len(alarms) <= FALSE * len(items), alarms
