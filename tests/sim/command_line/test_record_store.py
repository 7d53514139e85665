"""``records export --lrs``: to a store on this machine that keeps the rules of xAPI-Communication.md 1.0.3."""

from __future__ import annotations

import json
import threading
from base64 import b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from sim.command_line.entry import run
from sim.exchange.gradebook import record_store
from sim.exchange.gradebook.address import DATABASE
from sim.exchange.gradebook.record_store import KEY
from tests.sim.command_line.told import Output, told
from tests.sim.exchange.statements import Statement
from tests.sim.played import Played

SECRET = "ada:open:sesame"


class Store(ThreadingHTTPServer):
    """Keeps statements by their numbers; refuses a batch with one that it has already, as strict stores do, or answers as it is told."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.kept: dict[str, dict[str, Any]] = {}
        self.batches: list[int] = []
        self.says: tuple[int, bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/xapi"


class _Answers(BaseHTTPRequestHandler):
    server: Store

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self, code: int, said: bytes) -> None:
        self.send_response(code)
        if 300 <= code < 400:
            self.send_header("Location", f"{self.server.url}/elsewhere")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert self.path == "/xapi/statements"
        assert self.headers["X-Experience-API-Version"] == "1.0.3"
        assert self.headers["Content-Type"] == "application/json"
        store = self.server
        store.batches.append(len(body))
        if store.says is not None:
            self._answer(*store.says)
        elif self.headers["Authorization"] != f"Basic {b64encode(SECRET.encode()).decode()}":
            self._answer(401, b"")
        elif any(one["id"] in store.kept for one in body):
            self._answer(409, b"there already")
        else:
            store.kept |= {one["id"]: {**one, "stored": "2026-11-29T10:00:00Z"} for one in body}
            self._answer(200, json.dumps([one["id"] for one in body]).encode())

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        assert parts.path == "/xapi/statements", "nobody goes where a store sends one"
        (number,) = parse_qs(parts.query)["statementId"]
        self._answer(200, json.dumps(self.server.kept[number]).encode())


@pytest.fixture
def store() -> Iterator[Store]:
    with Store() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def filed(own_home: Path, played: Played, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(DATABASE, raising=False)
    monkeypatch.setenv(KEY, SECRET)
    told(capsys, "records", "import", played.path("anticoagulated_competent"), "--learner", "Ada")


def test_sent_twice_it_is_there_once(store: Store, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_store, "BATCH", 2)
    assert told(capsys, "records", "export", "--lrs", store.url) == {"attempts": 1, "taken": 3, "otherwise": 0}
    assert store.batches == [2, 1]
    for one in store.kept.values():
        Statement.model_validate({name: value for name, value in one.items() if name != "stored"})
    before = dict(store.kept)
    assert told(capsys, "records", "export", "--lrs", f"{store.url}/") == {"attempts": 1, "taken": 3, "otherwise": 0}
    assert store.kept == before
    assert run(["records", "export", "--lrs", store.url]) == 0
    assert capsys.readouterr().out == "1 attempts, 3 statements are in the store\n"


def test_another_result_that_the_store_keeps_is_told(store: Store, capsys: Output) -> None:
    told(capsys, "records", "export", "--lrs", store.url)
    first = next(iter(store.kept.values()))
    first["result"] = {**first["result"], "success": not first["result"]["success"]}
    assert told(capsys, "records", "export", "--lrs", store.url, code=1) == {"attempts": 1, "taken": 2, "otherwise": 1}


@pytest.mark.parametrize(
    ("says", "sentence"),
    [
        ((500, b""), "refuses (500 Internal Server Error)"),
        ((302, b""), "refuses (302 Found)"),
        ((200, b"<html>Welcome</html>"), "answers as no store does"),
        ((200, b"[]"), "answers as no store does"),
    ],
)
def test_a_store_that_refuses_is_said_in_a_sentence(store: Store, says: tuple[int, bytes], sentence: str, capsys: Output) -> None:
    store.says = says
    assert run(["records", "export", "--lrs", store.url]) == 2
    assert capsys.readouterr().err == f"tuohy: learning record store {store.url}: {sentence}\n"


def test_another_password_or_none_is_said(store: Store, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, "ada:wrong")
    assert run(["records", "export", "--lrs", store.url]) == 2
    said = capsys.readouterr().err
    assert "refuses (401 Unauthorized)" in said
    assert "wrong" not in said
    monkeypatch.delenv(KEY)
    assert run(["records", "export", "--lrs", store.url]) == 2
    assert "TUOHY_LRS_KEY=USER:PASSWORD" in capsys.readouterr().err
    assert len(store.batches) == 1


def test_a_store_that_is_away_or_silent_is_said(store: Store, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store() as gone:
        url = gone.url
    assert run(["records", "export", "--lrs", url]) == 2
    assert "cannot be reached now ([" in capsys.readouterr().err
    assert run(["records", "export", "--lrs", store.url.replace("http:", "https:")]) == 2, "who listens there speaks no TLS"
    assert "cannot be reached now ([SSL" in capsys.readouterr().err
    monkeypatch.setattr(record_store, "ANSWER_S", 0.2)
    store.shutdown()  # it listens, and nobody answers
    assert run(["records", "export", "--lrs", store.url]) == 2
    assert "cannot be reached now (" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://records.example/xapi", "should begin with https://"),
        ("ftp://127.0.0.1/xapi", "should begin with https://"),
        ("https://ada:sesame@records.example/xapi", "should stand in the environment"),
        ("https://records.example:port/xapi", "no URL like https://HOST/xapi"),
        ("records", "no URL like https://HOST/xapi"),
    ],
)
def test_a_password_goes_nowhere_unhidden(url: str, sentence: str, capsys: Output) -> None:
    assert run(["records", "export", "--lrs", url]) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert "sesame" not in said


def test_a_file_or_a_store_is_named_and_not_both(tmp_path: Path, store: Store, capsys: Output) -> None:
    assert run(["records", "export"]) == 2
    assert run(["records", "export", str(tmp_path / "a.json"), "--lrs", store.url]) == 2
    assert not (tmp_path / "a.json").exists()
    assert not store.batches
