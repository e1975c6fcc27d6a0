import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.imaging import polygons
from articles.imaging.polygons import BadPolygon

HALF = ((0, 0), (50, 0), (50, 100), (0, 100))
# A region with a corner cut out, as beside an advertisement.
CUT = ((0, 0), (100, 0), (100, 50), (50, 50), (50, 100), (0, 100))


def box(left, top, right, bottom):
    return ((left, top), (right, top), (right, bottom), (left, bottom))


@pytest.mark.parametrize(
    "text",
    ["0,0 50,0 50,33.5 0,33.5", "0,0 100,0 100,50 50,50 50,100 0,100", "10,10 90.25,50 10,90"],
)
def test_a_shape_is_written_as_it_was_read(text):
    assert polygons.write(polygons.read(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        *["", "x", "0,0", "0,0 50,0", "0 0 50 0 50 50", "0,0;50,0;50,50", "0,0 50,0 NaN,50"],
        *["-1,0 50,0 50,50", "0,0 101,0 50,50", "0,0 1e1,0 50,50", "0,0 50.123,0 50,50"],
        "0,0 50,0 0,0 50,0",  # no area
        "0,0 0.1,0 0.1,0.1 0,0.1",  # nearly none
        "0,0 50,50 50,0 0,50",  # a bow tie
        "0,0 50,0 50,50 25,0 0,50",  # touches its own side
        " ".join(f"{n},{n % 2}" for n in range(41)),
        "\0",
    ],
)
def test_what_is_no_shape_on_the_page_is_refused_in_words(text):
    with pytest.raises(BadPolygon, match=r"区域|坐标"):
        polygons.read(text)


def test_points_that_say_nothing_are_left_out():
    assert polygons.read(" 0,0  25,0 50,0 50,0\n50,50 0,50 ") == box(0, 0, 50, 50)


def test_areas_are_percent_of_the_page():
    assert polygons.area(HALF) == 50
    assert polygons.area(CUT) == 75


def test_what_two_shapes_share_is_measured():
    assert polygons.overlap(HALF, box(40, 0, 100, 100)) == pytest.approx(10)
    assert polygons.overlap(CUT, box(50, 50, 100, 100)) == pytest.approx(0)
    assert polygons.overlap(HALF, box(50, 0, 100, 100)) == 0


def test_what_shapes_cover_together_is_counted_once():
    assert polygons.cover([]) == 0
    assert polygons.cover([HALF, box(40, 0, 100, 50)]) == pytest.approx(75)
    assert polygons.cover([CUT, box(50, 50, 100, 100)]) == pytest.approx(100)


sides = st.integers(0, 99)


@given(sides, sides, st.integers(1, 100), st.integers(1, 100))
def test_a_box_is_as_large_as_it_is_drawn_and_overlaps_itself(left, top, width, height):
    right, bottom = min(100, left + width), min(100, top + height)
    shape = box(left, top, right, bottom)
    area = (right - left) * (bottom - top) / 100

    assert polygons.area(shape) == pytest.approx(area)
    assert polygons.cover([shape, shape]) == pytest.approx(area)
    assert polygons.overlap(shape, shape) == pytest.approx(area)
