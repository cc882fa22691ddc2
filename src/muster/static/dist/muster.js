/* Built by tools/build_assets.py from frontend/; edit there. */
(() => {
"use strict";
const page = document.documentElement;
page.classList.add("js");
const words = (name) => document.body.dataset["word" + name] || "";
const within = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);
const csrfToken = () => {
const meta = document.querySelector('meta[name="csrf-token"]');
return meta ? meta.content : "";
};
const typing = (event) => {
const place = event.target;
return place instanceof Element && (place.closest("input, select, textarea") !== null || place.isContentEditable);
};
const ready = [];
const start = (root) => ready.forEach((each) => each(root));
const onContent = (each) => ready.push(each);
const hear = (names, listener) => names.forEach((name) => document.addEventListener(name, listener));
hear(["htmx:configRequest", "htmx:config:request"], (event) => {
const detail = event.detail;
const headers = detail.headers || (detail.ctx && detail.ctx.request.headers);
if (headers) headers["X-CSRFToken"] = csrfToken();
});
hear(["htmx:afterSwap", "htmx:after:swap"], (event) => start(event.target));
hear(["htmx:sendError", "htmx:responseError", "htmx:error"], () => toast(words("Failed"), true));
document.addEventListener("toast", (event) => {
if (event.detail && event.detail.text) toast(event.detail.text, event.detail.tone === "bad");
});
const TOAST_MS = 7000;
const settle = (element) => {
if (element.dataset.settled) return;
element.dataset.settled = "1";
const close = document.createElement("button");
close.type = "button";
close.className = "toast-close";
close.setAttribute("aria-label", words("Close"));
close.textContent = "×";
close.addEventListener("click", () => element.remove());
element.append(close);
if (!("stay" in element.dataset)) setTimeout(() => element.remove(), TOAST_MS);
};
const toast = (text, stays) => {
const box = document.getElementById("toasts");
if (!box || !text) return;
const element = document.createElement("div");
element.className = "toast";
element.dataset.toast = "";
if (stays) {
element.dataset.stay = "";
element.setAttribute("role", "alert");
}
const words = document.createElement("span");
words.className = "toast-text";
words.textContent = text;
element.append(words);
box.append(element);
settle(element);
};
onContent((root) => root.querySelectorAll("[data-toast]").forEach(settle));
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
if (event.target instanceof Element && event.target.matches("dialog[open]")) closeDialog(event.target);
});
document.addEventListener("keydown", (event) => {
if (event.key !== "Escape") return;
const fallback = document.querySelector("dialog.is-open, dialog:target");
if (fallback) closeDialog(fallback);
});
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
const EARTH_METRES = 6371000;
const metresBetween = (one, other) => {
const rad = Math.PI / 180;
const half = (from, to) => Math.sin(((to - from) * rad) / 2) ** 2;
const across = Math.cos(one.latitude * rad) * Math.cos(other.latitude * rad);
const h = half(one.latitude, other.latitude) + across * half(one.longitude, other.longitude);
return Math.round(2 * EARTH_METRES * Math.asin(Math.sqrt(h)));
};
const whereIAm = (found, refused) =>
navigator.geolocation.getCurrentPosition((at) => found(at.coords), refused, {
enableHighAccuracy: true,
timeout: 20000,
maximumAge: 60000,
});
onContent((root) => {
root.querySelectorAll("form[data-here]").forEach((form) => {
const time = form.elements.at;
if (time) form.addEventListener("submit", () => (time.value = new Date().toISOString()));
const offer = form.querySelector("[data-where]");
if (!offer || !navigator.geolocation || !window.isSecureContext) return;
offer.hidden = false;
const said = offer.querySelector("[role=status]");
const say = (word, metres) => (said.textContent = said.dataset[word].replace("{n}", metres));
const agree = form.querySelector("[data-distance]");
if (agree)
agree.addEventListener("change", () => {
form.elements.distance_m.value = said.textContent = "";
if (!agree.checked) return;
whereIAm(
(here) => {
const post = { latitude: +agree.dataset.latitude, longitude: +agree.dataset.longitude };
const metres = metresBetween(post, here);
if (agree.checked) form.elements.distance_m.value = metres;
if (agree.checked) say("found", metres);
},
() => {
agree.checked = false;
say("refused");
}
);
});
const locate = form.querySelector("[data-locate]");
if (locate)
locate.addEventListener("click", () =>
whereIAm(
(here) => {
form.elements.latitude.value = here.latitude.toFixed(5);
form.elements.longitude.value = here.longitude.toFixed(5);
say("found", Math.round(here.accuracy));
},
() => say("refused")
)
);
});
});
onContent((root) =>
root.querySelectorAll("[data-tabs]").forEach((bar) => {
const tabs = [...bar.querySelectorAll("a")];
const panel = (tab) => document.getElementById(tab.hash.slice(1));
const show = (chosen) =>
tabs.forEach((tab) => {
tab.setAttribute("aria-selected", String(tab === chosen));
tab.tabIndex = tab === chosen ? 0 : -1;
if (panel(tab)) panel(tab).hidden = tab !== chosen;
});
bar.querySelector("ul").setAttribute("role", "tablist");
tabs.forEach((tab, place) => {
tab.parentElement.setAttribute("role", "presentation");
tab.setAttribute("role", "tab");
tab.removeAttribute("aria-current");
if (panel(tab)) panel(tab).setAttribute("role", "tabpanel");
tab.addEventListener("click", (event) => {
event.preventDefault();
show(tab);
});
tab.addEventListener("keydown", (event) => {
const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
if (!step) return;
const next = tabs[(place + step + tabs.length) % tabs.length];
show(next);
next.focus();
});
});
show(tabs.find((tab) => tab.hash === location.hash) || tabs[0]);
})
);
const PICKER_DELAY_MS = 200;
const keepChoice = (field, code, label) => {
if (field.tagName === "SELECT" && ![...field.options].some((option) => option.value === code)) {
field.add(new Option(label, code));
}
field.value = code;
field.dispatchEvent(new Event("change", { bubbles: true }));
};
const makePicker = (picker) => {
const field = picker.querySelector("select, input");
if (!field || picker.dataset.made) return;
picker.dataset.made = "1";
const chosen = document.createElement("button");
chosen.type = "button";
chosen.className = "picker-chosen";
chosen.setAttribute("aria-expanded", "false");
if (field.id) {
chosen.id = field.id;
field.removeAttribute("id");
const label = document.querySelector('label[for="' + chosen.id + '"]');
if (label) {
label.id = label.id || chosen.id + "_label";
chosen.setAttribute("aria-labelledby", label.id + " " + chosen.id);
}
}
const describedBy = field.getAttribute("aria-describedby");
if (describedBy) chosen.setAttribute("aria-describedby", describedBy);
const known = field.tagName === "SELECT" && field.value ? field.options[field.selectedIndex].text.trim() : "";
chosen.textContent = known || picker.dataset.chosen || picker.dataset.prompt;
const panel = document.createElement("div");
panel.className = "picker-panel";
panel.hidden = true;
const search = document.createElement("input");
search.type = "search";
search.className = "input";
search.autocomplete = "off";
search.placeholder = picker.dataset.search;
search.setAttribute("aria-label", picker.dataset.search);
const answer = document.createElement("div");
answer.setAttribute("aria-live", "polite");
panel.append(search, answer);
if (picker.dataset.none) {
const none = document.createElement("button");
none.type = "button";
none.className = "link-button";
none.dataset.code = "";
none.dataset.label = picker.dataset.prompt;
none.textContent = picker.dataset.none;
panel.append(none);
}
field.hidden = true;
picker.append(chosen, panel);
let asked = 0;
const ask = (parameters) => {
const turn = ++asked;
const joint = picker.dataset.url.includes("?") ? "&" : "?";
const url = picker.dataset.url + joint + new URLSearchParams(parameters);
fetch(url, { credentials: "same-origin", headers: { "HX-Request": "true" } })
.then((response) => (response.ok ? response.text() : Promise.reject(response)))
.then((html) => {
if (turn === asked) answer.innerHTML = html;
})
.catch(() => toast(words("Failed"), true));
};
const show = (open) => {
panel.hidden = !open;
chosen.setAttribute("aria-expanded", String(open));
if (!open) return;
search.value = "";
search.focus();
ask({ parent: "" });
};
chosen.addEventListener("click", () => show(panel.hidden));
let waiting = 0;
search.addEventListener("input", () => {
clearTimeout(waiting);
waiting = setTimeout(() => ask(search.value.trim() ? { q: search.value.trim() } : { parent: "" }), PICKER_DELAY_MS);
});
search.addEventListener("keydown", (event) => {
if (event.key !== "Enter") return;
event.preventDefault();
const first = answer.querySelector("[data-code]");
if (first) first.click();
});
picker.addEventListener("keydown", (event) => {
if (event.key === "Escape" && !panel.hidden) {
event.stopPropagation();
show(false);
chosen.focus();
}
const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
if (!step || panel.hidden) return;
event.preventDefault();
const options = [...answer.querySelectorAll("[data-code]")];
const next = options[options.indexOf(document.activeElement) + step];
(next || search).focus();
});
panel.addEventListener("click", (event) => {
const deeper = within(event, "[data-parent]");
if (deeper) {
search.value = "";
ask({ parent: deeper.dataset.parent });
return;
}
const option = within(event, "[data-code]");
if (!option) return;
keepChoice(field, option.dataset.code, option.dataset.label);
chosen.textContent = option.dataset.label;
show(false);
chosen.focus();
});
document.addEventListener("click", (event) => {
if (!picker.contains(event.target) && event.target.isConnected) show(false);
});
};
onContent((root) => root.querySelectorAll("[data-picker]").forEach(makePicker));
start(document);
})();
