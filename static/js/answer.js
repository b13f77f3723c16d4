/* Saves each answer as it is given. Without this script the page's buttons save the whole page.
   One request at a time: a second answer waits for the first, so that the first one makes the check
   and the second finds it. What can't be sent stays in this browser and is tried again. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-answers]");
  if (!form) return;
  const say = form.dataset;
  const store = "eready:" + location.pathname;
  const wait = { text: 1200, retry: 2000, retryMost: 30000 };
  const waiting = new Map();
  const timers = new Map();
  let flight = null;
  let retry = 0;
  let gone = false;

  const questions = () => [...form.querySelectorAll("[data-question]")];
  const id = (box) => box.dataset.question;
  const field = (box, name) => form.elements.namedItem(id(box) + name);
  const show = (box, text, isBad) => {
    const place = box.querySelector("[data-saved]");
    place.textContent = text;
    place.classList.toggle("unsaved", Boolean(isBad));
  };
  const clock = () => new Intl.DateTimeFormat(document.documentElement.lang + "-u-nu-latn", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date());

  /* --- What is kept in the browser ---------------------------------------------------------- */

  // Versions may have moved on while an answer waited; the rest is what was given.
  const freshen = ([name, value]) => [name, /\.(version|was)$/.test(name) ? form.elements.namedItem(name).value : value];
  const keep = () => {
    try {
      if (waiting.size === 0) localStorage.removeItem(store);
      else localStorage.setItem(store, JSON.stringify([...waiting].map(([name, entry]) => [name, entry.fields.map(freshen)])));
    } catch { /* A browser that keeps nothing still saves over the network. */ }
  };

  const recall = () => {
    let kept = [];
    try { kept = JSON.parse(localStorage.getItem(store) || "[]"); } catch { kept = []; }
    if (!Array.isArray(kept)) return;
    for (const [name, fields] of kept) {
      const box = questions().find((item) => id(item) === name);
      if (!box || !Array.isArray(fields)) continue;
      fill(box, fields);
      // The version it was given on: what somebody else saved since then is not overwritten.
      const [, version] = fields.find(([item]) => item === name + ".version") || [];
      if (version) field(box, ".version").value = version;
      queue(box);
    }
  };

  const fill = (box, fields) => {
    const given = new Map();
    for (const [name, value] of fields) given.set(name, [...(given.get(name) || []), value]);
    for (const item of box.querySelectorAll("input, textarea")) {
      if (item.type === "hidden") continue;
      const values = given.get(item.name) || [];
      if (item.type === "radio" || item.type === "checkbox") item.checked = values.includes(item.value);
      else item.value = values[0] || "";
    }
  };

  /* --- Sending -------------------------------------------------------------------------------- */

  const read = (box) => [...box.querySelectorAll("input, textarea")]
    .filter((item) => item.name && (item.type === "hidden" || !["radio", "checkbox"].includes(item.type) || item.checked))
    .map((item) => [item.name, item.value]);

  const lacksReason = (box) => {
    const chosen = [...box.querySelectorAll('input[value="not-applicable"]')].some((item) => item.checked);
    return chosen && !field(box, ".reason").value.trim();
  };

  const queue = (box) => {
    if (gone) return;
    clearTimeout(timers.get(box));
    if (lacksReason(box)) { show(box, say.reason, true); return; }
    waiting.set(id(box), { box, fields: read(box) });
    keep();
    show(box, say.saving);
    pump();
  };

  const pump = () => {
    if (flight || gone || waiting.size === 0) return flight;
    const [name, entry] = waiting.entries().next().value;
    flight = send(entry).then((isSent) => {
      flight = null;
      if (!isSent) { later(); return false; }
      retry = 0;
      form.querySelector(".move [role=status]")?.remove();
      if (waiting.get(name) === entry) waiting.delete(name);
      keep();
      return pump() || true;
    });
    return flight;
  };

  const later = () => {
    for (const { box } of waiting.values()) show(box, say.unsaved, true);
    retry = Math.min(retry ? retry * 2 : wait.retry, wait.retryMost);
    setTimeout(pump, retry);
  };

  const send = async (entry) => {
    const body = new URLSearchParams();
    for (const item of form.querySelectorAll(":scope > input[type=hidden]")) body.append(item.name, item.value);
    for (const [name, value] of entry.fields.map(freshen)) body.append(name, value);
    try {
      const response = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { Accept: "application/json" } });
      if (response.status === 410) { stop(); return true; }
      if (response.status >= 500 || response.status === 429) return false;
      const told = await response.json();
      if (told.error) { show(entry.box, told.error.message, true); return true; }
      take(entry, told);
      return true;
    } catch {
      return false;
    }
  };

  const stop = () => {
    gone = true;
    waiting.clear();
    keep();
    for (const box of questions()) show(box, say.gone, true);
  };

  const take = (entry, told) => {
    const { box } = entry;
    const errors = box.querySelector(".field-error");
    errors.replaceChildren();
    const saved = told.saved[id(box)];
    if (saved) {
      box.querySelector("[data-confirm]")?.remove();
      field(box, ".version").value = saved.version;
      field(box, ".was").value = saved.was;
    }
    const problems = told.problems[id(box)] || [];
    for (const text of problems) errors.append(Object.assign(document.createElement("p"), { textContent: text }));
    if (told.conflicts[id(box)]) clash(box, errors, told.conflicts[id(box)]);
    else if (problems.length) show(box, say.refused, true);
    else show(box, say.saved + " " + clock());
    box.classList.toggle("refused", problems.length > 0 || Boolean(told.conflicts[id(box)]));
    if (told.begun && !form.elements.namedItem("begun")) {
      form.prepend(Object.assign(document.createElement("input"), { type: "hidden", name: "begun", value: "1" }));
      document.querySelector("#keeping [data-begun]").hidden = false;
      document.querySelector("#keeping [data-fresh]")?.remove();
    }
    for (const [name, [done, all]] of Object.entries(told.steps)) {
      const step = document.querySelector(`[data-step="${CSS.escape(name)}"]`);
      if (!step) continue;
      step.querySelector("span:last-child").textContent = say.count.replace("{done}", done).replace("{all}", all);
      step.classList.toggle("done", done >= all && !step.classList.contains("now"));
    }
    // Another question is asked now because of this answer.
    if (told.reload && waiting.size <= 1) { leaving = true; location.reload(); }
  };

  const clash = (box, place, theirs) => {
    const words = Object.assign(document.createElement("p"), { textContent: say.clash + " " });
    words.append(Object.assign(document.createElement("b"), { textContent: theirs.theirs.text, lang: theirs.theirs.lang, dir: theirs.theirs.dir }));
    const button = (text, act) => {
      const made = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: text });
      made.addEventListener("click", act);
      return made;
    };
    const choices = document.createElement("p");
    choices.append(
      button(say.keep, () => { field(box, ".version").value = theirs.version; field(box, ".was").value = ""; queue(box); }),
      " ",
      button(say.take, () => { waiting.clear(); keep(); leaving = true; location.reload(); }),
    );
    place.append(words, choices);
    show(box, say.refused, true);
  };

  /* --- What people do --------------------------------------------------------------------------- */

  const only = (box, item) => {
    const all = [...box.querySelectorAll("input[type=checkbox]")];
    const isState = (one) => one.name.endsWith(".state");
    if (item.type === "checkbox" && item.checked) {
      const alone = isState(item) || "exclusive" in item.dataset;
      for (const one of all) {
        if (one !== item && (alone || isState(one) || "exclusive" in one.dataset)) one.checked = false;
      }
      // By its name within the question: the question itself bears the same word as its id.
      const typed = [...box.querySelectorAll("input, textarea")].find((one) => one.name === id(box));
      if (isState(item) && typed && !["radio", "checkbox"].includes(typed.type)) typed.value = "";
    } else if (item.name === id(box) && item.type !== "radio" && item.value) {
      for (const one of all) if (isState(one)) one.checked = false;
    }
  };

  const stay = (button) => {
    let place = form.querySelector(".move [role=status]");
    if (!place) {
      place = Object.assign(document.createElement("span"), { className: "saved unsaved" });
      place.setAttribute("role", "status");
      (button || form.querySelector(".move .button")).before(place);
    }
    place.textContent = say.unsaved;
    later();
  };

  let leaving = false;
  form.addEventListener("change", (event) => {
    const box = event.target.closest("[data-question]");
    if (!box) return;
    only(box, event.target);
    queue(box);
  });
  form.addEventListener("input", (event) => {
    const box = event.target.closest("[data-question]");
    if (!box || ["radio", "checkbox"].includes(event.target.type)) return;
    clearTimeout(timers.get(box));
    timers.set(box, setTimeout(() => { only(box, event.target); queue(box); }, wait.text));
  });
  form.addEventListener("submit", async (event) => {
    if (leaving || gone) return;
    event.preventDefault();
    const button = event.submitter;
    for (const box of timers.keys()) clearTimeout(timers.get(box));
    while (flight) await flight;
    if (waiting.size && !navigator.onLine) { stay(button); return; }
    // The page is only left when the server answers: what was typed must not vanish with it.
    try { await fetch("/health", { method: "HEAD", cache: "no-store" }); } catch { stay(button); return; }
    leaving = true;
    waiting.clear();
    keep();
    form.requestSubmit(button);
  });
  addEventListener("online", () => { retry = 0; pump(); });
  addEventListener("beforeunload", (event) => {
    if (!leaving && waiting.size) event.preventDefault();
  });
  document.getElementById("errors")?.focus();
  recall();
})();
