"""Reports: documents that people read, check and sign, with pictures; as HTML, Markdown and PDF from one content."""
