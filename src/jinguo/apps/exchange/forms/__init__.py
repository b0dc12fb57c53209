"""What officers, administrators and persons type in."""
