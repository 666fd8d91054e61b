// Comfort only: every page works without it. Keeps the draft of a form on this device for a day,
// copies a code, says in the language of the page what the browser says of files in its own.
(function () {
  "use strict";
  var DAY_MS = 24 * 60 * 60 * 1000;

  function stored(action) {
    try { return action(window.localStorage); } catch (ignored) { return null; }
  }

  function fieldsOf(form) {
    return Array.prototype.filter.call(form.elements, function (field) {
      return field.name && ["hidden", "file", "submit", "button", "checkbox", "radio"].indexOf(field.type) < 0;
    });
  }

  function keepDraft(form) {
    var key = "khien-draft-" + form.dataset.draft;
    var draft = stored(function (box) { return JSON.parse(box.getItem(key) || "null"); });
    if (draft && Date.now() - draft.at < DAY_MS) {
      fieldsOf(form).forEach(function (field) {
        if (!field.value && draft.values[field.name]) { field.value = draft.values[field.name]; }
      });
    }
    form.addEventListener("input", function () {
      var values = {};
      fieldsOf(form).forEach(function (field) { values[field.name] = field.value; });
      stored(function (box) { box.setItem(key, JSON.stringify({ at: Date.now(), values: values })); });
    });
  }

  Array.prototype.forEach.call(document.querySelectorAll("form[data-draft]"), keepDraft);

  Array.prototype.forEach.call(document.querySelectorAll("[data-draft-done]"), function (element) {
    stored(function (box) { box.removeItem("khien-draft-" + element.dataset.draftDone); });
  });

  Array.prototype.forEach.call(document.querySelectorAll("input[data-pick]"), function (input) {
    var box = document.createElement("span");
    var button = document.createElement("span");
    var names = document.createElement("span");
    var say = function () {
      var chosen = Array.prototype.map.call(input.files, function (file) { return file.name; });
      names.textContent = chosen.join(", ") || input.dataset.none;
    };
    box.className = "pick";
    button.className = "pick-button";
    button.textContent = input.dataset.pick;
    names.className = "pick-names";
    button.setAttribute("aria-hidden", "true");
    names.setAttribute("aria-hidden", "true");
    input.parentNode.insertBefore(box, input);
    box.appendChild(input);
    box.appendChild(button);
    box.appendChild(names);
    input.addEventListener("change", say);
    window.addEventListener("pageshow", say);
    say();
  });

  Array.prototype.forEach.call(document.querySelectorAll("[data-copy]"), function (button) {
    if (!navigator.clipboard) { return; }
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(button.dataset.copy).then(function () {
        button.textContent = button.dataset.copied;
      });
    });
  });
})();
