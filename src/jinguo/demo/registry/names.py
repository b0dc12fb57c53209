"""Names of the generated world: surnames as frequent as they are, given names by generation; natural namesakes."""

from __future__ import annotations

import random
from dataclasses import dataclass

from jinguo.demo.names import COMPOUND, FIRST, SECOND, SURNAMES
from jinguo.standards.names import pinyin

_OLDER_FIRST, _OLDER_SECOND = "秀玉桂凤淑兰素惠春月美爱金翠彩庆", "英珍兰芳华琴香莲荣梅云珠清霞娥仙"
_MEN_FIRST, _MEN_SECOND = (
    "建志国文明伟俊宇浩子永家光世德云海立新卫",
    "强军平辉华涛鹏杰峰斌磊宁波林松超毅刚群康",
)
_RARE = "㛃翀喆堃淼赟懿昶旻晟玮琰珩璟婧妤姮嫄旸昉暄"
_TWO_DIFFERENT = 0.86
_UYGHUR = (
    "古丽娜尔",
    "阿依古丽",
    "热依汗",
    "帕提古丽",
    "米日古丽",
    "迪丽拜尔",
    "再娜甫",
    "阿米娜",
    "祖丽皮亚",
    "茹仙古丽",
)
_FATHERS = (
    "艾合买提",
    "买买提",
    "吐尔逊",
    "阿不都拉",
    "依明",
    "司马义",
    "玉素甫",
    "热合曼",
    "库尔班",
    "尼牙孜",
)
_TIBETAN = ("卓玛", "央金", "拉姆", "白玛", "德吉", "次仁", "达娃", "仁青", "措姆", "曲珍")

KNOWN = frozenset({
    "屠呦呦", "颜宁", "陈薇", "李兰娟", "王亚平", "刘洋", "林巧稚", "何泽慧", "吴健雄", "郝诒纯", "谢希德", "林兰英", "陆婉珍", "李敏华",
    "叶叔华", "黄令仪", "王小云", "付巧妹", "王菲", "李娜", "郎平", "邓亚萍", "张弥曼", "方新", "沈岩", "王红阳", "陈赛娟", "乔杰",
    "张俐娜", "李静海", "于吉红", "梅宏", "谢毅", "郭华东", "程京", "刘嘉玲", "周迅", "孙俪", "董卿", "杨幂", "赵薇", "章子怡",
    "李冰冰", "高圆圆", "刘诗诗", "杨紫", "孟晚舟", "董明珠", "杨澜", "陈冯富珍", "彭丽媛", "宋庆龄", "邓颖超", "康克清", "蔡畅", "江青",
    "张桂梅", "黄文秀", "田华", "张海迪", "秋瑾", "林徽因", "张爱玲", "萧红", "丁玲", "冰心", "刘伟", "张伟", "李强", "王军",
    "李克强", "习近平", "朱德", "刘少奇", "周恩来", "钱学森", "袁隆平", "钟南山", "杨利伟", "王毅", "李宁", "姚明", "刘翔", "马云",
    "雷军", "任正非", "丁磊", "李彦宏", "刘强东",
})  # fmt: skip
"""Well-known names that chance might make; left out."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name, and how it is written with Latin letters."""

    name: str
    latin: str


class Names:
    """Draws names from one source of chance."""

    def __init__(self, source: random.Random) -> None:
        self.source = source
        self._surnames = [*SURNAMES, *COMPOUND]
        self._shares = [1 / (rank + 6) for rank in range(len(SURNAMES))] + [0.0012] * len(COMPOUND)

    def draw(self, sex: str, year: int, ethnic: str) -> Named:
        """A name for somebody of this sex, born in this year, of this people."""
        if ethnic == "维吾尔族":
            name = f"{self.source.choice(_UYGHUR)}·{self.source.choice(_FATHERS)}"
            return Named(name, "")
        if ethnic == "藏族":
            first, second = self.source.sample(_TIBETAN, 2)
            return Named(first + second, "")
        while True:
            surname = self.source.choices(self._surnames, self._shares)[0]
            given = self._given(sex, year)
            if surname + given not in KNOWN:
                return Named(surname + given, latin_of(surname, given))

    def _given(self, sex: str, year: int) -> str:
        first, second = FIRST, SECOND
        if sex == "M":
            first, second = _MEN_FIRST, _MEN_SECOND
        elif year < 1966:
            first, second = _OLDER_FIRST, _OLDER_SECOND
        last = self.source.choice(_RARE) if self.source.random() < 0.015 else self.source.choice(second)
        if self.source.random() > _TWO_DIFFERENT:
            return last
        return self.source.choice(first) + last


def latin_of(surname: str, given: str) -> str:
    """Given name first, as papers abroad have it."""
    spelt = "".join(pinyin(given, surname=False).split()).capitalize()
    return f"{spelt} {''.join(pinyin(surname).split()).capitalize()}"
