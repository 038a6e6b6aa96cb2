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
# # 网络分析 · Network analysis
#
# 中心性、群落、同现：能说明什么，不能说明什么。
# Centrality, communities, co-appearance: what they say and what they do not.

# %%
import matplotlib.pyplot as plt

import kg
from kg.graph.layout import lay_out
from kg.graph.measures import count_appearances, group_by_ties, join, measure_centrality

kg.use_chinese_font()
g = kg.build(kg.sample_page())
ranks = measure_centrality(g.lookup)
ranks[["name", "type", "degree", "betweenness", "pagerank", "articles"]].head(12)

# %% [markdown]
# 会议排在前面，因为一场会议连着许多人：在这种图里，中心的是“场合”。只看人和机构：

# %%
people = ranks[~ranks["id"].str.startswith("event:")]
people[["name", "type", "degree", "betweenness", "pagerank"]].head(10)

# %% [markdown]
# ## 群落 · Communities
#
# Louvain 法按连线疏密分组。一版报纸上，组大致就是一篇篇报道：它说的是版面的结构，未必是社会的结构。
# On one page a community is roughly an article: the structure of the page before that of the town.

# %%
graph = join(g.lookup)
groups = group_by_ties(g.lookup)
nodes = [node for group in groups for node in group]
number = {node: place for place, node in enumerate(nodes)}
edges = [(number[a], number[b]) for a, b in graph.edges() if a in number and b in number]
spots = lay_out([10.0] * len(nodes), edges)
tones = plt.get_cmap("tab10").colors
figure, axes = plt.subplots(figsize=(9, 6.4))
for a, b in edges:
    axes.plot([spots[a][0], spots[b][0]], [-spots[a][1], -spots[b][1]], color="#c9c2b4", lw=0.8, zorder=1)
for place, group in enumerate(groups):
    inside = [spots[number[node]] for node in group]
    axes.scatter([x for x, _ in inside], [-y for _, y in inside], s=36, color=tones[place % 10], zorder=2)
    leader = max(group, key=graph.degree)
    x, y = spots[number[leader]]
    axes.annotate(
        graph.nodes[leader]["label"][:12], (x, -y), xytext=(0, 7), textcoords="offset points", ha="center", fontsize=8
    )
axes.set_axis_off()
figure.tight_layout()

# %% [markdown]
# ## 同现 · Co-appearance
#
# 同在一篇报道里，不等于有关系。把同现和有原文断言的联系摆在一起看：

# %%
together = count_appearances(g.lookup)
names = {about["label"]: node for node, about in graph.nodes(data=True)}
together["stated"] = [
    graph.has_edge(names.get(one), names.get(other))
    for one, other in zip(together["one"], together["other"], strict=True)
]
print(f"同现 {len(together)} 对，其中有断言直接相连的 {together['stated'].sum()} 对")
together.head(10)

# %% [markdown]
# ## 能说与不能说 · What it can and cannot say
#
# - 它量的是**报纸的注意力**，不是权力，也不是真实的交往。
# - 见报次数受版面、栏目和惯例影响；不见报不等于没有。
# - 抽取会漏、会错：小图上一条边就能改变名次。下结论前先点开句子看看。
#
# It measures a paper's attention, not power. One wrong or missing edge changes a rank: read the sentence first.
