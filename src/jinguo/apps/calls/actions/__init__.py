"""Every write of calls and nominations, a module for each part of the process."""
