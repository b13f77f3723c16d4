// What a test asks of a page that is open. Each function gives a list of what is wrong.
globalThis.sweep = (() => {
  "use strict";
  const STOPS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  const isShown = (item) => item.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  const name = (item) => item ? item.outerHTML.replace(/\s+/g, " ").slice(0, 110) : "nothing";

  // --- The keyboard -----------------------------------------------------------------------------

  // Of boxes that belong together the ticked one is a stop, or the first.
  const isMember = (item) => item.type === "radio" && item.name;
  const leads = (item) => {
    const group = [...document.getElementsByName(item.name)].filter((one) => one.form === item.form && isShown(one));
    return item === (group.find((one) => one.checked) || group[0]);
  };
  const findStops = () => [...document.querySelectorAll(STOPS)].filter((item) =>
    item.tabIndex >= 0 && !item.disabled && isShown(item) && (!isMember(item) || leads(item)));

  // Notes what gets the focus from now on. The frame is the same on all pages, so that most walks
  // begin at the content and end when they leave it.
  let stops = [];
  let reached = [];
  const begin = (isWhole) => {
    const start = isWhole ? document.body : document.querySelector("main");
    stops = findStops().filter((item) => start.contains(item));
    document.addEventListener("focusin", (event) => reached.push(event.target), true);
    start.tabIndex = -1;
    start.focus({ preventScroll: true });
    if (isWhole) start.removeAttribute("tabindex");
    reached = [];
    // Day, month, year and the calendar of a date are stops each.
    return stops.length + 1 + 3 * stops.filter((item) => item.type === "date").length;
  };

  // The element whose outline tells where the focus is.
  const framed = (item) => [item, item.closest("label")].find((one) => one && parseFloat(getComputedStyle(one).outlineWidth) >= 2 && getComputedStyle(one).outlineStyle !== "none");

  const channel = (part) => { const share = part / 255; return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4; };
  const luminance = ([red, green, blue]) => 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
  const parse = (colour) => (colour.match(/[\d.]+/g) || []).map(Number);
  const ground = (item) => {
    for (let one = item; one; one = one.parentElement) {
      const parts = parse(getComputedStyle(one).backgroundColor);
      if (parts.length === 3 || parts[3] > 0) return parts;
    }
    return [255, 255, 255];
  };
  const contrast = (one, other) => {
    const [low, high] = [luminance(parse(one)), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };

  const isOnTop = (item) => {
    const box = [...item.getClientRects()].find((one) => one.width && one.height);
    if (!box) return false;
    const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
    const y = Math.min(Math.max(box.top + Math.min(box.height / 2, innerHeight / 2), 1), innerHeight - 1);
    if (box.bottom < 0 || box.top > innerHeight) return false;
    const top = document.elementFromPoint(x, y);
    return Boolean(top) && (item.contains(top) || top.contains(item) || top.closest("label")?.contains(item));
  };

  const end = () => {
    const wrong = [];
    const order = reached.filter((item, place) => item !== reached[place - 1]);
    const past = order.splice(stops.length);
    const wanted = new Set(stops);
    stops.forEach((item, place) => {
      if (order[place] !== item) wrong.push(`stop ${place} is ${name(order[place])} instead of ${name(item)}`);
    });
    if (wrong.length > 3) wrong.length = 3;
    for (const item of order) if (!wanted.has(item) && item !== document.body) wrong.push(`a stop nobody sees: ${name(item)}`);
    if (past.some((item) => wanted.has(item) && item !== stops[0])) wrong.push(`no way out of ${name(past[0])}`);
    if (document.activeElement === stops.at(-1) && stops.length > 1) wrong.push(`no way out of ${name(stops.at(-1))}`);
    for (const item of stops) {
      item.focus({ focusVisible: true });
      const frame = framed(item);
      if (!frame) wrong.push(`focus can't be seen: ${name(item)}`);
      else if (contrast(getComputedStyle(frame).outlineColor, ground(frame.parentElement)) < 3) wrong.push(`focus is faint: ${name(item)}`);
      if (!isOnTop(item)) wrong.push(`hidden while it has the focus: ${name(item)}`);
    }
    return wrong;
  };

  // --- Targets ------------------------------------------------------------------------------------

  const LEAST = 24;
  const flows = (item) => {
    // A link within a sentence is as high as its line; the rule leaves it out.
    if (getComputedStyle(item).display !== "inline") return false;
    const block = item.closest("p, li, dd, dt, td, th, small, summary, h1, h2, h3, h4, figcaption, div");
    return block && block.textContent.trim().length > item.textContent.trim().length;
  };
  const target = (item) => {
    const label = item.closest("label") || (item.labels && item.labels[0]);
    const box = (label && /radio|checkbox/.test(item.type) && label.contains(item) ? label : item).getBoundingClientRect();
    return box;
  };
  const findSmallTargets = () => {
    const boxes = findStops().filter((item) => !item.matches(".scroll, .skip")).map((item) => ({ item, box: target(item) }));
    const small = boxes.filter(({ item, box }) => (box.width < LEAST - 0.5 || box.height < LEAST - 0.5) && !flows(item));
    // A small one may stand alone: no circle of 24 pixels around it touches another target.
    return small.filter(({ item, box }) => {
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      return boxes.some(({ item: other, box: beside }) => {
        if (other === item) return false;
        const dx = Math.max(beside.left - x, 0, x - beside.right);
        const dy = Math.max(beside.top - y, 0, y - beside.bottom);
        return Math.hypot(dx, dy) < LEAST / 2;
      });
    }).map(({ item, box }) => `${Math.round(box.width)} x ${Math.round(box.height)}: ${name(item)}`);
  };

  // --- Room -----------------------------------------------------------------------------------------

  const SPACING = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }";
  const space = (isOn) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(isOn ? SPACING : "");
    document.adoptedStyleSheets = isOn ? [sheet] : [];
  };
  const isAside = (item) => item.closest(".hidden, .skip, thead, [hidden]") !== null;
  const findLost = () => {
    const wrong = [];
    const width = document.documentElement.scrollWidth;
    if (width > innerWidth) wrong.push(`${width} wide in ${innerWidth}`);
    for (const item of document.body.querySelectorAll("*")) {
      const style = getComputedStyle(item);
      if (isAside(item) || !item.clientWidth || style.display === "inline") continue;
      const isCut = (/hidden|clip/.test(style.overflowX) && item.scrollWidth > item.clientWidth + 1) || (/hidden|clip/.test(style.overflowY) && item.scrollHeight > item.clientHeight + 1);
      if (isCut && item.textContent.trim() && !(item instanceof SVGElement)) wrong.push(`cut: ${name(item)}`);
    }
    for (const item of document.querySelectorAll("svg.figure text")) {
      const box = item.getBoundingClientRect();
      if (box.width && (box.left < -1 || box.right > innerWidth + 1)) wrong.push(`runs out of the page: ${name(item)}`);
    }
    const words = [...document.querySelectorAll("main :is(p, h1, h2, h3, li, dt, dd, label, legend, summary, button, .button)")];
    for (const item of words) {
      const box = item.getBoundingClientRect();
      if (box.width && !isAside(item) && !item.closest(".scroll") && (box.left < -1 || box.right > innerWidth + 1)) wrong.push(`runs out of the page: ${name(item)}`);
    }
    return wrong;
  };

  // --- Movement, pictures, errors -----------------------------------------------------------------------

  const findMovement = () => {
    const wrong = document.getAnimations().map((item) => `moves: ${name(item.effect?.target)}`);
    for (const item of document.querySelectorAll("*")) {
      const style = getComputedStyle(item);
      if (style.transitionDuration.split(",").some((part) => parseFloat(part) > 0) || style.animationName !== "none" || style.scrollBehavior === "smooth") wrong.push(`would move: ${name(item)}`);
    }
    return wrong;
  };

  const findPoorPictures = () => {
    const wrong = [];
    for (const item of document.querySelectorAll("svg[role=img]")) {
      const named = (item.getAttribute("aria-labelledby") || "").split(" ").map((id) => document.getElementById(id)?.textContent.trim());
      if (named.length < 2 || named.some((text) => !text)) wrong.push(`no name or summary: ${name(item)}`);
      const table = item.closest(".chart")?.querySelector("details table");
      if (!table || table.rows.length < 2 || !table.caption?.textContent.trim()) wrong.push(`no table: ${name(item)}`);
    }
    for (const item of document.querySelectorAll("svg:not([role=img]), img:not([alt])")) {
      if (!item.closest("[aria-hidden=true], [role=img], .plot")) wrong.push(`a picture without a name: ${name(item)}`);
    }
    return wrong;
  };

  const describe = (item) => (item?.getAttribute("aria-describedby") || "").split(" ").map((id) => document.getElementById(id)?.textContent.trim() || "").filter(Boolean);
  const findDumbErrors = () => {
    const wrong = [];
    for (const item of document.querySelectorAll(".error-summary")) {
      if (item.getAttribute("role") !== "alert") wrong.push(`is not announced: ${name(item)}`);
      if (document.activeElement !== item) wrong.push(`has not the focus: ${name(item)}`);
      const fields = document.querySelectorAll("main [aria-invalid], main fieldset.refused");
      if (fields.length && !item.querySelector("a[href^='#']")) wrong.push(`leads nowhere: ${name(item)}`);
    }
    for (const link of document.querySelectorAll(".error-summary a[href^='#']")) {
      link.click();
      const field = document.activeElement;
      const box = field.closest("fieldset.refused");
      if (!field.matches("input, select, textarea")) { wrong.push(`leads to no field: ${name(link)}`); continue; }
      if (field.getAttribute("aria-invalid") !== "true" && !box?.querySelector(".clash")) wrong.push(`not marked as wrong: ${name(field)}`);
      if (!describe(field).length && !describe(box).length) wrong.push(`does not say what is wrong: ${name(field)}`);
      if (!isShown(field)) wrong.push(`is not shown: ${name(field)}`);
    }
    for (const field of document.querySelectorAll("[aria-invalid=true]")) {
      if (!describe(field).length) wrong.push(`does not say what is wrong: ${name(field)}`);
    }
    return wrong;
  };

  // --- Forced colours -------------------------------------------------------------------------------

  const lines = (item) => { const style = getComputedStyle(item); return [style.borderTopStyle, style.borderTopWidth, style.borderBottomColor, style.outlineStyle].join(" "); };
  const isDrawn = (item) => {
    const style = getComputedStyle(item);
    const isLined = parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== "none" && contrast(style.borderTopColor, ground(item.parentElement)) >= 3;
    return isLined || style.textDecorationLine.includes("underline") || item.matches("[type=radio], [type=checkbox], .meter");
  };
  const UNMARKED = ".band, .b1, .gap, .cell";
  const findLostWithoutColours = () => {
    const wrong = [];
    for (const item of document.querySelectorAll("main :is(button, .button, select, textarea, input:not([type=hidden]))")) {
      if (isShown(item) && !isDrawn(item)) wrong.push(`no edge: ${name(item)}`);
    }
    for (const item of document.querySelectorAll("main a[href]")) {
      if (isShown(item) && !isDrawn(item) && !item.closest("nav")) wrong.push(`no line below: ${name(item)}`);
    }
    for (const item of document.querySelectorAll(".state:has(:checked)")) {
      const other = item.parentElement.querySelector(".state:not(:has(:checked))");
      if (other && lines(item) === lines(other)) wrong.push(`chosen by colour alone: ${name(item)}`);
      document.activeElement.blur();
      const before = lines(item);
      item.querySelector("input").focus({ focusVisible: true });
      if (lines(item) === before) wrong.push(`focus and choice look alike: ${name(item)}`);
    }
    for (const item of document.querySelectorAll(":is(.languages, .steps, .sections) [aria-current]")) {
      const other = item.closest("ul, ol").querySelector("a:not([aria-current])");
      if (other && lines(item) === lines(other)) wrong.push(`current by colour alone: ${name(item)}`);
    }
    for (const item of document.querySelectorAll("svg.figure :is(circle, line, path, rect, text), .key svg :is(circle, line, path, rect)")) {
      if (!isShown(item) || item.matches(UNMARKED)) continue;
      const style = getComputedStyle(item);
      const inks = [style.fill, style.stroke].filter((ink) => ink !== "none" && parse(ink)[3] !== 0);
      if (!inks.some((ink) => contrast(ink, ground(item.closest("div"))) >= 3)) wrong.push(`can't be seen: ${name(item)}`);
    }
    return wrong;
  };

  // --- For the long look -----------------------------------------------------------------------------

  // Of many alike the first few stand for all.
  const thin = (most) => {
    const alike = new Map();
    for (const item of document.querySelectorAll("main tr, main li, main article, main option, main dt, main dd, main fieldset")) {
      const key = [item.parentElement, item.tagName, item.className, item.children.length, item.querySelector("a, button, input, small, .badge, .tag, [lang]")?.tagName];
      const place = key.slice(1).join(" ");
      if (!alike.has(key[0])) alike.set(key[0], new Map());
      const counts = alike.get(key[0]);
      counts.set(place, (counts.get(place) || 0) + 1);
      if (counts.get(place) > most) item.remove();
    }
  };

  return { begin, end, findSmallTargets, space, findLost, findMovement, findPoorPictures, findDumbErrors, findLostWithoutColours, thin };
})();
