"""What kind of device a browser says it is: two words of ours, so that nothing that singles it out is kept. Pure."""

from __future__ import annotations

# The first that stands in the User-Agent; a system or a browser that stands in others' names comes after them.
SYSTEMS = (
    ("HarmonyOS", "鸿蒙手机"), ("OpenHarmony", "鸿蒙手机"), ("Android", "安卓手机"), ("iPhone", "苹果手机"), ("iPad", "苹果平板"),
    ("Windows", "Windows电脑"), ("Macintosh", "苹果电脑"), ("Linux", "Linux电脑"),
)  # fmt: skip
BROWSERS = (
    ("MicroMessenger", "微信"), ("DingTalk", "钉钉"), ("HuaweiBrowser", "华为浏览器"), ("QQBrowser", "QQ浏览器"), ("Edg", "Edge浏览器"),
    ("Firefox", "火狐浏览器"), ("Chrome", "Chrome浏览器"), ("Safari", "Safari浏览器"),
)  # fmt: skip
UNKNOWN = "未知设备"


def device_of(user_agent: str) -> str:
    """Return the kind of device, as `安卓手机 微信`; keys of the catalogue with a blank between, one or two."""
    found = [next((word for mark, word in known if mark in user_agent), "") for known in (SYSTEMS, BROWSERS)]
    return " ".join(word for word in found if word) or UNKNOWN
