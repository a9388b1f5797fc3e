"""Invented school texts, no two alike: topics with words of their own, a long tail of rare words, names, sums, dates.

The n-th text is always the same one, so that it can be written by several processes and asked for again.
"""

from __future__ import annotations

import csv
import random
import re
from itertools import accumulate
from pathlib import Path

from apps.search.text import Text

HEADINGS = Path("apps/catalogue/headings.csv")
VOCABULARY = """
学校 教师 学生 家长 公开 通知 工作 要求 情况 管理 有关 规定 制度 办法 安排 组织 开展
落实 负责 按照 根据 现将 如下 予以 公示 监督 小组 部门 年级 班级 教学 课程 活动 安全
检查 收费 标准 项目 采购 食堂 后勤 经费 预算 支出 收入 职称 评审 招聘 聘任 考核 奖励
优秀 先进 名单 材料 报名 招生 学籍 转学 考试 成绩 作业 课后 服务 图书 实验 设备 维修
工程 招标 合同 资产 财务 审计 票据 退费 资助 补助 困难 午餐 校车 消防 演练 疫情 健康
体检 心理 辅导 德育 少先队 共青团 工会 党支部 党员 发展 会议 决定 意见 建议 反馈 电话
地址 时间 地点 联系人 附件 说明 义务教育 校务公开 课后服务 收费标准 公示期 监督电话
家长委员会 教职工代表大会
"""
PLAIN = VOCABULARY.split()
"""The first are the most common."""
OFFICES = (
    "澄教发",
    "澄教基",
    "澄教人",
    "澄教财",
    "澄教安",
    "溪校字",
    "溪校办",
    "溪党发",
    "云教督",
    "云发改价",
    "云人社",
)
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
TOPICS, WORDS_OF_A_TOPIC, RARE_WORDS = 80, 25, 30_000
LONG_FILES = 50
"""One text in so many has a file of several thousand characters."""


class Writer:
    """Writes the n-th text."""

    def __init__(self) -> None:
        chance = random.Random(20261122)
        characters = [bytes((high, low)).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFA)]
        headings = [row["name"] for row in csv.DictReader(HEADINGS.open(encoding="utf-8-sig"))]
        domain = [word for name in headings for word in re.findall(r"[一-鿿]{2,6}", name)]
        self.characters = characters
        self.rare = ["".join(chance.choices(characters, k=chance.choice((2, 2, 2, 3)))) for _ in range(RARE_WORDS)]
        self.rare_weights = _falling(RARE_WORDS)
        self.plain_weights = _falling(len(PLAIN))
        self.topics = [chance.sample(domain + PLAIN, WORDS_OF_A_TOPIC) for _ in range(TOPICS)]
        self.topic_weights = _falling(TOPICS)

    def write(self, number: int) -> Text:
        """The text of the item with this number."""
        chance = random.Random(number)
        (topic,) = chance.choices(self.topics, cum_weights=self.topic_weights)
        year, office = chance.choice((2024, 2025, 2026)), chance.choice(OFFICES)
        title = f"关于{''.join(chance.sample(topic, 2))}{chance.choice(('的通知', '的公示', '情况公开', '方案'))}"
        head = [
            f"校公开〔{year}〕{number % 400_000:03d}号 {office}〔{year}〕{chance.randrange(1, 200)}号",
            self._sentence(chance, topic),
        ]
        length = min(60, max(2, round(chance.lognormvariate(2.6, 0.6))))
        body = ["".join(self._sentence(chance, topic) for _ in range(3)) for _ in range(length // 3 + 1)]
        files = [("附件.pdf", self._file(chance, topic))] if number % LONG_FILES == 0 else []
        return Text(title[:120], head, body, files)

    def name(self, chance: random.Random) -> str:
        return chance.choice(SURNAMES) + "".join(chance.choices(self.characters[:600], k=chance.choice((1, 2, 2))))

    def _file(self, chance: random.Random, topic: list[str]) -> str:
        return "\n".join(
            "".join(self._sentence(chance, topic) for _ in range(8)) for _ in range(chance.randrange(15, 60))
        )

    def _sentence(self, chance: random.Random, topic: list[str]) -> str:
        words = chance.choices(PLAIN, cum_weights=self.plain_weights, k=chance.randrange(2, 6))
        words += chance.choices(topic, k=chance.randrange(1, 4))
        words += chance.choices(self.rare, cum_weights=self.rare_weights, k=chance.randrange(0, 3))
        if chance.random() < 0.15:
            words.append(self.name(chance))
        if chance.random() < 0.2:
            words.append(f"{chance.randrange(1, 13)}月{chance.randrange(1, 29)}日")
        if chance.random() < 0.1:
            words.append(f"{chance.randrange(10, 90_000)}元")
        chance.shuffle(words)
        return "".join(words) + chance.choice("，，。；")


def _falling(count: int) -> list[float]:
    """Weights as in any language: the n-th word is used a n-th as often as the first."""
    return list(accumulate(1 / (rank + 3) for rank in range(count)))
