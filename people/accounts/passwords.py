"""Which passwords are taken, and whose must be changed first.

As NIST SP 800-63B-4 has it: long ones, none that is known or to be expected here, no rules about
kinds of characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from articles.audit_log.writing import record
from articles.enums import Event
from articles.text.pinyin import sort_key
from people.accounts import sessions

if TYPE_CHECKING:
    from people.models import User

LEAST = 6  # letters that a password must have beside the words that are to be expected
LONG = 100  # characters of a password that are looked at
SHORT = 4  # letters below which a word counts only beside others or by itself

# What papers are called after the name of their city: 义乌商报, 金华日报.
KINDS = re.compile("(日报|晚报|早报|晨报|商报|时报|都市报|青年报|周报|新闻|融媒|报|网)+$")
OF_A_PAPER = [
    *["ribao", "wanbao", "zaobao", "chenbao", "shangbao", "shibao", "baoshe", "baozhi", "bianji"],
    *["xinwen", "zhubian", "zongbian", "jizhe", "newsroom", "editor", "news", "daily"],
    *["rb", "wb", "sb", "cb", "bs"],
]
OF_ANY_PLACE = [
    *["password", "passwd", "passwort", "admin", "administrator", "root", "user", "login"],
    *["welcome", "letmein", "secret", "test", "hello", "woaini", "iloveyou", "mima", "guanliyuan"],
    *["zhongguo", "china", "beijing", "zhejiang"],
]
KEYBOARD = [
    *["qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "0123456789"],
    *["qazwsxedcrfvtgbyhnujmikolp", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik", "1q2w3e4r5t6y7u8i9o0p"],
    "abcdefghijklmnopqrstuvwxyz",
]
ALIKE = str.maketrans("0134578@$!|", "oieastbasii")  # what is typed for a letter


class FamiliarWordsValidator:
    """Refuses what is made of the paper's name, its city, the account's name, years, rows of keys
    and other words that are tried first, whatever digits and marks stand around them.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        if is_expected(password, of=user):
            raise ValidationError(
                gettext(
                    "这个密码太好猜：除去报名、地名、人名、年份和键盘上相邻的键，剩下的字母太少。"
                    "请换成几个互不相干的词，或者加长。"
                ),
                code="password_expected",
            )

    def get_help_text(self) -> str:
        return gettext("不要用报名、地名、人名、年份或键盘上相邻的键，加上数字和符号也不行。")


def is_expected(password: str, *, of: User | None = None) -> bool:
    """Whether hardly anything of a password is left once familiar words are taken out."""
    text = unicodedata.normalize("NFKC", password[:LONG]).lower()
    without = _without_runs(text)
    words = _words(of)
    # A digit may be one, or stand for a letter: yiwu2024 and y1wu.
    return any(
        _is_expected(read, words, is_touched=without != text)
        for read in (without, without.translate(ALIKE))
    )


def note_reset(user: User, *, by: User | None) -> None:
    """After somebody set the password of a colleague: their logins end, and it is written down.
    `by` is None where two people did, who stand in the line of their confirmation.
    """
    sessions.end_all(user, by=by)
    record(Event.PASSWORD_RESET, by=by, about=user)


def note_change(user: User, *, session: str) -> None:
    """After somebody changed their own: their other logins end, and it is written down."""
    sessions.end_all(user, by=user, but=session)
    record(Event.PASSWORD_CHANGED, by=user, about=user)


def _without_runs(text: str) -> str:
    """A text without years, rows of neighbouring keys and one character many times."""
    text = re.sub(r"(.)\1{3,}", " ", text)
    for row in KEYBOARD:
        for keys in (row, row[::-1]):
            for start in range(len(keys) - 3):
                text = _without_run(text, keys, start)
    return re.sub(r"(?<!\d)(19|20)\d\d(?!\d)|(?<!\d)(19|20)\d{6}(?!\d)", " ", text)


def _without_run(text: str, keys: str, start: int) -> str:
    """A text without the longest part of `keys` that begins at `start`, from four keys on."""
    for end in range(len(keys), start + 3, -1):
        if keys[start:end] in text:
            return text.replace(keys[start:end], " ")
    return text


def _is_expected(text: str, words: set[str], *, is_touched: bool) -> bool:
    left = text
    for word in sorted(words, key=len, reverse=True):
        if len(word) >= SHORT or not word.isascii():
            left = left.replace(word, " ")
    parts = re.findall(r"[^\W\d_]+", left)
    familiar = re.compile(f"({'|'.join(map(re.escape, words))})+")
    own = [part for part in parts if not familiar.fullmatch(part)]
    is_familiar = is_touched or left != text or len(own) < len(parts)
    return is_familiar and sum(map(len, own)) < LEAST


def _words(user: User | None) -> set[str]:
    """All familiar words, in small letters."""
    paper = settings.NEWSROOM_SITE_NAME
    names = [paper, KINDS.sub("", paper)]
    words = {*OF_A_PAPER, *OF_ANY_PLACE, *_readings(names)}
    if user is not None:
        name = str(user.name)
        words |= set(_readings([name, name[1:], name[:1]]))
        words |= set(re.findall(r"[^\W\d_]+", f"{user.username} {user.email}".lower()))
    return {word for word in words if len(word) > 1}


def _readings(names: Iterable[str]) -> Iterable[str]:
    """Each name as it is written, in pinyin, and by its initials."""
    for name in filter(None, names):
        for is_person in (False, True):
            syllables = sort_key(name, is_person=is_person).split()
            yield "".join(syllables)
            yield "".join(syllable[0] for syllable in syllables)
        yield name.lower()
