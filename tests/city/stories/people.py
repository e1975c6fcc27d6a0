"""Interviews, commentary, rounds of honours and portraits of those named in them."""

from collections.abc import Callable

from tests.city import gazetteer
from tests.city.draft import Draft, desk, lines, words
from tests.city.facts.people import last
from tests.city.grammar import figure
from tests.city.honours import Honour, Round
from tests.city.sheets import Block, Count, Credit, Mark
from tests.city.words import Text, Word

COLON, COMMA, SEMICOLON, STOP, OPEN, CLOSE = (Word(mark, "mark") for mark in "：，；。（）")
COMMENTARY = [
    "op-case",
    *("op-why", "op-more") * 2,
    "op-but",
    "op-why",
    "op-more",
    "op-do",
    "op-end",
]


def interview(draft: Draft) -> None:
    """Questions in strong, answers below; an official, and often somebody of the place."""
    rng, teller = draft.rng, draft.teller
    draft.paragraph("interview-intro")
    speaker = last(teller)
    teller.own["official-name"] = (speaker.word,)
    draft.titled("interview-head")
    draft.kicker = teller.tell("kick")
    draft.sign(desk(draft.world, rng, rng.choice((1, 1, 2))))
    for _ in range(rng.randint(4, 8)):
        _exchange(draft, "qa", speaker.word)
    if rng.random() < 0.6:
        teller.tell("local")
        local = last(teller)
        _exchange(draft, "qa-local", Word(local.post), local.word)
        for _ in range(rng.randint(1, 3)):
            teller.meet(local)
            _exchange(draft, "qa-local", local.word)
    draft.add(teller.tell("quote"), kind="blockquote")


def _exchange(draft: Draft, name: str, *named: Word) -> None:
    """A question in strong and its answer, told together so that they belong together."""
    question, answer = lines(draft.teller.tell(name))
    asked = words("记者", COLON, question)
    draft.blocks.append(Block("p", asked, marks=(Mark(0, len(asked.words), "strong"),)))
    draft.add(words(*named, COLON, answer))


def commentary(draft: Draft) -> None:
    """A case, reasons, a doubt, a proposal; the author is printed first and reports for nobody."""
    rng, world = draft.rng, draft.world
    draft.titled("op-head")
    author = rng.choice(world.reporters[:16] if rng.random() < 0.6 else world.correspondents)
    title = rng.choice(("", "本报评论员", "特约评论员"))
    draft.credits.append(Credit(author.name, "文", title, author.key))
    for name in COMMENTARY:
        draft.paragraph(name)


def honours(draft: Draft, found: Round) -> None:
    """A round: the lead with the count, all names with unit and citation, what was said."""
    rng, size = draft.rng, len(found.honours)
    _own(draft, found, found.honours[0])
    draft.titled("ho-head")
    draft.kicker = draft.teller.tell("ho-kick")
    draft.paragraph("ho-lead")
    names = tuple(each.name.text for each in found.honours)
    draft.counts.append(Count(found.count, size, names, 0))
    if rng.random() < 0.5:
        draft.add(_in_a_sentence(found))
    else:
        draft.paragraph("ho-name-list")
        draft.items([_entry(each) for each in found.honours])
    draft.paragraph("ho-more")
    if found.honours[0].kind == "person":
        draft.paragraph("ho-say")
    draft.paragraph("ho-more")
    draft.announces, draft.dateline = found.key, "本报讯"
    draft.tags = (_short(found), "荣誉", "名单")
    draft.sign(desk(draft.world, rng, rng.choice((1, 2))))


def profile(draft: Draft, found: Round) -> None:
    """A portrait of one of the people named in a round."""
    rng = draft.rng
    _own(draft, found, rng.choice(found.honours))
    draft.titled("pf-head")
    for paragraph in (("pf-body",), ("pf-body", "say")) * 3:
        draft.paragraph(*paragraph)
    draft.paragraph("ho-say")
    draft.tags = (_short(found), "人物", "荣誉")
    draft.sign(desk(draft.world, rng, rng.choice((1, 2))))


def _own(draft: Draft, found: Round, winner: Honour) -> None:
    """The words of the round, for its patterns."""
    size, programme = len(found.honours), found.programme
    draft.teller.own |= {
        "ho-count": (Word(found.count, "number", "", (str(size), programme.noun)),),
        "ho-label": (found.label,),
        "ho-honour": (programme.name,),
        "ho-name": (found.label, programme.name),
        "ho-short": (Word(_short(found)),),
        "ho-body": (draft.world.bodies[programme.body].word,),
        "ho-winner": (winner.name,),
        "ho-unit": (winner.unit,),
        "ho-citation": winner.citation.words,
    }
    if winner.kind == "person":
        age = draft.teller.on.year - draft.world.person(winner.key).born
        draft.teller.own["ho-age"] = (figure(str(age), "岁"),)


def _short(found: Round) -> str:
    return found.programme.name.text.replace("“", "").replace("”", "")


def _entry(each: Honour) -> Text:
    if each.unit.key == gazetteer.CITY_NAME:  # goes without saying
        return words(each.name, COLON, each.citation)
    return words(each.name, OPEN, each.unit, CLOSE, COLON, each.citation)


def _in_a_sentence(found: Round) -> Text:
    """其中，有热心公益12年的柳堤社区陈建国；…"""
    parts: list[str | Word | Text] = ["其中", COMMA, "有"]
    for at, each in enumerate(found.honours):
        parts += [SEMICOLON] if at else []
        parts += [each.citation, "的"]
        parts += [each.unit, each.name] if each.kind == "person" else [each.name]
    return words(*parts, STOP)


MAKERS: dict[str, Callable[[Draft], None]] = {"interview": interview, "commentary": commentary}
PORTRAYALS: dict[str, Callable[[Draft, Round], None]] = {"honours": honours, "profile": profile}
