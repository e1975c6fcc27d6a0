"""Text from Word, WPS, Google Docs, WeChat, web pages and PDFs, read into the blocks of a body.

In order: elements (HTML as a tree), sources (habits of programs resolved), blocks, typesetting
(characters and dates); plain for text without markup. What is left out or changed is collected on
one value (notes) and told to the editor. Nothing here touches the database or the network.
"""

from articles.text.paste.clipboard import Pasted, read, take_in
from articles.text.paste.elements import TooDeep, refuse_depth
from articles.text.paste.notes import Kind, Note, Notes

__all__ = ["Kind", "Note", "Notes", "Pasted", "TooDeep", "read", "refuse_depth", "take_in"]
