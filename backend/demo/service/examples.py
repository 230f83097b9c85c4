"""Cases and stories of the demo: written by one person, made public by another. All made up, and each says so."""

from __future__ import annotations

from uuid import uuid4

from backend.demo.domain import TOWN
from backend.demo.service.stories import Stage
from backend.stories import service
from backend.stories.domain import NewStory

# Who writes it, who checks it, its kind, what it is about, what it is called, what it says.
TOLD = (
    (
        "lianluo", "zhenrenda", "case", "neighbours", "院墙滴水，量清楚再说",
        ("两户人家院墙相连，新盖的一边下雨时滴到老房子墙上，吵了一个夏天。调解员带着卷尺上门，双方一起量了屋檐和墙的距离，"
        "商定加一道接水槽，钱各出一半。\n\n法怎么说：《民法典》第二百八十八条讲，相邻的人要按照有利生产、方便生活、团结互助、"
        "公平合理的原则处理相邻关系；第二百九十条讲，自然流水的排放应当尊重自然流向。\n\n遇到这样的事：先请村（社区）调解员到场看，"
        "别急着拆和堵。调解协议签好后，双方可以在三十日内一起申请司法确认。"),
    ),
    (
        "lianluo", "xianlianluo", "case", "family", "三个子女，赡养费怎么分",
        ("一位老人由大儿子照看，另外两个子女在外地，几年没有给过钱。调解员把三个人请到视频里，先算老人每月的开支，再按各人的情况分担，"
        "写成一张字据，每月几号给、给多少都写明白。\n\n法怎么说：《民法典》第一千零六十七条讲，成年子女不履行赡养义务的，"
        "缺乏劳动能力或者生活困难的父母，有要求成年子女给付赡养费的权利。\n\n遇到这样的事：可以找人民调解员，也可以申请法律援助。"),
    ),
    (
        "lianluo", "zhenrenda", "case", "property", "物业费收了，账要看得见",
        ("一个小区三年没有公示过收费和开支，几位住户不肯再交物业费。住建部门和社区一起请物业把合同、收费标准和一年的开支贴到每个单元门口，"
        "住户看过后提了六条疑问，物业当面答复，欠费的也补交了。\n\n法怎么说：《民法典》第九百四十三条讲，物业服务人应当定期把服务事项、"
        "收费项目、收费标准、履行情况等以合理方式向业主公开。\n\n遇到这样的事：先要求公开，再谈交费；不公开的，可以向住建部门反映。"),
    ),
    (
        "xianlianluo", "zhenrenda", "part", None, "广场边上提的意见，写进了草案",
        ("征求意见那天，流动站点停在集市口。一位买菜的大姐听说在改物业条例，说了一句：公示要贴到单元门口，老人不会上网看。"
        "工作人员一个字一个字记下来，念给她听，给了她一张回执。几个月后，草案里真的加上了“在每个单元的显著位置”。\n\n"
        "她说：“我就是随口一说，没想到真有人听。”您也可以对正在征求意见的草案说几句，不用登录，说完凭回执看结果。"),
    ),
    (
        "lianluo", "zhenrenda", "result", "traffic", "站牌挪了位置，老人少走两里路",
        ("公交站牌因修路挪走以后，好几位老人到代表接待日来说：去一趟医院要多走两里路。代表把这件事写成建议，交通部门到现场看过，"
        "在原处加设了临时站点，修完路再改回来。\n\n从有人来说到加设站点，一共二十六天。来说过的每个人都收到了答复。"),
    ),
)  # fmt: skip
# For whom: the rest is for everybody.
FOR = {
    "院墙滴水，量清楚再说": ("农户",),
    "三个子女，赡养费怎么分": ("老年人", "务工人员"),
    "站牌挪了位置，老人少走两里路": ("老年人",),
}
MADE_UP = "\n\n（本文是演示，不是真人真事。）"


def tell(stage: Stage) -> None:
    """Write each story and let a second person make it public, by the same services as everybody's."""
    for author, second, kind, topic, title, body in TOLD:
        new = NewStory(uuid4(), kind, topic, title, body + MADE_UP, TOWN, (), FOR.get(title, ()))
        with stage.owner.transaction() as session:
            service.write(session, stage.enter(session, author).name, new)
        with stage.owner.transaction() as session:
            service.move(session, new.id, stage.enter(session, second).name, "public", version=1, reason="")
