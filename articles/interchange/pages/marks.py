"""What single lines of a page say of themselves: bylines, datelines, jump lines, furniture.

These are the few words and shapes that papers share. Everything else is read from how the lines
stand (blocks.py) and how they follow each other (splitting.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.interchange.pages.lines import END, WITHIN, width
from articles.text.surnames import COMPOUND, SINGLE

HAN = r"[\u3400-\u9fff〇\U00020000-\U000323af]"
BULLETS = "▢□■◎○●◇◆△▲▼▽☆★※▶►♦◈▍▌│┃"
NAME_MARKS = ("▢", "□", "◎")  # of a byline that may be a name alone
BYLINE_BULLETS = "▢□■◎○●◇◆△▲☆★"
TITLE = (
    rf"{HAN}{{0,10}}?(?:记者|通讯员|评论员|观察员|特派员|报道员|实习生|撰稿人?|摄影师|作者|执笔)"
)
ROLE = (
    r"(?:文/图|图/文|文／图|文/摄|摄/文|图文|摄影报道|文字|文|摄影|摄|图片|图|供图|整理|编辑"
    r"|视频|报道|供稿|综合)"
)
NAME = rf"(?:{HAN}{{2,4}}|{HAN}{{1,8}}(?:[·•]{HAN}{{1,8}})+|{HAN}[ 　]{HAN}|[A-Za-z][A-Za-z.'·-]+)"
SURE_ROLES = ("摄影报道", "文/图", "图/文", "文／图")  # whatever name stands before them
HAS_TITLE = re.compile(rf"{TITLE}")
TITLE_BEGINS = re.compile(
    "(?:本报|本台|首席|特约|见习|实习|全媒体|摄影)?(?:记者|通讯员|实习生|评论员)"
)
TITLED = re.compile(rf"(?P<title>{TITLE})(?P<name>{NAME})?(?P<role>{ROLE})?")
TITLED_AFTER = re.compile(rf"{ROLE}/{TITLE}(?P<name>{NAME})?")  # 文/本报记者
ROLES = re.compile(rf"(?:{ROLE})(?:/{NAME})?|{NAME}/{ROLE}|/")
LONE_NAME = re.compile(NAME)
GIVER = re.compile(rf"{HAN}{{2,14}}(?:供图|提供)")
PARTS = re.compile(r"[ 　、；;|]+")
# 王　伟: a name of two characters, spaced to the width of three.
SPACED_NAME = re.compile(
    rf"(?<![^ 　、；;|])(?![文图摄])({HAN})[ 　]+(?![文图摄])({HAN}{{1,2}})(?![^ 　、；;|])"
)
IN_CREDIT = re.compile(
    rf"(?:{TITLE})?{HAN}{{1,4}}(?:{ROLE})?|{ROLE}|{HAN}{{1,8}}(?:[·•]{HAN}{{1,8}})+"
)
PHOTO_BYLINE = re.compile(r"(?<![文/／])(?:摄影?|供图|图片?|提供)$")
OWN = ("本报", "本台", "本网", "本刊")
WHERE = rf"(?:{HAN}|[0-9]| (?=[0-9月日]))"  # and when: 北京12月1日
DATELINE = re.compile(
    rf"(?P<dateline>(?:{'|'.join(OWN)}){WHERE}{{0,14}}?(?:讯|电|消息|综合)"
    rf"|{HAN}{{2,6}}(?:讯|电|消息)(?=[ 　]*[（(][^（）()]*(?:记者|通讯员))"
    rf"|据?{HAN}{{1,6}}(?:社|网|报|台|客户端){WHERE}{{0,16}}?(?:讯|电|消息)(?=[ 　（(]))"
    r"[ 　:：]*+(?:[（(](?P<byline>[^（）()]{2,60})[）)])?[ 　:：]*"
)
AGENCY = re.compile(rf"据?(?P<agency>{HAN}{{1,6}}?(?:社|网|报|台))")
SOURCE = re.compile(rf"(?:据|来源[:：]|转自|综合)[ 　]*{HAN}[^，。；]{{1,24}}")
# 市民在江边散步 记者 张三 摄: what is to be seen, and who took the picture.
SCENE = re.compile(rf"{HAN}{{6,30}}[ 　]+[^，。]{{2,24}}(?:摄|供图)")
JUMP = re.compile(
    r"[（(【\[]?[▶►→↓☞▲△▼▽]*\s*(?P<way>[下上紧])(?:文)?[转接](?:第)?\s*"
    r"[A-Za-z]?[0-9０-９一二三四五六七八九十]{1,3}"
    r"\s*(?:[、·][A-Za-z]?[0-9]+)?版?[^，。！？]{0,14}?[）)】\]]?[▶►→↓]*"
)
JUMP_BARE = JUMP.pattern.replace("?P<way>", "")
JUMP_AT_START = re.compile(
    rf"(?=[（(【\[])(?:{JUMP_BARE})(?<=[）)】\]])|(?![（(【\[])(?:{JUMP_BARE})(?<=版)"
)
JUMP_AT_END = re.compile(rf"(?<=[。！？”…）]) *(?:{JUMP.pattern})$")
CAPTION = re.compile(
    r"^(?:[▲△▼▽←→↑↓]|图[①-⑳0-9一二三四五六七八九：:]|[（(]?[左右上下]?图[）)]?[为：:]|[①-⑳])"
)
PHOTO_CREDIT = re.compile(r"(?:摄|摄影|供图|图|/图|资料图|图片)[）)]?$")
ITEM = re.compile(
    r"^(?:[0-9]{1,2}[.．、](?![0-9])|[一二三四五六七八九十]{1,3}、|[（(][0-9]{1,2}[）)])"
)  # of a list
DATE = re.compile(rf"[0-9〇一二三四五六七八九十]{{4}}年{WHERE}{{2,8}}日")
IN_BRACKETS = re.compile(r"[（(][^（）()]+[）)]")
NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十]{1,3}[）)]|[0-9]{1,2}[、．]|[①-⑳])"
)

MOST_FURNITURE, MOST_NUMBER = 60, 12  # em: of any such line; of a page's number and name
DUTY = (
    r"(?:责任编辑|本版编辑|值班编委|值班编辑|值班主任|值班总编辑?|一版编辑|编辑|责编|版式设计|版式|版面设计|版面|美术编辑|美编|"
    r"校对|责任校对|检校|组版|制版|视觉设计|视觉|设计|制图|审读|统筹|主编|总编辑|执行主编|编审|监制|图片编辑|电子信箱|电子邮箱|邮箱|投稿邮箱)"
)
DUTIES = re.compile(rf"^(?:(?:本版|本期|今日|值班)?{DUTY}[:：/／ 　丨|]+[^，。！？]{{2,40}})$")
DAY = re.compile(
    r"[0-9〇一二三四五六七八九十]{4}年|[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日"
    r"|星期[一二三四五六日天]|周[一二三四五六日]|农历|[正一二三四五六七八九十冬腊]{1,2}月"
    r"|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年|[初十廿三][一二三四五六七八九十]"
    r"|大雪|小雪|冬至|小寒|大寒|立[春夏秋冬]|雨水|惊蛰|[春秋]分|清明|谷雨|小满|芒种"
    r"|夏至|小暑|大暑|处暑|白露|寒露|霜降"
)
FULL_DAY = re.compile("[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日(?:[ 　]*(?:星期|周)[一二三四五六日天])?")
PAGE_NAME = rf"(?:{HAN}|[·•]){{0,8}}"
PARTING = "[ 　·|:：/丨]"
PAGE_NUMBER = re.compile(
    rf"^(?:第?[A-Z]?[0-9]{{1,3}}版{PARTING}*{PAGE_NAME}|[A-Z][0-9]{{1,2}}{PARTING}*{PAGE_NAME}"
    rf"|[0-9]{{1,2}}(?:{PARTING}+{HAN}{{2,6}}(?:[·•]{HAN}{{2,6}})?)?"
    rf"|第[一二三四五六七八九十]{{1,3}}版{PARTING}*{PAGE_NAME}"
    rf"|{HAN}{{2,6}}{PARTING}+(?:第?[A-Z]?[0-9]{{1,2}}版?|第[一二三四五六七八九十]{{1,3}}版))$"
)
CONTACT = re.compile(
    r"[0-9]{3,4}[-－—][0-9]{7,8}|https?://|www\.|\bCN *[0-9]{2}|ISSN|邮发代号|国内统一"
    r"|今日[0-9]+版|总?第 *[0-9]+ *期"
    r"|(?:热线|电话|传真|邮编|网址|零售价?|定价|地址|承印|印刷|客服|订报)[^，。“]{0,8}[:：] *[^“ ]"
)
WEATHER_SENTENCE = re.compile(
    r"^(?:今天|明天|后天|今日|明日|今晨|今晚|今夜|昨夜)(?=[^。]*+。$)"
    r"[^。]{0,12}[晴阴云雨雪][^。]*[0-9](?:℃|°C|度)"
    r"|^空气质量[:：]?[^，。]{1,8}$|^.{2,12}气象台[^，。]{0,16}[0-9]{1,2}时[^，。]{0,6}发布$"
)
WEATHER = re.compile(
    r"^(?=[^℃]*+℃)(?=[^晴阴云雨雪风]*+[晴阴云雨雪风])"
    r"|(?:天气|今天|明天|今日|明日)[:：][ 　]*[晴阴多小中大阵雷雨雪]"
)
COLUMN_NAME = re.compile(
    r"(?:观察|调查|时评|评谭|评论|论坛|见闻|手记|聚焦|关注|视点|透视|纪事|故事|走笔|随笔|杂谈|漫谈|快评|短评|快讯|简讯|速览|速递"
    r"|访谈|对话|札记|专栏|来信|课堂|人物|追踪|链接|茶座|夜话|广角|连线)$"
)
COLUMN_OF_ONE = re.compile(
    "(?:评|评论|评谭|评谈|论坛|杂谈|漫谈|手记|观察|调查|访谈|对话)$"
)  # story
COLUMN_BRACKETS = re.compile(r"【([^【】]{2,10})】")
MASTHEAD = re.compile(
    rf"^(?:{HAN}[ 　]*){{2,8}}(?:[日晚商早晨时快周]|都[ 　]*市)[ 　]*报$|^[A-Z][A-Z ]{{5,}}$"
)
PUBLISHED = re.compile(rf"^{HAN}{{2,16}}(?:主管|主办|承办|协办|出版|编印|机关报)$")
WIDE_SPACE = re.compile(r"[ 　\t]{2,}|　|\|")  # between the parts of a page's head
# What stands over an advertisement, or over the headlines of other pages.
BOX = re.compile(
    r"^[【\[（(◆◇■]?(?:(?:公益|分类|遗失)?广[ 　]*告"
    r"|(?:今日|本期)?(?:导[ 　]*[读航]|看[ 　]*点)|内容提要)[】\])）]?$"
)


@dataclass(frozen=True)
class Lead:
    """What stands before the first sentence of a story."""

    dateline: str
    byline: str
    source: str
    rest: str


def bullet(text: str) -> str:
    """The mark that a line begins with, if it does."""
    return text[0] if text and text[0] in BULLETS else ""


def _words(text: str) -> list[str]:
    """The words of a byline, each name without the space within it."""
    return [part for part in PARTS.split(SPACED_NAME.sub(r"\1\2", text)) if part]


def is_photo_credit(text: str) -> bool:
    """Whether a byline says only who took or gave a picture."""
    return bool(PHOTO_BYLINE.search(text)) and is_byline(text)


def is_credit(text: str) -> bool:
    """Whether words in brackets are a byline, by the title that they begin with.

    Where brackets stand at the place of a byline, a name needs no surname that is known.
    """
    words = _words(text)
    has_title = bool(words) and bool(TITLED.fullmatch(words[0])) and len(words) < 12
    return has_title and all(IN_CREDIT.fullmatch(word) for word in words)


def is_signature(text: str) -> bool:
    """Whether words in brackets at the end of a story name who wrote it."""
    return is_byline(text) or _are_names(text)


def is_role(text: str) -> bool:
    """Whether a line is nothing but what somebody did: 文/图, 摄."""
    return bool(re.fullmatch(ROLE, text))


def is_scene(text: str) -> bool:
    """Whether a line says what a picture shows, and who took it."""
    found = SCENE.fullmatch(text)
    return bool(found) and not HAS_TITLE.search(re.split("[ 　]", text)[0])


def is_byline(text: str) -> bool:
    """Whether a line names who wrote or photographed, and says nothing else."""
    mark = text[:1] if text[:1] in BYLINE_BULLETS else ""
    if len(re.findall("[（(]", text)) != len(re.findall("[）)]", text)):
        return False
    rest = re.sub("[:：]", " ", text[len(mark) :].strip(" 　()（）:："))
    parts = _words(rest)
    if not parts or len(parts) > 16 or len(rest) > 60 or END.search(rest):
        return False
    kinds = [_part(part) for part in parts]
    has_title = any(kind.startswith("title") for kind in kinds)
    for at, kind in enumerate(kinds):
        # Where somebody works may stand between a title and a name: 通讯员 市公安局 张三.
        is_before_name = kinds[at + 1 : at + 2] == ["name"]
        is_before_title = at == 0 and kinds[1:2] == ["title"]
        is_placed = is_before_title or (has_title and at and is_before_name)
        if kind == "" or (kind == "unit" and not is_placed):
            return False
        if kind == "Han" and not has_title and len(kinds) > 1:
            return len(parts) == 2 and len(parts[0]) < 4 and parts[1] in SURE_ROLES
    is_named = any(kind in {"name", "Han", "title+name", "name+role"} for kind in kinds)
    if mark in NAME_MARKS and kinds == ["Han"]:
        return len(rest) == 3  # a name whose surname is not in the list
    is_signed = has_title or "role" in kinds or "name+role" in kinds
    # Names alone sign a story only behind the mark of a byline.
    return is_named and (is_signed or mark in NAME_MARKS)


def _part(part: str) -> str:
    """What one word of a line may be in a byline; nothing if it may not stand there."""
    if found := TITLED.fullmatch(part) or TITLED_AFTER.fullmatch(part):
        name = found["name"]
        return "title" if not name else "title+name" if _is_person(name) else ""
    if re.fullmatch(ROLE, part):
        return "role"
    if ROLES.fullmatch(part) or GIVER.fullmatch(part):
        return "name+role"
    if found := re.fullmatch(rf"({NAME}?){ROLE}", part):
        return "name+role" if _is_person(found[1]) else ""
    if LONE_NAME.fullmatch(part):
        return "name" if _is_person(part) else "Han"
    return "unit" if re.fullmatch(rf"{HAN}{{4,14}}", part) else ""


def _is_person(name: str) -> bool:
    first = name.replace(" ", "").replace("　", "")
    if re.fullmatch(r"[A-Za-z.'·-]+", first) or "·" in first or "•" in first:
        return True
    return len(first) <= 4 and (first[0] in SINGLE or first[:2] in COMPOUND)


def lead(text: str) -> Lead:
    """The dateline and the byline in brackets that a first paragraph begins with."""
    found = DATELINE.match(text)
    if not found:
        return Lead("", "", "", text)
    dateline, byline = found["dateline"].strip(), (found["byline"] or "").strip()
    end = found.end()
    if byline and not is_credit(byline) and not is_signature(byline):
        byline, end = "", found.end("dateline")
    from_elsewhere = not dateline.startswith(OWN)
    agency = AGENCY.match(dateline) if from_elsewhere else None
    rest = text[end:].lstrip(" 　:：") if not byline else text[end:].lstrip(" 　")
    return Lead(dateline, byline, agency["agency"] if agency else "", rest)


def tail(text: str) -> tuple[str, str, str]:
    """A paragraph without the credit at its end, the byline, and the source."""
    bracketed = re.search(r"(?<![ 　])[ 　]*+[（(](?P<inside>[^（）()]{2,60})[）)]$", text)
    if bracketed and re.search(r"[。！？…”’]$", text[: bracketed.start()].rstrip()):
        inside = bracketed["inside"].strip()
        if SOURCE.fullmatch(inside):
            return text[: bracketed.start()].rstrip(), "", inside
        if is_credit(inside) or is_signature(inside) or SPACED_NAME.fullmatch(inside):
            return text[: bracketed.start()].rstrip(), inside, ""
    cut = max(text.rfind(mark) for mark in "。！？…”")
    after = text[cut + 1 :].strip()
    if cut > 0 and after and is_byline(after):
        return text[: cut + 1], after, ""
    return text, "", ""


def byline_joined(upper: str, lower: str) -> str:
    """Two lines of one byline as one: a name or a title may be broken between them."""
    last, following = re.split(r"[ 　、]", upper)[-1], re.split(r"[ 　、]", lower)[0]
    is_one = len(last) == 1 or len(following) == 1 or re.fullmatch(TITLE, last + following)
    is_broken = is_one and not TITLE_BEGINS.match(following)
    return f"{upper}{lower}" if is_broken else f"{upper} {lower}"


def goes_on_byline(upper: str, lower: str) -> bool:
    """Whether a line holds nothing but the rest of the names of the byline above it."""
    parts = [part for part in PARTS.split(lower) if part]
    return (
        bool(parts)
        and not END.search(lower)
        and all(re.fullmatch(rf"{HAN}{{1,4}}(?:[·•]{HAN}+)*", part) for part in parts)
        and all(_part(part) in {"name", "title", "role"} or len(part) < 3 for part in parts)
        and is_byline(byline_joined(upper, lower))
    )


def is_cut_byline(upper: str, lower: str) -> bool:
    """Whether two lines are one byline that was cut within a name."""
    last = re.split(r"[ 　、]", upper)[-1]
    is_cut = len(last) == 1 and bool(HAS_TITLE.search(upper)) and not END.search(lower)
    return is_cut and is_byline(byline_joined(upper, lower))


def parts_names(before: str, after: str) -> bool:
    """Whether a line ends within a byline in brackets, between two of its words that a space parts.

    The space itself is lost at the end of the line.
    """
    found = re.search(r"[（(](?P<byline>[^（）()。，]{2,60})$", before)
    if not found or " " not in found["byline"] + after or not HAS_TITLE.search(found["byline"]):
        return False
    last = re.split(r"[ 　、]", found["byline"])[-1]
    following = re.split(r"[ 　、）)]", after)[0]
    if re.fullmatch(TITLE, last) or (TITLE_BEGINS.match(following) and len(last) < 4):
        return True
    is_complete = re.fullmatch(TITLE, last) or (len(last) > 1 and is_name(last))
    is_next = re.fullmatch(TITLE, following) or is_name(following)
    is_full_name = len(last) == 3 and is_name(last) and 1 < len(following) < 4
    return bool(is_complete and is_next) or is_full_name


def is_name(word: str) -> bool:
    """Whether a word may be a person's name, by its length and surname."""
    return len(word) > 1 and bool(LONE_NAME.fullmatch(word)) and _is_person(word)


def is_full_name(word: str) -> bool:
    """Whether a word is a name of three or four characters with a surname of two."""
    return is_name(word) and len(word) in {3, 4} and word[:2] in COMPOUND


def _are_names(text: str) -> bool:
    parts = _words(text)
    return bool(parts) and all(
        LONE_NAME.fullmatch(part) and (len(part) < 4 or part[:2] in COMPOUND) and _is_person(part)
        for part in parts
    )


def jump(text: str) -> re.Match[str] | None:
    """The whole line as a jump line: 下转第3版, 上接第1版."""
    return JUMP.fullmatch(text)


def doubled(text: str) -> str:
    """The half of a line that is printed twice on end, or nothing."""
    bare = text.replace(" ", "")
    half = len(bare) // 2
    return bare[:half] if half > 3 and bare[:half] * 2 == bare else ""


def _is_number(text: str) -> bool:
    return bool(PAGE_NUMBER.match(text)) and width(text) <= MOST_NUMBER


def is_furniture(text: str) -> bool:
    """Whether a line is of the page and not of a story: duties, day, number, contact, weather."""
    if END.search(text) or WITHIN.search(text) or "。" in text or width(text) > MOST_FURNITURE:
        return bool(WEATHER_SENTENCE.match(text))
    if any(each.match(text) for each in (DUTIES, BOX, MASTHEAD)) or _is_number(text):
        return True
    is_published = all(PUBLISHED.match(part) for part in text.split())
    is_weather = WEATHER.search(text) or WEATHER_SENTENCE.match(text)
    if is_published or is_weather or (CONTACT.search(text) and "，" not in text):
        return True
    rest = FULL_DAY.sub("", text).strip()
    parts = [part for part in WIDE_SPACE.split(text) if part]
    if rest != text or len(parts) > 1:
        return (rest != text and (not rest or is_furniture(rest))) or (
            len(parts) > 1 and all(is_furniture(part) for part in parts)
        )
    return _is_day(text)


def _is_day(text: str) -> bool:
    """Whether a line says nothing but a day, of any calendar."""
    bare = DAY.sub("", text)
    if re.search(HAN, bare) and not re.search("[0-9年月期历]", text):
        return False  # a day of the calendar within a word
    return len(bare) < len(text) and not re.search(rf"{HAN}{{2}}|[A-Za-z]{{2}}", bare)
