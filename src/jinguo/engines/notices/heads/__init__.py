"""Who wrote what to whom and when: title, number, organs, date, annexes, persons to turn to, and what kind of document it is."""
