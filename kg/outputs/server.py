"""A graph in, a local web server out: the HTML page at ``/``, a SPARQL 1.1 endpoint at ``/sparql``.

The endpoint follows the SPARQL 1.1 Protocol's query operation (GET, POST with a form, POST of the bare query) and
chooses the format by ``Accept``. It reads only: there is no update, and SERVICE is refused. It listens on the
loopback address and answers only requests addressed to it by that name, so that no web page can reach it by a
name of its own.
"""

from __future__ import annotations

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

from kg.errors import InputError
from kg.graph.names import QUERY_PREFIXES
from kg.graph.query import answer

if TYPE_CHECKING:
    from collections.abc import Sequence

ADDRESS = "127.0.0.1"
_LOCAL = {"127.0.0.1", "localhost", "[::1]"}
_LONGEST = 1_000_000  # bytes of a posted query
_ROWS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
_TRIPLES = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}


class GraphServer(ThreadingHTTPServer):
    """Holds what the handlers answer from."""

    daemon_threads = True

    def __init__(self, store: ox.Store, page: bytes, turtle: bytes, port: int) -> None:
        self.store = store
        self.files = {
            "/": ("text/html; charset=utf-8", page),
            "/graph.html": ("text/html; charset=utf-8", page),
            "/graph.ttl": ("text/turtle; charset=utf-8", turtle),
        }
        super().__init__((ADDRESS, port), _Handler)

    @property
    def url(self) -> str:
        return f"http://{ADDRESS}:{self.server_port}/"


class _Handler(BaseHTTPRequestHandler):
    server: GraphServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        if not self._is_local():
            return
        if path == "/sparql":
            self._answer(query.get("query", []))
        elif path in self.server.files:
            self._send(HTTPStatus.OK, *self.server.files[path])
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "there is / and /graph.ttl and /sparql")

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
        try:
            result = answer(self.server.store, queries[0])
            if isinstance(result, ox.QueryTriples):
                kind = self._choose(_TRIPLES)
                body = ox.serialize(result, format=_TRIPLES[kind], prefixes=QUERY_PREFIXES)
            else:
                kind = self._choose(_ROWS)
                body = result.serialize(format=_ROWS[kind])
        except (InputError, ValueError, OSError) as error:
            self._refuse(HTTPStatus.BAD_REQUEST, str(error))
        else:
            self._send(HTTPStatus.OK, kind, body or b"")

    def _choose(self, kinds: dict[str, ox.QueryResultsFormat] | dict[str, ox.RdfFormat]) -> str:
        """The first of our formats that the client wants most; our own first where it does not mind."""
        wanted: list[tuple[float, int, str]] = []
        for place, part in enumerate(self.headers.get("Accept", "").split(",")):
            kind, _, options = part.partition(";")
            quality = next((o.strip()[2:] for o in options.split(";") if o.strip().startswith("q=")), "1")
            weight = float(quality) if quality.replace(".", "", 1).isdigit() else 0.0
            wanted.append((-weight, place, kind.strip().lower()))
        return next((kind for weight, _, kind in sorted(wanted) if kind in kinds and weight), next(iter(kinds)))

    def _refuse(self, status: HTTPStatus, reason: str) -> None:
        self._send(status, "text/plain; charset=utf-8", f"{reason}\n".encode("utf-8", "replace"))

    def _send(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
