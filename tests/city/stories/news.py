"""Briefs, reports, photo stories and the long read."""

from collections.abc import Callable

from tests.city.draft import Draft, desk
from tests.city.facts.people import choose_hero
from tests.city.sheets import Credit

# The paragraphs of a report by the lists they are told from.
OPENING = [("scene", "say"), ("more",), ("fact", "say"), ("say",)]
MIDDLE = [("num",), ("more",), ("osay",), ("more", "say"), ("num", "osay"), ("say",), ("fact",)]
MIDDLE += [("more",), ("osay", "num")]
LATER = [("fact", "osay"), ("say",), ("num",), ("more", "say"), ("scene", "more")]
# The paragraphs of a chapter of the long read.
CHAPTER = [("life", "life"), ("talk",), ("fact", "say"), ("turn",), ("stats",), ("day", "day")]
CHAPTER += [("life", "say"), ("turn", "talk"), ("num", "osay"), ("scene", "talk"), ("more",)]
CHAPTER += [("day", "talk"), ("stats", "osay"), ("life", "turn")]
# Lists whose patterns a whole long read uses up before any of them comes again.
SPARING = ["arrive", "life", "turn", "day", "talk", "stats", "chapter"]
SPARING += ["say", "osay", "num", "more", "cross"]
SOURCES = ("来源：岚溪发布", "据市融媒中心消息", "来源：澄州晚报", "来源：市政府网站")


def brief(draft: Draft) -> None:
    """One paragraph of about eighty characters."""
    for _ in range(12):
        text = draft.teller.tell("brief")
        if len(text) < 66:
            text += draft.teller.tell(draft.rng.choice(("next-short", "quote-tail", "brief-more")))
        if 64 <= len(text) <= 130:
            break
    draft.add(text)
    draft.titled_by_what_was_told()
    draft.dateline = "本报讯" if draft.rng.random() < 0.35 else ""
    draft.sign(desk(draft.world, draft.rng, draft.rng.choice((1, 1, 1, 2))))


def report(draft: Draft) -> None:
    """300 to 1,500 characters, mostly 800 to 1,200."""
    rng, teller = draft.rng, draft.teller
    wanted = int(rng.triangular(320, 1500, 1080))
    works = teller.topic.has_works
    draft.dateline = "本报讯" if rng.random() < 0.7 else ""
    draft.promise("head")
    draft.paragraph("work-lead" if works and rng.random() < 0.4 else "lead")
    draft.sign(desk(draft.world, rng, rng.choice((1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6))))
    has_photo = rng.random() < 0.35
    if has_photo and len(draft.credits) == 1 and rng.random() < 0.6:
        first = draft.credits[0]
        draft.credits[0] = Credit(first.name, "文图", first.title, first.key)
    if has_photo:
        _picture(draft)
    is_parted = wanted > 1000 and rng.random() < 0.5
    for paragraph in _middle(draft):
        if draft.length > wanted - 110:
            break
        if is_parted and len(draft.blocks) % 4 == 2:
            draft.crosshead()
        draft.paragraph(*paragraph)
    draft.paragraph("next")
    if rng.random() < 0.25:
        draft.titled_by_what_was_told()
    draft.keep_promise()
    _around_headline(draft)
    if rng.random() < 0.06:
        draft.source = rng.choice(SOURCES)


def _around_headline(draft: Draft) -> None:
    """A kicker, a subhead, a summary; those that give figures give the text's."""
    chance, has_told = draft.rng.random(), len(draft.teller.acts) > 1
    if chance < 0.3:
        draft.kicker = draft.teller.tell("kick")
    if 0.22 < chance < 0.5 and has_told:
        draft.subhead = draft.teller.tell("sub")
    if draft.rng.random() < 0.35 and has_told:
        draft.summary = draft.teller.tell("summary")


def _middle(draft: Draft) -> list[tuple[str, ...]]:
    """The paragraphs between the lead and the outlook, more than are needed."""
    rng = draft.rng
    has_works = draft.teller.topic.has_works
    works = [("work",), ("work", "osay")][: rng.randint(0, 2)] if has_works else []
    opening = rng.sample(OPENING, 2)
    return [opening[0], *works, opening[1], *rng.sample(MIDDLE, len(MIDDLE)), *LATER]


def _picture(draft: Draft) -> None:
    by = draft.credits[0]
    if draft.rng.random() < 0.4:
        other = desk(draft.world, draft.rng, 1)[0]
        by = Credit(other.name, draft.rng.choice(("摄", "图", "供图")), other.title, other.key)
    draft.picture(draft.teller.tell("cap"), by=by)
    if by.role in ("摄", "图", "供图") and all(by.name != each.name for each in draft.credits):
        draft.credits.append(by)
        del draft.credits[6:]


def photos(draft: Draft) -> None:
    """A paragraph and five to thirty photos with captions."""
    rng, teller = draft.rng, draft.teller
    draft.promise("head")
    draft.paragraph("lead")
    reporter = desk(draft.world, rng, 1)
    draft.sign(reporter, role=rng.choice(("摄", "文图", "图")))
    size = rng.choice((5, 5, 6, 6, 7, 8, 9, 10, 12, 14, 18, 24, 30))
    for at in range(size):
        if at and not at % 5:
            place = draft.world.pick(rng.choice(teller.topic.places), rng)
            teller = draft.teller.moved(topic=teller.topic, place=place)
        draft.picture(teller.tell("cap-form"))
    draft.paragraph("next")
    draft.keep_promise()


def feature(draft: Draft) -> None:
    """The long read: 6,000 to 12,000 characters in chapters, each at a place of its own."""
    rng, teller = draft.rng, draft.teller
    wanted = rng.randint(6300, 11200)
    draft.paragraph("opening")
    draft.titled("long-head")
    draft.kicker = teller.tell("kick")
    draft.sign(desk(draft.world, rng, rng.choice((1, 2, 2, 3, 4))))
    draft.paragraph("lead", "fact", "num-plain")
    draft.subhead = teller.tell("sub")
    draft.summary = teller.tell("summary")
    near = [teller.topic, *(draft.world.topics[key] for key in teller.topic.near)]
    first = teller
    chapter = 0
    while draft.length < wanted:
        topic = near[chapter % len(near)] if chapter % 2 else near[0]
        place = first.place if chapter == 0 else draft.world.pick(rng.choice(topic.places), rng)
        draft.teller = first.moved(topic=topic, place=place)
        for name in SPARING:
            draft.teller.decks[name] = first.decks.setdefault(name, [])
        choose_hero(draft.teller)
        _chapter(draft, min(wanted, draft.length + rng.randint(900, 1500)))
        chapter += 1
    draft.teller = first
    draft.paragraph("closing")


def _chapter(draft: Draft, until: int) -> None:
    rng = draft.rng
    draft.crosshead(rng.choice(("chapter", "cross")))
    draft.paragraph("arrive", "scene")
    if rng.random() < 0.4:
        _picture(draft)
    for way in rng.sample(CHAPTER, len(CHAPTER)):
        if draft.length >= until:
            break
        draft.paragraph(*way)
    if rng.random() < 0.3:
        draft.add(draft.teller.tell("quote"), kind="blockquote")


MAKERS: dict[str, Callable[[Draft], None]] = {
    "brief": brief,
    "report": report,
    "photos": photos,
    "feature": feature,
}
