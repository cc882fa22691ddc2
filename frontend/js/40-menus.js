// Folded menus and questions close when one looks elsewhere; only one menu stands open.
const closeMenus = (except) =>
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (menu !== except) menu.open = false;
  });

document.addEventListener("click", (event) => {
  closeMenus(within(event, "details[data-menu]"));
  const keep = within(event, "[data-close-details]");
  if (keep) {
    const details = keep.closest("details");
    details.open = false;
    details.querySelector("summary").focus();
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details[data-menu][open], details.confirm[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
onContent((root) =>
  root.querySelectorAll("[data-close-details], [data-print], [data-copy]").forEach((button) => {
    button.hidden = false;
  })
);
