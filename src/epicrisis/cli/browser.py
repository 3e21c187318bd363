"""Pages for the user's browser."""

from __future__ import annotations


def open_in_browser(*urls: str) -> None:
    """Open each address in a tab; where there is no browser, nothing happens."""
    import webbrowser

    for url in urls:
        webbrowser.open_new_tab(url)
