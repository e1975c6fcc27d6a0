import pytest

from articles.text import body, links


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("www.example.cn/x", "https://www.example.cn/x"),
        ("example.cn", "https://example.cn"),
        ("example.cn/x?a=1", "https://example.cn/x?a=1"),
        ("//example.cn", ""),
        (" news.example.com.cn ", "https://news.example.com.cn"),
        ("http://example.cn", "http://example.cn"),
        ("/articles/1/", "/articles/1/"),
        ("lyw@example.cn", "mailto:lyw@example.cn"),
        ("tel:057985550000", "tel:057985550000"),
        ("附件.doc", ""),
        ("report.pdf", ""),
        ("见附件", ""),
        ("/\\example.cn", ""),
        ("javascript:alert(1)", ""),
        ("file:///C:/a.doc", ""),
        ("..", ""),
        ("", ""),
    ],
)
def test_what_is_typed_becomes_an_address_or_none(typed, address):
    assert links.address(typed) == address
    linked = f'<a href="{address}">字</a>' if address else "字"
    assert body.clean(f'<p><a href="{typed}">字</a></p>') == f"<p>{linked}</p>"


def test_links_that_lead_nowhere_are_named():
    html = '<p><a href="见附件">甲<b>乙</b></a><a href="#_Toc1">丙</a><a href="a.cn">丁</a></p>'

    assert links.refused(html) == [("甲乙", "见附件")]
