"""Where an officer follows, checks and returns what comes in."""

from django.urls import path

from jinguo.apps.calls.views import officer

urlpatterns = [
    path("", officer.calls, name="list"),
    path("<uuid:uid>/", officer.overview, name="overview"),
    path("<uuid:uid>/history/", officer.call_history, name="call_history"),
    path("<uuid:uid>/units/", officer.units, name="units"),
    path("<uuid:uid>/units/table", officer.units_table, name="units_table"),
    path("<uuid:uid>/units/remind/", officer.units_remind, name="units_remind"),
    path("<uuid:uid>/units/<int:pk>/extend/", officer.extend, name="extend"),
    path("<uuid:uid>/nominations/", officer.nominations, name="nominations"),
    path("<uuid:uid>/nominations/table", officer.nominations_table, name="nominations_table"),
    path("<uuid:uid>/registry/", officer.into_talents, name="into_talents"),
    path("<uuid:uid>/check/", officer.check_next, name="check"),
    path("nominations/<uuid:uid>/", officer.nomination, name="nomination"),
    path("nominations/<uuid:uid>/history/", officer.history, name="nomination_history"),
    path("nominations/<uuid:uid>/unmask", officer.unmask, name="unmask"),
    path("nominations/<uuid:uid>/consent/", officer.withdraw_consent, name="consent_withdraw"),
    path("nominations/<uuid:uid>/check/", officer.check, name="check_one"),
    path("nominations/<uuid:uid>/check/mark", officer.mark, name="check_mark"),
    path("nominations/<uuid:uid>/check/rest", officer.pass_rest, name="check_rest"),
    path("nominations/<uuid:uid>/accept", officer.accept, name="accept"),
    path("nominations/<uuid:uid>/return/", officer.return_for_mending, name="return"),
    path("nominations/<uuid:uid>/reject/", officer.reject, name="reject"),
    path("nominations/<uuid:uid>/reopen/", officer.reopen, name="reopen_check"),
]
