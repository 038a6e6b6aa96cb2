"""Trained weights -> kg/data/tagger: network.onnx, the CRFs, the vocabulary, the labels. Same weights, same bytes.

    python scripts/tagger_export.py WEIGHTS.pt VECTORS.npz OUT [--right TABLE.json]

LAC's part is stored as it is. Of the rest, vectors are int8 with one scale a row and matrices float16, which the
runtime widens once when it loads. The graph is written node by node, so that no exporter's version shows in it.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

sys.path.insert(0, str(Path(__file__).parent))
from train_tagger import HEADS, Network, load_lac

SHIPPED = ("read", "cluener", "msra")
WORD_SLOTS = 5


class Graph:
    """Nodes and constants in the order they were added."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self.exact = False

    def constant(self, name: str, value: np.ndarray) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def matrix(self, name: str, value: np.ndarray) -> str:
        """LAC's own numbers as they are, so that its words stay the same; the others in half the room."""
        return self.constant(name, value.astype(np.float32)) if self.exact else self.half(name, value)

    def half(self, name: str, value: np.ndarray) -> str:
        return self.add("Cast", [self.constant(f"{name}.half", value.astype(np.float16))], name, to=TensorProto.FLOAT)

    def add(self, kind: str, inputs: list[str], output: str, **attributes: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def vectors(self, name: str, table: np.ndarray, ids: str) -> str:
        scale = np.maximum(np.abs(table).max(axis=1, keepdims=True) / 127, 1e-8).astype(np.float16)
        rows = np.rint(table / np.maximum(scale.astype(np.float32), 1e-8)).clip(-127, 127).astype(np.int8)
        rows = self.add("Gather", [self.constant(f"{name}.int8", rows), ids], f"{name}.rows")
        rows = self.add("Cast", [rows], f"{name}.wide", to=TensorProto.FLOAT)
        scale = self.add("Gather", [self.constant(f"{name}.scale", scale), ids], f"{name}.scales")
        scale = self.add("Cast", [scale], f"{name}.scales.wide", to=TensorProto.FLOAT)
        return self.add("Mul", [rows, scale], name)

    def gru(self, name: str, layer: nn.GRU, source: str) -> str:
        """torch keeps the gates as reset, update, new; ONNX as update, reset, new."""

        def order(rows: torch.Tensor) -> np.ndarray:
            r, z, n = np.split(rows.detach().numpy(), 3)
            return np.concatenate([z, r, n])

        def both(part: str) -> np.ndarray:
            return np.stack([order(getattr(layer, f"{part}_l0{suffix}")) for suffix in ("", "_reverse")])

        bias = np.concatenate([both("bias_ih"), both("bias_hh")], axis=1)
        inputs = [
            source,
            self.matrix(f"{name}.w", both("weight_ih")),
            self.matrix(f"{name}.r", both("weight_hh")),
            self.matrix(f"{name}.b", bias),
            "lengths",
        ]
        state = self.add(
            "GRU", inputs, f"{name}.y", direction="bidirectional", hidden_size=layer.hidden_size, linear_before_reset=1
        )
        state = self.add("Transpose", [state], f"{name}.t", perm=[0, 2, 1, 3])
        return self.add("Reshape", [state, "flat"], name)

    def linear(self, name: str, layer: nn.Linear, source: str) -> str:
        weight = self.matrix(f"{name}.weight", layer.weight.detach().numpy().T)
        product = self.add("MatMul", [source, weight], f"{name}.product")
        return self.add("Add", [product, self.matrix(f"{name}.bias", layer.bias.detach().numpy())], name)

    def shift(self, source: str, by: int, name: str) -> str:
        if by == 0:
            return source
        rank = 3
        padded = self.add(
            "Pad", [source, self.constant(f"{name}.pads", np.array([by] + [0] * (2 * rank - 1)))], f"{name}.p"
        )
        limits = [self.constant(f"{name}.{k}", np.array([v])) for k, v in (("s", 0), ("e", -by), ("a", 0))]
        return self.add("Slice", [padded, *limits], name)


def build(net: Network) -> onnx.ModelProto:
    graph = Graph()
    graph.constant("flat", np.array([0, 0, -1]))
    graph.constant("one", np.array(1, dtype=np.float32))
    chars = graph.add(
        "Gather", [graph.constant("char_vectors.rows", net.chars.weight.detach().numpy()), "chars"], "char_vectors"
    )
    pairs = graph.vectors("pair_vectors", net.pairs.weight.detach().numpy(), "pairs")
    left = graph.shift(pairs, 1, "left_pairs")
    words = net.words.weight.detach().numpy().copy()
    words[0] = 0
    known = np.ones((len(words), 1), dtype=np.float32)
    known[0] = 0
    # the count of words rides along as one more column, so that one set of shifts serves both
    graph.constant("slots", np.ones(WORD_SLOTS, dtype=np.int64))
    vectors = graph.vectors("word_vectors", words, "words")
    counted = graph.add("Gather", [graph.constant("known", known), "words"], "word_known")
    both = graph.add("Concat", [vectors, counted], "word_both", axis=3)
    outputs = [f"slot{n}" for n in range(WORD_SLOTS)]
    graph.nodes.append(
        helper.make_node("Split", [both, "slots"], [f"{o}.4" for o in outputs], name="slots.split", axis=2)
    )
    axis = graph.constant("axis2", np.array([2]))
    slots = [graph.add("Squeeze", [f"{o}.4", axis], o) for o in outputs]
    sums = {
        "begin": slots,
        "end": [graph.shift(slots[n], n + 1, f"end{n}") for n in range(WORD_SLOTS)],
        "inner": [graph.shift(slots[n], k, f"inner{n}.{k}") for n in range(1, WORD_SLOTS) for k in range(1, n + 1)],
    }
    width = words.shape[1]
    split = graph.constant("width", np.array([width, 1]))
    means = []
    for name, parts in sums.items():
        total = graph.add("Sum", parts, f"{name}.sum")
        graph.nodes.append(
            helper.make_node(
                "Split", [total, split], [f"{name}.vectors", f"{name}.count"], name=f"{name}.split", axis=2
            )
        )
        count = graph.add("Max", [f"{name}.count", "one"], f"{name}.least")
        means.append(graph.add("Div", [f"{name}.vectors", count], f"{name}.mean"))
    graph.exact = True
    middle = graph.gru("middle", net.middle, graph.gru("lower", net.lower, chars))
    graph.linear("lac", net.lac, middle)
    graph.exact = False
    upper = graph.gru("upper", net.upper, graph.add("Concat", [middle, pairs, left, *means], "input", axis=2))
    hidden = graph.add("Concat", [middle, upper], "hidden", axis=2)
    for head in SHIPPED:
        graph.linear(head, net.heads[head].linear, hidden)
    sizes = {"lac": net.lac.out_features, **{head: net.heads[head].linear.out_features for head in SHIPPED}}
    shape = ["length", "texts"]
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "tagger",
            [
                helper.make_tensor_value_info("chars", TensorProto.INT64, shape),
                helper.make_tensor_value_info("pairs", TensorProto.INT64, shape),
                helper.make_tensor_value_info("words", TensorProto.INT64, [*shape, WORD_SLOTS]),
                helper.make_tensor_value_info("lengths", TensorProto.INT32, ["texts"]),
            ],
            [helper.make_tensor_value_info(n, TensorProto.FLOAT, [*shape, size]) for n, size in sizes.items()],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", 13)],
        producer_name="newskg",
    )
    model.ir_version = 8
    onnx.checker.check_model(model)
    return model


def export(weights: Path, vectors_path: Path, out: Path, right: Path | None) -> None:
    lac = load_lac()
    with np.load(vectors_path) as archive:
        vectors = {name: archive[name] for name in archive.files}
    saved = torch.load(weights)
    net = Network(lac, vectors, saved["upper.weight_hh_l0"].shape[1], frozen=True)
    net.load_state_dict(saved)
    out.mkdir(parents=True, exist_ok=True)
    (out / "network.onnx").write_bytes(build(net).SerializeToString(deterministic=True))
    steps = {head: net.heads[head].steps.detach().numpy().astype(np.float32) for head in SHIPPED}
    np.savez(out / "crf.npz", lac=lac.transitions, **steps)
    for name, lines in (("chars", lac.chars), ("pairs", vectors["pairs"]), ("words", vectors["words"])):
        (out / f"{name}.txt").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    shares = (
        json.loads(right.read_text("utf-8")) if right else {h: [(i + 0.5) / 20 for i in range(20)] for h in SHIPPED}
    )
    labels = {
        "heads": {head: list(HEADS[head]) for head in SHIPPED},
        "lac": lac.tags,
        "right": shares,
        "widths": lac.widths,
    }
    (out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("vectors", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--right", type=Path, help="share of right names by twentieth of probability, for each head")
    args = parser.parse_args()
    export(args.weights, args.vectors, args.out, args.right)


if __name__ == "__main__":
    main()
