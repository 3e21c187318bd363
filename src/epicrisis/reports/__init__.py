"""Reports: data first, then HTML and Markdown."""
