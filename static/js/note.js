/* Keeps half-typed notes at a table: whichever other button is pressed, the notes are sent first.
   What else was typed and would be lost is asked for by the browser's own question. */
(() => {
  "use strict";
  const isTyped = (item) => (["radio", "checkbox"].includes(item.type) ? item.checked !== item.defaultChecked
    : item.type !== "hidden" && "defaultValue" in item && item.value !== item.defaultValue);
  const hasTyped = (form) => [...form.elements].some(isTyped);
  const note = () => document.querySelector("form[data-note]");
  let sent = null;
  let isKept = false;

  // A note that was kept is answered by another address; one that was not is sent as a page, so
  // that whoever typed it sees why.
  const keep = async (form) => {
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
      return answer.type === "opaqueredirect";
    } catch {
      return false;
    }
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const open = note();
    sent = form;
    if (form.method !== "post" || !open || form === open || isKept || !hasTyped(open)) return;
    event.preventDefault();
    const { submitter } = event;
    isKept = await keep(open);
    if (isKept && form.isConnected) form.requestSubmit(submitter);
    else if (!isKept) open.requestSubmit();
  });

  addEventListener("beforeunload", (event) => {
    const left = [...document.querySelectorAll(".agreeform form")].filter((form) => form !== sent && hasTyped(form) && !(isKept && form === note()));
    if (left.length) event.preventDefault();
  });
})();
