"""Where a unit's liaison nominates."""

from jinguo.apps.calls.views.unit import asking, calls, filling, handing, materials

__all__ = ["asking", "calls", "filling", "handing", "materials"]
