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
# # 建图与浏览 · Build and look
#
# 一个版面进去，一张知识图谱出来。这里用随包附带的样版：地名、人名、企业都是虚构的。
# A page goes in, a knowledge graph comes out. The page ships with the package; its city, people and firms are invented.

# %%
import kg

g = kg.build(kg.sample_page())
print(g.summary())

# %% [markdown]
# ## 浏览 · Explore
#
# 图就在下面，可以点。搜索框认名称、简称和拼音首字母；双击一个节点，只看它的邻域；每条断言都指向它的原文句子。
# Click it. Search takes names, aliases and pinyin initials; a double click focuses; every statement leads to its sentence.

# %%
g.show(height=620)

# %% [markdown]
# ## 问一个人 · Ask about someone
#
# 没有原文就没有断言。`explain` 把关于一个人的每一句话都列出来。

# %%
busiest = g.entities.query("type == 'Official'").sort_values("statements", ascending=False)
busiest[["name", "type_label", "statements", "articles"]].head()

# %%
for explanation in g.explain(busiest.iloc[0]["name"]):
    print(explanation)

# %% [markdown]
# ## 只看身边 · A neighbourhood, and a way between two

# %%
near = g.neighbourhood(busiest.iloc[0]["name"], steps=2)
print(near)
near.show(height=420)

# %%
company = g.entities.query("type == 'Company'").sort_values("statements", ascending=False).iloc[0]["name"]
print(g.path(busiest.iloc[0]["name"], company))
