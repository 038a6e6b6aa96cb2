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
# # 企业与项目 · Companies and projects
#
# 项目报道里有钱、有地、有时间表。图谱把“38亿元”读成 3 800 000 000 元，把“一期投产”读成一个有日子的节点。
# Money, land and schedules: 38亿元 becomes 3,800,000,000 元, and a stage becomes an event with days.

# %%
import matplotlib.pyplot as plt

import kg

kg.use_chinese_font()
g = kg.build(kg.sample_page())
companies = g.entities.query("type == 'Company'").sort_values("statements", ascending=False)
companies[["name", "aliases", "statements", "figures"]]

# %% [markdown]
# ## 钱 · Money

# %%
money = g.figures.query("unit == '元'").sort_values("value")
money[["of", "indicator", "text", "value", "sentence"]]

# %%
figure, axes = plt.subplots(figsize=(8, 0.36 * len(money) + 1))
axes.barh(range(len(money)), money["value"] / 1e8, color="#009e73")
axes.set_yticks(
    range(len(money)), money["of"].str.slice(0, 14) + "　" + money["indicator"].str.slice(0, 10), fontsize=8
)
axes.set_xscale("log")
axes.set_xlabel("亿元（对数）")
for row, (value, text) in enumerate(zip(money["value"] / 1e8, money["text"], strict=True)):
    axes.text(value * 1.08, row, text, va="center", fontsize=8)
axes.set_xlim(right=money["value"].max() / 1e8 * 4)
axes.spines[["top", "right"]].set_visible(False)
figure.tight_layout()

# %% [markdown]
# 金额不能相加：一期投资包含在总投资里，产值与投资也不是一回事。数字后面的句子说明它量的是什么。
# Do not add these up: one is part of another, and output is not investment. The sentence says what was measured.
#
# ## 进度 · Stages
#
# 计划中的节点是空心的。

# %%
stages = g.events.query("type == 'Milestone' and start == start").sort_values("start")
figure, axes = plt.subplots(figsize=(8, 0.4 * len(stages) + 1))
for row, (_, stage) in enumerate(stages.iterrows()):
    axes.plot([stage["start"], stage["end"]], [row, row], color="#39435a", lw=3, solid_capstyle="butt")
    planned = stage["modality"] != "asserted"
    axes.plot(stage["start"], row, "D", color="#39435a", mfc="white" if planned else "#39435a", ms=8)
    axes.annotate(
        f"  {stage['name']}" + (f"（{stage['participants']}）" if stage["participants"] else ""),
        (stage["end"], row),
        va="center",
        fontsize=8,
        xytext=(6, 0),
        textcoords="offset points",
    )
axes.set_yticks([])
axes.margins(x=0.25, y=0.1)
axes.spines[["top", "right", "left"]].set_visible(False)
figure.tight_layout()

# %%
for _, stage in stages.iterrows():
    print(f"{stage['start']:%Y-%m-%d}  {stage['name']}  [{stage['modality']}]\n    「{stage['sentence']}」")

# %% [markdown]
# ## 一家企业的全部 · Everything about one company

# %%
for explanation in g.explain(companies.iloc[0]["name"])[:1]:
    print(explanation)
