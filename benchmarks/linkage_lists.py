"""Hard Chinese lists with known truth, for measuring `jinguo link`: nobody in them is real.

    python benchmarks/linkage_lists.py 50000 people.csv truth.csv

8 % further copies of persons, each with errors as lists have them: a homophone, a look-alike, a rare character lost, two
characters swapped or one dropped, the unit renamed, shortened or with a department, 62 % of the ID numbers missing and some
spoilt, 38 % of the telephones and 42 % of the mails changed, the month of birth wrong or absent. Surnames are as frequent as in
China, given names follow fashion, so there are natural namesakes, also of one unit and month.
"""

from __future__ import annotations

import csv
import random
import sys
from collections import defaultdict
from pathlib import Path

from jinguo.standards.identity import with_check_digit

_SURNAMES = (
    "王7.1 李7.0 张6.7 刘5.3 陈4.5 杨3.1 黄2.2 赵2.1 周2.0 吴2.0 徐1.7 孙1.5 马1.3 朱1.3 胡1.2 郭1.2 何1.2 林1.1 高1.0 罗1.0 郑0.9 梁0.9 谢0.8 宋0.7 唐0.7 "
    "许0.6 韩0.6 邓0.6 冯0.6 曹0.6 彭0.5 曾0.5 肖0.5 田0.5 董0.5 潘0.5 袁0.5 蔡0.5 蒋0.4 余0.4 于0.4 杜0.4 叶0.4 程0.4 魏0.4 苏0.4 吕0.4 丁0.4 任0.4 卢0.4 "
    "姚0.4 沈0.4 钟0.3 姜0.3 崔0.3 谭0.3 陆0.3 范0.3 汪0.3 廖0.3 石0.3 金0.3 韦0.3 贾0.3 夏0.3 付0.3 方0.3 邹0.3 熊0.3 白0.3 孟0.3 秦0.3 邱0.3 侯0.2 江0.2 "
    "尹0.2 薛0.2 闫0.2 段0.2 雷0.2 龙0.2 黎0.2 史0.2 陶0.2 贺0.2 毛0.2 郝0.2 顾0.2 龚0.2 邵0.2 万0.2 覃0.1 单0.1 仇0.05 解0.05 查0.05 欧阳0.1 司马0.02 上官0.02"
)
_GIVEN = (
    "丽静敏娟艳芳娜霞燕玲梅红英秀慧婷萍洁雪莉琳颖晶丹倩蕾薇琴兰凤玉珍华平云春秋明海文建国志伟强军勇杰涛超磊鹏飞宇浩然子涵欣怡梓晨诗雨佳琪思"
    "远哲博瑞凯峰林森波斌辉刚毅恒睿轩俊豪天泽嘉宁安康乐悦心可馨妍彤瑶璐璇珊菲蓉茜菁岚冰清素贞淑惠桂香巧月爱莲荷菊艺舒曼青松柏青雅韵音"
)
_RARE = "㛃䶮𬭊珺玥玘祎翀喆堃燚淼犇骉赟翯懿昶旻晟玮琰琬珩璟瓛婧妤姮嫄婳旸昉暄暐"
_ALIKE = "丽俪 未末 晴睛 洁浩 莉荔 梅海 玲铃 明朋 静净 敏教 艳绝 燕蔫 红江 萍苹 颖颍 丹舟 倩清 琴琹 凤风 玉王 珍诊 华毕 云去 春舂 伟纬 强疆 军车 杰木 涛铸 宇字 浩洁 怡恰 晨辰 佳住 思恩 哲晢 博搏 瑞端 峰锋 林材 辉晖 刚钢 俊骏 豪毫 泽译 宁宇 悦说 馨罄 妍研 瑶谣 珊姗 菲韭 茜西 岚风 冰水 素索 淑椒 惠慧 桂柱 香杳 月用 莲连 荷苛 菊掬 曼蔓 青责 松忪"
_TRADITIONAL = str.maketrans(
    "丽静娟艳凤云华军涛飞国伟强杰张刘陈杨黄赵吴孙马罗郑谢许韩邓冯泽宁乐兰莲岚书",
    "麗靜娟艷鳳雲華軍濤飛國偉強傑張劉陳楊黃趙吳孫馬羅鄭謝許韓鄧馮澤寧樂蘭蓮嵐書",
)
_CITIES = [
    "北京",
    "上海",
    "天津",
    "重庆",
    "广州",
    "深圳",
    "武汉",
    "成都",
    "西安",
    "南京",
    "杭州",
    "长沙",
    "沈阳",
    "大连",
    "青岛",
    "济南",
    "郑州",
    "合肥",
    "昆明",
    "南宁",
    "兰州",
    "哈尔滨",
    "长春",
    "福州",
    "厦门",
    "太原",
    "石家庄",
    "贵阳",
    "海口",
    "银川",
    "西宁",
    "乌鲁木齐",
    "呼和浩特",
    "苏州",
    "无锡",
    "宁波",
    "温州",
    "洛阳",
    "襄阳",
    "绵阳",
]
_KINDS = [
    "大学",
    "师范大学",
    "理工大学",
    "医科大学",
    "农业大学",
    "第一人民医院",
    "中心医院",
    "中医医院",
    "妇幼保健院",
    "农业科学研究院",
    "环境科学研究所",
    "生物技术有限公司",
    "新材料科技有限公司",
    "第一中学",
    "气象局",
    "地质研究所",
    "职业技术学院",
]
_WORDS = [
    "星火",
    "华泰",
    "天源",
    "中科",
    "康宁",
    "金谷",
    "远景",
    "博雅",
    "明德",
    "同心",
    "长河",
    "青云",
    "东方",
    "海川",
    "瑞丰",
    "安信",
]
_DEPARTMENTS = [
    "化学学院",
    "生命科学学院",
    "材料学院",
    "计算机学院",
    "医学部",
    "内科",
    "外科",
    "妇产科",
    "研发部",
    "质量部",
    "办公室",
    "重点实验室",
    "数学系",
    "物理系",
]
_RENAMED = (
    ("师范大学", "师范学院"),
    ("理工大学", "工学院"),
    ("医科大学", "医学院"),
    ("农业大学", "农学院"),
    ("有限公司", "公司"),
    ("第一人民医院", "人民医院"),
)
_SHORT = (
    ("师范大学", "师大"),
    ("理工大学", "理工"),
    ("医科大学", "医大"),
    ("农业大学", "农大"),
    ("第一人民医院", "一院"),
    ("中心医院", "中心医院"),
    ("妇幼保健院", "妇幼"),
    ("农业科学研究院", "农科院"),
)
_TITLES = [
    "教授",
    "副教授",
    "讲师",
    "研究员",
    "副研究员",
    "主任医师",
    "副主任医师",
    "高级工程师",
    "工程师",
    "高级农艺师",
    "助理研究员",
    "高级教师",
]
_DISCIPLINES = [
    "数学",
    "力学",
    "物理学",
    "化学",
    "天文学",
    "地球科学",
    "生物学",
    "农学",
    "林学",
    "畜牧兽医",
    "水产学",
    "基础医学",
    "临床医学",
    "预防医学",
    "药学",
    "中医学",
    "材料科学",
    "机械工程",
    "电子与通信",
    "计算机科学",
    "化学工程",
    "土木建筑",
    "环境科学",
    "管理学",
    "心理学",
    "教育学",
]
_MAILS = ("163.com", "qq.com", "126.com", "sina.com", "gmail.com")


class Lists:
    """Persons and copies, drawn by one seed."""

    def __init__(self, total: int, seed: int = 7) -> None:
        self.draw = random.Random(seed)
        pairs = [
            (
                word.rstrip("0123456789."),
                float(word.lstrip("".join(c for c in word if not (c.isdigit() or c == ".")))),
            )
            for word in _SURNAMES.split()
        ]
        self.surnames = [name for name, _ in pairs]
        self.shares = [share for _, share in pairs]
        self.given = list(dict.fromkeys(_GIVEN))
        self.fashion = [1 / (rank + 6) for rank in range(len(self.given))]
        self.draw.shuffle(self.given)
        self.alike = dict(word for word in _ALIKE.split())
        self.units = self._units(max(40, total // 250))
        self.sounds = self._homophones()
        self.total = total

    def _units(self, wanted: int) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < wanted:
            kind, word = self.draw.choice(_KINDS), ""
            if kind.endswith("公司") or len(found) > 500:
                word = (
                    "".join(self.draw.sample(self.given, 2)) if len(found) > 200 else self.draw.choice(_WORDS)
                )
            found[f"{self.draw.choice(_CITIES)}{word}{kind}"] = None
        return list(found)

    def _homophones(self) -> dict[str, list[str]]:
        from jinguo.standards.names import pinyin

        groups = defaultdict(list)
        for character in dict.fromkeys(
            "".join(self.given)
            + "丽莉荔俐静婧净敏闽娟涓艳燕雁芳方霞侠玲铃灵凌梅媚红虹宏洪英瑛颖影秀绣慧惠会婷庭萍苹平雪学莉琳林霖晶菁晴青清倩茜薇微巍琴勤兰岚凤峰锋玉钰瑜珍真臻华桦云芸海文雯建健国志智伟玮炜强军钧君勇涌杰洁捷涛超朝磊雷鹏飞菲宇雨羽浩皓昊子紫涵晗欣馨心怡宜仪梓晨辰诗佳嘉家琪琦棋思斯"
        ):
            groups[pinyin(character, surname=False)].append(character)
        return {c: [o for o in group if o != c] for group in groups.values() for c in group if len(group) > 1}

    def person(self) -> dict[str, str]:
        draw = self.draw
        family = draw.choices(self.surnames, self.shares)[0]
        length = 1 if draw.random() < 0.12 else 2
        given = "".join(draw.choices(self.given, self.fashion, k=length))
        if draw.random() < 0.03:
            given = given[:-1] + draw.choice(_RARE)
        year = min(2002, max(1940, int(draw.gauss(1978, 12))))
        month, day = draw.randint(1, 12), draw.randint(1, 28)
        sex = "女" if draw.random() < 0.6 else "男"
        area = draw.choice(
            (
                "110105",
                "310104",
                "420106",
                "510107",
                "610113",
                "320106",
                "330106",
                "440106",
                "210202",
                "370102",
            )
        )
        number = with_check_digit(
            f"{area}{year}{month:02}{day:02}{draw.randint(0, 499) * 2 + (sex == '男'):03}"
        )
        unit = draw.choice(self.units)
        return {
            "姓名": family + given,
            "性别": sex,
            "出生年月": f"{year}-{month:02}" if draw.random() < 0.6 else f"{year}-{month:02}-{day:02}",
            "身份证号": number if draw.random() < 0.38 else "",
            "手机": self.phone() if draw.random() < 0.9 else "",
            "邮箱": self.mail() if draw.random() < 0.7 else "",
            "单位": unit + (draw.choice(_DEPARTMENTS) if draw.random() < 0.3 else ""),
            "职称": draw.choice(_TITLES),
            "学科": draw.choice(_DISCIPLINES),
            "_number": number,
            "_born": f"{year}-{month:02}-{day:02}",
            "_unit": unit,
        }

    def phone(self) -> str:
        return f"1{self.draw.choice('35789')}{self.draw.randint(0, 10**9 - 1):09}"

    def mail(self) -> str:
        return f"{''.join(self.draw.choices('abcdefghijklmnopqrstuvwxyz', k=6))}{self.draw.randint(0, 9999)}@{self.draw.choice(_MAILS)}"

    def copy(self, person: dict[str, str]) -> dict[str, str]:
        """The person as another list has her."""
        draw, row = self.draw, dict(person)
        if draw.random() < 0.35:
            row["姓名"] = self.slip(row["姓名"])
        row["出生年月"] = self.birth(person["_born"])
        row["身份证号"] = "" if draw.random() < 0.62 else self.number(person["_number"])
        if draw.random() < 0.38:
            row["手机"] = self.phone() if draw.random() < 0.7 else ""
        if draw.random() < 0.42:
            row["邮箱"] = self.mail() if draw.random() < 0.7 else ""
        row["单位"] = self.unit(person["_unit"])
        if draw.random() < 0.2:
            row["职称"] = draw.choice(_TITLES)
        if draw.random() < 0.1:
            row["学科"] = ""
        return row

    def slip(self, name: str) -> str:
        draw, place = self.draw, self.draw.randrange(len(name))
        kind = draw.choices(
            ("sound", "look", "lost", "swap", "drop", "blank", "traditional"), (30, 20, 12, 6, 6, 12, 14)
        )[0]
        character = name[place]
        if kind == "sound" and character in self.sounds:
            return name[:place] + draw.choice(self.sounds[character]) + name[place + 1 :]
        if kind == "look":
            for spot, one in enumerate(name):
                if one in self.alike:
                    return name[:spot] + self.alike[one] + name[spot + 1 :]
        if kind == "lost" or any(c in _RARE for c in name):
            spot = next((n for n, c in enumerate(name) if c in _RARE), len(name) - 1)
            return name[:spot] + draw.choice("?□") + name[spot + 1 :]
        if kind == "swap" and len(name) > 2:
            return name[0] + name[2] + name[1] + name[3:]
        if kind == "drop" and len(name) > 2:
            return name[:-1]
        return name[0] + "　" + name[1:] if kind == "blank" else name.translate(_TRADITIONAL)

    def birth(self, born: str) -> str:
        year, month, _ = born.split("-")
        kind = self.draw.random()
        if kind < 0.08:
            return ""
        if kind < 0.16:
            return year
        if kind < 0.22:
            return f"{year}.{self.draw.randint(1, 12):02}"
        if kind < 0.5:
            return f"{year}年{int(month)}月"
        return f"{year}.{month}" if kind < 0.75 else born

    def number(self, number: str) -> str:
        kind = self.draw.random()
        if kind < 0.04:
            place = self.draw.randrange(17)
            return (
                number[:place]
                + str((int(number[place]) + self.draw.randint(1, 9)) % 10)
                + number[place + 1 :]
            )
        return number[:15] + "000" if kind < 0.07 else number

    def unit(self, unit: str) -> str:
        kind = self.draw.random()
        if kind < 0.15:
            for long, other in _RENAMED:
                if long in unit:
                    return unit.replace(long, other)
        if kind < 0.3:
            for long, short in _SHORT:
                if long in unit:
                    return unit.replace(long, short)
        if kind < 0.6:
            return unit + self.draw.choice(_DEPARTMENTS)
        return self.draw.choice(self.units) if kind < 0.68 else unit


def write(total: int, people: Path, truth: Path, seed: int = 7) -> None:
    """``total`` rows, 8 % of them copies, in an order by chance; ``truth``: left_id, right_id."""
    lists = Lists(total, seed)
    copies = total * 8 // 108
    rows: list[tuple[int, dict[str, str]]] = [(n, lists.person()) for n in range(total - copies)]
    rows += [(n, lists.copy(rows[n][1])) for n in lists.draw.choices(range(total - copies), k=copies)]
    lists.draw.shuffle(rows)
    known = defaultdict(list)
    with people.open("w", encoding="utf-8", newline="") as file:
        names = [name for name in rows[0][1] if not name.startswith("_")]
        out = csv.writer(file)
        out.writerow(["编号", *names])
        for place, (person, row) in enumerate(rows):
            known[person].append(f"R{place:07}")
            out.writerow([f"R{place:07}", *(row[name] for name in names)])
    with truth.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["left_id", "right_id"])
        for same in known.values():
            out.writerows((one, other) for n, one in enumerate(same) for other in same[n + 1 :])


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
