// Comfort for the keyboard; every page works without it.
// "/" searches, j and k move between rows, Enter opens, p opens the proposal, n begins a call, ? lists the keys.
// In the form of a call, what is typed is kept and looked at; Ctrl and Enter store it.
(() => {
  "use strict";
  const rows = () => [...document.querySelectorAll("tr[data-row]")];
  let at = -1;

  const typing = (element) =>
    element instanceof HTMLElement && (element.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName));

  const move = (step) => {
    const all = rows();
    if (all.length === 0) return;
    at = Math.min(all.length - 1, Math.max(0, at + step));
    all.forEach((row, index) => row.classList.toggle("here", index === at));
    const link = all[at].querySelector("a");
    if (link) link.focus({ preventScroll: true });
    all[at].scrollIntoView({ block: "nearest" });
  };

  const openCard = (name) => {
    const card = document.querySelector(`details[data-card="${name}"]`);
    if (!card) return;
    card.open = true;
    card.scrollIntoView({ block: "nearest" });
    const first = card.querySelector("input:not([type=hidden]), select, textarea");
    if (first) first.focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const keys = {
      "/": () => document.querySelector("#search")?.focus(),
      j: () => move(1),
      k: () => move(-1),
      p: () => openCard("propose"),
      n: () => document.querySelector("a[href$='/console/duong-day-nong']")?.click(),
      "?": () => document.querySelector("details[data-card=keys]")?.toggleAttribute("open"),
    };
    if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });

  // Filters answer when a choice is made; the button is there for everybody else.
  document.querySelectorAll("form[data-answer-at-once] select").forEach((select) => {
    select.addEventListener("change", () => select.form.requestSubmit());
  });

  document.querySelectorAll("form[data-look]").forEach((form) => {
    const kept = document.querySelector("#call-kept");
    const list = document.querySelector("#call-known");
    let waiting = 0;
    let asked = 0;
    const look = async () => {
      const turn = ++asked;
      try {
        const answer = await fetch(form.dataset.look, { method: "POST", body: new URLSearchParams(new FormData(form)) });
        if (!answer.ok || turn !== asked) return;
        const looked = await answer.json();
        kept.textContent = looked.kept;
        list.replaceChildren(
          ...looked.known.map((one) => {
            const line = document.createElement("li");
            const what = document.createElement("b");
            what.textContent = one.what;
            line.append(what, ` ${one.note}`);
            return line;
          }),
        );
      } catch {
        // The line is down: what is typed stays in the form, and the next key tries again.
      }
    };
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(look, 400);
    });
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      form.requestSubmit(form.querySelector("button[value=save]"));
    });
  });
})();
