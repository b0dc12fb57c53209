"""What the demo's keeper shares: one partner, one agreement that two officers approved, one package of those who agreed."""

from __future__ import annotations

from datetime import timedelta

from jinguo.apps.accounts.models import User
from jinguo.apps.clock import today
from jinguo.apps.exchange import actions
from jinguo.apps.exchange.models import Agreement, Package
from jinguo.apps.exchange.states import AgreementState
from jinguo.apps.jobs import actions as jobs
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.actions import create_organisation
from jinguo.apps.organisations.models import Organisation
from jinguo.demo.people import account

PARTNER = "云川市女科技工作者协会"
TITLE = "女科技人才信息共享协议（2026—2027年）"
FIELDS = ("name", "sex", "birth_date", "unit", "title", "disciplines", "honours", "tier")


def share(keeper: Organisation, officer: User, second: User) -> Package:
    """Agree and make the first package; what stands already is left as it is."""
    agreement = Agreement.objects.filter(organisation=keeper, title=TITLE).first()
    if agreement is None:
        agreement = _agreed(keeper, officer)
    if agreement.state == AgreementState.PROPOSED:
        agreement = actions.approve(agreement=agreement, by=second)
    package = Package.objects.filter(agreement=agreement).first()
    if package is None:
        package = actions.ask_for_package(agreement=agreement, by=officer)
        if package.job is not None:
            jobs.run(package.job.uid)
            package.refresh_from_db()
    if package.state == Package.MAKING:
        package = actions.make_package(package=package, by=officer, progress=lambda *_, **__: None)
    return package


def _agreed(keeper: Organisation, officer: User) -> Agreement:
    other = Organisation.objects.filter(name=PARTNER).first()
    if other is None:
        other = create_organisation(by=None, name=PARTNER, kind=kinds.ASSOCIATION, region="500100")
        account("partner", "童若琳", other, kinds.OFFICER)
        actions.make_key(organisation=keeper, by=officer)
        actions.make_key(organisation=other, by=None)
    partner = actions.add_partner(organisation=keeper, other=other, by=officer)
    return actions.propose(
        partner=partner,
        way=Agreement.GIVES,
        title=TITLE,
        purpose="registry_sharing",
        fields=FIELDS,
        since=today(),
        until=today() + timedelta(days=365),
        by=officer,
    )
