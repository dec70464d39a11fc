"use strict";
// Nothing here is needed to read the page: it filters statements, lights one up wherever it stands, and opens or closes all folds.
(() => {
  const all = (what, from = document) => [...from.querySelectorAll(what)];
  document.documentElement.classList.add("scripted");
  // Where there is room for it the list of contents stands open.
  if (matchMedia("(min-width: 60rem)").matches) for (const fold of all("nav details")) fold.open = true;
  const box = document.getElementById("filter");
  const count = document.getElementById("found");
  const rows = all("[data-row]");
  const text = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const filter = () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const row of rows) {
      row.hidden = !words.every((word) => text.get(row).includes(word));
      found += row.hidden ? 0 : 1;
    }
    count.textContent = words.length ? `${found} / ${rows.length}` : "";
    if (words.length) for (const fold of new Set(rows.filter((r) => !r.hidden).map((r) => r.closest("details")))) if (fold) fold.open = true;
  };
  if (box) box.addEventListener("input", filter);
  // The short report lists no statements to filter.
  if (box && !rows.length) for (const part of [box, ...box.labels]) part.hidden = true;
  const light = (event) => {
    // Where the pointer rests on no statement, the one that has the focus stays lit.
    const at = event.target.closest("[data-s]") ?? document.activeElement?.closest("[data-s]");
    for (const lit of all(".lit")) lit.classList.remove("lit");
    if (at) for (const same of all(`[data-s="${CSS.escape(at.dataset.s)}"]`)) same.classList.add("lit");
  };
  for (const kind of ["pointerover", "focusin"]) document.addEventListener(kind, light);
  for (const button of all("[data-folds]")) {
    button.addEventListener("click", () => {
      for (const fold of all("main details")) fold.open = button.dataset.folds === "open";
    });
  }
  // A link to a place inside a fold opens the fold; an older browser prints only folds that are open.
  const reveal = () => {
    const goal = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let fold = goal && goal.closest("details"); fold; fold = fold.parentElement && fold.parentElement.closest("details")) fold.open = true;
    if (goal) goal.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    for (const fold of closed) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of closed) fold.open = false;
  });
})();
