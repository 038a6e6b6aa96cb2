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
# # 用 SPARQL 提问 · SPARQL to pandas
#
# 图谱就是 RDF：Turtle 里有什么，SPARQL 就能问什么。常用前缀不必声明。
# The graph is RDF; what the Turtle holds, SPARQL can ask. The usual prefixes need no declaration.

# %%
import pandas as pd

import kg

g = kg.build(kg.sample_page())


def ask(sparql: str) -> pd.DataFrame:
    return pd.DataFrame(list(g.query(sparql)))


ask("""
SELECT ?type (COUNT(?x) AS ?n) { ?x a ?class . ?class rdfs:label ?type FILTER(lang(?type) = "zh") }
GROUP BY ?type ORDER BY DESC(?n) ?type LIMIT 12
""")

# %% [markdown]
# ## 谁出席了什么 · Who attended what

# %%
ask("""
SELECT ?event ?who { ?e kg:attendee ?p ; skos:prefLabel ?event . ?p skos:prefLabel ?who } ORDER BY ?event ?who
""").groupby("event")["who"].agg("、".join).to_frame()

# %% [markdown]
# ## 计划与事实分得清 · Plans are not facts
#
# 计划、传闻、否认的断言没有直接三元组，只有断言节点，所以上面那样问不会把计划当成事实。

# %%
ask("""
SELECT ?subject ?predicate ?object ?modality {
  ?s a kg:Statement ; rdf:subject/skos:prefLabel ?subject ; rdf:predicate ?predicate ; rdf:object/skos:prefLabel ?object ;
     kg:modality ?modality . FILTER(?modality != kg:asserted)
}
""")

# %% [markdown]
# ## 带着句子问 · With the sentence

# %%
rows = ask("""
SELECT ?company ?sentence { ?c a kg:Company ; skos:prefLabel ?company .
  ?s rdf:subject|rdf:object ?c ; kg:evidence/oa:exact ?sentence } ORDER BY ?company ?sentence
""")
rows.drop_duplicates().groupby("company")["sentence"].agg(["count", "first"])

# %% [markdown]
# ## 现成的问题 · Built-in questions
#
# 常用的问题随包附带，`kg query --list` 列出全部。

# %%
from kg.graph.query import list_questions

questions = list_questions()
pd.DataFrame([(question.zh, question.en) for question in questions], columns=["问题", "question"])
