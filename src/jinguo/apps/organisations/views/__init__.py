"""Pages of units, people, invitations and the calendar of worked days."""
