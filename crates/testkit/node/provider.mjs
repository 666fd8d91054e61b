// An OpenID provider by the npm package `oidc-provider`, over TLS on a free loopback port. Each line on standard input
// is a command in JSON and is answered by one line: `register` makes the client known, `signOuts` says where it is told
// of sign-outs, `rotate` makes new keys, `rename` gives every account another name, `tamper` changes every token from
// then on, `dismiss` ends every session of an account, `sign` makes a token of a sign-out, right or wrong.
import { createHmac, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { createServer } from "node:https";
import { createInterface } from "node:readline";

const [folder, text] = process.argv.slice(2);
const job = JSON.parse(text);
const { default: Provider } = await import(`${folder}/node_modules/oidc-provider/lib/index.js`);
const tell = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

let handler = null;
let provider = null;
let redirectUri = "";
let signOuts = {};
let keys = null;
let kid = null;
let renamed = null;
let tampering = null;

const makeKeys = () =>
  job.algorithm === "ES256"
    ? generateKeyPairSync("ec", { namedCurve: "P-256" })
    : generateKeyPairSync("rsa", { modulusLength: 2048 });

const signed = (header, payload, key) => {
  const input = `${encode(header)}.${encode(payload)}`;
  const signature = sign("sha256", Buffer.from(input), { key, dsaEncoding: "ieee-p1363" });
  return `${input}.${signature.toString("base64url")}`;
};

const tamper = (token) => {
  const [header, payload] = token.split(".", 2).map((part) => JSON.parse(Buffer.from(part, "base64url")));
  switch (tampering) {
    case "unsigned":
      return `${encode({ ...header, alg: "none" })}.${encode(payload)}.`;
    case "shared-secret": {
      const input = `${encode({ ...header, alg: "HS256" })}.${encode(payload)}`;
      return `${input}.${createHmac("sha256", job.client_secret).update(input).digest("base64url")}`;
    }
    case "foreign-key":
      return signed(header, payload, makeKeys().privateKey);
    default:
      return signed(header, { ...payload, ...tampering }, keys.privateKey);
  }
};

const logoutToken = (issuer, { header, claims, how }) => {
  const now = Math.floor(Date.now() / 1000);
  const right = {
    iss: issuer,
    aud: job.client_id,
    iat: now,
    exp: now + 120,
    jti: randomUUID(),
    events: { "http://schemas.openid.net/event/backchannel-logout": {} },
  };
  const payload = Object.fromEntries(Object.entries({ ...right, ...claims }).filter(([, value]) => value !== null));
  const head = { alg: job.algorithm, kid, typ: "logout+jwt", ...header };
  if (how === "unsigned") return `${encode({ ...head, alg: "none" })}.${encode(payload)}.`;
  return signed(head, payload, how === "foreign-key" ? makeKeys().privateKey : keys.privateKey);
};

const start = (issuer) => {
  keys = makeKeys();
  kid = randomUUID();
  provider = new Provider(issuer, {
    clients: [
      {
        client_id: job.client_id,
        client_secret: job.client_secret,
        redirect_uris: [redirectUri],
        id_token_signed_response_alg: job.algorithm,
        ...signOuts,
      },
    ],
    jwks: { keys: [{ ...keys.privateKey.export({ format: "jwk" }), kid, use: "sig", alg: job.algorithm }] },
    cookies: { keys: ["test"] },
    claims: { openid: ["sub"], profile: ["preferred_username"], email: ["email", "email_verified"] },
    conformIdTokenClaims: job.thin_tokens,
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        preferred_username: renamed ?? id,
        email: `${id}@so.example`,
        email_verified: !id.startsWith("moi"),
      }),
    }),
    pkce: { required: () => true },
    ttl: { IdToken: 60 },
    features: { backchannelLogout: { enabled: true } },
    // Without the guard of the package, which keeps it from loopback addresses.
    fetch: (url, { dispatcher, ...options }) => fetch(url, options),
  });
  provider.use(async (ctx, next) => {
    await next();
    if (tampering && ctx.oidc?.route === "token" && ctx.body?.id_token) {
      ctx.body = { ...ctx.body, id_token: tamper(ctx.body.id_token) };
    }
  });
  handler = provider.callback();
};

const server = createServer({ cert: job.certificate, key: job.key }, (request, response) => {
  if (handler) return handler(request, response);
  response.writeHead(503).end();
});
server.listen(0, "127.0.0.1", () => {
  const issuer = `https://127.0.0.1:${server.address().port}`;
  tell({ issuer });
  createInterface({ input: process.stdin }).on("line", async (line) => {
    const command = JSON.parse(line);
    if (command.sign) return tell({ done: logoutToken(issuer, command.sign) });
    if (command.register) redirectUri = command.register;
    if (command.signOuts) signOuts = command.signOuts;
    if (command.register || command.signOuts || command.rotate) start(issuer);
    if (command.dismiss) await (await provider.Client.find(job.client_id)).backchannelLogout(command.dismiss);
    if ("rename" in command) renamed = command.rename;
    if ("tamper" in command) tampering = command.tamper;
    tell({ done: true });
  });
});
