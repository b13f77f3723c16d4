/* Counts down to the moment a timer runs out, by the server's clock: `data-ends` and `data-now` are
   moments, the second that at which the page was drawn. Without this script the end is told. */
(() => {
  "use strict";
  const offsets = new WeakMap();
  const two = (number) => String(number).padStart(2, "0");

  const show = (place) => {
    if (!offsets.has(place)) offsets.set(place, Date.parse(place.dataset.now) - Date.now());
    const left = Math.ceil((Date.parse(place.dataset.ends) - Date.now() - offsets.get(place)) / 1000);
    if (Number.isNaN(left)) return;
    const text = left > 0 ? `${Math.floor(left / 60)}:${two(left % 60)}` : place.dataset.over;
    if (place.textContent !== text) place.textContent = text;
    place.classList.toggle("soon", left > 0 && left <= 60);
    place.classList.toggle("over", left <= 0);
  };

  const tick = () => document.querySelectorAll("[data-ends]").forEach(show);
  document.addEventListener("live:after", tick);
  setInterval(tick, 250);
  tick();
})();
