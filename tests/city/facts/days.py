"""Days, months, years and hours, counted from the day of the paper."""

from datetime import date, timedelta

from tests.city.telling import Telling, slot
from tests.city.words import Word

# The season of each month.
SEASONS = (
    *("隆冬", "早春", "初春", "仲春", "初夏", "盛夏"),
    *("盛夏", "夏末", "初秋", "深秋", "初冬", "隆冬"),
)
MINUTES = ("许", "", "10分", "15分", "20分", "30分", "40分", "50分")
HOURS = ((5, "凌晨"), (8, "早上"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))


def day_word(on: date, *, seen_from: date) -> Word:
    """3月12日, with 去年 or 明年 where it is another year."""
    year = {-1: "去年", 1: "明年"}.get(on.year - seen_from.year)
    return dated(*((year,) if year else ()), str(on.month), "月", str(on.day), "日")


def month_word(on: date, *, seen_from: date, end: str = "") -> Word:
    """今年3月, 2021年9月; with an end, 明年6月底."""
    year = {0: "今年", -1: "去年", 1: "明年"}.get(on.year - seen_from.year, f"{on.year}年")
    return dated(year, str(on.month), f"月{end}")


def dated(*parts: str) -> Word:
    """A date or an hour as one word."""
    return Word("".join(parts), "date", "", parts)


def between(teller: Telling, written: str) -> int:
    """A chance whole number of `3-12`."""
    low, _, high = written.partition("-")
    return teller.rng.randint(int(low), int(high or low))


@slot
def say_date(teller: Telling, argument: str, out: list[Word]) -> None:
    """When what is reported happened, a day or two ago."""
    out.append(day_word(teller.event_on, seen_from=teller.on))


@slot
def say_today(teller: Telling, argument: str, out: list[Word]) -> None:
    out.append(day_word(teller.on, seen_from=teller.on))


@slot
def say_ago(teller: Telling, argument: str, out: list[Word]) -> None:
    before = timedelta(between(teller, argument or "4-40"))
    out.append(day_word(teller.on - before, seen_from=teller.on))


@slot
def say_in(teller: Telling, argument: str, out: list[Word]) -> None:
    ahead = timedelta(between(teller, argument or "2-20"))
    out.append(day_word(teller.on + ahead, seen_from=teller.on))


@slot
def say_since(teller: Telling, argument: str, out: list[Word]) -> None:
    before = timedelta(31 * between(teller, argument or "2-11"))
    out.append(month_word(teller.on - before, seen_from=teller.on))


@slot
def say_by(teller: Telling, argument: str, out: list[Word]) -> None:
    ahead = timedelta(31 * between(teller, argument or "1-9"))
    out.append(month_word(teller.on + ahead, seen_from=teller.on, end="底"))


@slot
def say_year(teller: Telling, argument: str, out: list[Word]) -> None:
    out.append(dated(str(teller.on.year - between(teller, argument or "1-9")), "年"))


@slot
def say_clock(teller: Telling, argument: str, out: list[Word]) -> None:
    """下午3时20分 between two hours."""
    hour = between(teller, argument or "8-17")
    part = next(name for end, name in HOURS if hour < end)
    minute = teller.rng.choice(MINUTES)
    shown = str(hour if hour <= 12 else hour - 12)
    out.append(dated(part, shown, "时", *((minute,) if minute else ())))


@slot
def say_season(teller: Telling, argument: str, out: list[Word]) -> None:
    out.append(Word(SEASONS[teller.event_on.month - 1]))
