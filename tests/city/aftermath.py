"""What happens to a story after it was printed: it is corrected, taken back, held, or embargoed."""

from dataclasses import replace
from datetime import time
from random import Random

from tests.city.sheets import Correction, Story, Withdrawal

REASONS = (
    "当事人要求撤稿，经核实予以同意",
    "内容与事实有较大出入",
    "与前一日稿件重复",
    "主办方取消活动",
    "未经当事人同意刊登姓名",
)
SLIPS = "明华英平安"  # a wrong last character of a name
DIGITS = "123456789"


def with_aftermath(story: Story, rng: Random) -> Story:
    """The story as it was, in nine cases of ten; else with one event."""
    chance = rng.random()
    if chance < 0.02:
        return replace(story, correction=_correction(story, rng))
    if chance < 0.027:
        return replace(story, withdrawal=Withdrawal(rng.choice(REASONS), rng.randint(2, 90)))
    if chance < 0.06:
        return replace(story, scheduled_for=time(rng.randint(9, 20), rng.choice((0, 15, 30))))
    if chance < 0.075:
        return replace(story, embargo_until=time(rng.randint(8, 18)))
    return story


def _correction(story: Story, rng: Random) -> Correction | None:
    """A figure or a name of the body, printed wrong: what stands there is the mistake."""
    found = [
        (at, span.word)
        for at, block in enumerate(story.blocks)
        if block.kind == "p"
        for span in block.text.spans("number", "name")
        if span.word.kind == "name" or span.word.text[0] in DIGITS
    ]
    if not found:
        return None
    at, word = rng.choice(found)
    wrong = word.text
    if word.kind == "name":
        right = wrong[:-1] + rng.choice([each for each in SLIPS if each != wrong[-1]])
        kind, what = "name", "姓名"
    else:
        right = rng.choice([each for each in DIGITS if each != wrong[0]]) + wrong[1:]
        kind, what = "figure", "数字"
    text = f"本文{what}“{wrong}”有误，应为“{right}”。特此更正。"
    return Correction(kind, text, wrong, right, at, rng.randint(1, 6))
