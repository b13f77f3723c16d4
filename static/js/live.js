/* Keeps a page as the room is: asks once a second for a short mark, and where it differs from that
   of the page fetches the page and puts its content in place. Whoever types, reads on or uses the
   keyboard goes on where they were. Contract, for every page of a workshop:

   <div data-live="PULSE" data-mark="MARK">…</div>   one on a page; PULSE answers {"mark": "…"}
     data-page="…"   address of the page, where it was drawn as the answer to a form
     data-lost="…"   what is said while there is no connection
     data-view="…"   where it changes the reader is taken to the top, else stays where they are
     data-stay="KEY" on a child: not drawn anew while its key stays (a form somebody fills in)

   Before it fetches it calls `live:before` on the document, whose detail.wait takes promises; after
   something was put in place, `live:after`. */
(() => {
  "use strict";
  const place = document.querySelector("[data-live]");
  if (!place) return;
  const every = { well: 1000, worst: 5000, jitter: 250, reply: 10000, patience: 2 };
  const lost = place.dataset.lost || "";
  let failures = 0;
  let timer = 0;
  let isAsking = false;
  let isOver = false;

  // Said aloud when something came; another line says that nothing can come.
  const line = (className) => {
    const made = document.createElement("p");
    made.className = className;
    made.setAttribute("role", "status");
    place.before(made);
    return made;
  };
  const news = line("hidden");
  const trouble = line("live-lost");
  const tell = (where, text) => { if (where.textContent !== text) where.textContent = text; };

  const get = async (address, type) => {
    const stop = new AbortController();
    const end = setTimeout(() => stop.abort(), every.reply);
    try {
      // A look made by the page itself is no visit.
      const target = new URL(address, location.href);
      target.searchParams.set("live", "1");
      return await fetch(target, { headers: { Accept: type }, cache: "no-store", signal: stop.signal });
    } finally {
      clearTimeout(end);
    }
  };

  /* --- Putting new content in place --------------------------------------------------------- */

  const keyOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node.dataset.stay : undefined);

  // Children with a key that stays are left standing, and never leave the page; what the reader
  // opened, ticked or typed in the others is put into those that take their place.
  const merge = (fresh) => {
    let next = place.firstChild;
    const drop = (until) => { while (next && next !== until) { const gone = next; next = gone.nextSibling; gone.remove(); } };
    for (const node of [...fresh.childNodes]) {
      const key = keyOf(node);
      let twin = key === undefined ? null : next;
      while (twin && keyOf(twin) !== key) twin = twin.nextSibling;
      if (twin) { drop(twin); next = twin.nextSibling; } else place.insertBefore(node, next);
    }
    drop(null);
  };

  // What comes may need a sheet of style that the page did not.
  const dress = (page) => {
    const worn = new Set([...document.querySelectorAll("link[rel=stylesheet]")].map((item) => item.getAttribute("href")));
    for (const item of page.querySelectorAll("link[rel=stylesheet]")) {
      if (!worn.has(item.getAttribute("href"))) document.head.append(document.adoptNode(item));
    }
  };

  const nameOf = (item) => item.id || (item.name ? `${item.form?.getAttribute("action") || ""} ${item.name} ${["radio", "checkbox"].includes(item.type) ? item.value : ""}` : "");
  const fields = (root) => [...root.querySelectorAll("input:not([type=hidden]), textarea, select")].filter((item) => nameOf(item) && !item.closest("[data-stay], form[data-answers]"));
  const isTyped = (item) => (["radio", "checkbox"].includes(item.type) ? item.checked !== item.defaultChecked
    : item.tagName === "SELECT" ? [...item.options].some((one, place) => one.selected !== (one.defaultSelected || (place === 0 && !item.querySelector("option[selected]"))))
      : item.value !== item.defaultValue);

  const remember = () => {
    const typed = new Map(fields(place).filter(isTyped).map((item) => [nameOf(item), [item.value, item.checked]]));
    const open = new Set([...place.querySelectorAll("details[open]")].map((item) => item.id || item.querySelector("summary")?.textContent.trim()));
    const active = place.contains(document.activeElement) ? document.activeElement : null;
    let marked = null;
    try { marked = active && [active.selectionStart, active.selectionEnd]; } catch { marked = null; }
    return { typed, open, active, name: active && nameOf(active), marked };
  };

  const restore = ({ typed, open, active, name, marked }) => {
    for (const item of fields(place)) {
      const [value, checked] = typed.get(nameOf(item)) || [];
      if (value === undefined) continue;
      if (["radio", "checkbox"].includes(item.type)) item.checked = checked;
      else item.value = value;
    }
    for (const item of place.querySelectorAll("details")) if (open.has(item.id || item.querySelector("summary")?.textContent.trim())) item.open = true;
    if (!active || active.isConnected) return;
    const twin = name && [...place.querySelectorAll("[id], [name]")].find((item) => nameOf(item) === name);
    // Where it stood is gone: the reader goes on at the head of what came.
    const target = twin || place.querySelector("[tabindex='-1']");
    target?.focus({ preventScroll: true });
    try { if (twin && marked && marked[0] !== null) twin.setSelectionRange(...marked); } catch { /* No text field. */ }
  };

  const swap = (fresh, page) => {
    const before = remember();
    const heading = place.querySelector("h1, h2")?.textContent;
    const isElsewhere = place.dataset.view !== fresh.dataset.view;
    for (const name of ["mark", "live", "page", "view"]) {
      if (name in fresh.dataset) place.dataset[name] = fresh.dataset[name];
      else delete place.dataset[name];
    }
    dress(page);
    merge(fresh);
    restore(before);
    document.title = page.title;
    if (isElsewhere) scrollTo(0, 0);
    const said = place.querySelector("h1, h2")?.textContent.trim() || "";
    tell(news, "");
    if (said && (isElsewhere || said !== heading?.trim())) setTimeout(() => tell(news, said), 100);
    document.dispatchEvent(new CustomEvent("live:after"));
  };

  const renew = async () => {
    const wait = [];
    document.dispatchEvent(new CustomEvent("live:before", { detail: { wait } }));
    await Promise.all(wait);
    const answer = await get(place.dataset.page || location.href, "text/html");
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-live]");
    // Something else is at this address now: whoever signed out, or left the room, sees it.
    if (!fresh || answer.redirected) { isOver = true; location.reload(); return; }
    swap(document.adoptNode(fresh), page);
  };

  /* --- Asking --------------------------------------------------------------------------------- */

  const ask = async () => {
    const answer = await get(place.dataset.live, "application/json");
    if ([401, 403, 404, 410].includes(answer.status)) { isOver = true; location.assign(place.dataset.page || location.href); return; }
    if (!answer.ok) throw new Error(String(answer.status));
    const { mark } = await answer.json();
    if (mark !== place.dataset.mark) await renew();
  };

  const plan = (pause) => {
    clearTimeout(timer);
    if (!isOver && !document.hidden) timer = setTimeout(look, pause + Math.random() * every.jitter);
  };

  const look = async () => {
    if (isAsking || isOver) return;
    isAsking = true;
    try {
      await ask();
      failures = 0;
      tell(trouble, "");
    } catch {
      failures += 1;
      // One that is lost on the way is nothing to speak of.
      if (failures >= every.patience) tell(trouble, lost);
    }
    isAsking = false;
    plan(Math.min(every.well * 2 ** Math.max(0, failures - 1), every.worst));
  };

  const wake = () => { if (!document.hidden) plan(-every.jitter); };
  document.addEventListener("visibilitychange", wake);
  addEventListener("online", wake);
  addEventListener("focus", wake);
  addEventListener("pageshow", wake);
  plan(every.well);
})();
