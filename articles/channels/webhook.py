"""The robot of a group of 企业微信 or 钉钉: both take the same JSON at an address with a key in it.

https://developer.work.weixin.qq.com/document/path/91770
https://open.dingtalk.com/document/orgapp/custom-robot-access
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlencode, urlsplit

from django.conf import settings

LONGEST = 2000  # bytes of a message; 企业微信 takes 2,048
ANSWER = 64 * 1024  # bytes of an answer that are read


class NotTaken(Exception):
    """The robot is not there, or refused. The text never has its address: that is the key to it."""


def send(lines: Sequence[str]) -> int:
    """Send the group a message of as many lines as it takes; how many, at least one.

    It opens with the paper's name, which can be the word that 钉钉 asks of every message. Raises
    NotTaken.
    """
    content = f"【{settings.NEWSROOM_SITE_NAME}编辑部】"
    count = 0
    for line in lines:
        longer = f"{content}\n{line}"
        if count and len(longer.encode()) > LONGEST:
            break
        content, count = longer, count + 1
    cut = content.encode()[:LONGEST].decode(errors="ignore")
    _post({"msgtype": "text", "text": {"content": cut}})
    return count


def _post(message: dict[str, object]) -> None:
    parts = urlsplit(settings.WEBHOOK_URL)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    robot = kind(parts.hostname or "", parts.port, timeout=settings.CHANNEL_TIMEOUT)
    query = "&".join(filter(None, [parts.query, _signature(settings.WEBHOOK_SECRET)]))
    body = json.dumps(message, ensure_ascii=False).encode()
    try:
        robot.request(
            "POST", f"{parts.path or '/'}?{query}", body, {"Content-Type": "application/json"}
        )
        response = robot.getresponse()
        said = response.read(ANSWER)
    except (OSError, HTTPException) as error:
        raise NotTaken(f"the robot did not answer ({type(error).__name__})") from error
    finally:
        robot.close()
    if response.status != 200:
        raise NotTaken(f"the robot answered {response.status}")
    if code := _error_code(said):
        raise NotTaken(f"the robot answered errcode {code}")


def _signature(secret: str, *, now: float | None = None) -> str:
    """What 钉钉 wants in the address where a robot has a secret (加签); else nothing."""
    if not secret:
        return ""
    timestamp = str(round((time.time() if now is None else now) * 1000))
    signed = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256).digest()
    return urlencode({"timestamp": timestamp, "sign": base64.b64encode(signed).decode()})


def _error_code(said: bytes) -> object:
    """Both robots answer 200 with an errcode, which is 0 for what they took."""
    try:
        answer = json.loads(said)
    except ValueError:
        return "none"
    return answer.get("errcode", 0) if isinstance(answer, dict) else "none"
