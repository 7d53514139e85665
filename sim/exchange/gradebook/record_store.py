"""Statements sent to a learning record store over the network (xAPI-Communication.md, 1.0.3, part 2.1)."""

from __future__ import annotations

import json
import os
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from meshes.quoting import cut, quoted
from scenarios.files import InputError
from sim.exchange.gradebook.elsewhere import statements
from sim.exchange.gradebook.rows import Filing

KEY = "TUOHY_LRS_KEY"
"""Environment variable that holds the store's user and password as USER:PASSWORD: on a command line others could read them."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")
ANSWER_S = 20
"""So long the store may keep silent (guess)"""
BATCH = 100
"""Statements that go at once (guess): some 100 kB"""
MOST_BYTES = 1_000_000
"""No answer to a batch is longer"""
SAME = ("actor", "verb", "result")
"""What two statements of one number have in common if they say the same; a store may add to the rest."""


@dataclass(frozen=True)
class Delivery:
    """What became of the statements."""

    taken: int
    """Those that the store took now, or had taken before"""
    otherwise: int
    """Those of which it keeps another under the same number, which it never changes"""


class _Nowhere(HTTPRedirectHandler):
    """A store that sends one elsewhere is not followed: user and password would go along."""

    def redirect_request(self, *_: Any) -> None:
        return None


class RecordStore:
    """A store that listens at a URL. Raises InputError for one to which a password does not go, and without one in the environment."""

    def __init__(self, url: str) -> None:
        self._name, loopback = _judged(url)
        self._url = f"{url.rstrip('/')}/statements"
        key = os.environ.get(KEY, "")
        if ":" not in key:
            raise InputError(f"{self._name}: its user and password should stand in the environment, as {KEY}=USER:PASSWORD")
        self._headers = {
            "Authorization": f"Basic {b64encode(key.encode()).decode()}",
            "Content-Type": "application/json",
            "X-Experience-API-Version": "1.0.3",
        }
        handlers = (_Nowhere(), ProxyHandler({})) if loopback else (_Nowhere(),)
        self._opener: OpenerDirector = build_opener(*handlers)

    def send(self, rows: Sequence[Filing]) -> Delivery:
        """All that these attempts say; sent again it is taken once, by its numbers. Raises InputError if the store is away or refuses."""
        told = [statement for row in rows for statement in statements(row)]
        otherwise = sum(self._post(told[i : i + BATCH]) for i in range(0, len(told), BATCH))
        return Delivery(len(told) - otherwise, otherwise)

    def _post(self, told: Sequence[dict[str, Any]]) -> int:
        """Of how many it keeps another one. A batch in which there is such a statement is refused whole, and goes one by one."""
        status, answer = self._ask("", json.dumps(told).encode())
        if status == HTTPStatus.CONFLICT:
            return sum(self._post([one]) for one in told) if len(told) > 1 else int(not self._keeps(told[0]))
        if status != HTTPStatus.NO_CONTENT and answer != [one["id"] for one in told]:
            raise InputError(f"{self._name}: answers as no store does")
        return 0

    def _keeps(self, one: dict[str, Any]) -> bool:
        _, kept = self._ask(f"?statementId={one['id']}", None)
        return isinstance(kept, dict) and all(kept.get(name) == one[name] for name in SAME)

    def _ask(self, which: str, body: bytes | None) -> tuple[int, Any]:
        """The answer's status and what it says: of a conflict nothing."""
        request = Request(self._url + which, body, self._headers)  # with a body it is a POST
        try:
            with self._opener.open(request, timeout=ANSWER_S) as answer:
                text = answer.read(MOST_BYTES)
                return answer.status, json.loads(text) if text else None
        except HTTPError as error:
            error.close()
            if error.code == HTTPStatus.CONFLICT and body is not None:
                return error.code, None
            raise InputError(f"{self._name}: refuses ({error.code} {cut(str(error.reason), 100)})") from None
        except (OSError, HTTPException) as error:
            why = error.reason if isinstance(error, URLError) else error
            raise InputError(f"{self._name}: cannot be reached now ({cut(' '.join(str(why).split()), 200)})") from None
        except (ValueError, RecursionError):
            raise InputError(f"{self._name}: answers as no store does") from None


def _judged(url: str) -> tuple[str, bool]:
    """What the store is called, and whether it is on this machine."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if host is None or not url.isascii() or not url.isprintable() or " " in url:
        raise InputError(f"--lrs {quoted(url.rpartition('@')[2])}: no URL like https://HOST/xapi")
    if parts.username is not None or parts.query or parts.fragment:
        raise InputError(
            f"--lrs: names the store and no more; its user and password should stand in the environment, as {KEY}=USER:PASSWORD"
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and host in LOOPBACK):
        raise InputError(f"--lrs {quoted(url)}: should begin with https://, since the password would go unhidden")
    return f"learning record store {cut(url, 200)}", host in LOOPBACK
