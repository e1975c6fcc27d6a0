"""Word files with one story: checked, converted apart from the desk, read into a draft."""

from articles.interchange.word.packages import WordRefused
from articles.interchange.word.reading import Picture, WordStory, read

__all__ = ["Picture", "WordRefused", "WordStory", "read"]
