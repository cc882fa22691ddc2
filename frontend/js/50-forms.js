// Forms: the reader is led to the errors, a form is sent once, a choice may send it at once.
onContent((root) => {
  const summary = root.querySelector("[data-error-summary]");
  if (summary) summary.focus();
  root.querySelectorAll("select[data-submit-on-change]").forEach((select) => {
    const form = select.form;
    const button = form.querySelector("button[type=submit]:not([name])");
    if (button) button.hidden = true;
    select.addEventListener("change", () => (form.requestSubmit ? form.requestSubmit() : form.submit()));
  });
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post") || form.target) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  // Coming back with the browser's arrow, or a download that leaves the page: it may be sent again.
  setTimeout(() => delete form.dataset.sent, 4000);
});
window.addEventListener("pageshow", () =>
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent)
);
document.addEventListener("click", (event) => {
  const copy = within(event, "[data-copy]");
  if (copy && navigator.clipboard) navigator.clipboard.writeText(copy.dataset.copy).then(() => toast(words("Copied")));
  if (within(event, "[data-print]")) window.print();
});
// Colours change at once; the choice is kept in the background.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!("themeForm" in form.dataset) || !window.fetch) return;
  const button = form.querySelector("button[name=theme]");
  const body = new FormData(form);
  body.append("theme", button.value);
  event.preventDefault();
  delete form.dataset.sent;
  fetch(form.action, { method: "POST", body, redirect: "manual", credentials: "same-origin" }).then(() => location.reload());
});
