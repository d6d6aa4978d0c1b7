
"use strict";
(() => {
  const get = (id) => document.getElementById(id);
  const bar = get("filter");
  if (bar) {
    const [pack, severity, verdict] = ["pack", "severity", "verdict"].map((name) => get("filter-" + name));
    const bodies = [...document.querySelectorAll("#matrix tbody")];
    const apply = () => {
      const verdicts = verdict.value ? verdict.value.split(" ") : [];
      let shown = 0;
      let all = 0;
      for (const body of bodies) {
        let rows = 0;
        for (const row of body.querySelectorAll("tr[data-cells]")) {
          const cell = row.dataset.cells.split(" ").some((kind) => {
            const [s, v] = kind.split(":");
            return (!severity.value || s === severity.value) && (!verdicts.length || verdicts.includes(v));
          });
          row.hidden = !(cell && (!pack.value || body.dataset.pack === pack.value));
          rows += row.hidden ? 0 : 1;
          all += 1;
        }
        body.hidden = rows === 0;
        shown += rows;
      }
      get("filter-count").textContent = shown === all ? all + " rules" : shown + " of " + all + " rules";
    };
    bar.addEventListener("change", apply);
    bar.hidden = false;
    apply();
  }

  // Shows the whole of the passage to which an address leads, and what stands beside it.
  let on = [];
  const show = () => {
    on.forEach((element) => element.classList.remove("on"));
    on = [];
    let id = "";
    try {
      id = decodeURIComponent(location.hash.slice(1));
    } catch {
      return;
    }
    const at = id && get(id);
    if (!at) return;
    if (at.matches("tr[hidden], tbody[hidden] tr")) {
      for (const select of bar.querySelectorAll("select")) select.value = "";
      bar.dispatchEvent(new Event("change"));
      at.scrollIntoView();
    }
    if (!at.matches(".text i")) return;
    const marks = [...at.closest(".text").querySelectorAll("mark")];
    const first = marks.findIndex((mark) => at.compareDocumentPosition(mark) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (first >= 0) on.push(...marks.slice(first, first + Number(at.dataset.n ?? 1)));
    const row = at.closest(".row");
    if (row) on.push(...[...row.querySelectorAll(".notes li")].filter((note) => note.dataset.of === id));
    on.forEach((element) => element.classList.add("on"));
  };
  addEventListener("hashchange", show);
  show();
})();
