"use strict";
// The built-in questions on the left fill YASGUI's editor; everything comes from this server.
const setUp = async () => {
  const questions = await (await fetch("/questions.json")).json();
  // its own completers would ask other hosts
  Yasgui.Yasqe.defaults.autocompleters = [];
  Yasgui.defaults.requestConfig.endpoint = location.origin + "/sparql";
  Yasgui.defaults.requestConfig.method = "POST";
  Yasgui.defaults.copyEndpointOnNewTab = true;
  Yasgui.defaults.persistenceId = null;
  const yasgui = new Yasgui(document.getElementById("yasgui"), {
    requestConfig: { endpoint: location.origin + "/sparql", method: "POST" },
    copyEndpointOnNewTab: true,
    persistenceId: null,
    endpointCatalogueOptions: { getData: () => [{ endpoint: location.origin + "/sparql" }] },
  });
  const list = document.getElementById("questions");
  const make = (name, text, parent) => {
    const element = document.createElement(name);
    element.textContent = text;
    parent.append(element);
    return element;
  };
  for (const question of questions) {
    const details = make("details", "", list);
    const summary = make("summary", question.title, details);
    summary.title = question.name;
    make("small", question.zh, details);
    make("small", question.en, details);
    const inputs = {};
    for (const option of question.options) {
      const label = make("label", `${option.zh} · ${option.en}${option.required ? " *" : ""}`, details);
      const input = document.createElement("input");
      input.placeholder = option.example;
      label.append(input);
      inputs[option.name] = input;
    }
    make("button", "提问 · Ask", details).onclick = async () => {
      const set = new URLSearchParams();
      for (const [name, input] of Object.entries(inputs)) if (input.value.trim()) set.set(name, input.value.trim());
      const reply = await fetch(`/questions/${question.name}.rq?${set}`);
      const text = await reply.text();
      if (!reply.ok) return alert(text);
      const tab = yasgui.getTab();
      tab.setQuery(text);
      tab.query();
    };
  }
};
setUp();
