"""How long a body may be, by each form that takes one."""

import pytest
from django.core.exceptions import ValidationError

from articles.admin.site_page import SitePageForm
from articles.interchange.importing.forms import WordForm
from articles.story.form import MOST_BODY, ArticleForm, cleaned_body
from tests.cost import cost


@pytest.mark.parametrize("form", [ArticleForm, SitePageForm, WordForm])
def test_a_body_that_is_too_long_is_refused_in_words_before_it_is_read(form):
    field = form.base_fields["body"] if form is not WordForm else WordForm().fields["body"]
    with pytest.raises(ValidationError, match="最多 500000 个字符，现在有 500001 个。请分成几篇"):
        field.clean("<b>" * (MOST_BODY // 3) + "<b>"[: MOST_BODY % 3 + 1])
    assert field.clean("<p>正文。</p>") == "<p>正文。</p>"


def test_the_longest_body_costs_in_proportion():
    def paragraphs(size):
        return "<p>某</p>" * (size // 8)

    short = cost(cleaned_body, paragraphs(20_000))
    assert cost(cleaned_body, paragraphs(80_000)) < 2 * 4 * short
