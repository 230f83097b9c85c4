"""One catalogue of words: what the code says stands in it, in both languages, written as Chinese is written."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from backend.http.words import FOLDER

ROOT = Path(__file__).parents[2]
HAN = r"[\u3400-\u9fff]"
# Files whose Chinese is not the product's own words, each with its reason.
NOT_WORDS = {
    "backend/demo/domain.py": "made-up people and reports of the demo",
    "backend/demo/service/filling.py": "names of the demo's data, and what the terminal prints",
    "backend/demo/service/activities.py": "made-up activities of the demo",
    "backend/demo/service/bulletins.py": "where the demo's screen hangs",
    "backend/demo/service/trainings.py": "made-up trainings of the demo",
    "backend/demo/service/solicitations.py": "made-up drafts of the demo",
    "backend/demo/service/wishes.py": "the same",
    "backend/demo/service/visits.py": "the same",
    "backend/stories/domain.py": "names and places that it finds in other people's texts, and says to nobody",
    "backend/demo/service/stories.py": "what the demo's people say",
    "backend/demo/service/receptions.py": "the same",
    "backend/demo/service/opinions.py": "the same",
    "backend/demo/service/projects.py": "the same",
    "backend/demo/service/examples.py": "made-up cases and stories of the demo",
    "backend/demo/service/networks.py": "the same",
    "backend/demo/service/evaluation.py": "the same",
    "backend/demo/service/proposals.py": "the same",
    "backend/demo/service/figures.py": "made-up opinions, and titles of what the documents count",
    "backend/deputies/service/imports.py": "the example row of a file to fill in",
    "backend/codes/commands.py": "printed on posters, which are Chinese only",
    "backend/codes/service/posters.py": "printed on posters, which are Chinese only",
    "backend/stations/domain/opening.py": "what it reads in other people's texts, and says to nobody",
    "backend/solicitations/domain/layout.py": "what it reads in other people's texts, and says to nobody",
    "backend/initiatives/domain/likeness.py": "what it leaves out of other people's texts, and says to nobody",
    "pwa/src/sw/push.ts": "shown only when a push cannot be read; the service worker holds no catalogue",
}
# Single strings that are not words, each with its reason.
PARTS = {
    "直通": "a word that a password may not be",
    "中文": "a language's own name is written in that language everywhere",
    "合成": "what an attribution says itself when cells are made up",
    "村|社区|小区|街|路|巷|组|号楼|单元": "how the parts of an address end, in what people write",
    "年": "a date on the paper sheet, which is Chinese only",
    "月": "the same",
    "日": "the same",
    "居民委员会": "the part of an official name that people leave out",
    "民委员会": "the same",
    "(居民委员会|居委会)$": "the same, when names are compared",
    "村?(村民委员会|村委会)$": "the same",
    "村": "the same",
    "起": "a column of the list of people, as offices keep it",
    "语言": "the same",
    "止": "the same",
    "手机": "the same",
    "五老": "what such a list may call kinds of people",
    "采集员": "the same",
    "人民调解员": "the same",
    "村（社区）法律顾问": "the same",
    "县长": "what such a list may call a head of a county",
    "[、,，;；/\\s]+": "what divides the roles in a cell of it",
    "第": "a part of the name that a cell without one is given: 第1网格",
}
FORBIDDEN = ("非法", "无效", "系统异常", "操作失败", "未知错误")


def rows() -> list[tuple[str, str, str]]:
    """Every row of the catalogue: file, Chinese, English."""
    found = []
    for path in sorted(FOLDER.glob("*.tsv")):
        head, *body = path.read_text("utf-8").splitlines()
        assert head == "zh-CN\ten", path.name
        for line in body:
            chinese, english = line.split("\t")
            found.append((path.name, chinese, english))
    return found


def chinese() -> set[str]:
    """Every key of the catalogue."""
    return {key for _, key, _ in rows()}


def python_strings(text: str) -> Iterator[str]:
    """Yield the string constants of a module that are not docstrings."""
    tree = ast.parse(text)
    sentences = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in sentences:
            yield node.value


def script_strings(text: str) -> Iterator[str]:
    """Yield what stands in quotes in TypeScript, and the text between tags; a template's `${…}` are left out."""
    text = re.sub(r"/\*.*?\*/|(?<![:\w])//[^\n]*", "", text, flags=re.DOTALL)
    for double, back in re.findall(r'"((?:[^"\\\n]|\\.)*)"|`([^`]*)`', text):
        # a template's own words stand between its `${…}`, whose calls of `t("…")` are words too
        yield from [double] if double else [*re.findall(r'"([^"]*)"', back), re.sub(r"\$\{.*\}", "", back).strip("·，")]
    yield from re.findall(r">([^<>{}\n]+)<", text)


def template_strings(text: str) -> Iterator[str]:
    """Yield what stands in quotes and between tags in a template."""
    text = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    yield from re.findall(r"say\(\s*'([^']*)'", text)  # inside an attribute
    yield from (a or b for a, b in re.findall(r'"([^"]*)"|\'([^\']*)\'', text))
    yield from (part.strip() for part in re.findall(r">([^<{]*)[<{]", text))


def said() -> Iterator[tuple[str, str]]:
    """Yield every Chinese string of the product with the file it stands in."""
    readers = {".py": python_strings, ".ts": script_strings, ".tsx": script_strings, ".html": template_strings}
    for folder in ("backend", "pwa/src"):
        for path in sorted((ROOT / folder).rglob("*")):
            name = str(path.relative_to(ROOT))
            if path.suffix in readers and name not in NOT_WORDS and "migrations" not in name:
                for text in readers[path.suffix](path.read_text("utf-8")):
                    if re.search(HAN, text) and text not in PARTS and "{{" not in text:
                        yield name, text


def wrong_in(text: str) -> list[str]:
    """Return what is not written as Chinese is: half-width marks and typed spaces beside 汉字."""
    text = re.sub(r"\{\w+\}", "1", text)
    mark = rf"{HAN}[,:;?!()]|[,:;?!()\"']{HAN}|{HAN}[\"']|{HAN}\.(?!\w)"
    space = rf"{HAN} +[\w(（]|[\w)）%] +{HAN}|{HAN} +{HAN}|[，。：；？！（）、] | [，。：；？！）、]"
    return [found.group() for found in re.finditer(rf"{mark}|{space}", text)]


def test_everything_said_stands_in_the_catalogue() -> None:
    known = chinese()
    heard = list(said())
    assert len(heard) > 300
    assert sorted({(name, text) for name, text in heard if text not in known}) == []


def test_exceptions_still_stand() -> None:
    for name in NOT_WORDS:
        assert re.search(HAN, (ROOT / name).read_text("utf-8")), name


def test_every_row_has_both_languages() -> None:
    for file, key, english in rows():
        assert english.strip(), (file, key)
        assert not re.search(HAN, english) or english.startswith("Zhitong"), (file, key)


def test_placeholders_are_the_same_in_both() -> None:
    for file, key, english in rows():
        assert set(re.findall(r"\{\w+\}", key)) == set(re.findall(r"\{\w+\}", english)), (file, key)


def test_a_key_means_one_thing() -> None:
    meanings: dict[str, set[str]] = {}
    for _, key, english in rows():
        meanings.setdefault(key, set()).add(english)
    assert {key: sorted(found) for key, found in meanings.items() if len(found) > 1} == {}


def test_a_file_says_a_key_once() -> None:
    seen = [(file, key) for file, key, _ in rows()]
    assert sorted({row for row in seen if seen.count(row) > 1}) == []


def test_chinese_is_written_as_chinese_is() -> None:
    assert {key: wrong_in(key) for key in chinese() if wrong_in(key)} == {}


def test_wrong_marks_are_found() -> None:
    assert wrong_in("有3处要改：照片、地点（1/2）。") == []
    for wrong in ("有 3 处", "照片,地点", "地点: 文峰", "照片(1)", "好的.", "用 App 打开", "第{n} 处"):
        assert wrong_in(wrong), wrong


def test_nobody_is_told_that_they_are_illegal() -> None:
    assert [key for key in chinese() if any(word in key for word in FORBIDDEN)] == []


def test_no_row_is_left_over() -> None:
    used = {text for _, text in said()}
    for name in NOT_WORDS:
        path = ROOT / name
        used |= set((python_strings if path.suffix == ".py" else script_strings)(path.read_text("utf-8")))
    left = [(key, english) for _, key, english in rows() if key not in used and re.search(HAN, key)]
    # marshmallow says these in English, and they are looked up the other way round
    library = {english for english in (english for _, english in left) if english.endswith(".")}
    assert sorted(key for key, english in left if english not in library) == []
