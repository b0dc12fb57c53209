"""Where a unit's liaison nominates."""
