"""What a person may demand: consents and their wording, terms of keeping, clearing."""
