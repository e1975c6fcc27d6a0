"""The checks before publication: a long story against lexicons of two sizes."""

import random
import time
from datetime import date

FEW, MANY, LENGTH = 10, 10_000, 3000  # words, words, 字
ROUNDS = 9


def lexicon_and_story(*, words=MANY, hits=20):
    """Fill the lexicon with made-up words; a story of 3,000 字 that has some, figures and dates."""
    from articles.models import LexiconEntry
    from articles.text.folding import fold
    from tests import make

    dice = random.Random(12)
    han = [chr(code) for code in range(0x4E00, 0x5600)]
    made = {"".join(dice.choices(han, k=dice.randint(2, 6))) for _ in range(2 * words)}
    kept = sorted(made)[:words]
    LexiconEntry.objects.all().delete()
    LexiconEntry.objects.bulk_create(LexiconEntry(word=w, folded=fold(w).text) for w in kept)
    dated = "，2023年12月26日（星期二）发放“慰问金”12万元给35户人家。"
    paragraphs = ["".join(dice.choices(han, k=70)) + dated for _ in range(LENGTH // 100)]
    for n in range(hits):
        paragraphs[n % len(paragraphs)] += kept[n % len(kept)]
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return make.article(headline="35户人家收到慰问金", body=text)


def seconds(story):
    """The processor time of the quickest of some checks; building the lexicon is not in it."""
    from articles.review import proofing

    proofing.lexicon()
    return quickest(lambda: proofing.report(story))


def quickest(call):
    """The processor time of the quickest of some calls."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return min(times)


def hellos(hello):
    """What finding ten thousand words costs in a story of 3,000 字, all checks together, and
    reading out the names it may offer, as multiples of `hello`, the seconds that the page takes
    that does nothing.
    """
    from articles.review import proofing
    from articles.text.body import parse, stored_length
    from articles.text.folding import fold
    from people.names.suggesting import suggest
    from tests import make
    from tests.city.markup import html
    from tests.city.paper import day
    from tests.city.world import build_world

    lexicon_and_story()
    text = ""
    for told in day(build_world(1), date(2024, 3, 30)).stories:
        text += html(told.blocks, {}) if stored_length(text) < LENGTH else ""
    story = make.article(headline="一天的报纸", body=text)
    plain = parse(text).text
    words = quickest(lambda: proofing.lexicon().hits(fold(plain), on=date(2024, 3, 30)))
    names = quickest(lambda: suggest.__wrapped__(plain))  # not what is kept of earlier calls
    return words / hello, seconds(story) / hello, names / hello


def growth():
    """What a check costs with many words, as a multiple of what it costs with few."""
    few = seconds(lexicon_and_story(words=FEW))
    return seconds(lexicon_and_story(words=MANY)) / few
