"""Who may be nominated: the checkable conditions, kind by kind, and where a document sets them."""
