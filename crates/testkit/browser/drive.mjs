// Opens pages in a real Chromium, fills forms by key and mouse, takes pictures, runs axe-core.
// Reads one job from standard input: { chromium, axe, visits: [Visit] }; writes to standard
// output: [Seen]. See `crates/testkit/src/browser.rs` for the fields of both.
import { readFileSync } from "node:fs";

import { launch, openPage } from "./chromium.mjs";

const job = JSON.parse(readFileSync(0, "utf8"));
const browser = launch(job.chromium, job.axe);

async function visit(wish) {
  const page = await openPage(browser, wish);
  const { call, go } = page;
  if (wish.trusts_all) await call("Security.setIgnoreCertificateErrors", { ignore: true });
  for (const cookie of wish.cookies ?? []) await call("Network.setCookie", { url: wish.url, ...cookie });
  if (wish.passkeys) {
    // A device that holds keys and has seen its owner.
    await call("WebAuthn.enable", {});
    const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true,
      isUserVerified: wish.passkeys === "owner", automaticPresenceSimulation: true };
    await call("WebAuthn.addVirtualAuthenticator", { options });
  }
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
    } else if (step.wait) {
      const found = `document.querySelector(${JSON.stringify(step.wait)})`;
      await call("Runtime.evaluate", { awaitPromise: true, expression: `new Promise((resolve) => {
        const look = () => { if (${found}) resolve(true); };
        new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
        look();
      })` });
    } else if (step.press) {
      await click(step.press);
    } else if (step.click) {
      await go(() => click(step.click));
    } else if (step.write) {
      const html = JSON.stringify(step.write);
      await go(() => page.run(`document.open(); document.write(${html}); document.close(); true`));
    }
  }
  const focused = wish.javascript ? await page.run("(document.activeElement ?? document.body).tagName") : "";
  const seen = await page.look(wish);
  await page.end();
  return { ...seen, focused };
}

try {
  const all = [];
  for (const wish of job.visits) all.push(await visit(wish));
  process.stdout.write(JSON.stringify(all));
} finally {
  await browser.close();
}
