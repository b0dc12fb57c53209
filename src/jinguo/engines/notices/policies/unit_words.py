"""The words around lists of units: the labels and verbs that announce them, what leaves a list open, and what stands in it and is no name."""

from __future__ import annotations

import re

from ..layout.text import alternatives

_DUTY = (
    rf"(?:{alternatives('duty')}|(?:主要|具体|重点)?(?:牵头|责任|配合|参与|参加|协同|协作|协助|主责|负责|主办|协办|承办|支持|落实|实施|执行)"
    r"(?:责任|落实|实施|配合|协作)?"
    r"(?:单位|部门|处室|科室|部室|股室|机构|主体|学院|院系|镇街|支部))"
)
_OTHER = r"""(?:
      (?:责任|牵头|分管|联系|包保|包联|挂钩|督办|主管|协助|主抓|具体|配合|第一)(?:[市县区省州镇校院]?[级委]?(?:政府)?)
        (?:领导|人|市长|县长|区长|主任|院长|校长|负责人|责任人|联系人)
    | [市县区]领导
    | 成果形式 | 预期成果 | 工作目标 | 目标要求 | 工作要求 | 适用范围 | 责任分工
    | (?:完成|实施|推进|启动|责任)?(?:时限|时间|期限|时间节点)(?:要求|安排)?
    | 进度(?:要求|安排|计划)? | 地区 | 备注 | 项目性质 | 资金来源 | 联系方式
)"""
LABEL = re.compile(rf"(?P<duty>{_DUTY}(?:及分工|和部门)?)(?:为)?[：]|(?P<other>{_OTHER})[：]", re.VERBOSE)
BRACKET = re.compile(r"[（〔](?:[^（）〔〕]|（[^（）]*）|〔[^〔〕]*〕)*[）〕]")
BARE = re.compile(
    rf"(?:(?<=[。；\n—])|^|(?<=，)(?=[^，。：]{{2,6}}(?:单位|部门)：)){_DUTY}[：]\n?[^。\n]*(?:[。]|$|(?=\n))"
)
VERB = re.compile(
    r"""
    (?P<list>.+?)
    (?P<verb>
        按照?(?:各自)?(?:职责|职能)(?:分工)?(?:分别|共同)?负责(?:落实)?
      | 依职责负责 | 按分工负责 | 分工负责 | 分别负责 | 共同负责 | 牵头负责 | 具体负责 | 联合负责 | 负责(?:落实|实施|推进)?
      | 牵头(?:落实|实施|组织|推进|组织实施|督导|督办)?
      | (?:配合|参与|参加|协同|协助|支持)(?:落实|实施|推进)?
      | 按照?职责分工(?:落实|推进|实施)? | (?:组织|共同|联合|抓好)?落实
    )$
    """,
    re.VERBOSE,
)
WITH = re.compile(
    r"(?:会同|联合|商)(?P<list>.{2,80}?)(?:(?:共同|联合|组织|抓好)?(?:实施|推进|落实|负责|开展|配合|参与))?$"
)
"""The second half of 由…牵头，会同…组织实施."""
OPEN = re.compile(
    r"""
    (?: 等(?:市级|省级|区级|各)?(?:各)?(?:有关|相关)?(?:部门|单位|机构|地区|委办局|成员单位|部委)*
        (?:和|及|、)?(?:单位|部门|地区|机构|各区|地方)*
      | 会同(?:有关|相关)(?:部门|单位)(?:和单位)?
    )$
    """,
    re.VERBOSE,
)
"""What leaves a list open."""
PERSON_LINE = re.compile(rf"(?:(?<=\n)|(?<=。)|^){_OTHER}：[^。\n]{{0,40}}[。\n]?$", re.VERBOSE)
"""The line above a list of units that says who leads in person, or by when."""
CLOSING = re.compile(
    r"""
    (?:(?<=[。；\n])|^)
    (?:(?:此|该|本|这)项工作|以上(?:工作|任务)|——)?
    (?:由(?=[^。；\n]{2,40}(?:牵头|负责)))?
    (
      [^。；\n]{2,60}(?:牵头|负责|落实)
      (?:[，；][^。；\n]{2,80}(?:配合|参与|参加|协同|落实) | [，；]?(?:会同|联合)[^。；\n]{2,80})?
    )
    。?$
    """,
    re.VERBOSE,
)
"""The last sentence of a measure that says nothing but who leads and who helps."""
NOTE = re.compile(
    r"""
      [，；。（]?(?:以下|以上|上述|下列|下述|后面|具体任务|各项任务|所有任务|均需|均涉及)
        [^，；。]{0,24}(?:[，；][^，；。]{0,10})?(?:不再|下同|从略|略去)[^；。]*$
    | [，；。（]以下(?:各项)?(?:均|同)[^；。]*$
    | [（，；]?(?:列|排)[^（），；]{0,6}第?一[^（）]{0,12}牵头[^（）]*）?$
    | （[^（）]*下同[^（）]*）$
    """,
    re.VERBOSE,
)
"""What a list says of all the lists that follow it."""
NO_NAME = re.compile(r"\d{4}年|\d月|(?:完成|推进|实施|落实)$|^(?:长期|全年|持续|每年)")
"""What stands in a list of units and is the time by which, and no name."""
AHEAD = re.compile(r"（(?:牵头|主责|主办)(?:单位|部门)?）$")
"""A name marked as the one that leads: 市妇联（牵头）."""
