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
# # 时间与空间里的事件 · Events in time and space
#
# “昨日”“4月”“今年年底”都化成最早与最晚可能的日子；地点带着区划代码和坐标。
# 昨日, 4月 and 年底 become a first and a last possible day; places have codes and coordinates.

# %%
import matplotlib.pyplot as plt
import pandas as pd

import kg

kg.use_chinese_font()
g = kg.build(kg.sample_page())
events = g.events
events[["type_label", "name", "start", "end", "precision", "place", "modality"]]

# %% [markdown]
# ## 时间 · Time
#
# 条的长度是“不知道是哪一天”的长度，不是事件的长度。
# A bar is how much of the day is unknown, not how long the event lasted.

# %%
recent = events["published"].max() - pd.Timedelta(days=1100)  # what is long past would squeeze the rest
dated = events[events["start"] > recent].sort_values(["start", "name"]).reset_index(drop=True)
figure, axes = plt.subplots(figsize=(8, 0.34 * len(dated) + 1))
for row, event in dated.iterrows():
    tone = "#0072b2" if event["modality"] == "asserted" else "#cc79a7"
    axes.plot([event["start"], event["end"]], [row, row], color=tone, lw=4, alpha=0.5, solid_capstyle="butt")
    axes.plot(event["start"], row, "o", color=tone, ms=5)
axes.set_yticks(range(len(dated)), dated["name"].str.slice(0, 22), fontsize=8)
axes.invert_yaxis()
axes.set_title("蓝：已发生　紫：计划", fontsize=10)
axes.spines[["top", "right"]].set_visible(False)
figure.tight_layout()

# %% [markdown]
# ## 空间 · Space
#
# 没有底图服务，也没有边界线：地级以上地名的坐标就够认方位。圆的大小是有多少篇报道提到它。
# No tile server and no borders: the names of provinces and prefectures are enough to read it by.

# %%
from kg.outputs.backdrop import read_backdrop

provinces, prefectures = read_backdrop()
placed = g.entities[g.entities["latitude"].notna()]
figure, axes = plt.subplots(figsize=(8, 6.4))
axes.scatter([spot[2] for spot in prefectures], [spot[1] for spot in prefectures], s=5, color="#c9c2b4")
for name, latitude, longitude in provinces:
    axes.text(longitude, latitude, name, color="#9a9486", fontsize=8, ha="center")
axes.scatter(
    placed["longitude"], placed["latitude"], s=60 * placed["articles"].clip(lower=1), color="#b3322a", alpha=0.8
)
for _, place in placed.iterrows():
    axes.annotate(
        place["name"], (place["longitude"], place["latitude"]), xytext=(6, 6), textcoords="offset points", fontsize=10
    )
axes.set_aspect(1 / 0.82)
axes.set_axis_off()
figure.tight_layout()

# %% [markdown]
# 样版的城市是虚构的，没有坐标；画出来的只有它提到的真实城市。
# The sample's own city is invented and has no coordinates: only the real ones it mentions are drawn.
#
# ## 事件与人 · Events and people

# %%
for _, event in dated.iterrows():
    if event["participants"]:
        print(f"{event['start']:%m-%d}  {event['name']}：{event['participants']}")
