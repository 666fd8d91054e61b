// Comfort only: every page works without it. Keeps the draft of a form on this device for a day,
// copies a code.
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
