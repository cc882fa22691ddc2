// The roster grid: arrows walk, a letter moves, M or the mouse carries a shift to another cell.
// Each of them only asks the page what it would break; saving is a button of the panel.
const rosterOf = (node) => (node && node.closest ? node.closest("[data-roster]") : null);
let lifted = null;

const rosterAsk = (table, query) => {
  const url = table.dataset.roster + "?" + query;
  fetch(url, { credentials: "same-origin", headers: { Accept: "text/html" } })
    .then((answer) => answer.text())
    .then((text) => {
      const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("panel");
      const panel = document.getElementById("panel");
      if (!fresh || !panel) throw new Error("no panel");
      panel.replaceWith(document.importNode(fresh, true));
      const now = document.getElementById("panel");
      start(now);
      now.scrollIntoView({ block: "nearest" });
      const save = now.querySelector("[data-save]");
      (save || now).focus();
    })
    .catch(() => window.location.assign(url + "#panel"));
};

const rosterStep = (cell, right, down) => {
  const row = cell.closest("tr");
  const at = Array.from(row.children).indexOf(cell.closest("td"));
  if (right) {
    const next = row.children[at + right];
    return next ? next.querySelector("a[data-cell]") : null;
  }
  let other = row;
  do other = down > 0 ? other.nextElementSibling : other.previousElementSibling;
  while (other && !(other.children[at] && other.children[at].querySelector("a[data-cell]")));
  return other ? other.children[at].querySelector("a[data-cell]") : null;
};

const rosterDrop = (table, from, onto) => {
  if (lifted) lifted.classList.remove("is-lifted");
  lifted = null;
  if (from !== onto) rosterAsk(table, "cell=" + from.dataset.cell + "&to=" + onto.dataset.cell);
};

const rosterLetter = (table, cell, letter) => {
  const url = table.dataset.roster + "?cell=" + cell.dataset.cell;
  fetch(url, { credentials: "same-origin" })
    .then((answer) => answer.text())
    .then((text) => {
      const page = new DOMParser().parseFromString(text, "text/html");
      const fitting = Array.from(page.querySelectorAll("#grid-put option")).filter(
        (option) => option.dataset.letter === letter
      );
      const best = fitting.find((option) => Number(option.dataset.short) > 0) || fitting[0];
      if (best) rosterAsk(table, "cell=" + cell.dataset.cell + "&put=" + best.value);
    });
};

document.addEventListener("keydown", (event) => {
  const cell = event.target.closest ? event.target.closest("a[data-cell]") : null;
  const table = rosterOf(cell);
  if (!table || event.ctrlKey || event.metaKey || event.altKey) return;
  const steps = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  const key = event.key.toUpperCase();
  if (steps[event.key]) {
    const next = rosterStep(cell, steps[event.key][0], steps[event.key][1]);
    event.preventDefault();
    if (next) next.focus();
  } else if (event.key === "Escape" && lifted) {
    lifted.classList.remove("is-lifted");
    lifted = null;
  } else if (key === "M") {
    event.preventDefault();
    if (lifted) rosterDrop(table, lifted, cell);
    else if (cell.draggable) {
      lifted = cell;
      cell.classList.add("is-lifted");
    }
  } else if (key === "X" && cell.draggable) {
    event.preventDefault();
    rosterAsk(table, "cell=" + cell.dataset.cell + "&put=off");
  } else if (/^[A-Z]$/.test(key)) {
    event.preventDefault();
    rosterLetter(table, cell, key);
  }
});

document.addEventListener("click", (event) => {
  const cell = within(event, "a[data-cell]");
  const table = rosterOf(cell);
  if (!table || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  rosterAsk(table, "cell=" + cell.dataset.cell);
});

document.addEventListener("dragstart", (event) => {
  const cell = within(event, "a[data-cell]");
  if (!cell || !rosterOf(cell)) return;
  lifted = cell;
  cell.classList.add("is-lifted");
  event.dataTransfer.setData("text/plain", cell.dataset.cell);
  event.dataTransfer.effectAllowed = "move";
});
document.addEventListener("dragover", (event) => {
  const cell = within(event, "a[data-cell]");
  if (!lifted || !cell) return;
  event.preventDefault();
  document.querySelectorAll(".is-target").forEach((one) => one.classList.remove("is-target"));
  cell.classList.add("is-target");
});
document.addEventListener("drop", (event) => {
  const cell = within(event, "a[data-cell]");
  if (!lifted || !cell) return;
  event.preventDefault();
  rosterDrop(rosterOf(cell), lifted, cell);
});
document.addEventListener("dragend", () => {
  document.querySelectorAll(".is-target").forEach((one) => one.classList.remove("is-target"));
  if (lifted) lifted.classList.remove("is-lifted");
  lifted = null;
});
