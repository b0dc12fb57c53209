"""What a call says, section by section: what one can be nominated for, how many by whom, until when."""
