// Looks at the page as a person would and returns, in words, what is wrong with it.
(wanted) => {
  const faults = [];
  const shown = (element) => {
    const box = element.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) return false;
    const style = getComputedStyle(element);
    return style.visibility !== "hidden" && style.opacity !== "0" && !element.closest("[hidden], .hidden-text, .skip");
  };
  const name = (element) => {
    const words = (element.innerText || element.getAttribute("aria-label") || element.name || "").trim();
    return `${element.tagName.toLowerCase()}.${element.className || ""} “${words.slice(0, 24)}”`;
  };

  if (document.documentElement.scrollWidth > innerWidth) {
    const wide = [...document.querySelectorAll("main *, header *, .drill-bar *")]
      .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".list-scroll, .drill-bar, .chips"));
    faults.push(`scrolls sideways: ${wide.slice(0, 3).map(name).join(" | ")}`);
  }

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const words = [];
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const text = node.data.replace(/\s+/g, " ").trim();
    const parent = node.parentElement;
    if (!text || !parent || parent.closest("script, style, svg, template")) continue;
    if (!parent.closest("option") && !shown(parent)) continue;
    if (!parent.closest("code, .code-text, [lang]:not(html), [translate=no]")) words.push(text);
    if (text.length < 3 || parent.closest("option")) continue;
    range.selectNodeContents(node);
    const lines = new Map();
    for (const box of range.getClientRects()) {
      const top = Math.round(box.top);
      lines.set(top, Math.max(lines.get(top) || 0, box.width));
    }
    const em = parseFloat(getComputedStyle(parent).fontSize);
    if (lines.size >= 3 && Math.max(...lines.values()) < 2 * em) faults.push(`one-character column: ${name(parent)}`);
    if (em >= 1 && em < wanted.least - 0.5) faults.push(`letters of ${em} px: ${name(parent)}`);
  }

  if (wanted.target) {
    const targets = "button, .button, summary, select, input:not([type=hidden]), textarea, .bottombar a, .chip";
    for (const element of document.querySelectorAll(targets)) {
      if (!shown(element) || element.closest("[inert], .design")) continue;
      const label = element.matches("[type=radio], [type=checkbox]") && element.closest("label");
      const box = (label || element).getBoundingClientRect();
      const grown = ["::before", "::after"].map((part) => {
        const style = getComputedStyle(element, part);
        return style.content !== "none" && style.position === "absolute" ? parseFloat(style.height) || 0 : 0;
      });
      const height = Math.max(box.height, ...grown);
      const inSentence = element.matches(".link-button");
      if (height < wanted.target - 0.5 && !inSentence) faults.push(`${height.toFixed(0)} px high: ${name(element)}`);
    }
  }

  for (const entry of document.querySelectorAll(".bottombar a, .bottombar summary")) {
    if (shown(entry) && entry.scrollWidth > entry.clientWidth + 1) faults.push(`wider than its place: ${name(entry)}`);
  }

  for (const button of document.querySelectorAll("main .button-primary")) {
    if (!shown(button) || button.closest("details:not([open])")) continue;
    button.scrollIntoView({ block: "center" });
    const box = button.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    if (!top || !(button.contains(top) || top.contains(button))) faults.push(`covered: ${name(button)} by ${top && name(top)}`);
  }
  scrollTo(0, 0);
  return { faults: [...new Set(faults)], words: [...new Set(words)] };
}
