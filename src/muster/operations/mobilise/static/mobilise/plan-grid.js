/* The grid of a plan: a shift is taken to another cell by drag or by keys; a form is posted. */
"use strict";
(() => {
  const grid = document.querySelector("[data-plan-grid]");
  const form = document.getElementById("exchange");
  if (!grid || !form) return;
  const said = document.getElementById("grid-said");
  let held = null;

  const cells = () => [...grid.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("a.cell")]);

  const hold = (cell) => {
    if (held) held.classList.remove("is-held");
    held = cell;
    if (held) held.classList.add("is-held");
    said.textContent = held ? grid.dataset.held : "";
  };

  const put = (cell) => {
    if (!held || held === cell) return hold(null);
    form.elements.person.value = held.dataset.person;
    form.elements.day.value = held.dataset.day;
    form.elements.to_person.value = cell.dataset.person;
    form.elements.to_day.value = cell.dataset.day;
    form.submit();
  };

  const step = (cell, down, right) => {
    const rows = cells();
    const row = rows.findIndex((each) => each.includes(cell));
    const next = (rows[row + down] || [])[rows[row].indexOf(cell) + right];
    if (next) next.focus();
  };

  const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  grid.addEventListener("keydown", (event) => {
    const cell = event.target.closest("a.cell");
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    if (ARROWS[event.key]) step(cell, ...ARROWS[event.key]);
    else if (event.key === " ") { if (held) put(cell); else if (cell.draggable) hold(cell); }
    else if (event.key === "Escape") hold(null);
    else return;
    event.preventDefault();
  });
  grid.addEventListener("dragstart", (event) => {
    const cell = event.target.closest("a.cell");
    if (!cell) return;
    hold(cell);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", cell.dataset.person);
  });
  const over = (event, on) => {
    const cell = event.target.closest && event.target.closest("a.cell");
    if (!cell || !held) return null;
    cell.classList.toggle("is-over", on);
    return cell;
  };
  grid.addEventListener("dragover", (event) => { if (over(event, true)) event.preventDefault(); });
  grid.addEventListener("dragleave", (event) => over(event, false));
  grid.addEventListener("drop", (event) => {
    const cell = over(event, false);
    if (!cell) return;
    event.preventDefault();
    put(cell);
  });
  grid.addEventListener("dragend", () => hold(null));
  const here = grid.querySelector("[data-here]");
  if (here) here.focus();
})();
