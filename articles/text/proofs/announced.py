"""Points and steps that are announced in a number, against those that follow: 三个方面：一是……"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.enums import FindingKind
from articles.text.proofs.listed import MORE, amount
from articles.text.proofs.passages import Note, Story

POINTS = re.compile(
    r"(?P<count>[一二两三四五六七八九十]|\d{1,2})(?:个|项|条|点|大|方面|步|招|层)(?P<of>[\u4e00-\u9fff]{0,6})[：:。，,——]*\n?一是"
)
POINT = re.compile(r"(?<![\u4e00-\u9fff])([一二三四五六七八九十])是")
STEPS = re.compile(
    r"(?P<count>[两二三四五六七八九十]|\d{1,2})(?P<unit>步|个?阶段|期|轮|关|招|道|环|项|条|点|层|方面|个方面)"
    r"[\u4e00-\u9fff“”]{0,10}[：:，,。——]{0,2}\n?(?:首先是)?(?=第一)"
)
BEGUN = re.compile(f"{MORE.pattern}|已|正在|目前|在建|即将")  # 共五期，第一期已完工
NTH = re.compile(
    r"(?<![和与及至到])第(?P<nth>[一二三四五六七八九十])(?P<unit>[\u4e00-\u9fff]{1,2}|[，,、：:])"
)


def points_announced(story: Story) -> Iterator[Note]:
    """三个方面：一是……二是…… without a third."""
    for passage in story.passages:
        for match in POINTS.finditer(passage.text):
            stated = amount(match["count"])
            line_end = passage.text.find("\n", match.end())
            end = min(line_end if line_end >= 0 else len(passage.text), match.end() + 2000)
            numbers = [amount(m[1]) for m in POINT.finditer(passage.text, match.end() - 2, end)]
            given = 0
            for number in numbers:
                given = number if number == given + 1 else given
            rest = passage.text[end:].lstrip()
            if stated == given or (rest and POINT.match(rest)) or given < 2:
                continue
            advice = _("前面说有%(stated)d条，后面列了%(given)d条，请核对。")
            words = {"stated": stated, "given": given}
            yield passage.note(match.start(), match.end() - 2, FindingKind.NUMBER, advice % words)


def steps_announced(story: Story) -> Iterator[Note]:
    """分三步走：第一步……第四步."""
    for passage in story.passages:
        text = passage.text
        for match in STEPS.finditer(text):
            stated = amount(match["count"])
            line_end = text.find("\n", match.end() + 1)
            end = min(line_end if line_end >= 0 else len(text), match.end() + 1000)
            ordinals = list(NTH.finditer(text, match.end(), end))
            unit = ordinals[0]["unit"][0] if ordinals else ""
            given = 0
            for nth in ordinals:
                is_next = amount(nth["nth"]) == given + 1 and nth["unit"].startswith(unit)
                given += is_next
            follows = NTH.match(text[end:].lstrip())
            is_begun = given < stated and BEGUN.search(text, match.end(), end)
            if stated == given or given < 2 or follows or is_begun:
                continue
            advice = _("说的是%(stated)d，后面列了%(given)d条，请核对。")
            words = {"stated": stated, "given": given}
            yield passage.note(match.start(), match.end(), FindingKind.NUMBER, advice % words)
