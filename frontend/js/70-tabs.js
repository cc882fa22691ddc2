// Tabs that are parts of one page: one part at a time, arrows move between them.
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
