// Loads the interactive chart when it is asked for, and draws it below the picture.
"use strict";

(() => {
  const STYLE_ID = "plotly.js-style-global";
  let library = null;

  // Plotly would write its rules into the page, which the content policy refuses; a link with this
  // name and class tells it that they are there already.
  function addStyle(address) {
    if (document.getElementById(STYLE_ID)) return;
    const link = document.createElement("link");
    link.id = STYLE_ID;
    link.className = "no-inline-styles";
    link.rel = "stylesheet";
    link.href = address;
    document.head.append(link);
  }

  function addScript(address) {
    library ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.addEventListener("load", () => resolve(globalThis.Plotly));
      script.addEventListener("error", () => {
        library = null;
        script.remove();
        reject(new Error(address));
      });
      document.head.append(script);
    });
    return library;
  }

  function isDark() {
    return matchMedia("(prefers-color-scheme: dark)").matches;
  }

  async function readFigure(address) {
    const target = new URL(address, location.href);
    if (isDark()) target.searchParams.set("scheme", "dark");
    const response = await fetch(target, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  }

  async function draw(button, place) {
    addStyle(button.dataset.style);
    const [plotly, figure] = await Promise.all([
      addScript(button.dataset.library),
      readFigure(button.dataset.chart),
    ]);
    place.hidden = false;
    await plotly.newPlot(place, figure.data, figure.layout, figure.config);
  }

  function prepare(button) {
    const status = button.parentElement.querySelector("[role=status]");
    const place = document.createElement("div");
    const picture = button.closest(".chart").querySelector("svg > title");
    place.className = "plot";
    place.hidden = true;
    place.setAttribute("role", "group");
    place.setAttribute("aria-label", picture ? picture.textContent : button.textContent);
    button.closest(".chart").append(place);
    button.hidden = false;

    async function show() {
      button.disabled = true;
      status.textContent = button.dataset.busy;
      try {
        await draw(button, place);
        status.textContent = button.dataset.ready;
        button.hidden = true;
      } catch {
        place.hidden = true;
        status.textContent = button.dataset.failed;
      }
      button.disabled = false;
    }

    button.addEventListener("click", show);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      if (button.hidden) show();
    });
  }

  document.querySelectorAll("button[data-chart]").forEach(prepare);
})();
