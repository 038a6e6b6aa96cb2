"""Train the network of ``kg.facts.figure_model`` and write it to ``kg/data/figures/network.npz``.

    python scripts/train_figures.py --data DATA [--held 10] [--epochs 10] [--vectors VECTORS.npz]

DATA holds the raw news (raw_*.jsonl.gz: id, date, title, source, text) that benchmarks/figure_labels.tsv.gz labels by
offsets. Word and letter vectors are skip-gram (Mikolov et al. 2013) over the tagger's words of the same news; with
``--vectors`` those of an earlier run are taken. One article in ``--held`` is kept out and scored at the end (0: none).
One thread, seeded. Needs torch and gensim.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import json
import math
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

import kg.pipeline
from kg.articles import cut_articles
from kg.facts.figure_model import (
    AMOUNT,
    CLAUSES,
    DISTANCES,
    LETTERS,
    FigureModel,
    apart_from,
    distance,
)
from kg.facts.figure_tokens import BEFORE, EVENT, HEADLINE, HERE, TOPIC, Token
from kg.facts.figures import NumbersTold, read_numbers
from kg.facts.passage import open_passage
from kg.facts.quantities import Quantity
from kg.facts.times import dateline_day, find_times
from kg.mentions import find_names, tag_articles
from kg.pages import read_page_text
from kg.text import split_sentences

ROOT = Path(__file__).resolve().parents[1]
LABELS = ROOT / "benchmarks" / "figure_labels.tsv.gz"
OUT = ROOT / "kg" / "data" / "figures" / "network.npz"
TAGS = (
    "<pad> n v a ad d f m q r p c u xc w nz nr ns nt nw PER LOC ORG TIME t TM Q vn vd an s ?".split()
)  # LAC's, TM of a time, Q of a number
TYPES = [
    "",
    *(
        "Company PublicBody AdministrativeArea Institution Organization Association Project Site Place Media"
        f" Document Product Person Official {EVENT} ?"
    ).split(),
]
KINDS = "money area length weight volume energy power rate data count percent point times duration temperature".split()
UNITS = (
    "元 % 人 个 家 吨 名 公里 亩 年 项 万 次 辆 户 条 米 天 美元 平方米 种 件 倍 个百分点 位 小时 千瓦 台 元/吨 只 座 "
    "套 平方公里 立方米 岁 月 个月 场 点 所 人次 艘 头 批 分 处 港元 欧元 片 千米 公顷 架 桶 ℃ 周 股 部 张"
).split()
ROLES = ("", "before", "noun", "behind")
WORDS, WORD_SIZE, LETTER_SIZE = 16_000, 64, 32
STATES, SEEN, STEPS, LAYERS = 72, 80, (1, 2, 4), 2
SEGMENTS = {HERE: 0, HEADLINE: 1, BEFORE: 2, TOPIC: 3}
CHARACTERS = 12_000_000  # of raw news that the vectors are made of


@dataclass(frozen=True)
class Label:
    """What the number at an offset of a sentence measures; spans are (text, start, end), None where outside."""

    number: int
    named: tuple[tuple[str, int, int, int], ...] | None  # text, start, end, role
    owner: tuple[tuple[str, int, int], ...] | None  # () nobody, None unknown
    figure: bool


@dataclass
class Example:
    """A number in its tokens, as indexes."""

    article: str
    sentence: int
    tokens: Sequence[Token]
    quantity: Quantity
    at: int
    roles: list[int] | None
    owners: list[int] | None  # () of nobody
    candidates: list[int]
    figure: bool


def hash_of(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8"), digest_size=6).hexdigest()


def read_labels() -> dict[tuple[str, str], dict[str, list[Label]]]:
    """By corpus and article, then by the sentence's hash."""
    found: dict[tuple[str, str], dict[str, list[Label]]] = defaultdict(lambda: defaultdict(list))
    for line in gzip.decompress(LABELS.read_bytes()).decode("utf-8").splitlines():
        if line.startswith("#"):
            continue
        corpus, article, sentence, number, before, noun, behind, owner, figure = line.split("\t")
        spans = [_spans(column) for column in (before, noun, behind)]
        named = tuple((*span, role) for role, column in enumerate(spans, 1) for span in column or ())
        label = Label(int(number), None if None in spans else named, _spans(owner), figure == "1")
        found[corpus, article][sentence].append(label)
    return found


def _spans(column: str) -> tuple[tuple[str, int, int], ...] | None:
    if column == "?":
        return None
    found = []
    for word in column.split(",") if column != "-" else ():
        where = word[0] if word[0] in "bh" else ""
        start, _, end = word.removeprefix(where).partition("-")
        found.append((where, int(start), int(end)))
    return tuple(found)


def read_news(data: Path) -> dict[str, list[dict[str, Any]]]:
    found = {}
    for name in ("news2011", "rmrb2023", "cctv"):
        lines = gzip.decompress((data / f"raw_{name}.jsonl.gz").read_bytes()).decode("utf-8").splitlines()
        found[name] = [json.loads(line) for line in lines]
    return found


def read_examples(news: dict[str, list[dict[str, Any]]]) -> Iterator[Example]:
    """The labelled numbers, as the pipeline sees them today."""
    labels = read_labels()
    lexicon, tagger = kg.pipeline.load_tools()
    serial = 0
    for corpus, rows in news.items():
        for row in rows:
            known = labels.get((corpus, str(row["id"])))
            if known is None:
                continue
            text = row["text"].strip()
            if row["title"] and not text.startswith(row["title"]):
                text = f"{row['title']}\n{text}"
            published = date.fromisoformat(str(row["date"])[:10])
            page = read_page_text(
                text, newspaper=row["source"] or "", published=published, known_places=lexicon.gazetteer.is_place
            )
            articles = cut_articles(page)
            for article, tagged in zip(articles, tag_articles(articles, lexicon, tagger), strict=True):
                reading = kg.pipeline.read_facts(article, find_names(article, tagged, lexicon), tagged, lexicon)
                times = find_times(article.text, published, written=dateline_day(article.dateline, article.published))
                passage = open_passage(article, reading.mentions, times)
                sentences = split_sentences(article.text)
                for told in read_numbers(passage, reading.mentions, sentences, tagged, reading.claims.events):
                    labelled = {x.number: x for x in known.get(hash_of(told.sentence.of(article.text)), ())}
                    serial += 1
                    for i, quantity in enumerate(told.quantities):
                        label = labelled.get(quantity.core.start - told.sentence.start)
                        if label is not None:
                            yield _example(str(row["id"]), serial, told, i, label)


def _example(name: str, serial: int, told: NumbersTold, number: int, label: Label) -> Example:
    tokens, quantity = told.tokens, told.quantities[number]
    at = next(i for i, token in enumerate(tokens) if token.number == number)
    from_ = {"": (HERE, told.sentence.start), "b": (BEFORE, told.before.start), "h": (HEADLINE, 0)}
    roles = None
    if label.figure and label.named is not None:
        roles = [0] * len(tokens)
        for where, start, end, role in label.named:
            segment, offset = from_[where]
            for i, token in enumerate(tokens):
                inside = min(token.end, end + offset) - max(token.start, start + offset)
                if token.segment == segment and token.number < 0 and 2 * inside >= token.end - token.start:
                    roles[i] = role
    candidates = [
        i
        for i, token in enumerate(tokens)
        if token.first and token.mention is not None and token.mention.type not in ("Person", "Official")
    ]
    owners: list[int] | None = None
    if label.figure and label.owner is not None:
        names = set()
        for where, start, end in label.owner:
            segment, offset = from_[where]
            for i in candidates:
                token = tokens[i]
                if token.segment == segment and start + offset <= token.start < end + offset and token.mention:
                    names.add(token.mention.name)
        owners = [i for i in candidates if tokens[i].mention.name in names]  # type: ignore[union-attr]
        if label.owner and not owners:
            owners = None
    return Example(name, serial, tokens, quantity, at, roles, owners, candidates, label.figure)


# ------------------------------------------------------------------------------------------------------- vectors


def make_vectors(news: dict[str, list[dict[str, Any]]]) -> dict[str, np.ndarray]:
    from gensim.models import Word2Vec

    _, tagger = kg.pipeline.load_tools()
    rng = random.Random(5)
    texts: list[str] = []
    for rows in news.values():
        rows = list(rows)
        rng.shuffle(rows)
        size = 0
        for row in rows:
            texts.append(row["text"][:3000])
            size += len(texts[-1])
            if size > CHARACTERS // len(news):
                break
    rng.shuffle(texts)
    sentences: list[list[str]] = []
    for first in range(0, len(texts), 64):
        pieces = [span.of(text) for text in texts[first : first + 64] for span in split_sentences(text)]
        for piece, words in zip(pieces, tagger.tag(pieces), strict=True):
            sentences.append(["".join(piece[w.start : w.end].split()) for w in words if piece[w.start : w.end].strip()])
    letters = [list("".join(words)) for words in sentences]
    shared: dict[str, Any] = {"window": 4, "workers": 1, "sg": 1, "negative": 6, "seed": 1}
    of_words = Word2Vec(sentences, vector_size=WORD_SIZE, min_count=12, epochs=5, **shared).wv
    of_letters = Word2Vec(letters, vector_size=LETTER_SIZE, min_count=20, epochs=2, **shared).wv
    return {
        "words": np.array(of_words.index_to_key[:WORDS]),
        "vec": of_words.vectors[:WORDS] / of_words.vectors.std(),
        "chars": np.array(of_letters.index_to_key),
        "cvec": of_letters.vectors / of_letters.vectors.std(),
    }


# ------------------------------------------------------------------------------------------------------- network


class Network(nn.Module):
    """The same arithmetic as ``kg.facts.figure_model``, with dropout."""

    def __init__(self, vectors: dict[str, np.ndarray], drop: float) -> None:
        super().__init__()
        self.w = _frozen(vectors["vec"])
        self.c = _frozen(vectors["cvec"])
        self.pw = nn.Linear(WORD_SIZE + LETTER_SIZE, 64)
        self.tg = nn.Embedding(len(TAGS), 24)
        self.ty = nn.Embedding(len(TYPES), 12)
        self.sg = nn.Embedding(len(SEGMENTS), 6)
        self.drop = nn.Dropout(drop)
        self.rnn = nn.GRU(
            64 + 24 + 12 + 6 + 3, STATES, num_layers=LAYERS, bidirectional=True, batch_first=True, dropout=drop
        )
        self.a = nn.Linear(2 * STATES, SEEN)
        self.b = nn.Linear(2 * STATES, SEEN)
        self.dist = nn.Embedding(DISTANCES, SEEN)
        self.cl = nn.Embedding(CLAUSES, SEEN)
        self.kind = nn.Embedding(len(KINDS), SEEN)
        self.unit = nn.Embedding(len(UNITS) + 1, SEEN)
        self.isq = nn.Embedding(2, SEEN)
        self.kp = nn.Embedding(len(KINDS) * DISTANCES, SEEN)
        for table in (self.dist, self.cl, self.kind, self.unit, self.isq, self.kp):
            nn.init.normal_(table.weight, std=0.3)
        self.conv = nn.ModuleList([nn.Conv1d(SEEN, SEEN, 3, padding=step, dilation=step) for step in STEPS])
        self.out = nn.Linear(SEEN, len(ROLES))
        self.own = nn.Linear(SEEN, 1)
        self.none = nn.Linear(SEEN, 1)
        self.x = nn.Linear(SEEN, 1)

    def forward(self, batch: dict[str, Any]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        seen = batch["letters"] > 0
        shape = (self.c(batch["letters"]) * seen.unsqueeze(-1)).sum(2) / seen.sum(2).clamp(min=1).unsqueeze(-1)
        word = self.w(batch["words"])
        if self.training:  # words that no vector is known of
            word = word * (torch.rand(word.shape[:2]) > 0.1).float().unsqueeze(-1)
        meaning = torch.relu(self.pw(torch.cat([word, shape], -1)))
        put = [meaning, self.tg(batch["tags"]), self.ty(batch["types"]), self.sg(batch["segments"]), batch["flags"]]
        packed = nn.utils.rnn.pack_padded_sequence(
            self.drop(torch.cat(put, -1)), batch["lengths"], batch_first=True, enforce_sorted=False
        )
        states = nn.utils.rnn.pad_packed_sequence(self.rnn(packed)[0], batch_first=True)[0]
        states = self.drop(states[batch["sentence"]])
        rows = torch.arange(len(states))
        kind, far = batch["kind"], batch["far"]
        seen = (
            self.a(states)
            + self.b(states[rows, batch["at"]]).unsqueeze(1)
            + self.dist(far)
            + self.cl(batch["apart"])
            + self.isq(batch["own"])
            + (self.kind(kind) + self.unit(batch["unit"])).unsqueeze(1)
            + self.kp(kind.unsqueeze(1) * DISTANCES + far)
        )
        mask = batch["mask"].unsqueeze(-1)
        seen = torch.relu(seen) * mask
        for layer in self.conv:
            seen = (seen + torch.relu(layer(self.drop(seen).transpose(1, 2)).transpose(1, 2))) * mask
        here = seen[rows, batch["at"]]
        seen = self.drop(seen)
        return self.out(seen), self.own(seen).squeeze(-1), self.none(here).squeeze(-1), self.x(here).squeeze(-1)


def _frozen(vectors: np.ndarray) -> nn.Embedding:
    padded = np.concatenate([np.zeros((2, vectors.shape[1])), vectors]).astype(np.float32)
    return nn.Embedding.from_pretrained(torch.tensor(padded), freeze=True)


class Indexer:
    """Examples -> tensors."""

    def __init__(self, vectors: dict[str, np.ndarray]) -> None:
        self.words = {str(word): i + 2 for i, word in enumerate(vectors["words"])}
        self.letters = {str(letter): i + 2 for i, letter in enumerate(vectors["chars"])}

    def batch(self, examples: Sequence[Example]) -> dict[str, Any]:
        first: dict[int, Example] = {}
        for example in examples:
            first.setdefault(example.sentence, example)
        order = {sentence: i for i, sentence in enumerate(first)}
        texts = [example.tokens for example in first.values()]
        longest = max(len(text) for text in texts)
        shape = (len(texts), longest)
        found: dict[str, Any] = {
            name: torch.zeros(shape, dtype=torch.long) for name in ("words", "tags", "types", "segments")
        }
        found["letters"] = torch.zeros((*shape, LETTERS), dtype=torch.long)
        found["flags"] = torch.zeros((*shape, 3))
        for i, text in enumerate(texts):
            for t, token in enumerate(text):
                number = token.number >= 0
                type_ = token.mention.type if token.mention is not None else ""
                found["words"][i, t] = 1 if number else self.words.get(token.text, 1)
                if not number:
                    for k, letter in enumerate(token.text[:LETTERS]):
                        found["letters"][i, t, k] = self.letters.get(letter, 1)
                found["tags"][i, t] = TAGS.index(token.tag if token.tag in TAGS else "?")
                found["types"][i, t] = TYPES.index(type_ if type_ in TYPES else "?")
                found["segments"][i, t] = SEGMENTS[token.segment]
                found["flags"][i, t] = torch.tensor([token.first, number, token.segment == HERE], dtype=torch.float)
        found["lengths"] = [len(text) for text in texts]
        count = len(examples)
        found["sentence"] = torch.tensor([order[example.sentence] for example in examples])
        found["at"] = torch.tensor([example.at for example in examples])
        found["kind"] = torch.tensor([KINDS.index(example.quantity.kind) for example in examples])
        units = [AMOUNT.sub("", example.quantity.unit) for example in examples]
        found["unit"] = torch.tensor([UNITS.index(unit) + 1 if unit in UNITS else 0 for unit in units])
        for name in ("far", "apart", "own", "roles"):
            found[name] = torch.zeros((count, longest), dtype=torch.long)
        found["mask"], found["taught"] = torch.zeros((count, longest)), torch.zeros((count, longest))
        for i, example in enumerate(examples):
            size = len(example.tokens)
            number = example.tokens[example.at]
            found["far"][i, :size] = torch.tensor([distance(t - example.at) for t in range(size)])
            found["apart"][i, :size] = torch.tensor([apart_from(token, number) for token in example.tokens])
            found["own"][i, example.at] = 1
            found["mask"][i, :size] = 1
            if example.roles is not None:
                found["roles"][i, :size] = torch.tensor(example.roles)
                found["taught"][i, :size] = 1
        found["figure"] = torch.tensor([float(example.figure) for example in examples])
        return found


def loss_of(network: Network, indexer: Indexer, examples: Sequence[Example]) -> torch.Tensor:
    batch = indexer.batch(examples)
    roles, own, nobody, figure = network(batch)
    loss = nn.functional.binary_cross_entropy_with_logits(figure, 1 - batch["figure"])
    wrong = nn.functional.cross_entropy(roles.reshape(-1, len(ROLES)), batch["roles"].reshape(-1), reduction="none")
    taught = batch["taught"].reshape(-1)
    loss = loss + 8 * (wrong * taught).sum() / taught.sum().clamp(min=1)
    pointed = []
    for i, example in enumerate(examples):
        if example.owners is not None:
            points = torch.cat([nobody[i : i + 1], own[i][example.candidates]])
            right = [example.candidates.index(k) + 1 for k in example.owners] or [0]
            pointed.append(torch.logsumexp(points, 0) - torch.logsumexp(points[right], 0))
    return loss + torch.stack(pointed).mean() if pointed else loss


def batches(examples: Sequence[Example], size: int, rng: random.Random) -> list[list[Example]]:
    """Numbers of one sentence together, sentences of like length together."""
    groups: dict[int, list[Example]] = defaultdict(list)
    for example in examples:
        groups[example.sentence].append(example)
    order = sorted(groups.values(), key=lambda group: (len(group[0].tokens) // 10, rng.random()))
    found: list[list[Example]] = [[]]
    for group in order:
        if found[-1] and len(found[-1]) + len(group) > size:
            found.append([])
        found[-1] += group
    rng.shuffle(found)
    return found


def pack(network: Network, vectors: dict[str, np.ndarray]) -> bytes:
    """The file that ``FigureModel`` reads: half precision, tables as JSON."""
    saved = {name: value.numpy().astype(np.float16) for name, value in network.state_dict().items()}
    tables = {
        "words": [str(word) for word in vectors["words"]],
        "letters": [str(letter) for letter in vectors["chars"]],
        "tags": TAGS,
        "types": TYPES,
        "kinds": KINDS,
        "units": UNITS,
        "layers": LAYERS,
    }
    text = json.dumps(tables, ensure_ascii=False, sort_keys=True).encode("utf-8")
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        tables=np.frombuffer(text, dtype=np.uint8),
        steps=np.array(STEPS),
        **saved,  # type: ignore[arg-type]
    )
    return buffer.getvalue()


def score(model: FigureModel, examples: Sequence[Example]) -> str:
    """Of the examples: names without a word missing, owners right where given, numbers kept or left as labelled."""
    groups: dict[int, list[Example]] = defaultdict(list)
    for example in examples:
        groups[example.sentence].append(example)
    whole = named = owned = given = kept = 0
    for group in groups.values():
        ((*readings,),) = model.read([(group[0].tokens, [example.quantity for example in group])])
        for example, reading in zip(group, readings, strict=True):
            kept += (reading.figure >= 0.5) == example.figure
            if example.roles is not None:
                named += 1
                picked = {*reading.before, *reading.noun, *reading.behind}
                content = {i for i, role in enumerate(example.roles) if role and example.tokens[i].tag not in "ucdpw"}
                whole += content <= picked
            if example.owners is not None:
                name, (share, mention) = max(reading.owners.items(), key=lambda item: item[1][0])
                if mention is not None and share >= 0.7:
                    given += 1
                    owned += name in {example.tokens[i].mention.name for i in example.owners}  # type: ignore[union-attr]
    return (
        f"{len(examples)} numbers: kept or left as labelled {kept / len(examples):.3f}; "
        f"names whole {whole / named:.3f} of {named}; owner right {owned / max(1, given):.3f} of {given} given at .7"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--held", type=int, default=10)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--drop", type=float, default=0.35)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(7)
    rng = random.Random(7)
    news = read_news(args.data)
    if args.vectors is not None and args.vectors.is_file():
        vectors = dict(np.load(args.vectors))
    else:
        vectors = make_vectors(news)
        if args.vectors is not None:
            np.savez(args.vectors, **vectors)  # type: ignore[arg-type]
    examples = list(read_examples(news))
    held = [e for e in examples if args.held and int(hash_of(e.article), 16) % args.held == 0]
    apart = {id(example) for example in held}
    taught = [e for e in examples if id(e) not in apart]
    print(f"{len(taught)} numbers to learn from, {len(held)} kept out", flush=True)
    indexer, network = Indexer(vectors), Network(vectors, args.drop)
    optimiser = torch.optim.AdamW([p for p in network.parameters() if p.requires_grad], weight_decay=0.1)
    steps = args.epochs * (math.ceil(len(taught) / args.batch) * 5 // 4 + 9)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, args.rate, total_steps=steps, pct_start=0.2)
    begin = time.perf_counter()
    for epoch in range(args.epochs):
        network.train()
        total, count = 0.0, 0
        for batch in batches(taught, args.batch, rng):
            optimiser.zero_grad()
            loss = loss_of(network, indexer, batch)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total, count = total + loss.item(), count + 1
        network.eval()
        line = f"epoch {epoch + 1}, {time.perf_counter() - begin:.0f} s, loss {total / count:.3f}"
        content = pack(network, vectors)
        if held:
            line += "; " + score(FigureModel(content), held)
        print(line, flush=True)
        args.out.parent.mkdir(parents=True, exist_ok=True)
        args.out.write_bytes(content)


if __name__ == "__main__":
    main()
