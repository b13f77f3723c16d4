/* Looks by itself whether what is being made is ready, and says so where the page says how far it
   is. Nothing is loaded anew, so that what is read aloud goes on and the focus stays. Without this
   script the browser loads the page again every few seconds. */
(() => {
  "use strict";
  const place = document.querySelector("[data-wait]");
  if (!place) return;
  const pause = Number(place.dataset.wait) * 1000;

  const show = (page) => {
    const news = page.querySelector("main [role=status]");
    if (!news) return false;
    if ("wait" in news.dataset) {
      const [bar, next] = [place, news].map((item) => item.querySelector("progress"));
      if (bar && next && bar.value !== next.value) bar.value = next.value;
      return false;
    }
    place.replaceChildren(...news.childNodes);
    document.querySelector("[data-after]").replaceChildren(...page.querySelector("[data-after]").childNodes);
    return true;
  };

  const look = async () => {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (answer.ok && show(page)) return;
    } catch { /* No connection: looked again after the same while. */ }
    setTimeout(look, pause);
  };
  setTimeout(look, pause);
})();
