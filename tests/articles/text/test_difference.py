"""What changed, to the character or number, in no more time than an editor notices."""

import random
import re
from itertools import accumulate, chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.text import difference
from tests.cost import cost

PHOTO = "0d5a3c2e-6b7f-4f43-9a55-0b6ad2a4c111"


def marked(old, new):
    """Both bodies in one: [-gone-] and {+come+}."""
    signs = {"same": "{}", "del": "[-{}-]", "ins": "{{+{}+}}"}
    sides = [difference.body_paragraphs(html, photos={PHOTO: "主席台"}) for html in (old, new)]
    return [
        "".join(signs[piece.kind].format(piece.text) for piece in line)
        for line in difference.lines(*sides)
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("他说，好。", "他说好。", "他说[-，-]好。"),
        ("一二三", "一二三", "一二三"),
        ("哈哈哈", "哈哈哈哈", "哈哈哈{+哈+}"),
        ("二〇二三年", "二〇二四年", "二〇二[-三-]{+四+}年"),
        ("学会𠮷他", "学会𠮶他", "学会[-𠮷-]{+𠮶+}他"),
        ("本次1524人到会", "此次1524人到场", "[-本-]{+此+}次1524人到[-会-]{+场+}"),
    ],
)
def test_no_more_is_marked_than_changed(old, new, expected):
    assert marked(f"<p>{old}</p>", f"<p>{new}</p>") == [expected]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("有12家工坊入选", "有15家工坊入选", "有[-12-]{+15+}家工坊入选"),
        ("2023年", "2024年", "[-2023-]{+2024+}年"),
        ("12月12日", "11月12日", "[-12-]{+11+}月12日"),
        ("约3.5米", "约3.8米", "约[-3.5-]{+3.8+}米"),
        ("共1,500元", "共1,600元", "共[-1,500-]{+1,600+}元"),
        ("增长8.1%。", "增长8.3%。", "增长[-8.1%-]{+8.3%+}。"),
        ("增长8.1％。", "增长8.1‰。", "增长[-8.1％-]{+8.1‰+}。"),
        ("２０２３年", "２０２４年", "[-２０２３-]{+２０２４+}年"),
        ("上午10:30", "上午10:20", "上午10:[-30-]{+20+}"),
        ("用iPhone15拍", "用iPhone16拍", "用[-iPhone15-]{+iPhone16+}拍"),
        ("在Chinagoods上", "在Chinagood上", "在[-Chinagoods-]{+Chinagood+}上"),
        ("去Café坐坐", "去Cafe\u0301坐坐", "去[-Café-]{+Cafe\u0301+}坐坐"),
        ("👨‍🚒来了", "👩‍🚒来了", "[-👨‍🚒-]{+👩‍🚒+}来了"),
        ("赞👍🏻", "赞👍🏽", "赞[-👍🏻-]{+👍🏽+}"),
        ("🇨🇳", "🇨🇭", "[-🇨🇳-]{+🇨🇭+}"),
        ("葛\U000e0100", "葛", "[-葛\U000e0100-]{+葛+}"),
    ],
)
def test_a_number_a_word_and_a_picture_are_marked_whole(old, new, expected):
    assert marked(f"<p>{old}</p>", f"<p>{new}</p>") == [expected]
    sides = [difference.paragraphs(text) for text in (old, new)]
    pieces = [p for line in difference.lines(*sides) for p in line if p.kind != "same"]
    assert f"[-{pieces[0].text}-]{{+{pieces[1].text}+}}" in expected


def test_paragraphs_that_stay_are_laid_against_each_other():
    assert marked("<p>甲</p><p>乙</p><p>丙</p>", "<p>甲</p><p>新</p><p>丙</p>") == [
        "甲",
        "[-乙-]{+新+}",
        "丙",
    ]


def test_a_split_paragraph_marks_only_the_split():
    assert marked("<p>前半后半</p>", "<p>前半</p><p>后半</p>") == ["前半{+¶+}", "后半"]


def test_rewritten_text_is_not_shredded_by_chance_matches():
    old = "<p>义乌工坊的名单昨天揭晓了啊</p>"
    new = "<p>记者从市委组织部的通报中获悉</p>"

    assert marked(old, new) == ["[-义乌工坊的名单昨天揭晓了啊-]{+记者从市委组织部的通报中获悉+}"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("<p>粗</p>", "<p><strong>粗</strong></p>", "[-粗-]{+粗+}"),
        ("<p>站</p>", '<p><a href="https://a.cn">站</a></p>', "站{+〔https://a.cn〕+}"),
        ("<p>探访</p>", "<h2>探访</h2>", "{+【小标题】+}探访"),
        ("<h2>探访<br>堪忧</h2>", "<h2>探访堪忧</h2>", "【小标题】探访[-⏎-]堪忧"),
        ("<ul><li>甲</li></ul>", "<ol><li>甲</li></ol>", "[-【列表】-]{+【编号】+}甲"),
        (f'<figure data-photo="{PHOTO}"></figure>', "", "[-【图片】主席台-]"),
        (
            "<table><tr><th>名</th><td>3</td></tr></table>",
            "<table><tr><th>名</th><td>4</td></tr></table>",
            "【表格】名 ｜ [-3-]{+4+}",
        ),
        (
            "<table><thead><tr><th>名</th><th>数</th></tr></thead></table>",
            "<table><tr><th>名</th><th>数</th></tr></table>",
            "[-【表头】-]{+【表格】+}名 ｜ 数",
        ),
        (
            "<table><tr><td>名</td><td>数</td></tr></table>",
            '<table><tr><td colspan="2">名</td><td>数</td></tr></table>',
            "【表格】{+〔colspan=2〕+}名 ｜ 数",
        ),
    ],
)
def test_what_is_not_text_is_seen_too(old, new, expected):
    assert marked(old, new) == [expected]


def test_two_lists_are_not_one():
    one, two = "<ul><li>甲</li><li>乙</li></ul>", "<ul><li>甲</li></ul><ul><li>乙</li></ul>"

    assert marked(one, one) == ["【列表】甲", "· 乙"]
    assert marked(one, two) == ["【列表】甲", "[-· -]{+【列表】+}乙"]


parts = st.sampled_from(
    [*"的一。 <&%Gé👩🇨🇳𠮷⁸⏎\u200d\ufe0f", "2023", "2024", "3.5", "1,5", "e\u0301"]
)  # fmt: skip
texts = st.lists(st.lists(parts, min_size=1, max_size=12).map("".join), max_size=5)
NUMBER = re.compile("[0-9]+(?:[.,][0-9]+)*")


@settings(max_examples=200, deadline=None)
@given(texts, texts)
def test_either_side_can_be_read_from_the_marks(old, new):
    sides = [list(chain.from_iterable(map(difference.paragraphs, side))) for side in (old, new)]
    lines = difference.lines(*sides)

    for texts_of_side, other in ((old, "ins"), (new, "del")):
        pieces = [p for line in lines for p in line if p.kind != other]
        assert "".join(p.text for p in pieces).replace("¶", "") == "".join(texts_of_side)


@settings(max_examples=100, deadline=None)
@given(texts, texts)
def test_no_number_is_cut_by_a_mark(old, new):
    sides = [list(chain.from_iterable(map(difference.paragraphs, side))) for side in (old, new)]

    for line in difference.lines(*sides):
        for other in ("ins", "del"):
            pieces = [p.text for p in line if p.kind != other]
            ends = set(accumulate(map(len, pieces)))
            for number in NUMBER.finditer("".join(pieces)):
                assert not ends & set(range(number.start() + 1, number.end()))


def body(characters, *, a_paragraph):
    starts = range(0, len(characters), a_paragraph)
    return "".join(f"<p>{''.join(characters[n : n + a_paragraph])}</p>" for n in starts)


def cost_of_comparing(length, *, a_paragraph, share):
    """The processor time of comparing texts of so many characters."""
    chance = random.Random(1)
    common = [chr(0x4E00 + n) for n in range(600)]
    old = chance.choices(common, k=length)
    new = [chance.choice(common) if chance.random() < share else c for c in old]
    sides = body(old, a_paragraph=a_paragraph), body(new, a_paragraph=a_paragraph)
    return cost(marked, *sides)


@pytest.mark.parametrize("a_paragraph", [250, 10_000])
@pytest.mark.parametrize("share", [0.01, 1])
def test_four_times_the_text_costs_no_more_than_its_square(a_paragraph, share):
    kind = {"a_paragraph": a_paragraph, "share": share}

    assert cost_of_comparing(10_000, **kind) < 16 * 2 * cost_of_comparing(2_500, **kind)


def test_a_figure_set_high_and_a_list_that_begins_elsewhere_are_differences():
    old, new = (
        difference.body_paragraphs(html, photos={})
        for html in ("<p>10<sup>8</sup></p><ol><li>甲</li></ol>",
                     '<p>108</p><ol start="4"><li>甲</li></ol>')
    )  # fmt: skip
    lines = [[(p.kind, p.text, p.script) for p in line] for line in difference.lines(old, new)]

    assert lines == [
        [("del", "10", ""), ("del", "8", "sup"), ("ins", "108", "")],
        [("del", "【编号】", ""), ("ins", "【编号】〔start=4〕", ""), ("same", "甲", "")],
    ]
