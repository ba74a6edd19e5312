// Ties values to their words: open a value and its evidence lights up in both views; click a lit text and its value
// opens. Shows what each judge says of the block under the pointer or the focus. Without this file all links still lead
// to the right place.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);
  const numbers = (element) => (element.dataset.evidence || "").split(" ").filter(Boolean);
  const values = all("details.value");
  const marks = all("a.mark");
  const blocks = all(".blocks [data-number]");
  const frame = one("iframe");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  const framed = new Map(); // the texts of the frame by the number of their block
  const inFrame = (block) => framed.get(block) || [];
  const blockOf = (mark) => mark.closest("[data-number]");
  const isShown = (element) => element.getClientRects().length > 0;
  function isInView(element) {
    const { top, bottom } = element.getBoundingClientRect();
    return element.ownerDocument === document && top >= 0 && bottom <= innerHeight;
  }
  function bring(element) {
    if (element && !isInView(element)) {
      element.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
    }
  }

  function light(value) {
    const wanted = new Set(value ? numbers(value) : []);
    const lit = marks.filter((mark) => mark.classList.toggle("on", numbers(mark).some((n) => wanted.has(n))));
    const places = new Set(lit.map(blockOf).filter(Boolean).map((block) => block.dataset.number));
    if (frame?.contentDocument) {
      all(".on", frame.contentDocument).forEach((text) => text.classList.remove("on"));
    }
    lit.forEach((mark) => unfold(mark.closest(".run")));
    const there = [...places].flatMap(inFrame);
    there.forEach((text) => text.classList.add("on"));
    if (value) bring(one("#view-layout").hidden || !there.length ? lit.find(isShown) : there[0]);
  }

  function choose(value) {
    values.forEach((other) => { other.open = other === value; });
    value.querySelector("summary").focus({ preventScroll: true });
    bring(value);
  }

  values.forEach((value) => value.addEventListener("toggle", () => {
    if (value.open) {
      values.forEach((other) => { if (other !== value) other.open = false; });
      light(value);
    } else if (!values.some((other) => other.open)) light(null);
  }));

  // A text may bear several values: the one of the fewest words first, and clicking again goes to the next.
  function nextOf(mark) {
    const bearing = numbers(mark).map((n) => values.find((value) => numbers(value).includes(n))).filter(Boolean);
    return bearing[(bearing.findIndex((value) => value.open) + 1) % bearing.length];
  }
  marks.forEach((mark) => mark.addEventListener("click", (event) => {
    event.preventDefault();
    const value = nextOf(mark);
    if (value) choose(value);
  }));

  // Long runs of chrome show their beginning.
  const LONG = 12;
  function unfold(run) {
    run?.classList.remove("short");
    run?.querySelector(":scope > button")?.remove();
  }
  all(".run").forEach((run) => {
    const held = all("[data-number]", run);
    if (held.length < LONG) return;
    const more = document.createElement("button");
    more.textContent = `Show all ${held.length} blocks of chrome`;
    more.addEventListener("click", () => { unfold(run); held[0].tabIndex = 0; held[0].focus(); });
    run.classList.add("short");
    run.append(more);
    run.addEventListener("focusin", (event) => { if (event.target !== more) unfold(run); });
  });

  // What the judges say of a block.
  const dock = one("#dock");
  function tell(block) {
    const { number, tag, place, decides } = block.dataset;
    const words = ["site", "page"].map((judge) => {
      const verdict = block.dataset[judge];
      const word = document.createElement("span");
      word.append(`${judge} judge: `, verdict ? `${verdict} ` : "does not know");
      if (verdict) {
        const score = document.createElement("b");
        score.textContent = block.dataset[`${judge}Score`];
        word.append(score);
      }
      if (decides === judge) word.append(", decides");
      return word;
    });
    if (block.dataset.trafilatura) {
      const word = document.createElement("span");
      word.textContent = `trafilatura: ${block.dataset.trafilatura}`;
      words.push(word);
    }
    const name = document.createElement("span");
    name.textContent = `block ${number} · ${tag}`;
    const where = document.createElement("span");
    where.className = "place";
    where.textContent = place;
    dock.replaceChildren(name, ...words, where);
    dock.hidden = false;
  }
  blocks.forEach((block) => {
    block.addEventListener("mouseenter", () => tell(block));
    block.addEventListener("focusin", () => { tell(block); block.setAttribute("aria-describedby", "dock"); });
  });

  // One stop for the tab key; arrows walk from block to block.
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  one(".blocks")?.addEventListener("keydown", (event) => {
    const here = blocks.indexOf(event.target);
    if (here < 0) return;
    const shown = blocks.filter(isShown);
    const to = event.key === "Home" ? shown[0] : event.key === "End" ? shown.at(-1)
      : shown[shown.indexOf(blocks[here]) + steps[event.key]];
    if (!to) return;
    event.preventDefault();
    blocks[here].tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  });

  // Two views of the page.
  const tabs = all("[role=tab]");
  const view = (tab) => document.getElementById(tab.getAttribute("aria-controls"));
  function show(tab) {
    tabs.forEach((other) => {
      other.setAttribute("aria-selected", String(other === tab));
      other.tabIndex = other === tab ? 0 : -1;
      view(other).hidden = other !== tab;
    });
    const open = values.find((value) => value.open);
    if (open) light(open);
  }
  tabs.forEach((tab, number) => {
    view(tab).setAttribute("role", "tabpanel");
    view(tab).setAttribute("aria-labelledby", tab.id);
    tab.addEventListener("click", () => show(tab));
    tab.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
      const next = tabs[(number + 1) % tabs.length];
      show(next);
      next.focus();
    });
  });
  one(".tabs").hidden = false;
  show(tabs[0]);

  // From a proof to its block: out of hiding first, so that the link can lead there.
  all(".value li a").forEach((link) => link.addEventListener("click", () => {
    const target = one(link.hash);
    show(tabs[0]);
    unfold(target.closest(".run"));
    target.focus({ preventScroll: true });
  }));

  const hide = one("#hide-chrome");
  hide.hidden = false;
  hide.addEventListener("click", () => {
    const on = hide.getAttribute("aria-pressed") !== "true";
    hide.setAttribute("aria-pressed", String(on));
    one(".blocks")?.classList.toggle("no-chrome", on);
    frame?.contentDocument?.body.classList.toggle("no-chrome", on);
  });

  // The frame runs no script of its own; its texts answer clicks through this page.
  function tie() {
    framed.clear();
    all("[data-block]", frame.contentDocument).forEach((text) => {
      const { block } = text.dataset;
      framed.set(block, [...inFrame(block), text]);
    });
    marks.filter((mark) => blockOf(mark) && !mark.classList.contains("wide")).forEach((mark) => {
      inFrame(blockOf(mark).dataset.number).forEach((text) => {
        if (text.classList.contains("held")) return; // the first of several marks answers for the block
        text.classList.add("held");
        text.addEventListener("click", () => { const value = nextOf(mark); if (value) choose(value); });
      });
    });
  }
  if (frame) {
    frame.addEventListener("load", tie);
    if (frame.contentDocument?.readyState === "complete") tie();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") values.forEach((value) => { value.open = false; });
  });
  if (location.hash) {
    const aimed = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (aimed?.matches("details.value")) choose(aimed);
  }
})();
