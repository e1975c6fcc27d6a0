"""What a story announces and names that the paper does not have yet: offered, and kept as drafts.

Nothing here makes an entity or an honour: an editor who confirms a draft does, by people.rolls.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.models import Article
from articles.review import naming
from articles.text import roll_text
from articles.text.folding import compared
from articles.text.roll_text import Row
from people.models import Honour, Reporter, Round
from people.models.drafts import DraftRoll
from people.names import honours, mentions
from people.names.honours import Announcement
from people.names.mentions import Gazetteer
from people.names.name import Name
from people.names.suggesting import suggest

if TYPE_CHECKING:
    from people.models import User


# A body's own branch, which is no news where the body is known.
BRANCH = re.compile("(?:党支部|党总支|党委|党组|团支部|团委|工会)$")
SHOWN = 6  # names of no roll that a story's form offers unasked


@dataclass(frozen=True)
class NameOffer:
    """A name the story seems to name, in its sentence."""

    token: str
    name: Name
    is_known: bool  # the paper has an entity of that name, perhaps another one
    sentence: naming.Sentence


@dataclass(frozen=True)
class RollOffer:
    """A round the story seems to announce and its recipients; without a programme, names alone.

    `stated` is how many the text says there are, as printed (6家), and `read` how many were read,
    those that the paper has among them.
    """

    token: str
    programme: str
    round: str
    names: list[NameOffer]
    stated: str = ""
    read: int = 0

    @property
    def lacks(self) -> int:
        """How many more the text says there are than were read; fewer than 0 if too many were."""
        return honours.number(self.stated) - self.read if self.stated else 0

    @property
    def read_as_counted(self) -> str:
        """How many were read, counted as the text counts: 1家 where it says 6家."""
        return f"{self.read}{self.stated[-1:]}"

    @property
    def first(self) -> list[NameOffer]:
        """What is shown unasked: a whole roll, or the surest of other names."""
        return self.names if self.programme else self.names[:SHOWN]

    @property
    def more(self) -> list[NameOffer]:
        """What is shown to those who ask for more."""
        return self.names[len(self.first) :]


def offers(
    article: Article, *, typed: str | None = None, names: Gazetteer | None = None
) -> list[RollOffer]:
    """What the body seems to announce and to name, less what the paper has and drafts hold.

    `typed` is a body being typed; without it, the stored one is read. `names` are the known ones,
    where they are at hand. Writes nothing. The number of queries does not grow with what is found.
    """
    text = naming.plain(article.body if typed is None else typed)
    found = suggest(text)
    held = {compared(row.name) for draft in _drafts(article) for row in _rows(draft)}
    names = names or mentions.gazetteer()
    known = _known(found.names, names)
    entered = _entered(found.announcements)
    rolls = [
        (one, [n for n in one.recipients if not known[n.name] & entered[one.programme, one.round]])
        for one in found.announcements
    ]
    others = [
        name
        for name in found.others
        if not known[name.name] and not names.bearers(BRANCH.sub("", name.name))
    ]
    rolls.append((Announcement("", "", 0, 0), _not_ours(article, others)))
    made = []
    for roll, listed in rolls:
        fresh = [
            name
            for name in listed
            if compared(name.name) not in held and not names.is_hidden(name.name)
        ]
        if fresh:
            made.append(_offer(text, roll, fresh, known))
    return made


def accept(article: Article, *, chosen: Collection[str], by: User) -> list[DraftRoll]:
    """Keep as drafts what the stored text offers and was chosen by token, a round whole or by name.

    Tokens the text does not offer are passed over. Needs a transaction around it.
    """
    drafts = []
    for roll in offers(article):
        names = [n for n in roll.names if n.token in chosen or roll.token in chosen]
        if names:
            rows = [_row(number, offer.name) for number, offer in enumerate(names, 1)]
            drafts.append(
                DraftRoll(
                    article=article,
                    programme=roll.programme,
                    round_name=roll.round,
                    stated=roll.stated,
                    text=roll_text.write(rows),
                    created_by=by,
                )
            )
    return DraftRoll.objects.bulk_create(drafts)


def rounds_to_announce(article: Article) -> list[Round]:
    """The rounds that came of the story's drafts and that it does not say it announces."""
    keys = {draft.round_id for draft in _drafts(article) if draft.round_id}
    if not keys:
        return []
    rounds = Round.objects.filter(pk__in=keys).exclude(announcements=article)
    return list(rounds.select_related("programme").order_by("pk"))


def announce(article: Article, *, chosen: Collection[int]) -> list[Round]:
    """Tie a story to the chosen ones of the rounds it is offered. Needs a transaction around it."""
    rounds = [round for round in rounds_to_announce(article) if round.pk in chosen]
    article.announces.add(*rounds)
    return rounds


def _drafts(article: Article) -> Iterable[DraftRoll]:
    return article.draft_rolls.all() if article.pk else []


def _rows(draft: DraftRoll) -> list[Row]:
    try:
        return roll_text.read(draft.text)
    except roll_text.UnreadableRoll:
        return []  # being mended: its page says what is wrong


def _entered(announcements: Iterable[Announcement]) -> dict[tuple[str, str], set[int]]:
    """Whom the paper has on the rolls of those rounds, by programme and round as announced."""
    programmes = [one.programme for one in announcements]
    rows = Honour.objects.filter(round__programme__name__in=programmes)
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for programme, round, recipient in rows.values_list(
        "round__programme__name", "round__name", "recipient"
    ):
        for printed in {round, round.replace("首批", "第一批"), round.replace("第一批", "首批")}:
            found[programme, printed].add(recipient)
    return found


def _known(names: Iterable[Name], gazetteer: Gazetteer) -> dict[str, set[int]]:
    """The keys of the entities that bear each name."""
    return {n.name: {bearer.entity for bearer in gazetteer.bearers(n.name)} for n in names}


def _not_ours(article: Article, names: list[Name]) -> list[Name]:
    """Those that are no reporter's: who signs stories is on the record of reporters, or in the
    story's byline that is not read yet.
    """
    signed = compared(article.unread_byline)
    names = [name for name in names if compared(name.name) not in signed]
    reporters = Reporter.objects.filter(name__in=[name.name for name in names])
    ours = set(reporters.values_list("name", flat=True))
    return [name for name in names if name.name not in ours]


def _offer(
    text: str, roll: Announcement, names: list[Name], known: dict[str, set[int]]
) -> RollOffer:
    of = (roll.programme, roll.round)
    offered = [
        NameOffer(
            token=_token(*of, name.name),
            name=name,
            is_known=bool(known[name.name]),
            sentence=naming.sentence(text, name.start, name.end),
        )
        for name in names
    ]
    return RollOffer(_token(*of), *of, offered, stated=roll.stated, read=len(roll.recipients))


def _row(number: int, name: Name) -> Row:
    return Row(number, name.name, name.kind, name.unit, citation=name.citation)


def _token(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
