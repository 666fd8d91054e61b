// People at a real Chromium with nothing but a keyboard. Reads one JSON order a line from standard input and
// answers each with one line: { ok } or { error }. The first line says { chromium, axe }. See
// `crates/testkit/src/keyboard.rs` for the orders. No order clicks, and none but `open` names an address.
import { createInterface } from "node:readline";

import { launch, openPage } from "./chromium.mjs";

/** Keys with a name, as Chromium wants them: code, Windows key code, and the text they write. */
const NAMED = {
  Tab: ["Tab", 9], Enter: ["Enter", 13, "\r"], Escape: ["Escape", 27], " ": ["Space", 32, " "], Home: ["Home", 36],
  End: ["End", 35], ArrowDown: ["ArrowDown", 40], ArrowUp: ["ArrowUp", 38], ArrowLeft: ["ArrowLeft", 37],
  ArrowRight: ["ArrowRight", 39], Backspace: ["Backspace", 8],
};
/** Stops of the Tab key on one page before we say that something cannot be reached. */
const STOPS_MAX = 250;
/** How long a page may take, in ms. */
const PATIENCE = 30_000;

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const job = JSON.parse((await lines.next()).value);
const browser = launch(job.chromium, job.axe);
const people = new Map();

const inTime = (promise, what) => {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`${what}: nothing in ${PATIENCE} ms`)), PATIENCE); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

async function press(page, key, ctrl = false, shift = false) {
  // Only letters and digits have their own code as key code: that of "." would be Delete.
  const plain = /^[a-z0-9]$/i.test(key) ? key.toUpperCase().charCodeAt(0) : 0;
  const [code, number, written] = NAMED[key] ?? ["", plain, key];
  const modifiers = (ctrl ? 2 : 0) + (shift ? 8 : 0);
  const text = ctrl ? undefined : written;
  const one = { key, code: code || (/^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : ""), windowsVirtualKeyCode: number, modifiers };
  await page.call("Input.dispatchKeyEvent", { type: text ? "keyDown" : "rawKeyDown", text, ...one });
  await page.call("Input.dispatchKeyEvent", { type: "keyUp", ...one });
}

/** Presses a key, and once more (saying so) when no document saw it go down: then the browser lost it and not the page. */
async function pressSurely(page, { key, ctrl, shift }) {
  const count = () => page.run("({ ...globalThis.khienKeys })").catch(() => ({}));
  const before = await count();
  await press(page, key, ctrl, shift);
  const after = await count();
  if (after.document === undefined || after.document !== before.document || after.down > before.down) return;
  console.error(`${key}: lost by the browser, pressed again`);
  await press(page, key, ctrl, shift);
}

// The element that has the focus, seen as a person sees it: drawn, inside the window, with a ring around it.
const FOCUS = `(() => {
  const element = document.activeElement ?? document.body;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  return { tag: element.tagName, id: element.id, value: element.value ?? "", text: element.innerText ?? "",
    where: [box.x, box.y, box.width, box.height, style.outline].join(" "), seen: box.width > 0 && box.height > 0 && inside && ringed };
})()`;

async function focus(page) {
  const now = await page.run(FOCUS);
  const { result } = await page.call("Runtime.evaluate", { expression: "document.activeElement ?? document.body" });
  const { nodes } = await page.call("Accessibility.getPartialAXTree", { objectId: result.objectId, fetchRelatives: false });
  return { ...now, role: nodes[0]?.role?.value ?? "", name: nodes[0]?.name?.value ?? "" };
}

/** Presses Tab until what has the focus is called so; every stop on the way must be seen. */
async function tabTo(page, { name, role, back }) {
  const passed = [];
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    await press(page, "Tab", false, back);
    const now = await focus(page);
    if (now.tag === "BODY" || now.tag === "HTML") continue;
    if (!now.seen) throw new Error(`the focus is not seen on ${now.role} “${now.name}” (${now.tag}#${now.id}: ${now.where})`);
    if (now.name.includes(name) && (!role || now.role === role)) return { ...now, stops: stop + 1 };
    passed.push(`${now.role} “${now.name}”`);
  }
  throw new Error(`Tab never came to ${role ?? ""} “${name}”; it passed ${[...new Set(passed)].join(", ")}`);
}

/** Chooses in the list that has the focus, with the arrow keys. */
async function pick(page, { text }) {
  const chosen = () => page.run("document.activeElement.selectedOptions?.[0]?.text ?? null");
  await press(page, "Home");
  let before = null;
  for (let now = await chosen(); now !== before; now = await chosen()) {
    if (now === null) throw new Error("what has the focus is not a list to choose from");
    if (now.includes(text)) return now;
    before = now;
    await press(page, "ArrowDown");
  }
  throw new Error(`no choice “${text}”`);
}

/** Presses a key that begins a download into a folder, and waits for its end. The name that the server gave the file. */
async function download(page, { key, folder }) {
  const allowed = { behavior: "allow", browserContextId: page.context, downloadPath: folder, eventsEnabled: true };
  await browser.send("Browser.setDownloadBehavior", allowed);
  const names = new Map();
  const ended = new Promise((resolve, reject) => {
    const listener = ({ method, params }) => {
      if (method === "Browser.downloadWillBegin") names.set(params.guid, params.suggestedFilename);
      if (method !== "Browser.downloadProgress" || params.state === "inProgress") return;
      browser.listeners.delete(listener);
      if (params.state === "completed") resolve(names.get(params.guid)); else reject(new Error(`the download was ${params.state}`));
    };
    browser.listeners.add(listener);
  });
  await press(page, key);
  return { name: await inTime(ended, `a download after ${key}`) };
}

// What is shown can change without a node being added: a dialog opens by an attribute, a picture's text by a sheet of styles.
const WAIT = (text) => `new Promise((resolve) => {
  const there = () => document.body.innerText.includes(${JSON.stringify(text)});
  if (there()) return resolve(true);
  const look = () => { if (there()) { watch.disconnect(); clearInterval(again); resolve(true); } };
  const watch = new MutationObserver(look);
  const again = setInterval(look, 100);
  watch.observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });
})`;

const orders = {
  async open(order) {
    const page = await openPage(browser, { javascript: true, ...order });
    await page.call("Accessibility.enable");
    people.set(order.person, page);
    await page.go(() => page.call("Page.navigate", { url: order.url }));
  },
  press: (order, page) => pressSurely(page, order),
  go: (order, page) => inTime(page.go(() => pressSurely(page, order)), `after ${order.key}`),
  async type(order, page) {
    for (const key of order.text) await press(page, key === "\n" ? "Enter" : key);
  },
  download: (order, page) => download(page, order),
  focus: (_, page) => focus(page),
  tab: (order, page) => tabTo(page, order),
  pick: (order, page) => pick(page, order),
  async wait(order, page) {
    try {
      await inTime(page.run(WAIT(order.text)), `waiting for “${order.text}”`);
    } catch (error) {
      const has = await page.run("document.activeElement?.outerHTML.slice(0, 200)");
      const why = [...page.troubles(), `the focus is on ${has}`].join("; ");
      throw new Error(`${error.message}; ${why}; the page says: ${await page.run("document.body.innerText")}`);
    }
  },
  line: (order, page) => page.call("Network.emulateNetworkConditions", { offline: !order.up, latency: order.latency ?? 0, downloadThroughput: -1, uploadThroughput: -1 }),
  resize: (order, page) => page.resize(order.width, order.height),
  look: (order, page) => page.look(order),
};

try {
  for await (const line of lines) {
    const order = JSON.parse(line);
    let answer;
    try {
      answer = { ok: (await orders[order.do](order, people.get(order.person))) ?? null };
    } catch (error) {
      answer = { error: `${order.do}: ${error.message}` };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
} finally {
  await browser.close();
}
