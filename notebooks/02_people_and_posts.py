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
# # 人与职务 · People and posts
#
# 报上的人多以“职务＋姓名”出现。图里每个任职都是一条有依据的断言：谁、什么职务、在哪个单位、哪天见报；只有任免消息才给出起止日。
# Who holds which post where. Only appointments and departures give days; a mention gives none.

# %%
import matplotlib.pyplot as plt
import pandas as pd

import kg

kg.use_chinese_font()
g = kg.build(kg.sample_page())
posts = g.posts
posts[["person", "title", "body", "start", "end", "confidence"]]

# %% [markdown]
# ## 谁是谁 · Who is who
#
# 一个人可以有几个职务：合在一行里读。

# %%
posts.assign(office=posts["body"] + posts["title"]).groupby("person")["office"].agg("；".join).to_frame("职务")

# %% [markdown]
# ## 哪些单位的人见报最多 · Whose people are in the paper

# %%
bodies = posts[posts["body"] != ""].groupby("body")["person"].nunique().sort_values().tail(12)
figure, axes = plt.subplots(figsize=(8, 4.2))
axes.barh(bodies.index, bodies.values, color="#0072b2")
axes.set_xlabel("见报的任职者（人）")
axes.spines[["top", "right"]].set_visible(False)
figure.tight_layout()

# %% [markdown]
# ## 任期 · Tenures
#
# 实线是报上说明的任期起止；圆点只说明“这天见报时在任”。不知道的，不画成线：报纸没有说。
# A line is a day the paper gives; a dot only says that the post was held when the paper came out.

# %%
printed = pd.Timestamp(posts["last_seen"].max())
shown = posts.sort_values(["body", "title", "person"]).reset_index(drop=True)
figure, axes = plt.subplots(figsize=(8, 0.3 * len(shown) + 1))
for row, tenure in shown.iterrows():
    if pd.notna(tenure["start"]):
        axes.annotate(
            "",
            xy=(printed + pd.Timedelta(days=4), row),
            xytext=(tenure["start"], row),
            arrowprops={"arrowstyle": "->", "color": "#009e73", "lw": 2},
        )
    elif pd.notna(tenure["end"]):
        axes.plot([tenure["end"] - pd.Timedelta(days=5), tenure["end"]], [row, row], color="#d55e00", lw=2)
        axes.plot(tenure["end"], row, "|", color="#d55e00", ms=12, mew=2)
    else:
        axes.plot(tenure["last_seen"], row, "o", color="#0072b2", ms=5)
axes.set_yticks(range(len(shown)), shown["person"] + "　" + shown["body"] + shown["title"], fontsize=8)
axes.set_xlim(printed - pd.Timedelta(days=12), printed + pd.Timedelta(days=6))
axes.invert_yaxis()
axes.xaxis.set_major_formatter(plt.matplotlib.dates.DateFormatter("%m-%d"))
axes.set_title("绿：任命　橙：离任　蓝：见报时在任", fontsize=10)
axes.spines[["top", "right"]].set_visible(False)
figure.tight_layout()

# %% [markdown]
# ## 凭什么 · On what grounds

# %%
changes = posts[posts["start"].notna() | posts["end"].notna()]
for _, tenure in changes.iterrows():
    print(f"{tenure['person']}　{tenure['body']}{tenure['title']}\n  「{tenure['sentence']}」——{tenure['headline']}")
