"""Words of Chinese text, by models that are small and loaded where they are asked."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import segmenting

MEBIBYTE = 1024  # in the kilobytes that Linux counts memory in

# What a process that has text takes more for its first words and tags, at its height.
PROBE = """
from articles.text import segmenting

def kilobytes(name):
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith(name))

before = kilobytes("VmRSS")
assert segmenting._jieba.cache_info().currsize == segmenting._budoux.cache_info().currsize == 0
segmenting.sure_ends("义乌市后宅街道共富工坊揭牌")
print(kilobytes("VmHWM") - before)
segmenting.tagged("义乌市后宅街道共富工坊揭牌")
print(kilobytes("VmHWM") - before)
"""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("市民在体育馆排队", ["市民", "在", "体育馆", "排队"]),
        ("增设摄像头", ["增设", "摄像头"]),
        ("厨房有了新变化，", ["厨房", "有", "了", "新", "变化", "，"]),
        ("", []),
    ],
)
def test_a_text_is_its_words(text, words):
    assert segmenting.words(text) == words


@given(st.text(alphabet="市民在体育馆“”，12.5%AB\u3000 \n😀𠮷", max_size=30))
def test_words_and_tagged_words_joined_are_the_text(text):
    assert "".join(segmenting.words(text)) == text
    assert "".join(word for word, _kind in segmenting.tagged(text)) == text
    assert all(0 < place < len(text) for place in segmenting.sure_ends(text))


def test_words_have_their_kinds():
    assert ("杭州", "ns") in segmenting.tagged("他去杭州开会")


def test_a_sure_end_is_one_for_both_models():
    assert segmenting.sure_ends("增设摄像头") == {2}  # BudouX would cut 摄像头 too
    assert segmenting.sure_ends("养老护理员") == set()  # where the two agree on nothing


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read as Linux says it")
def test_both_models_take_less_than_20_mebibytes():
    command = [sys.executable, "-c", PROBE]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for_breaking, with_tags = map(int, said.split())
    assert for_breaking < 12 * MEBIBYTE
    assert with_tags < 20 * MEBIBYTE
