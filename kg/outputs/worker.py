"""Queries in, finished documents out, each within a time and a row limit that hold.

The engine cannot be told to stop, so every query runs in a process of its own, forked from one that holds the store
(its memory is shared, so a fork costs milliseconds), and the kernel ends it when its time is up or its memory spent.
Where there is no fork (Windows) queries run in the server's own process and only the row limit holds.
"""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError
from kg.graph.names import QUERY_PREFIXES
from kg.graph.query import answer
from kg.outputs.results import FORMATS, write_boolean, write_rows

TRIPLES = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}
_FORKS = hasattr(os, "fork") and hasattr(socket, "send_fds")
_MEMORY = 2 << 30  # bytes that one query may take


@dataclass(frozen=True, slots=True)
class Request:
    """A query, the media types that the client would take (best first), and the limits."""

    query: str
    wanted: tuple[str, ...] = ()
    seconds: float = 30
    rows: int = 100_000


@dataclass(frozen=True, slots=True)
class Reply:
    """The document with its media type; or ``error``: bad (the query), slow (its time ran out)."""

    kind: str
    body: bytes
    more: bool = False  # there were more rows than the limit
    error: str = ""


def make_reply(store: ox.Store, request: Request) -> Reply:
    """Answer in this process."""
    try:
        result = answer(store, request.query)
        if isinstance(result, ox.QueryTriples):
            kind = next((each for each in request.wanted if each in TRIPLES), "text/turtle")
            triples = iter(result)
            kept = sorted(islice(triples, request.rows), key=_rank)  # so that a subject stands together
            body = ox.serialize(kept, format=TRIPLES[kind], prefixes=QUERY_PREFIXES) or b""
            return Reply(kind, body, next(triples, None) is not None)
        kind = next((each for each in request.wanted if each in FORMATS), "application/sparql-results+json")
        if isinstance(result, ox.QueryBoolean):
            return Reply(kind, write_boolean(result, FORMATS[kind]))
        body, more = write_rows(result, FORMATS[kind], request.rows)
        return Reply(kind, body, more)
    except (InputError, ValueError, OSError) as error:
        return Reply("text/plain; charset=utf-8", f"{error}\n".encode("utf-8", "replace"), error="bad")


def _rank(triple: ox.Triple) -> tuple[str, bool, str, str]:
    predicate = triple.predicate.value
    return str(triple.subject), not predicate.endswith("#type"), predicate, str(triple.object)


class Worker:
    """Holds the store, and answers requests one process each."""

    def __init__(self, open_store: Callable[[], ox.Store]) -> None:
        self.lock = threading.Lock()
        self.store: ox.Store | None = None
        self.pid = 0
        if not _FORKS:
            self.store = open_store()
            return
        self.socket, theirs = socket.socketpair()
        ready, told = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            self.socket.close()
            os.close(ready)
            _hold(open_store, theirs, told)
        theirs.close()
        os.close(told)
        with open(ready, "rb") as file:  # noqa: PTH123  (a descriptor, not a path)
            cause = file.read()
        if cause != b"ready":
            os.waitpid(self.pid, 0)
            self.pid = 0
            self.socket.close()
            raise InputError(cause.decode("utf-8", "replace") or "the graph could not be opened")

    def ask(self, request: Request) -> Reply:
        """Answer, or say that the time ran out."""
        if self.store is not None:
            return make_reply(self.store, request)
        read, write = os.pipe()
        with open(read, "rb") as file:  # noqa: PTH123
            asked = json.dumps([request.query, request.wanted, request.seconds, request.rows]).encode()
            with self.lock:
                socket.send_fds(self.socket, [len(asked).to_bytes(8, "big")], [write])
                self.socket.sendall(asked)
            os.close(write)
            head, _, body = file.read().partition(b"\n")
        try:
            kind, more, error, size = json.loads(head)
        except ValueError:
            size = -1
        if size != len(body):  # it was ended before it was done
            text = f"the query took more than {request.seconds:g} seconds or too much memory and was ended\n"
            return Reply("text/plain; charset=utf-8", text.encode(), error="slow")
        return Reply(kind, body, more, error)

    def close(self) -> None:
        """End the process that holds the store."""
        if self.pid:
            self.socket.close()
            with suppress(ChildProcessError):
                os.waitpid(self.pid, 0)
            self.pid = 0


def _hold(open_store: Callable[[], ox.Store], requests: socket.socket, told: int) -> None:
    """The process that holds the store: forks for every request, ends when the server does."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the server, which ends this
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        try:
            store = open_store()
        except InputError as error:
            os.write(told, str(error).encode("utf-8", "replace"))
            return
        os.write(told, b"ready")
        os.close(told)
        code = 0
        while True:
            head, descriptors, _, _ = socket.recv_fds(requests, 8, 1)
            if not head or not descriptors:
                return
            asked = requests.recv(int.from_bytes(head, "big"), socket.MSG_WAITALL)
            if os.fork() == 0:
                _reply(store, json.loads(asked), descriptors[0])
            os.close(descriptors[0])
    finally:
        os._exit(code)


def _limit_memory() -> None:
    """So that sorting an endless answer ends this process, not the machine. (Told by Linux; elsewhere time must do.)"""
    size = Path("/proc/self/statm")
    if size.is_file():
        import resource

        most = int(size.read_text(encoding="ascii").split()[0]) * resource.getpagesize() + _MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        faulthandler.disable()  # its last words are not for the terminal
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _reply(store: ox.Store, asked: list[object], out: int) -> None:
    try:
        query, wanted, seconds, rows = asked
        request = Request(str(query), tuple(wanted), float(str(seconds)), int(str(rows)))  # type: ignore[arg-type]
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # the kernel's own way, which no native code can hold up
        signal.setitimer(signal.ITIMER_REAL, request.seconds)
        _limit_memory()
        reply = make_reply(store, request)
        head = json.dumps([reply.kind, reply.more, reply.error, len(reply.body)]).encode()
        with open(out, "wb") as file:
            file.write(head + b"\n" + reply.body)
    finally:
        os._exit(0)
