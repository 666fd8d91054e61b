// Keys and the palette of the console; every page works without them, and /console/lenh lists the same as links.
// Which key means what stands in `src/console/commands.rs` and comes with the link to that page.
(() => {
  "use strict";
  const way = document.querySelector("a[data-palette]");
  if (!way) return;
  const pairs = (text) => new Map((text || "").split(" ").filter(Boolean).map((pair) => pair.split("=")));
  const ways = pairs(way.dataset.go);
  const cards = pairs(way.dataset.cards);

  // Keys of one letter can be switched off: somebody who speaks to the machine types by accident.
  const SWITCH = "khien-single-keys";
  const singleKeys = () => localStorage.getItem(SWITCH) !== "off";
  document.querySelectorAll("[data-keys-switch]").forEach((part) => {
    const box = part.querySelector("input");
    part.hidden = false;
    box.checked = singleKeys();
    box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : "off"));
  });

  const focusOn = (element) => {
    if (!element) return;
    if (element.tabIndex < 0) element.tabIndex = -1;
    element.focus();
  };

  // After a form the focus lies on what is said, else on the filter that was used, else on the heading.
  const AFTER = "khien-after-form";
  document.addEventListener("submit", (event) => {
    const used = document.activeElement;
    const isFilter = event.target.getAttribute("method") === "get" && used && used.tagName === "SELECT";
    sessionStorage.setItem(AFTER, isFilter ? used.id : "-");
  });
  const after = sessionStorage.getItem(AFTER) ?? (document.referrer.includes("/console/dang-nhap") ? "-" : null);
  sessionStorage.removeItem(AFTER);
  const said = document.querySelector("main .notice[role]:not(.standing)");
  if (said && document.activeElement === document.body) focusOn(said);
  if (after && document.activeElement === document.body) {
    focusOn((after !== "-" && document.getElementById(after)) || document.querySelector("main h1"));
  }

  // Rows: j and k go, Enter opens the link that has the focus, x marks where rows can be marked.
  let at = -1;
  const rows = () => [...document.querySelectorAll("tr[data-row]")];
  const move = (step) => {
    const all = rows();
    if (all.length === 0) return;
    const here = all.findIndex((row) => row.contains(document.activeElement));
    at = Math.min(all.length - 1, Math.max(0, (here < 0 ? at : here) + step));
    all.forEach((row, index) => row.classList.toggle("here", index === at));
    all[at].querySelector("a")?.focus({ preventScroll: true });
    all[at].scrollIntoView({ block: "nearest" });
  };
  const mark = () => rows()[at]?.querySelector("input[type=checkbox]")?.click();

  // Cards of decisions.
  const cardOf = (names) => names.split(",").map((name) => document.querySelector(`details[data-card="${name}"]`)).find(Boolean);
  const openCard = (card) => {
    card.open = true;
    card.scrollIntoView({ block: "nearest" });
    card.querySelector("input:not([type=hidden]), select, textarea, form button")?.focus();
  };
  const nameOf = (card) => card.querySelector("summary").firstChild.textContent.trim();
  for (const [key, names] of cards) {
    const summary = cardOf(names)?.querySelector("summary");
    if (!summary || !singleKeys()) continue;
    const shown = document.createElement("kbd");
    shown.textContent = key;
    shown.setAttribute("aria-hidden", "true");
    summary.setAttribute("aria-keyshortcuts", key);
    summary.insertBefore(shown, summary.querySelector(".consequence"));
  }
  // From what went wrong straight to the form that still holds what was typed.
  const failed = document.querySelector("main .notice[role=alert]") && document.querySelector("details[data-card][open] form");
  if (failed) {
    const back = document.createElement("a");
    back.href = "#decisions";
    back.textContent = `↓ ${nameOf(failed.closest("details"))}`;
    back.addEventListener("click", (event) => { event.preventDefault(); openCard(failed.closest("details")); });
    document.querySelector("main .notice[role=alert]").append(" ", back);
  }

  // On a line that brings nothing the plain page is tried instead, which the browser shows the progress of.
  const PATIENCE_MS = 5000;
  const page = async () => {
    const answer = await fetch(way.href, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok) throw new Error(String(answer.status));
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  };
  const dialogOf = (name) => {
    const dialog = document.createElement("dialog");
    dialog.className = "palette";
    dialog.setAttribute("aria-label", name);
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    document.body.append(dialog);
    return dialog;
  };

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
  const commandsOf = (listed) => {
    const onPage = [...document.querySelectorAll("details[data-card]")].filter((card) => card.querySelector("summary"));
    const links = [...listed.querySelectorAll("a[data-command]")];
    return [
      ...onPage.map((card) => ({
        label: nameOf(card),
        keys: card.querySelector("summary").getAttribute("aria-keyshortcuts") ?? "",
        run: () => openCard(card),
      })),
      ...links.map((link) => ({ label: link.textContent, keys: link.dataset.command, run: () => location.assign(link.getAttribute("href")) })),
    ];
  };
  const paletteOf = (listed) => {
    const all = commandsOf(listed);
    const dialog = dialogOf(way.dataset.label);
    dialog.innerHTML = '<input type="text" id="palette-field" role="combobox" aria-expanded="true" aria-autocomplete="list" aria-controls="palette-list" autocomplete="off" spellcheck="false"><ul id="palette-list" role="listbox"></ul>';
    const [field, list] = dialog.children;
    field.setAttribute("aria-label", way.dataset.label);
    field.placeholder = way.dataset.label;
    list.setAttribute("aria-label", way.dataset.label);
    let shown = [];
    let chosen = 0;
    const draw = () => {
      list.replaceChildren(...shown.map((command, index) => {
        const option = document.createElement("li");
        option.id = `palette-${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", String(index === chosen));
        const keys = document.createElement("kbd");
        keys.textContent = command.keys;
        option.append(command.label, ...(command.keys && singleKeys() ? [" ", keys] : []));
        option.addEventListener("click", () => run(index));
        return option;
      }));
      field.setAttribute("aria-activedescendant", shown.length ? `palette-${chosen}` : "");
      list.children[chosen]?.scrollIntoView({ block: "nearest" });
    };
    const filter = () => {
      const words = plain(field.value).split(/\s+/).filter(Boolean);
      shown = all.filter((command) => words.every((word) => plain(command.label).includes(word)));
      const asked = field.value.trim();
      if (asked) {
        const find = document.querySelector("form[role=search]");
        const href = `${find.getAttribute("action")}?q=${encodeURIComponent(asked)}`;
        shown.push({ label: `${way.dataset.find}: ${asked}`, keys: "", run: () => location.assign(href) });
      }
      chosen = 0;
      draw();
    };
    const run = (index) => {
      dialog.close();
      shown[index]?.run();
    };
    field.addEventListener("input", filter);
    field.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === "Enter" && !event.isComposing) {
        event.preventDefault();
        run(chosen);
      } else if (step && shown.length) {
        event.preventDefault();
        chosen = (chosen + step + shown.length) % shown.length;
        draw();
      }
    });
    dialog.addEventListener("close", () => { field.value = ""; });
    return { dialog, begin: filter };
  };
  const helpOf = (listed) => {
    const dialog = dialogOf(listed.querySelector("h1").textContent);
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = way.dataset.close;
    close.addEventListener("click", () => dialog.close());
    dialog.append(close, document.importNode(listed.querySelector("[data-key-list]"), true));
    return { dialog, begin: () => { dialog.scrollTop = 0; close.focus({ preventScroll: true }); } };
  };

  const made = new Map();
  const show = async (make) => {
    if (document.querySelector("dialog[open]")) return;
    try {
      // Asked for once, however often the keys are pressed before the answer is there.
      if (!made.has(make)) made.set(make, page().then(make));
      const { dialog, begin } = await made.get(make);
      if (document.querySelector("dialog[open]")) return;
      dialog.showModal();
      begin();
    } catch {
      location.assign(way.href);
    }
  };
  way.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    show(paletteOf);
  });

  const single = {
    "/": () => document.querySelector("#search")?.focus(),
    "?": () => show(helpOf),
    j: () => move(1),
    k: () => move(-1),
    x: mark,
    u: () => document.querySelector("form[action$='/hoan-tac'] button")?.focus(),
    g: () => { leader = Date.now(); },
  };
  let leader = 0;
  const typing = (element) =>
    element instanceof HTMLElement && (element.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName));
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      show(paletteOf);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || !singleKeys()) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    const led = Date.now() - leader < 1500;
    leader = 0;
    const href = led ? ways.get(event.key) : event.key === "n" ? ways.get("c") : undefined;
    const card = led ? undefined : cards.has(event.key) && cardOf(cards.get(event.key));
    if (href) location.assign(href);
    else if (card) openCard(card);
    else if (!led && single[event.key]) single[event.key]();
    else return;
    event.preventDefault();
  });
})();
