"""Stories full of words that stand nowhere else, each in one field: whoever reads one, read that.

There is a story of each state in which its text is hidden from somebody, and on each story a row of
everything that hangs on a story.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from string import ascii_lowercase

from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import CharField, TextField
from django.utils import timezone

from articles.audit_log.writing import record
from articles.enums import Event, ProposalState
from articles.history import revisions
from articles.models import (
    Article,
    Autosave,
    PendingChange,
    Presence,
    PublishedArticle,
    Section,
    Waiver,
)
from articles.review import corrections, workflow
from articles.review.workflow import Verdict
from people.models import Honour
from tests import make
from tests.forms.desk import WINDOW

# Texts that nobody types, or that are an address.
UNTYPED = {
    *("slug", "compared", "token_hash", "key", "network", "digest", "points", "checksum"),
    *("likeness", "by_name", "body", "unread_byline"),
}
# Words of the house's own lists: everybody at the desk may read them, whatever story needs them.
SHARED = {"tag", "photo", "page", "issue"}
STATES = ["draft", "in review", "returned", "embargoed", "unreleased", "withdrawn", "changed"]


def _words():
    """Words of one length that no language has."""
    return (f"zqxw{''.join(letters)}" for letters in product(ascii_lowercase, repeat=4))


@dataclass
class Planted:
    """The stories of one author in one section, by state; `readers` are people who were told of
    them and may not see them now.
    """

    author: object
    section: Section
    readers: list
    rows: dict = field(default_factory=dict)  # by state, then by model
    places: dict = field(default_factory=dict)  # by word: (state, "model.field")
    unused: object = field(default_factory=_words)

    def word(self, state, place):
        word = next(self.unused)
        self.places[word] = (state, place)
        return word

    def note(self, state, row):
        """Keep a row as one that hangs on the story of a state."""
        self.rows.setdefault(state, {})[type(row)] = row
        return row

    def fill(self, state, row):
        """A word in each text of a row."""
        name = row._meta.model_name
        for column in row._meta.concrete_fields:
            is_text = isinstance(column, CharField | TextField) and not column.choices
            if is_text and column.name not in UNTYPED:
                setattr(row, column.name, self.word(state, f"{name}.{column.name}"))
        row.save()
        return self.note(state, row)

    def story(self, state):
        return self.rows[state][Article]

    def hidden_from(self, column):
        """The words that somebody of a column of the matrix may read nowhere."""
        if column in {"superuser", "author"}:
            return set()
        at_desk = column not in {"anonymous", "no role"}
        return {
            word
            for word, (_state, place) in self.places.items()
            if not (at_desk and place.partition(".")[0] in SHARED)
        }


def plant(users, *, states=STATES):
    """The stories of these states; who sees all stories is made an editor of another section."""
    author = make.staff("记者", username="author")
    planted = Planted(author, make.section(), [user for user in users.values() if user])
    reporter, another = make.reporter(user=author), make.section()
    for user in planted.readers:
        if not user.is_superuser and user.has_perm("articles.see_all_article"):
            another.editors.create(user=user)
    for state in states:
        story = _draft(planted, state, reporter)
        _beside(planted, state, story)
        _brought_to(state, story, planted)
        _kept(planted, state, story)
    return planted


def _draft(planted, state, reporter):
    """The story, with a word in each of its texts and of those of the rows of its form.

    One that is `changed` was signed off before, without any of them.
    """
    page = make.page()
    story = make.article(
        created_by=planted.author, section=planted.section, page=page, column=make.column()
    )
    byline = make.byline(article=story, reporter=reporter)
    if state == "changed":
        make.signed_off(story)
    story.body = f"<p>{planted.word(state, 'article.body')}。</p>"
    if state in {"draft", "in review", "returned"}:  # such a story is not signed off
        story.unread_byline = planted.word(state, "article.unread_byline")
    planted.fill(state, story)
    planted.fill(state, byline)
    mention = planted.note(state, make.mention(article=story))
    use = planted.fill(state, make.photo_use(article=story, photo=make.photo()))
    planted.fill(state, use.photo)
    story.tags.add(planted.fill(state, make.tag()))
    honour = planted.note(state, make.honour(article=story, recipient=mention.entity))
    around = [story.section, story.column, page, page.issue, mention.entity, reporter]
    for row in [*around, honour.round, honour.round.programme]:
        planted.note(state, row)
    if state == "unreleased":
        page.issue.released_at = timezone.now() + timedelta(days=1)
        planted.fill(state, page.issue)
        planted.fill(state, page)
    if state == "embargoed":
        story.embargo_until = timezone.now() + timedelta(days=1)
        story.save()
    workflow.note_edit(story, by=planted.author)
    revisions.keep_stored(story)
    return story


def _beside(planted, state, story):
    """What stands beside the story."""
    now, by = timezone.now(), planted.author
    planted.fill(state, make.comment(article=story, by=by))
    link = planted.fill(state, make.preview_link(article=story, created_by=by, token=f"of-{state}"))
    planted.fill(state, make.preview_opening(link=link))
    for reader in planted.readers:
        planted.fill(state, make.notice(article=story, recipient=reader, by=by))
        LogEntry.objects.log_actions(reader.pk, [story], CHANGE, "改过")
    told = {"for_whom": planted.word(state, "logline.details")}
    record(Event.PREVIEW_GIVEN, by=by, about=story, details=told)
    planted.fill(state, Waiver(article=story, key="a", kind="lexicon", by=by))
    honour = planted.rows[state][Honour]
    names = {"model": "people.honour", "key": honour.pk, "action": "change", "text": str(honour)}
    held = names | {"before": {"article": None}, "after": {"article": story.pk}}
    change = {"model": "people.honour", "key": str(honour.pk), "kind": "change", "rows": [held]}
    planted.note(state, PendingChange.objects.create(**change, asked_by=by, asked_at=now))
    planted.fill(state, make.draft_roll(article=story, created_by=by))
    planted.note(state, make.region(article=story, page=story.page))
    Presence.objects.create(article=story, user=by, seen_at=now)
    typed = {"headline": [planted.word(state, "autosave.form")]}
    made = Autosave(article=story, user=by, window=WINDOW, edition=1, saved_at=now, form=typed)
    made.save()
    text = {"headline": planted.word(state, "importedfile.content"), "body": "正文。"}
    imported = make.imported_file(text, kind="word", page=story.page, by=by)
    planted.note(state, imported)
    planted.fill(state, imported.pictures.get())


def _brought_to(state, story, planted):
    """Take the draft to its state."""
    if state in {"in review", "returned"}:
        workflow.submit(
            story,
            by=planted.author,
            edition=story.edition,
            opinion=planted.word(state, "review.opinion"),
        )
    if state == "returned":
        reason = Verdict(planted.word(state, "review.opinion"))
        workflow.send_back(story, by=make.editor(), edition=story.edition, verdict=reason)
    if state in {"embargoed", "unreleased", "withdrawn"}:
        make.signed_off(story)
    if state == "withdrawn":
        make.correction(article=story, text=planted.word(state, "correction.text"))
        corrections.withdraw(story, by=make.chief(), reason="失实。")  # which readers are told


def _kept(planted, state, story):
    """What is kept of a story that went through its reviews, or that readers had."""
    planted.note(state, story)
    planted.note(state, story.reviews.last())
    if not PublishedArticle.objects.filter(pk=story.pk).exists():
        return
    if state != "unreleased":
        planted.fill(state, make.reader_report(story=story))
    proposal = story.proposals.create(
        kind="correction",
        placement="top",
        text="更正。",
        based_on=story.edition,
        proposed_at=timezone.now(),
        proposed_by=make.chief(),
        state=ProposalState.REFUSED,
        decided_by=make.chief(),
        decided_at=timezone.now(),
        reason="请附依据。",
        content={"headline": planted.word(state, "proposedcorrection.content")},
    )
    planted.fill(state, proposal)
    for row in (*story.withdrawals.all(), *story.corrections.all()):
        planted.note(state, row)
