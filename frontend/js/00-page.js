// What every other file leans on. Everything here is an extra: each page works without it.
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
// Each file adds what it does to new content: the whole page first, then what htmx swaps in.
const onContent = (each) => ready.push(each);
