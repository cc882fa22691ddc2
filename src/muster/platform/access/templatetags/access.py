"""`{% load access %}`: QR codes and printed codes."""

from io import BytesIO

import segno
from django import template
from django.utils.safestring import SafeString, mark_safe

from muster.platform.access.codes import grouped

register = template.Library()
QUIET_MODULES = 4


@register.simple_tag
def qr(content: str, *, scale: int = 5) -> SafeString:
    """Draw a QR code as SVG whose geometry stands in attributes; four modules of quiet zone."""
    drawing = BytesIO()
    symbol = segno.make(content, error="m")
    side = symbol.symbol_size(scale, QUIET_MODULES)[0]
    symbol.save(
        drawing,
        kind="svg",
        scale=scale,
        border=QUIET_MODULES,
        xmldecl=False,
        svgns=False,
        nl=False,
        dark="#000",
        light="#fff",
        svgclass="qr",
        lineclass=None,
        omitsize=True,
    )
    sized = drawing.getvalue().decode().replace("<svg", f'<svg width="{side}" height="{side}"', 1)
    return mark_safe(sized)  # noqa: S308  # segno draws numbers only


BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("DingTalk", "DingTalk"),
    ("HuaweiBrowser", "Huawei"),
    ("MiuiBrowser", "MIUI"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)
"""What browsers say they are, the narrower claim first: every one of them also says Safari."""


@register.filter
def browser(user_agent: str) -> str:
    """Name a browser in two words (`Chrome · Android`); empty where it says nothing known."""
    told = [
        next((name for sign, name in table if sign in user_agent), "")
        for table in (BROWSERS, SYSTEMS)
    ]
    return " · ".join(word for word in told if word)


@register.filter
def code(value: str) -> str:
    """Group a code as it is printed: `7K3QX-9M2PA`."""
    return grouped(value)
