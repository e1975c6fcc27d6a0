"""Word files made by hand: a ZIP archive of the XML that Word writes, and nothing more."""

import io
import zipfile
from html import escape

from django.core.files.uploadedfile import SimpleUploadedFile

OFFICE = "http://schemas.openxmlformats.org"
WORD = f'xmlns:w="{OFFICE}/wordprocessingml/2006/main"'
RELATED = f"{OFFICE}/officeDocument/2006/relationships"
PACKAGE = f"{OFFICE}/package/2006"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="png" ContentType="image/png"/>'
    '<Default Extension="emf" ContentType="image/x-emf"/>'
    f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/>'
    "</Types>"
)


def file(*paragraphs, parts=None, related=()):
    """A Word file of paragraphs, with `parts` by name; `related` are kinds, targets and keys."""
    ours = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": _relations([("officeDocument", "word/document.xml", "rId1")]),
        "word/_rels/document.xml.rels": _relations(related),
        "word/document.xml": _root("document", f"<w:body>{''.join(paragraphs)}</w:body>"),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (ours | (parts or {})).items():
            package.writestr(name, content)
    return out.getvalue()


def upload(*texts, name="稿件.docx"):
    return SimpleUploadedFile(name, file(*map(p, texts)))


def _relations(related):
    found = ""
    for kind, target, key in related:
        mode = ' TargetMode="External"' if "://" in target else ""
        found += f'<Relationship Id="{key}" Type="{RELATED}/{kind}" Target="{target}"{mode}/>'
    return f'<Relationships xmlns="{PACKAGE}/relationships">{found}</Relationships>'


def _root(name, inside):
    return f'<w:{name} {WORD} xmlns:r="{RELATED}">{inside}</w:{name}>'


def part(name, inside):
    """A part of its own: styles, numbering, footnotes."""
    return _root(name, inside)


def r(text, *properties):
    """A run of text; properties such as "vanish" or 'vertAlign w:val="superscript"'."""
    said = "".join(f"<w:{each}/>" for each in properties)
    return f'<w:r><w:rPr>{said}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*runs, style="", numbered=None):
    """A paragraph of runs, or of plain texts; `numbered` is the key of a list and a level."""
    said = f'<w:pStyle w:val="{style}"/>' if style else ""
    if numbered:
        key, level = numbered
        said += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{key}"/></w:numPr>'
    inside = "".join(run if run.startswith("<w:") else r(run) for run in runs)
    return f"<w:p><w:pPr>{said}</w:pPr>{inside}</w:p>"


def picture(key, alt=""):
    """A run with the picture of a relation."""
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{drawing}/wordprocessingDrawing">'
        f'<wp:docPr id="1" name="图" descr="{alt}"/>'
        f'<a:graphic xmlns:a="{drawing}/main"><a:graphicData><pic:pic '
        f'xmlns:pic="{drawing}/picture"><pic:blipFill><a:blip r:embed="{key}"/></pic:blipFill>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
