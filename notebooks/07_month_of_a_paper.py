# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 一份报纸的一个月 · A month of a paper
#
# 一天的版面是一张快照，一个月才看得出起伏。有本地新闻数据时取一份报纸一个月里的一部分报道；没有时用样版，步骤完全一样。
# One page is a snapshot; a month has a rhythm. With local raw news it takes a part of one month, else the shipped sample.

# %%
import gzip
import json
from datetime import date
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

import kg
from kg.model import Page
from kg.outputs.backdrop import read_backdrop

kg.use_chinese_font()
NEWS = Path("..", "..", "shared", "data", "raw_rmrb2023.jsonl.gz")
MONTH = "2023-08"
MOST = 90  # articles, spread over the month


def read_month(path: Path) -> list[Page]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        found = [item for item in map(json.loads, lines) if item["date"].startswith(MONTH) and len(item["text"]) < 2500]
    step = max(1, len(found) // MOST)
    return [Page(item["id"], item["text"], date.fromisoformat(item["date"]), item["source"]) for item in found[::step]]


pages = read_month(NEWS) if NEWS.exists() else [kg.sample_page()]
g = kg.build(pages)
print(g)

# %% [markdown]
# ## 谁在报上 · Who is in the paper

# %%
entities = g.entities.sort_values(["articles", "statements", "id"], ascending=[False, False, True])
entities.query("type in ('Official', 'Person')")[["name", "type_label", "articles", "statements"]].head(10)

# %%
kinds = entities.groupby("type_label")["articles"].sum().sort_values()
figure, axes = plt.subplots(figsize=(8, 4))
axes.barh(kinds.index, kinds.values, color="#0072b2")
axes.set_xlabel("提及（篇次）")
axes.spines[["top", "right"]].set_visible(False)
figure.tight_layout()

# %% [markdown]
# ## 哪些事、哪些天 · What and when

# %%
events = g.events[g.events["published"].notna()]
table = pd.crosstab(events["published"].dt.date, events["type_label"])
table = table[table.sum().sort_values(ascending=False).index[:6]]
axes = table.plot.bar(stacked=True, figsize=(9, 3.8), width=0.85, colormap="Set2")
axes.set_xlabel("")
axes.set_ylabel("事件")
axes.legend(title="", fontsize=8)
axes.spines[["top", "right"]].set_visible(False)
axes.figure.tight_layout()

# %% [markdown]
# ## 地方 · Places

# %%
areas = entities.query("type == 'AdministrativeArea' and latitude == latitude")
figure, axes = plt.subplots(figsize=(8, 5.6))
for name, latitude, longitude in read_backdrop()[0]:
    axes.text(longitude, latitude, name, color="#b5afa3", fontsize=8, ha="center")
axes.scatter(areas["longitude"], areas["latitude"], s=30 * areas["articles"], color="#b3322a", alpha=0.5)
for _, place in areas.head(15).iterrows():
    axes.annotate(
        place["name"], (place["longitude"], place["latitude"]), fontsize=9, xytext=(4, 4), textcoords="offset points"
    )
axes.set_aspect(1 / 0.82)
axes.set_axis_off()
figure.tight_layout()

# %% [markdown]
# ## 最硬的数字 · The surest figures

# %%
figures = g.figures.sort_values(["confidence", "of", "indicator"], ascending=[False, True, True])
figures[["of", "indicator", "text", "value", "unit", "headline"]].head(12)

# %% [markdown]
# ## 核对 · Check
#
# 图谱要过形状检查和整图检查；下面若不是 0，就别急着下结论。

# %%
print(len(g.check()), "findings")
