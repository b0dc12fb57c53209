"""The demo's policies and plans: a city's action of eight departments, and what an association makes of talents.

The facts are those of real policies (how many measures, which departments, which numbers), the wording is the demo's own.
"""
