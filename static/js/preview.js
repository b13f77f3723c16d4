/* Follows the file: asks once a second which reading is the newest, and loads the page anew when
   there is another. Keeps answers as they are given. Without this script links and buttons do it. */
(() => {
  "use strict";
  const frame = document.querySelector("[data-preview]");
  const form = document.querySelector("form[data-trial]");
  const pause = 1000;
  let sending = null;

  const say = (text) => {
    const place = frame.querySelector("[data-said]");
    place.textContent = text;
    place.hidden = !text;
  };

  const renew = async () => {
    if (form) {
      // What stands half typed in a field is kept first.
      await send().catch(() => {});
      if ("posted" in form.dataset) { location.assign(location.pathname); return; }
    }
    location.reload();
  };

  const look = async () => {
    try {
      const answer = await fetch(frame.dataset.address, { headers: { "If-None-Match": `"${frame.dataset.version}"` } });
      say("");
      if (answer.status === 200 && (await answer.text()) !== frame.dataset.version) { await renew(); return; }
    } catch {
      say(frame.dataset.gone);
    }
    setTimeout(look, pause);
  };
  setTimeout(look, pause);

  const send = async () => {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(new FormData(form)) });
    return answer.json();
  };

  const show = (told) => {
    if (told.whole) document.querySelector("[data-whole]").innerHTML = told.whole;
    for (const box of form.querySelectorAll("[data-question]")) {
      const problems = told.problems?.[box.dataset.question] || [];
      document.getElementById("_problem-" + box.dataset.question).replaceChildren(...problems.map((text) => Object.assign(document.createElement("p"), { textContent: text })));
    }
  };

  const keep = async () => {
    const told = await send();
    show(told);
    if (told.reload) location.reload();
  };

  if (!form) return;
  form.addEventListener("change", (event) => {
    const boxes = event.target.closest("[data-question]");
    if (boxes && event.target.type === "checkbox" && event.target.checked) clear(boxes, event.target);
    sending = (sending || Promise.resolve()).then(keep).catch(() => say(frame.dataset.gone));
  });

  /* An exclusive option and the others empty each other; so do an answer and another state. */
  const clear = (box, given) => {
    const alone = (item) => "exclusive" in item.dataset || item.name.endsWith(".state");
    for (const item of box.querySelectorAll("input[type=checkbox]")) {
      if (item !== given && (alone(item) || alone(given))) item.checked = false;
    }
  };
})();
