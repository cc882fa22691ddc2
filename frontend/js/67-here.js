// At a post: a phone says its own time and, where its owner agrees, how far it is from the post.
// Where the phone is never leaves it; only the lead who stands there keeps where the post is.
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
