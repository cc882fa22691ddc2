// Dialogs: <a href="#id" data-dialog>. Without script the address opens them (:target); where the
// browser has no <dialog>, a class does, and Escape and the close link still work.
let opener = null;

const openDialog = (dialog, from) => {
  opener = from || document.activeElement;
  if (dialog.showModal) {
    if (!dialog.open) dialog.showModal();
  } else {
    dialog.classList.add("is-open");
    dialog.setAttribute("role", "dialog");
    dialog.setAttribute("aria-modal", "true");
  }
  const first = dialog.querySelector("[autofocus], input:not([type=hidden]), select, textarea, button, a[href]");
  if (first) first.focus();
};

const closeDialog = (dialog) => {
  if (dialog.close && dialog.open) dialog.close();
  dialog.classList.remove("is-open");
  if (location.hash === "#" + dialog.id) history.replaceState(null, "", location.pathname + location.search);
  if (opener && opener.isConnected) opener.focus();
  opener = null;
};

document.addEventListener("click", (event) => {
  const link = within(event, "[data-dialog]");
  if (link) {
    const dialog = document.getElementById(link.hash.slice(1));
    if (!dialog) return;
    event.preventDefault();
    openDialog(dialog, link);
    return;
  }
  const close = within(event, "[data-dialog-close]");
  if (close) {
    event.preventDefault();
    closeDialog(close.closest("dialog"));
    return;
  }
  // A click on the backdrop hits the dialog element itself.
  if (event.target instanceof Element && event.target.matches("dialog[open]")) closeDialog(event.target);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const fallback = document.querySelector("dialog.is-open, dialog:target");
  if (fallback) closeDialog(fallback);
});
