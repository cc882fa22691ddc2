// Toasts go by themselves after a while, unless they tell of an error; a click sends them away.
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
