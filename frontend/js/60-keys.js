// Keys: j and k walk the rows of a list, Enter opens one, / searches, ? shows all keys.
const rowsOf = (list) => [...list.querySelectorAll(":scope > tbody > tr, :scope > li")];

const walk = (step) => {
  const list = document.querySelector("[data-rows]");
  if (!list) return;
  const rows = rowsOf(list);
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.classList.contains("is-current"));
  const next = rows[Math.max(0, Math.min(rows.length - 1, at + step))] || rows[0];
  rows.forEach((row) => row.classList.toggle("is-current", row === next));
  const link = next.querySelector("a[href]");
  if (link) link.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event)) return;
  if (document.querySelector("dialog[open], dialog.is-open")) return;
  if (event.key === "j") walk(1);
  else if (event.key === "k") walk(-1);
  else if (event.key === "/") {
    const search = document.querySelector("[data-search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  } else if (event.key === "?") {
    const keys = document.getElementById("keys");
    if (keys) openDialog(keys);
  } else if (event.key === "Enter" && event.target === document.body) {
    const link = document.querySelector("[data-rows] .is-current a[href]");
    if (link) link.click();
  }
});
