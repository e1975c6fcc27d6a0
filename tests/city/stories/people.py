"""Interviews, commentary, rounds of honours and portraits of those named in them."""

from collections.abc import Callable

from tests.city.draft import Draft, desk, lines, words
from tests.city.honours import Round, printed_name
from tests.city.sheets import Block, Count, Credit, Mark
from tests.city.words import Text, Word, unit

COLON, COMMA, SEMICOLON, STOP = (Word(mark, "mark") for mark in "：，；。")
OPEN, CLOSE = Word("（", "mark"), Word("）", "mark")


def interview(draft: Draft) -> None:
    """Questions in strong, answers below; with an official, or with somebody of the place."""
    rng, teller = draft.rng, draft.teller
    draft.paragraph("interview-intro")
    speaker = next(person for person in reversed(teller.met.values()))
    teller.own["official-name"] = (speaker.word,)
    draft.titled("interview-head", "head")
    draft.kicker = teller.tell("kick")
    draft.sign(desk(draft.world, rng, rng.choice((1, 1, 2))))
    for _ in range(rng.randint(4, 8)):
        _exchange(draft, "qa", speaker.word)
    if rng.random() < 0.6:
        teller.say_local("", [])
        local = teller.last
        assert local is not None
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
    rng = draft.rng
    draft.titled("op-head")
    author = rng.choice(
        draft.world.reporters[:16] if rng.random() < 0.6 else draft.world.correspondents
    )
    draft.credits.append(
        Credit(author.name, "文", rng.choice(("", "本报评论员", "特约评论员")), author.key)
    )
    for name in (
        "op-case",
        "op-why",
        "op-more",
        "op-why",
        "op-more",
        "op-but",
        "op-why",
        "op-more",
        "op-do",
        "op-end",
    ):
        draft.paragraph(name)


def honours(draft: Draft, found: Round) -> None:
    """A round: the lead with the count, all names with unit and citation, what was said."""
    rng, teller = draft.rng, draft.teller
    name = printed_name(found.programme)
    label = unit(found.label.replace("年", "_年_", 1).rstrip("_"), "date")
    body = draft.world.bodies[found.programme.body]
    count = Word(found.count, "number", "", (str(len(found.honours)), found.programme.noun))
    winner = found.honours[0].word
    teller.own |= {
        "ho-count": (count,), "ho-name": (label, name), "ho-body": (body.word,), "ho-winner": (winner,),
    }  # fmt: skip
    if draft.kind == "profile":
        _profile(draft, found)
        return
    draft.paragraph("ho-lead")
    draft.counts.append(
        Count(found.count, len(found.honours), tuple(each.name for each in found.honours), 0)
    )
    draft.headline = (words(label), words(name, rng.choice(("出炉", "名单揭晓", "揭晓"))))
    draft.kicker = words(count, rng.choice(("入选", "上榜", "获评")))
    if rng.random() < 0.5:
        _list_in_sentence(draft, found)
    else:
        draft.paragraph("ho-name-list")
        draft.items([_entry(each) for each in found.honours], kind="ol")
    draft.paragraph("ho-more")
    if found.honours[0].kind == "person":
        draft.paragraph("ho-say")
    draft.paragraph("ho-more")
    draft.announces = found.key
    draft.dateline = "本报讯"
    draft.sign(desk(draft.world, rng, rng.choice((1, 2))))
    draft.tags = (
        found.programme.name.replace("_", "").strip("“”").replace("”", ""),
        "荣誉",
        "名单",
    )


def _entry(each: object) -> Text:
    return words(each.word, OPEN, each.unit_word, CLOSE, COLON, each.citation)  # type: ignore[attr-defined]


def _list_in_sentence(draft: Draft, found: Round) -> None:
    parts: list[str | Word | Text] = ["其中", COMMA, "有"]
    for at, each in enumerate(found.honours):
        parts += [SEMICOLON] if at else []
        parts += (
            [each.citation, "的", each.unit_word, each.word]
            if each.kind == "person"
            else [each.citation, "的", each.word]
        )
    draft.add(words(*parts, STOP))


def _profile(draft: Draft, found: Round) -> None:
    rng, teller = draft.rng, draft.teller
    chosen = rng.choice(found.honours)
    short = found.programme.name.replace("_", "").strip("“”").replace("“", "").replace("”", "")
    teller.own |= {
        "ho-winner": (chosen.word,), "ho-short": (Word(short),),
        "ho-cite-line": words("因", chosen.citation, "入选", *teller.own["ho-name"], STOP).words,
    }  # fmt: skip
    draft.titled("pf-head")
    for at in range(6):
        draft.paragraph("pf-body") if at % 2 == 0 else draft.paragraph("pf-body", "say")
    draft.paragraph("ho-say")
    draft.sign(desk(draft.world, rng, rng.choice((1, 2))))


MAKERS: dict[str, Callable[[Draft], None]] = {"interview": interview, "commentary": commentary}
