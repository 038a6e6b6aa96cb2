"""A graph in, a local web server out: explorer, SPARQL 1.1 endpoint, query page, a page for every entity.

=====================  ======================================================================================
``/``                  the HTML page to explore; ``/graph.ttl`` the Turtle
``/sparql``            SPARQL 1.1 Protocol, query operation: GET, POST of a form or of the bare query
``/query``             YASGUI with the built-in questions, all from this server
``/id/KIND/KEY``       an entity as HTML, Turtle or JSON-LD, by ``Accept`` or ``?format=``
=====================  ======================================================================================

It reads only: there is no update, SERVICE is refused, FROM and LOAD reach no file. Queries run under a time and a row
limit (``kg.outputs.worker``). It listens on the loopback address and answers only requests addressed to it by that
name, so that no web page can reach it by a name of its own; pages served from localhost may ask it (CORS).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

import pyoxigraph as ox

from kg.errors import InputError
from kg.graph.names import KINDS
from kg.graph.query import find_question, list_questions, set_options
from kg.ontology import load_ontology
from kg.outputs.entity_page import MOST, describe_query, write_entity_page
from kg.outputs.results import FORMATS
from kg.outputs.worker import TRIPLES, Reply, Request, Worker

ADDRESS = "127.0.0.1"
_LOCAL = {"127.0.0.1", "localhost", "[::1]"}
_ORIGIN = re.compile(r"https?://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?")
_LONGEST = 1_000_000  # bytes of a posted query
_YASGUI = {
    "/query": ("query.html", "text/html; charset=utf-8"),
    "/yasgui/query.js": ("query.js", "text/javascript; charset=utf-8"),
    "/yasgui/yasgui.min.js": ("yasgui.min.js", "text/javascript; charset=utf-8"),
    "/yasgui/yasgui.min.css": ("yasgui.min.css", "text/css; charset=utf-8"),
}
_PAGES = {"text/html": "html", "application/xhtml+xml": "html"}
_POLICY = (  # of YASGUI: nothing from elsewhere; it styles its elements itself
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'"
)
Files = Mapping[str, tuple[str, Callable[[], bytes]]]


class GraphServer(ThreadingHTTPServer):
    """Holds what the handlers answer from. ``files`` are made when they are first asked for."""

    daemon_threads = True

    def __init__(self, worker: Worker, files: Files, port: int, *, seconds: float = 30, rows: int = 100_000) -> None:
        self.worker = worker
        self.files = {path: (kind, cache(make)) for path, (kind, make) in files.items()}
        self.seconds, self.rows = seconds, rows
        super().__init__((ADDRESS, port), _Handler)

    @property
    def url(self) -> str:
        return f"http://{ADDRESS}:{self.server_port}/"


class _Handler(BaseHTTPRequestHandler):
    server: GraphServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if not self._is_local():
            return
        if parts.path == "/sparql":
            self._answer(parse_qs(parts.query).get("query", []))
        elif parts.path == "/favicon.ico":  # browsers ask for it, and would tell the reader that there is none
            self._send(HTTPStatus.NO_CONTENT, "image/x-icon", b"")
        elif parts.path in self.server.files:
            kind, make = self.server.files[parts.path]
            self._send(HTTPStatus.OK, kind, make())
        elif parts.path in _YASGUI:
            name, kind = _YASGUI[parts.path]
            content = Path(__file__).with_name("yasgui").joinpath(name).read_bytes()
            self._send(HTTPStatus.OK, kind, content, {"Content-Security-Policy": _POLICY})
        elif parts.path.startswith("/id/"):
            self._describe(parts.path.removeprefix("/id/"), dict(parse_qsl(parts.query)).get("format", ""))
        elif parts.path.startswith("/questions"):
            self._tell_questions(parts.path, dict(parse_qsl(parts.query)))
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "there is / and /graph.ttl and /sparql and /query and /id/KIND/KEY")

    def do_OPTIONS(self) -> None:
        self._send(HTTPStatus.NO_CONTENT, "text/plain", b"", {"Allow": "GET, HEAD, POST, OPTIONS"})

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        # a body that is not read would be taken for the next request
        self.close_connection = True
        if not self._is_local():
            return
        length = self.headers.get("Content-Length", "")
        if urlsplit(self.path).path != "/sparql":
            self._refuse(HTTPStatus.NOT_FOUND, "queries are posted to /sparql")
        elif not length.isascii() or not length.isdigit():
            self._refuse(HTTPStatus.LENGTH_REQUIRED, "Content-Length is missing")
        elif int(length) > _LONGEST:
            self.rfile.read(min(int(length), 16 * _LONGEST))  # or the client would still be sending and see no answer
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the query is too long")
        else:
            text = self.rfile.read(int(length)).decode("utf-8", errors="replace")
            kind = self.headers.get_content_type()
            if kind == "application/sparql-query":
                self._answer([text])
            elif kind == "application/x-www-form-urlencoded":
                self._answer(parse_qs(text).get("query", []))
            else:
                self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "post a form or application/sparql-query")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the base class names it so)
        """Quiet: only the command line prints."""

    def _is_local(self) -> bool:
        host = self.headers.get("Host", "").rpartition(":")
        local = (host[0] or host[2]) in _LOCAL
        if not local:
            self._refuse(HTTPStatus.FORBIDDEN, "this server answers on the loopback address only")
        return local

    def _answer(self, queries: Sequence[str]) -> None:
        if len(queries) != 1:
            self._refuse(HTTPStatus.BAD_REQUEST, "give one query")
            return
        known = [*FORMATS, *TRIPLES]
        wanted = tuple(kind for kind in self._list_wanted() if kind in known)
        self._send_reply(self.server.worker.ask(Request(queries[0], wanted, self.server.seconds, self.server.rows)))

    def _send_reply(self, reply: Reply) -> None:
        status = {"": HTTPStatus.OK, "bad": HTTPStatus.BAD_REQUEST, "slow": HTTPStatus.SERVICE_UNAVAILABLE}[reply.error]
        more = {"X-Truncated": f"at {self.server.rows} rows"} if reply.more else {}
        self._send(status, reply.kind, reply.body, more)

    def _describe(self, path: str, form: str) -> None:
        kind, _, key = path.partition("/")
        if kind not in KINDS or not key:
            self._refuse(HTTPStatus.NOT_FOUND, f"there are {', '.join(KINDS)}")
            return
        identifier = f"{kind}:{unquote(key, errors='surrogatepass')}"
        query = describe_query(identifier)
        wanted = [each for each in self._list_wanted() if each in _PAGES or each in TRIPLES]
        first = {"ttl": "text/turtle", "jsonld": "application/ld+json", "html": "text/html"}.get(form) or next(
            iter(wanted), "text/html"
        )
        inner = first if first in TRIPLES else "application/n-triples"
        reply = self.server.worker.ask(Request(query, (inner,), self.server.seconds, MOST))
        if not reply.error and not reply.body.strip().replace(b"[]", b""):
            self._refuse(HTTPStatus.NOT_FOUND, "nothing is known of it")
        elif reply.error or first in TRIPLES:
            self._send_reply(reply)
        else:
            triples = [quad.triple for quad in ox.parse(reply.body, format=ox.RdfFormat.N_TRIPLES)]
            if not triples:
                self._refuse(HTTPStatus.NOT_FOUND, "nothing is known of it")
                return
            page = write_entity_page(identifier, triples, load_ontology())
            policy = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
            self._send(HTTPStatus.OK, "text/html; charset=utf-8", page, policy)

    def _tell_questions(self, path: str, values: dict[str, str]) -> None:
        if path == "/questions.json":
            told = [
                {key: value for key, value in asdict(question).items() if key != "text"}
                for question in list_questions()
            ]
            self._send(HTTPStatus.OK, "application/json", json.dumps(told, ensure_ascii=False).encode())
            return
        question = find_question(unquote(path.removeprefix("/questions/").removesuffix(".rq")))
        if question is None:
            self._refuse(HTTPStatus.NOT_FOUND, "no such question")
            return
        try:
            text = set_options(question, values)
        except InputError as error:
            self._refuse(HTTPStatus.BAD_REQUEST, str(error))
        else:
            self._send(HTTPStatus.OK, "application/sparql-query; charset=utf-8", text.encode())

    def _list_wanted(self) -> list[str]:
        """The media types of Accept, the most wanted first."""
        wanted: list[tuple[float, int, str]] = []
        for place, part in enumerate(self.headers.get("Accept", "").split(",")):
            kind, _, options = part.partition(";")
            quality = next((o.strip()[2:] for o in options.split(";") if o.strip().startswith("q=")), "1")
            weight = float(quality) if quality.replace(".", "", 1).isdigit() else 0.0
            wanted.append((-weight, place, kind.strip().lower()))
        return [kind for weight, _, kind in sorted(wanted) if weight]

    def _refuse(self, status: HTTPStatus, reason: str) -> None:
        self._send(status, "text/plain; charset=utf-8", f"{reason}\n".encode("utf-8", "replace"))

    def _send(self, status: HTTPStatus, kind: str, body: bytes, more: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        origin = self.headers.get("Origin", "")
        if _ORIGIN.fullmatch(origin):
            self.send_header("Access-Control-Allow-Origin", origin)
            self.send_header("Access-Control-Allow-Headers", "Content-Type, Accept")
            self.send_header("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
        self.send_header("Vary", "Accept, Origin")
        for name, value in (more or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
