// htmx: settings stand in the page's meta tag (no eval, no injected styles, 422 is shown).
// Both spellings of an event are heard, so the same file serves htmx 2 and 4.
const hear = (names, listener) => names.forEach((name) => document.addEventListener(name, listener));

hear(["htmx:configRequest", "htmx:config:request"], (event) => {
  const detail = event.detail;
  const headers = detail.headers || (detail.ctx && detail.ctx.request.headers);
  if (headers) headers["X-CSRFToken"] = csrfToken();
});
hear(["htmx:afterSwap", "htmx:after:swap"], (event) => start(event.target));
hear(["htmx:sendError", "htmx:responseError", "htmx:error"], () => toast(words("Failed"), true));
// A response may ask for a toast: HX-Trigger: {"toast": {"text": "…"}}
document.addEventListener("toast", (event) => {
  if (event.detail && event.detail.text) toast(event.detail.text, event.detail.tone === "bad");
});
