"""Reading official documents (公文): a notice, a plan or a form to a structured draft with the place of every value.

Problem: a policy arrives as a file of running text; the house needs its measures with the units that answer for them, its
targets, and from a call its categories, quotas, conditions, materials, dates and form. Rules and grammars only: the
same text gives the same draft, every value has its span in the decoded text and how sure the reader is, and what
could not be found is said.

Terms and sources: parts of a document and numbering 一、（一）1.（1） as in GB/T 9704-2012 《党政机关公文格式》; kinds of documents as in
《党政机关公文处理工作条例》 art. 8; 以上、以下 include the number (Civil Code art. 1259).

>>> draft = read("关于开展评选的通知\\n各区妇联：\\n现将有关事项通知如下：\\n一、推荐名额\\n各区妇联推荐1名。\\n北京市妇女联合会\\n2023年9月27日")
>>> draft.document["issue_date"], draft.document["issuers"], draft.document["quotas"][0]["count"]
('2023-09-27', ['北京市妇女联合会'], 1)
"""

from .conditions.wordings import KINDS as CONDITIONS
from .draft import Draft
from .files.loading import Loaded, load
from .policies.entitlements import AUDIENCES, WHAT, Entitlement, entitlements_in
from .read import read
from .scoring import KEYS, Mark, score

__all__ = [
    "AUDIENCES",
    "CONDITIONS",
    "KEYS",
    "WHAT",
    "Draft",
    "Entitlement",
    "Loaded",
    "Mark",
    "entitlements_in",
    "load",
    "read",
    "score",
]
