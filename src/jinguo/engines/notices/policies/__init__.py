"""What a plan says: measures, who answers for them, aims, tasks, rules, spans of time, what it entitles whom to."""
