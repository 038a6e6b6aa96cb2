"""A file -> its pages: clean text, newspaper, issue date, page number and home jurisdiction.

To read a new kind of file, write a ``Reader`` and enter its suffix in ``READERS``.
"""

from kg.pages.raw import Raw, Reader
from kg.pages.read import READERS, find_pages, read_page, read_page_text, read_pages

__all__ = ["READERS", "Raw", "Reader", "find_pages", "read_page", "read_page_text", "read_pages"]
