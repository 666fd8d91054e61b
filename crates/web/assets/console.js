// Comfort in forms; every page works without it. Keys are in `keys.js`.
// In the month of the roster the arrow keys move from day to day, and Enter plans a shift on the day.
// In the form of a call, what is typed is kept and looked at; Ctrl and Enter store it.
(() => {
  "use strict";
  // Who else has this report open: asked again while the page is looked at.
  document.querySelectorAll("[data-presence]").forEach((notice) => {
    setInterval(async () => {
      if (document.hidden) return;
      try {
        const answer = await fetch(notice.dataset.presence);
        if (!answer.ok) return;
        const words = await answer.text();
        if (words !== notice.textContent) notice.textContent = words;
        notice.hidden = words === "";
      } catch {
        // The line is down: the next time asks again.
      }
    }, 20000);
  });

  // Days of a month are links; the arrows move between them, over the ends of the rows too.
  document.querySelectorAll("table[data-month]").forEach((month) => {
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
    month.addEventListener("keydown", (event) => {
      if (!(event.key in steps) || !event.target.matches("a[data-day]")) return;
      const days = [...month.querySelectorAll("a[data-day]")];
      const next = days[days.indexOf(event.target) + steps[event.key]];
      if (!next) return;
      event.preventDefault();
      next.focus();
    });
  });

  // Filters answer when a choice is made with the mouse. Who chooses by key passes other choices on the way, and
  // says with Enter that this is the one; the button is there for everybody.
  document.querySelectorAll("form[data-answer-at-once] select").forEach((select) => {
    let byKey = false;
    select.addEventListener("pointerdown", () => { byKey = false; });
    select.addEventListener("keydown", (event) => {
      byKey = true;
      if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      select.form.requestSubmit();
    });
    select.addEventListener("change", () => {
      if (!byKey) select.form.requestSubmit();
    });
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
