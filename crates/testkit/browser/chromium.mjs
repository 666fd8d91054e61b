// A Chromium of our own: its debugging pipe, one page per profile, axe-core, pictures.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Starts the browser at `path`. `axe` is the file of axe-core, or null. */
export function launch(path, axe) {
  const profile = mkdtempSync(join(tmpdir(), "khien-browser-"));
  const browser = spawn(
    path,
    ["--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
      // As every driver of Chromium does: keys count before the first frame is drawn, and a window that is not in front sleeps not.
      "--allow-pre-commit-input", "--disable-renderer-backgrounding", "--disable-backgrounding-occluded-windows", "--disable-background-timer-throttling",
      "--disable-dev-shm-usage", "--lang=vi-VN", "--accept-lang=vi-VN", "--force-color-profile=srgb", "--disable-background-networking", `--user-data-dir=${profile}`],
    { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"], env: { ...process.env, LANGUAGE: "vi", LANG: "vi_VN.UTF-8" } },
  );
  let last = 0;
  const waiting = new Map();
  const listeners = new Set();
  let buffer = "";
  browser.stdio[4].setEncoding("utf8");
  browser.stdio[4].on("data", (chunk) => {
    buffer += chunk;
    for (let end = buffer.indexOf("\0"); end >= 0; end = buffer.indexOf("\0")) {
      const message = JSON.parse(buffer.slice(0, end));
      buffer = buffer.slice(end + 1);
      if (message.id) {
        const { resolve, reject } = waiting.get(message.id);
        waiting.delete(message.id);
        if (message.error) reject(new Error(message.error.message)); else resolve(message.result);
      } else {
        for (const listener of listeners) listener(message);
      }
    }
  });
  const send = (method, params = {}, sessionId = undefined) => {
    const id = ++last;
    browser.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + "\0");
    return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
  };
  const event = (sessionId, method) =>
    new Promise((resolve) => {
      const listener = (message) => {
        if (message.sessionId === sessionId && message.method === method) {
          listeners.delete(listener);
          resolve(message.params);
        }
      };
      listeners.add(listener);
    });
  const close = async () => {
    const gone = new Promise((resolve) => browser.once("exit", resolve));
    await send("Browser.close").catch(() => browser.kill());
    await gone;
    rmSync(profile, { recursive: true, force: true });
  };
  return { send, event, listeners, close, axe: axe ? readFileSync(axe, "utf8") : null };
}

/** Which document this is, and how many keys went down in it, before any script of the page could stop one. */
const COUNT_KEYS = `globalThis.khienKeys = { document: Math.random(), down: 0 };
  addEventListener("keydown", () => { khienKeys.down += 1; }, { capture: true });`;

/** A page in a fresh profile. `wish`: width, height, scale, dark, javascript. */
export async function openPage(browser, wish) {
  const { send, listeners } = browser;
  const { browserContextId } = await send("Target.createBrowserContext");
  const { targetId } = await send("Target.createTarget", { url: "about:blank", browserContextId });
  const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
  const call = (method, params) => send(method, params, sessionId);
  for (const domain of ["Page", "DOM", "Runtime", "Log", "Network"]) await call(`${domain}.enable`);
  const seen = { url: "", status: 0, text: "", complaints: [], requests: [], violations: [], scroll_width: 0 };
  const pending = new Map();
  const note = (message) => {
    if (message.sessionId !== sessionId) return;
    if (message.method === "Network.requestWillBeSent") pending.set(message.params.requestId, message.params.request.url);
    if (message.method === "Network.loadingFinished" || message.method === "Network.loadingFailed") pending.delete(message.params.requestId);
    if (message.method === "Log.entryAdded" && message.params.entry.level === "error") {
      seen.complaints.push(message.params.entry.text);
    }
    if (message.method === "Network.requestWillBeSent") seen.requests.push(message.params.request.url);
    if (message.method === "Network.responseReceived" && message.params.type === "Document") {
      seen.status = message.params.response.status;
    }
  };
  listeners.add(note);
  const resize = (width, height) =>
    call("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: wish.scale ?? 1, mobile: false });
  await resize(wish.width, wish.height);
  // Several windows are open; each behaves as the one in front.
  await call("Emulation.setFocusEmulationEnabled", { enabled: true });
  await call("Emulation.setEmulatedMedia", {
    features: [
      { name: "prefers-color-scheme", value: wish.dark ? "dark" : "light" },
      { name: "prefers-reduced-motion", value: "reduce" },
    ],
  });
  if (wish.javascript) await call("Page.addScriptToEvaluateOnNewDocument", { source: COUNT_KEYS });
  else await call("Emulation.setScriptExecutionDisabled", { value: true });

  const go = async (start) => {
    const loaded = browser.event(sessionId, "Page.loadEventFired");
    await start();
    await loaded;
    // The browser gives the focus to what asks for it when it first draws the page.
    if (wish.javascript) await run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");
  };
  const run = async (expression) => {
    const { result, exceptionDetails } = await call("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  const violations = async (enhancedContrast) => {
    if (!browser.axe) return [];
    await call("Runtime.evaluate", { expression: browser.axe });
    const options = {
      runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
      rules: enhancedContrast ? { "color-contrast-enhanced": { enabled: true } } : {},
    };
    const found = `r.violations.map((v) => v.id + ": " + v.help + " " + v.nodes.map((n) => n.target.join(" ") + " " + (n.any[0]?.message ?? "")).join("; "))`;
    return JSON.parse(await run(`axe.run(document, ${JSON.stringify(options)}).then((r) => JSON.stringify(${found}))`));
  };
  /** What is on the page now. `ask`: axe, enhanced_contrast, screenshot. */
  const look = async (ask) => {
    const { root } = await call("DOM.getDocument");
    const { nodeId } = await call("DOM.querySelector", { nodeId: root.nodeId, selector: "html" });
    seen.text = (await call("DOM.getOuterHTML", { nodeId })).outerHTML;
    const { cssContentSize } = await call("Page.getLayoutMetrics");
    seen.scroll_width = Math.ceil(cssContentSize.width);
    seen.url = (await call("Page.getFrameTree")).frameTree.frame.url;
    if (ask.screenshot) {
      if (wish.javascript) await run("document.fonts.ready.then(() => true)");
      const clip = { x: 0, y: 0, width: Math.ceil(cssContentSize.width), height: Math.min(Math.ceil(cssContentSize.height), 6000), scale: 1 };
      // What lies over the page covers the window, not what is below it.
      const isCovered = wish.javascript && (await run("document.querySelector('dialog[open]') !== null"));
      const extent = isCovered ? {} : { captureBeyondViewport: true, clip };
      const { data } = await call("Page.captureScreenshot", { format: "png", ...extent });
      writeFileSync(ask.screenshot, Buffer.from(data, "base64"));
    }
    seen.violations = ask.axe ? await violations(ask.enhanced_contrast) : [];
    return seen;
  };
  const end = async () => {
    listeners.delete(note);
    await send("Target.disposeBrowserContext", { browserContextId });
  };
  /** What the browser has asked for and not been given, and what it complained of: why something does not come. */
  const troubles = () => [...[...pending.values()].map((url) => `still waiting for ${url}`), ...seen.complaints];
  return { call, go, run, look, resize, end, troubles, context: browserContextId };
}
