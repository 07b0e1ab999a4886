"""Articles on their way in and out, as a ZIP of Markdown files or of HTML pages."""

from divan.knowledge.transfer.exporting import export_html, export_markdown
from divan.knowledge.transfer.importing import Outcome, import_archive

__all__ = ["Outcome", "export_html", "export_markdown", "import_archive"]
