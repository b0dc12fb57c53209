"""A scheme of assessment as a form, made of the scheme itself: each part can be worded, weighed, left out, or added."""

from jinguo.apps.plans.forms.schemes.form import SchemeForm
from jinguo.apps.plans.forms.schemes.initial import scheme_initial

__all__ = ["SchemeForm", "scheme_initial"]
