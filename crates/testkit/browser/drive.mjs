// Drives a real Chromium over its debugging pipe, without any package.
//
// Reads from standard input: { chromium, axe: path or null, visits: [Visit] }; writes to standard
// output: [Seen]. See `crates/testkit/src/browser.rs` for the fields of both.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const job = JSON.parse(readFileSync(0, "utf8"));
const profile = mkdtempSync(join(tmpdir(), "khien-browser-"));
const browser = spawn(
  job.chromium,
  ["--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
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

function send(method, params = {}, sessionId = undefined) {
  const id = ++last;
  browser.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + "\0");
  return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
}

function event(sessionId, method, wanted = () => true) {
  return new Promise((resolve) => {
    const listener = (message) => {
      if (message.sessionId === sessionId && message.method === method && wanted(message.params)) {
        listeners.delete(listener);
        resolve(message.params);
      }
    };
    listeners.add(listener);
  });
}

async function visit(wish) {
  const { browserContextId } = await send("Target.createBrowserContext");
  const { targetId } = await send("Target.createTarget", { url: "about:blank", browserContextId });
  const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
  const call = (method, params) => send(method, params, sessionId);
  await call("Page.enable");
  await call("DOM.enable");
  await call("Runtime.enable");
  await call("Log.enable");
  await call("Network.enable");
  const seen = { url: "", status: 0, text: "", complaints: [], requests: [], violations: [], scroll_width: 0 };
  const note = (message) => {
    if (message.sessionId !== sessionId) return;
    if (message.method === "Log.entryAdded" && message.params.entry.level === "error") {
      seen.complaints.push(message.params.entry.text);
    }
    if (message.method === "Network.requestWillBeSent") seen.requests.push(message.params.request.url);
    if (message.method === "Network.responseReceived" && message.params.type === "Document") {
      seen.status = message.params.response.status;
    }
  };
  listeners.add(note);
  await call("Emulation.setDeviceMetricsOverride", {
    width: wish.width, height: wish.height, deviceScaleFactor: wish.scale ?? 1, mobile: false,
  });
  await call("Emulation.setEmulatedMedia", {
    features: [
      { name: "prefers-color-scheme", value: wish.dark ? "dark" : "light" },
      { name: "prefers-reduced-motion", value: "reduce" },
    ],
  });
  if (!wish.javascript) await call("Emulation.setScriptExecutionDisabled", { value: true });
  for (const cookie of wish.cookies ?? []) await call("Network.setCookie", { url: wish.url, ...cookie });

  const go = async (start) => {
    const loaded = event(sessionId, "Page.loadEventFired");
    await start();
    await loaded;
  };
  await go(() => call("Page.navigate", { url: wish.url }));

  const node = async (selector) => {
    const { root } = await call("DOM.getDocument");
    const { nodeId } = await call("DOM.querySelector", { nodeId: root.nodeId, selector });
    if (!nodeId) throw new Error(`no element ${selector} at ${wish.url}`);
    return nodeId;
  };
  const click = async (selector) => {
    const nodeId = await node(selector);
    await call("DOM.scrollIntoViewIfNeeded", { nodeId });
    const { model } = await call("DOM.getBoxModel", { nodeId });
    const [x1, y1, , , x2, y2] = model.content;
    const place = { x: (x1 + x2) / 2, y: (y1 + y2) / 2, button: "left", clickCount: 1 };
    await call("Input.dispatchMouseEvent", { type: "mousePressed", ...place });
    await call("Input.dispatchMouseEvent", { type: "mouseReleased", ...place });
  };
  for (const step of wish.steps ?? []) {
    if (step.fill) {
      await call("DOM.focus", { nodeId: await node(step.fill) });
      await call("Input.insertText", { text: step.text });
    } else if (step.choose) {
      await call("DOM.setFileInputFiles", { nodeId: await node(step.choose), files: [step.file] });
    } else if (step.click) {
      await go(() => click(step.click));
    }
  }

  const { root } = await call("DOM.getDocument");
  const { nodeId } = await call("DOM.querySelector", { nodeId: root.nodeId, selector: "html" });
  seen.text = (await call("DOM.getOuterHTML", { nodeId })).outerHTML;
  const { cssContentSize } = await call("Page.getLayoutMetrics");
  seen.scroll_width = Math.ceil(cssContentSize.width);
  seen.url = (await call("Page.getFrameTree")).frameTree.frame.url;
  if (wish.screenshot) {
    if (wish.javascript) await call("Runtime.evaluate", { expression: "document.fonts.ready", awaitPromise: true });
    const clip = { x: 0, y: 0, width: wish.width, height: Math.min(Math.ceil(cssContentSize.height), 6000), scale: 1 };
    const { data } = await call("Page.captureScreenshot", { format: "png", captureBeyondViewport: true, clip });
    writeFileSync(wish.screenshot, Buffer.from(data, "base64"));
  }
  if (wish.axe && job.axe) {
    await call("Runtime.evaluate", { expression: readFileSync(job.axe, "utf8") });
    const options = { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }, rules: wish.enhanced_contrast ? { "color-contrast-enhanced": { enabled: true } } : {} };
    const { result, exceptionDetails } = await call("Runtime.evaluate", {
      expression: `axe.run(document, ${JSON.stringify(options)}).then((r) => JSON.stringify(r.violations.map((v) => v.id + ": " + v.help + " " + v.nodes.map((n) => n.target.join(" ") + " " + (n.any[0]?.message ?? "")).join("; "))))`,
      awaitPromise: true, returnByValue: true,
    });
    if (exceptionDetails) throw new Error(`axe failed: ${exceptionDetails.text}`);
    seen.violations = JSON.parse(result.value);
  }
  listeners.delete(note);
  await send("Target.disposeBrowserContext", { browserContextId });
  return seen;
}

try {
  const all = [];
  for (const wish of job.visits) all.push(await visit(wish));
  process.stdout.write(JSON.stringify(all));
} finally {
  const gone = new Promise((resolve) => browser.once("exit", resolve));
  await send("Browser.close").catch(() => browser.kill());
  await gone;
  rmSync(profile, { recursive: true, force: true });
}
