/* Saves each answer as it is given. Without this script the page's buttons save the whole page.
   One request at a time: a second answer waits for the first, so that the first one makes the check
   and the second finds it. What can't be sent stays in this browser and is tried again. "Saved" is
   said of what stands in the fields only, and only when the server has said so. */
(() => {
  "use strict";

// Serves one form until `over`: another one may take its place in a page that changes by itself.
const serve = (form, over) => {
  const say = form.dataset;
  // Where people sign in, what one of them typed is not put before another.
  const store = "eready:" + (say.who || "") + location.pathname;
  const wait = { text: 1200, retry: 2000, retryMost: 30000, reply: 30000 };
  // What is not saved, by question. `isHeld`: only its writer can make it fit to be saved.
  // `isDoubtful`: sent, and no reply yet. `before`: such a one, to be settled before what replaced it.
  const waiting = new Map();
  const timers = new Map();
  const saved = new Map();
  let flight = null;
  let retry = 0;
  let again = 0;
  let gone = false;
  let isOut = false;

  const questions = () => [...form.querySelectorAll("[data-question]")];
  const id = (box) => box.dataset.question;
  const field = (box, name) => form.elements.namedItem(id(box) + name);
  const show = (box, text, isBad) => {
    const place = box.querySelector("[data-saved]");
    // A text that stays is not announced again.
    if (place.textContent !== text) place.textContent = text;
    place.classList.toggle("unsaved", Boolean(isBad));
  };
  const clock = () => new Intl.DateTimeFormat(document.documentElement.lang + "-u-nu-latn", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date());

  /* --- What is kept in the browser ---------------------------------------------------------- */

  // Versions may have moved on while an answer waited; the rest is what was given.
  const freshen = ([name, value]) => [name, /\.(version|was)$/.test(name) ? form.elements.namedItem(name).value : value];
  const keep = () => {
    try {
      if (waiting.size === 0) localStorage.removeItem(store);
      else localStorage.setItem(store, JSON.stringify([...waiting].map(([name, entry]) => [name, entry.fields.map(freshen), entry.before?.fields])));
    } catch { /* A browser that keeps nothing still saves over the network. */ }
  };

  const recall = () => {
    let kept = [];
    try { kept = JSON.parse(localStorage.getItem(store) || "[]"); } catch { kept = []; }
    if (!Array.isArray(kept)) return;
    for (const [name, fields, before] of kept) {
      const box = questions().find((item) => id(item) === name);
      // What the server shows as refused comes with what was typed.
      if (!box || !Array.isArray(fields) || box.classList.contains("refused")) continue;
      if (isTouched(box) || print(read(box)) === print(fields)) continue;
      fill(box, fields);
      // The version it was given on: what somebody else saved since then is not overwritten.
      const [, version] = fields.find(([item]) => item === name + ".version") || [];
      if (version) field(box, ".version").value = version;
      if (Array.isArray(before)) waiting.set(name, { box, before: { box, fields: before } });
      queue(box);
    }
    keep();
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

  const isTouched = (box) => [...box.querySelectorAll("input, textarea")].some((item) =>
    ["radio", "checkbox"].includes(item.type) ? item.checked !== item.defaultChecked : item.type !== "hidden" && item.value !== item.defaultValue);

  const print = (fields) => JSON.stringify(fields.filter(([name]) => !/\.(version|was)$/.test(name)));

  const queue = (box, delay) => {
    if (gone) return;
    leaving = false;
    const name = id(box);
    const fields = read(box);
    const earlier = waiting.get(name);
    clearTimeout(timers.get(box));
    timers.delete(box);
    if (!earlier && saved.get(name) === print(fields)) return;
    const before = earlier?.isDoubtful ? earlier : earlier?.before;
    const isHeld = lacksReason(box);
    waiting.set(name, { box, fields, before, isHeld });
    keep();
    show(box, isHeld ? say.reason : say.saving, isHeld);
    if (delay) timers.set(box, setTimeout(() => { timers.delete(box); pump(); }, delay));
    else pump();
  };

  const unsent = () => [...waiting.values()].filter((entry) => !entry.isHeld);

  const pump = () => {
    if (flight || gone) return flight;
    const next = unsent().find((entry) => !timers.has(entry.box));
    if (!next) return flight;
    const entry = next.before || next;
    entry.isDoubtful = true;
    flight = send(entry).then((isSent) => {
      flight = null;
      if (!isSent) { later(); return; }
      retry = 0;
      entry.isDoubtful = false;
      const present = waiting.get(id(entry.box));
      if (present?.before === entry) delete present.before;
      if (present === entry && !entry.isHeld) waiting.delete(id(entry.box));
      if (!unsent().length) tell("");
      keep();
      return pump();
    });
    return flight;
  };

  const later = () => {
    for (const { box } of unsent()) show(box, say.unsaved, true);
    retry = Math.min(retry ? retry * 2 : wait.retry, wait.retryMost);
    clearTimeout(again);
    again = setTimeout(pump, retry);
  };

  const send = async (entry) => {
    const body = new URLSearchParams();
    for (const item of form.querySelectorAll(":scope > input[type=hidden]")) body.append(item.name, item.value);
    for (const [name, value] of entry.fields.map(freshen)) body.append(name, value);
    // A line that is dead without saying so ends here.
    const line = new AbortController();
    const end = setTimeout(() => line.abort(), wait.reply);
    try {
      const response = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { Accept: "application/json" }, signal: line.signal });
      if (response.status === 410) { stop(); return true; }
      if (say.out && [401, 404].includes(response.status)) { shutOut(entry); return true; }
      if (response.status >= 500 || response.status === 429) return false;
      const told = await response.json();
      take(entry, told);
      return true;
    } catch {
      return false;
    } finally {
      clearTimeout(end);
    }
  };

  const stop = () => {
    gone = true;
    waiting.clear();
    keep();
    for (const box of questions()) show(box, say.gone, true);
  };

  // Whoever typed was signed out meanwhile: it waits here until they come back from signing in.
  const shutOut = (entry) => {
    isOut = entry.isHeld = entry.isOut = true;
    const place = entry.box.querySelector("[data-saved]");
    show(entry.box, say.out, true);
    const door = Object.assign(document.createElement("a"), { href: say.door, target: "_blank", rel: "noopener", textContent: say.enter });
    place.append(" ", door);
  };

  const tryAgain = () => {
    if (!isOut) return;
    isOut = false;
    for (const entry of waiting.values()) if (entry.isOut) entry.isHeld = entry.isOut = false;
    pump();
  };

  const take = (entry, told) => {
    const { box } = entry;
    const name = id(box);
    // Something else stands in the fields by now: what is said of this one would be said of that.
    const isPresent = waiting.get(name) === entry;
    saved.delete(name);
    if (told.error) {
      entry.isHeld = true;
      if (isPresent) show(box, told.error.message, true);
      return;
    }
    const version = told.saved[name];
    if (version) {
      for (const item of box.querySelectorAll("[data-confirm], [data-stamp]")) item.remove();
      const why = field(box, ".why");
      if (why && why !== document.activeElement && isPresent) why.value = "";
      field(box, ".version").value = version.version;
      field(box, ".was").value = version.was;
    }
    if (isPresent) {
      mark(box, told.wrong?.[name] || []);
      judge(entry, told.problems[name] || [], told.conflicts[name]);
    }
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
    if (told.reload && unsent().every((other) => other === entry)) { leaving = true; location.reload(); }
  };

  // Which fields are wrong, for whoever hears the page; each names the place where it is said why.
  const mark = (box, wrong) => {
    for (const item of box.querySelectorAll("input:not([type=hidden], [type=radio]), textarea")) {
      const part = item.name === id(box) ? "value" : item.name.slice(id(box).length + 1);
      if (wrong.includes(part)) item.setAttribute("aria-invalid", "true");
      else item.removeAttribute("aria-invalid");
    }
  };

  const judge = (entry, problems, theirs) => {
    const { box } = entry;
    const errors = box.querySelector(".field-error");
    errors.replaceChildren(...problems.map((text) => Object.assign(document.createElement("p"), { textContent: text })));
    entry.isHeld = problems.length > 0 || Boolean(theirs);
    box.classList.toggle("refused", entry.isHeld);
    if (theirs) clash(box, errors, theirs);
    else if (problems.length) show(box, say.refused, true);
    else {
      saved.set(id(box), print(entry.fields));
      show(box, say.saved + " " + clock());
    }
  };

  const clash = (box, place, theirs) => {
    const words = Object.assign(document.createElement("p"), { textContent: (theirs.said || say.clash) + " " });
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
      button(say.take, () => { waiting.delete(id(box)); keep(); leaving = true; location.reload(); }),
    );
    place.append(words, choices);
    show(box, say.refused, true);
  };

  // What was given when the form was taken away, for whoever gave it to say it in another way.
  const giveBack = (entries) => {
    const line = (text) => Object.assign(document.createElement("p"), { textContent: text, dir: "auto" });
    const note = Object.assign(document.createElement("div"), { className: "notice late" });
    note.setAttribute("role", "status");
    const fields = entries.flatMap(({ box }) => [...box.querySelectorAll("input:not([type=hidden]), textarea")]);
    const given = fields.map((item) => (["radio", "checkbox"].includes(item.type) ? item.checked && item.closest("label").textContent : item.value));
    note.append(line(say.late), ...given.filter(Boolean).map((text) => line(text.trim())));
    return note;
  };

  /* --- What people do --------------------------------------------------------------------------- */

  const only = (box, item) => {
    const all = [...box.querySelectorAll("input[type=checkbox]")].filter((one) => !one.name.endsWith(".confirm"));
    if (item.type === "checkbox" && !all.includes(item)) return;
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

  // Says beside the buttons how the saving of the page goes; nothing takes the place away.
  const tell = (text, isBad, button) => {
    let place = form.querySelector(".move [role=status]");
    if (!text) { place?.remove(); return; }
    if (!place) {
      place = Object.assign(document.createElement("span"), { className: "saved" });
      place.setAttribute("role", "status");
      (button || form.querySelector(".move .button")).before(place);
    }
    place.textContent = text;
    place.classList.toggle("unsaved", Boolean(isBad));
  };

  // Sends all that waits; tells whether it went.
  const drain = async () => {
    let isSent = false;
    while (unsent().length && !gone) {
      for (const [box] of timers) queue(box);
      await pump();
      isSent = !retry;
      if (retry) break;
    }
    return isSent;
  };

  // Gives what hinders leaving the page. Where something between takes pages only, the page is sent
  // as a whole: what is kept in this browser stays there.
  const flush = async () => {
    if (await drain() || gone) return "";
    try { await fetch("/health", { method: "HEAD", cache: "no-store" }); } catch { return unsent().length ? say.unsaved : say.offline; }
    return "";
  };

  let leaving = false;
  let isBusy = false;
  form.addEventListener("change", (event) => {
    const box = event.target.closest("[data-question]");
    if (!box) return;
    only(box, event.target);
    queue(box);
  });
  form.addEventListener("input", (event) => {
    const box = event.target.closest("[data-question]");
    if (!box || ["radio", "checkbox"].includes(event.target.type)) return;
    only(box, event.target);
    queue(box, wait.text);
  });
  form.addEventListener("submit", async (event) => {
    if (leaving || gone) return;
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    const button = event.submitter;
    if (button && ["clear", "take"].includes(button.name)) waiting.delete(button.value);
    if (unsent().length) tell(say.saving, false, button);
    // The page is only left when the server has all of it: what was typed must not vanish with it.
    const hindrance = await flush();
    isBusy = false;
    tell(hindrance, true, button);
    if (hindrance) return;
    leaving = true;
    form.requestSubmit(button);
  });
  const until = { signal: over };
  addEventListener("focus", tryAgain, until);
  addEventListener("online", () => { retry = 0; pump(); }, until);
  addEventListener("beforeunload", (event) => {
    if (!leaving && unsent().length) event.preventDefault();
  }, until);
  addEventListener("pageshow", () => { leaving = false; }, until);
  document.addEventListener("live:before", (event) => event.detail.wait.push(drain()), until);
  // What was not taken stays in this browser, for the next form of the same question, and is told.
  over.addEventListener("abort", () => {
    leaving = true;
    clearTimeout(again);
    for (const timer of timers.values()) clearTimeout(timer);
    if (say.late && waiting.size) document.querySelector("[data-live]")?.after(giveBack([...waiting.values()]));
  });
  form.classList.add("live");
  document.getElementById("errors")?.focus();
  // What was given before this script came over a slow line.
  const early = questions().filter(isTouched);
  recall();
  early.forEach((box) => queue(box));
};

  let present = null;
  let end = null;
  const begin = () => {
    const form = document.querySelector("form[data-answers]");
    if (form === present) return;
    end?.abort();
    end = new AbortController();
    present = form;
    if (form) document.querySelector(".notice.late")?.remove();
    if (form) serve(form, end.signal);
  };
  document.addEventListener("live:after", begin);
  begin();
})();
