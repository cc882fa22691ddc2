// Tree picker: a button that shows what is chosen, and a panel to search or to open level by level.
// The select or field underneath stays the one that is sent.
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
      // A label would hide what is chosen from the ear: name the button by both.
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
