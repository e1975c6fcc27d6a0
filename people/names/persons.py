"""People whom a text names, judged by points: how the name is written, how the segmenter cuts it,
and what stands before and after it.

No sign is sure alone. A surname and common characters make no name (高兴, 方便), and after a role a
verb may stand (记者从…); what has enough of them is one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from articles.text.name_words import characters, either, words
from articles.text.phrases import LIST_ENDS
from articles.text.segmenting import is_listed
from articles.text.surnames import COMPOUND, SINGLE
from people.enums import EntityKind
from people.names.name import Name
from people.names.tagging import TaggedText, Word

ENOUGH = 8
LISTED = 4
AFTER_A_BODY = 3
SURE = 12

NEAR = 12  # characters before a name in which a role is looked for
LONGEST_FOREIGN = 7
ROUNDS = 3  # how often a list is gone over: each makes its neighbours surer

GIVEN = characters("given")
WORDY = frozenset("应费向连常时易全相危从经段任项成关支原单余安高方万明和")  # words as well
NEVER = characters("never given")
FOREIGN = characters("foreign")
COMMON = characters("common surnames")
CITIES = words("cities")
TWO = COMPOUND | words("japanese surnames")
# Who stands before a name: 党支部书记王军生, 护士长 冯秋霞.
ROLE = re.compile(f"(?:{either('roles')})[ \u3000]*$")
# How a word for a person ends that the list of roles lacks.
ROLE_ENDS = frozenset("员长师手家生人工民者士官匠商主妻农医户犯委友将星娘")
NO_ROLES = frozenset(
    ["国家", "大家", "人家", "人人", "有人", "个人", "本人", "发生", "产生", "民生"]
)
NAMED = re.compile(
    "(?:第[一二三四五]名|[一二三]等奖|[金银铜]奖|人选|名叫|叫做|叫|岁的|岁|原名|本名|任命|免去|聘请|聘任|选举|推选|表彰|采访|资助|缅怀|悼念|授予|"
    "其中[，有]?|文|图|摄|文/图|供图)[ /：]*$"
)
LINKED = frozenset("的是由和与向被对给找跟同及让请派像为随以")
SPEAKS = re.compile(
    "(?:对(?:记者|媒体|此))?[还也又则]?(?:说|表示|介绍|告诉|认为|坦言|直言|回忆|感慨|提醒|透露|"
    "指出|强调|诉称|辩称|推断|判断|评价|笑称|追问|问道|反问|回答|点头|摆摆手|称|笑着|高兴地|激动地|自豪地|感叹|解释|建议|呼吁|补充|分析|坚信|坦承|承认|写道|提出|"
    "主演|饰演|执导|领衔|担任|任(?![何务])|出生|毕业|获(?![悉准])|荣获|夺得|夺冠|摘得|当选|入选|上榜|逝世|去世|享年|今年[0-9]|"
    "，?[男女]，|摄|报道)"
)
TITLE = re.compile(
    "(?:先生|女士|同志|老人|老师|教授|院士|夫妇|夫妻|一家|兄弟|姐妹|父子|母女|医生|师傅|烈士|同学|"
    "小朋友|大姐|大哥|大叔|奶奶|爷爷|大爷|大妈|阿姨|家属|家中|的(?:事迹|儿子|女儿|父亲|母亲|丈夫|妻子)|等?[0-9一二两三四五六七八九十]+[人名位])"
)
VEILED = re.compile("某|[（(](?:化名|音译)|×|XX")
EDGE = "，。；：！？、…“”（）《》\n ,.;:!?()/ \u3000—"
# Surname and title are no full name: 李教授, 王阿姨; but some begin as a given name does.
ADDRESSED = re.compile(f"(?![工老家总导][\u3400-\u9fff])(?:{either('addressed')})")
WORDS = re.compile(f"{either('no persons')}|{either('roles')}|([\u3400-\u9fff])[一了]\\1")
CLASS = re.compile("[）0-9一二三四五六七八九十大中小]班$")  # 高二（3）班
QUOTED = re.compile("“[^“”，。：！？]{2,8}”")  # “范公堤” names a thing
GOES_ON = re.compile(
    f"{either('no person before')}|[一二三四五六七八九十]村|"
    "镇(?!定)|乡(?!亲)|路(?!过)|街(?!上)|桥(?!头)|山(?!上)|市(?!民)"
)
LAST = frozenset(
    "人湖段证堤集婆爷奶伯婶叔妈村委部局院校站路街巷队店馆所厂镇乡县省区桥奖杯场"
)  # of no given name
FUNCTION = frozenset(
    "说称告任为在从以率将被对向是和与曾就已都也及等获作诉教往把给让请用算谈拿看听做走守敲蹲站坐拎扛捧指带赴笑来去到又还只再连并因不没则"
)
PARTICLES = frozenset(["v", "d", "p", "c", "r", "m", "f", "u", "ul", "uj", "t", "a"])
LEFT_OVER = frozenset(["n", "nr", "nz", "ns", "ng", "zg", "j", "a", "t", "m"])
NAMES = frozenset(["nr", "nrt", "nrfg", "x", "nz"])
NOUNS = frozenset([*NAMES, "n", "ns", "ng", "zg", "j", "a", "b", "q"])
DOT = "[·•・‧．]"
FOREIGN_PART = f"[{''.join(sorted(FOREIGN))}]{{1,8}}"
HYPHENED = f"{FOREIGN_PART}(?:-{FOREIGN_PART})?"  # 让-皮埃尔
WITH_DOTS = re.compile(f"{HYPHENED}(?:{DOT}({HYPHENED}))+")


def people(
    tagged: TaggedText, *, listed: Sequence[tuple[int, int]] = (), after: Collection[int] = ()
) -> list[Name]:
    """The people a text names, every place of each in order. No two overlap.

    `listed` are the stretches that list who received an honour, `after` the places where names of
    bodies end: at the end of a clause of a list, and behind a body, a name needs fewer other signs.
    """
    found = _with_dots(tagged)
    taken = [(name.start, name.end) for name in found]
    candidates: dict[tuple[int, int], int] = {}
    for span, points in _candidates(tagged):
        if not any(span[0] < end and start < span[1] for start, end in taken):
            points_here = LISTED * _is_listed(tagged.text, span, listed)
            points_here += AFTER_A_BODY * (span[0] in after)
            candidates[span] = max(points + points_here, candidates.get(span, 0))
    chosen = _chosen(tagged.text, candidates)
    found += [_name(tagged.text, start, end, points) for (start, end), points in chosen.items()]
    return sorted(found, key=lambda name: name.start)


def _is_listed(text: str, span: tuple[int, int], listed: Sequence[tuple[int, int]]) -> bool:
    is_within = any(start <= span[0] and span[1] <= end for start, end in listed)
    return is_within and bool(LIST_ENDS.match(text, span[1]))


def _name(text: str, start: int, end: int, points: int) -> Name:
    return Name(text[start:end], EntityKind.PERSON, start, end, points=points)


# ---- Chinese names ----


def _candidates(tagged: TaggedText) -> Iterator[tuple[tuple[int, int], int]]:
    """Every stretch that may be a name, with its points."""
    text = tagged.text
    for start, character in enumerate(text):
        if tagged.is_edge(start) and character in FOREIGN:
            yield from _transliterated(tagged, start)
        family = 2 if text[start : start + 2] in TWO else 1 if character in SINGLE else 0
        if not family or _is_inside(text, start):
            continue
        for end in (start + family + 1, start + family + 2):
            if end > len(text) or not _may_be_given(text[start + family : end]):
                break
            if not _is_no_name(text, start, end, family):
                yield (start, end), _points(tagged, start, end, family)


def _is_inside(text: str, start: int) -> bool:
    """Whether a surname is the end of what stands before it: 调度员, 欧阳."""
    is_role = text[start] in ROLE_ENDS and start > 0 and text[start - 1] not in EDGE
    is_class = bool(CLASS.search(text, max(start - 3, 0), start + 1))
    return is_role or is_class or text[start - 1 : start + 1] in TWO


def _may_be_given(text: str) -> bool:
    return all("\u3400" <= c <= "\u9fff" and c not in NEVER for c in text)


def _is_no_name(text: str, start: int, end: int, family: int) -> bool:
    """Whether a stretch is veiled (王某), a title, a book, or part of the name of a place."""
    return (
        bool(WORDS.match(text, start) or VEILED.match(text, end) or GOES_ON.match(text, end))
        or text[end - 1] in LAST
        or bool(ADDRESSED.match(text, start + family))
        or text[start - 1 : start] == "《"
        or bool(QUOTED.fullmatch(text, max(text.rfind("“", max(start - 8, 0), start), 0), end + 1))
        or text[end : end + 1] == "》"
        or text[start:end] in CITIES
        or text[start + 1 : end] in CITIES
    )


def _points(tagged: TaggedText, start: int, end: int, family: int) -> int:
    text = tagged.text
    surname = 2 if family == 2 or text[start] in COMMON else 1
    given = sum(character in GIVEN for character in text[start + family : end])
    before, after = _before(tagged, start), _after(tagged, end)
    beside = before + after + (before > 2 or after > 2)  # a role or speech says most
    if before <= 0 and (after <= 0 or text[start] in WORDY):
        beside -= 2 if text[start] in WORDY else 1
    if text[end : end + 1] in {"着", "了", "过"}:
        beside -= 3  # what stands before them is a verb
    is_repeated = end - start > 2 and text.count(text[start:end]) > 1
    return surname + given + _cut(tagged, start, end, family) + beside + 2 * is_repeated


def _cut(tagged: TaggedText, start: int, end: int, family: int) -> int:
    """How the segmenter cuts the stretch: as one name, as single characters, or across words."""
    parts = tagged.between(start, end)
    first, last = parts[0], parts[-1]
    if first.start < start or last.end > end:
        return _crossed(tagged.text, start, end, parts)
    if len(parts) == 1:
        return _whole(tagged, first, family)
    if first.end != start + family:
        if first.tag != "nr":
            return -3 if is_listed(first.text) else 0
        return 2 if last.tag not in PARTICLES else -2
    points = -2 if first.tag in PARTICLES else 0
    if len(parts) > 2 or len(last.text) == 1:
        return points + (1 if len(parts) > 2 or last.tag not in PARTICLES else -1)
    is_common = all(character in GIVEN for character in last.text)
    return points + (3 if last.tag in {"nr", "nrt", "nz", "x", "ns"} else 2 if is_common else 0)


def _whole(tagged: TaggedText, word: Word, family: int) -> int:
    """Points of a stretch that is a word of its own: more if the segmenter made the word up."""
    is_short = len(word.text) - family == 1
    is_given = all(character in GIVEN for character in word.text[family:])
    is_person = word.tag.startswith("nr")
    if not is_short and word.text[-1] in FUNCTION and not tagged.is_clause_end(word.end):
        return 1  # 刘英任|中共浙江省委书记
    if is_short and _goes_on(tagged, word.end):
        return 0
    if not is_listed(word.text) and (is_given or is_person):
        return 3 if is_short else 4
    if is_person:
        return 2 if is_short else 4
    return 1 if is_given and not is_short else -4


def _goes_on(tagged: TaggedText, end: int) -> bool:
    """Whether a name may go on with a character left over, as 龚向 in 龚向|群, or the first of a
    word that the segmenter made up, as 吴赛 in 吴赛|龙带.
    """
    if end == len(tagged.text) or tagged.text[end] not in GIVEN:
        return False
    word = tagged.word(end)
    after = tagged.text[word.end : word.end + 1]
    if len(word.text) == 1:
        if tagged.is_clause_end(word.end):
            return True
        return word.tag in LEFT_OVER or (word.tag == "v" and after in {"的", "带"})
    return not is_listed(word.text) or (len(word.text) == 2 and after in {"着", "了"})


def _crossed(text: str, start: int, end: int, parts: list[Word]) -> int:
    """Points of a stretch whose sides cut words: fewer if those are words of the dictionary."""
    first, last = parts[0], parts[-1]
    points = 0
    if last.end > end and SPEAKS.match(text, end):
        return 0 if first.start == start else -2  # 吴建|明说
    is_led_on = first is last and first.start == start and text[end : last.end] in FUNCTION
    if is_led_on and first.tag == "nr" and not is_listed(first.text):
        return 3  # 陶守田诉|称, 高娃用|
    if first.start < start:
        points -= 4 if is_listed(first.text) else 1
    if last.end > end and (text[end : last.end] not in FUNCTION or is_listed(last.text)):
        is_begun = len(parts) > 1 and first.tag == "nr" and last.end == end + 1
        points -= 4 if is_listed(last.text) else 0 if is_begun else 1
    return points


def _before(tagged: TaggedText, start: int) -> int:
    text = tagged.text
    before = text[max(start - NEAR, 0) : start]
    if ROLE.search(before):
        return 3 if before[-1] in EDGE else 4
    if start == 0 or before[-1] in EDGE:
        return 1
    word = tagged.word(start - 1)
    is_role = before[-1] in ROLE_ENDS and before[-2:] not in NO_ROLES
    is_noun = word.tag[0] == "n" and word.start < start - 1 and word.end == start
    is_noun = is_noun or (word.end > start and is_listed(before[-2:]))  # 钳|工钟
    if NAMED.search(before) or (is_role and is_noun):
        return 3
    if is_role and len(before) > 1 and before[-2] not in EDGE:
        return 2
    return 1 if before[-1] in LINKED else 0 if word.tag in {"v", "n", "c", "p", "ns", "t"} else -2


def _after(tagged: TaggedText, end: int) -> int:
    text = tagged.text
    if end == len(text):
        return 1
    if SPEAKS.match(text, end):
        return 3
    if TITLE.match(text, end):
        return 2
    return 1 if text[end] in EDGE or tagged.word(end).tag[0] in "vdpcut" else 0


def _chosen(text: str, candidates: dict[tuple[int, int], int]) -> dict[tuple[int, int], int]:
    """Of those that overlap the one with most points; beside a name in a list there are more."""
    points = dict(candidates)
    for _ in range(ROUNDS):
        names = {span for span, given in points.items() if given >= ENOUGH}
        starts = {start for start, _ in names}
        ends = {end for _, end in names}
        points = {
            (start, end): given
            + 3 * (_joins(text, start - 1) and start - 1 in ends)
            + 3 * (_joins(text, end) and end + 1 in starts)
            for (start, end), given in candidates.items()
        }
    best = sorted(points, key=lambda span: (-points[span], span[0] - span[1], span[0]))
    chosen: dict[tuple[int, int], int] = {}
    taken = bytearray(len(text))
    for start, end in best:
        if points[start, end] >= ENOUGH and not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            chosen[start, end] = points[start, end]
    return chosen


def _joins(text: str, place: int) -> bool:
    return 0 <= place < len(text) and text[place] in "、和与及/ \u3000"


# ---- Names of other tongues ----


def _with_dots(tagged: TaggedText) -> list[Name]:
    """Names with middle dots; what is joined so and holds a place of ours is none: 中国·义乌."""
    return [
        _name(tagged.text, match.start(), _last(tagged, match), SURE)
        for match in WITH_DOTS.finditer(tagged.text)
        if not any(word.text in CITIES for word in tagged.between(*match.span()))
    ]


def _last(tagged: TaggedText, match: re.Match[str]) -> int:
    """Where a name with dots ends: before a word that only begins with its characters (年|轻), and
    before a particle.
    """
    end = match.end()
    last = tagged.word(end - 1)
    if last.end > end and is_listed(last.text):
        shorter = last.start
    elif match[0].endswith("买提"):
        return end
    elif match[0][-1] in FUNCTION or (len(last.text) == 1 and last.tag in {"v", "d", "p", "c"}):
        shorter = end - 1
    else:
        return end
    return shorter if shorter - match.start(1) > 1 else end


def _transliterated(tagged: TaggedText, start: int) -> Iterator[tuple[tuple[int, int], int]]:
    """The words from a place on that are wholly of characters with which foreign names are written,
    if they may be a name.
    """
    end = start
    tags = []
    while end < len(tagged.text) and end - start < LONGEST_FOREIGN:
        word = tagged.word(end)
        if word.tag in {"v", "p", "c", "d", "r", "uj"} or not FOREIGN.issuperset(word.text):
            break
        end = word.end
        tags.append(word.tag)
    if end - start > 3 and is_listed(tagged.text[end - 1 : end + 2]):
        end -= 1  # 埃尔多安|通电话
    has_role = bool(ROLE.search(tagged.text, max(start - NEAR, 0), start))
    is_named = has_role or (NAMES.intersection(tags) and tags[0] != "ns")
    is_named = is_named and NOUNS.issuperset(tags) and tagged.text[start:end] not in CITIES
    is_cut_short = end - start == 2 and _goes_on(tagged, end)
    is_word = end - start == 2 and not has_role and is_listed(tagged.text[start:end])
    if (
        not is_named
        or end - start < 2
        or is_cut_short
        or is_word
        or _is_no_name(tagged.text, start, end, 1)
    ):
        return
    points = 3 + (3 if len(tags) == 1 else 1) + _after(tagged, end)
    points -= 0 if end - start > 2 else 1
    points += 4 if has_role else 0
    yield (start, end), points + 2 * (tagged.text.count(tagged.text[start:end]) > 1)
