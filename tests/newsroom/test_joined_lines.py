"""A template may break its lines where a page must not."""

from django.template import Context, Template


def shown(source, **context):
    return Template("{% load newsroom %}" + source).render(Context(context))


def test_lines_are_joined_in_branches_and_loops_too():
    source = """<p>{% joined %}
      {% for name in names %}
        {{ name }}
        {% if not forloop.last %}、{% endif %}
      {% endfor %}
    {% endjoined %}</p>"""

    assert shown(source, names=["甲", "乙"]) == "<p>甲、乙</p>"


def test_a_space_within_a_line_stays():
    assert shown("{% joined %}第 1 版\n · {{ name }}\n{% endjoined %}", name="甲") == "第 1 版· 甲"


def test_a_value_keeps_its_own_lines_and_is_escaped():
    assert shown("{% joined %}\n{{ text }}\n{% endjoined %}", text="一\n<二>") == "一\n&lt;二&gt;"
