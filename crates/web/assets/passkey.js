// Passkeys: asks the officer's device for a new key or for a signature, and sends what it says as an ordinary form.
// Without this script, or a browser that knows passkeys, the forms stay hidden and the code is the way in.
(() => {
  "use strict";
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  const decode = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
  const encode = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

  const create = async (data) => {
    const existing = data.existing.split(" ").filter(Boolean);
    const publicKey = {
      challenge: decode(data.challenge),
      rp: { id: data.host, name: "Khiên" },
      user: { id: decode(data.user), name: data.login, displayName: data.display },
      // ES256 first; RS256 for older chips in computers.
      pubKeyCredParams: [-7, -257].map((alg) => ({ type: "public-key", alg })),
      excludeCredentials: existing.map((id) => ({ type: "public-key", id: decode(id) })),
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
      attestation: "none",
      timeout: 120000,
    };
    const { response } = await navigator.credentials.create({ publicKey });
    return {
      client_data: encode(response.clientDataJSON),
      authenticator_data: encode(response.getAuthenticatorData()),
      public_key: encode(response.getPublicKey()),
    };
  };

  const get = async (data) => {
    const publicKey = { challenge: decode(data.challenge), rpId: data.host, userVerification: "required", timeout: 120000 };
    const { rawId, response } = await navigator.credentials.get({ publicKey });
    return {
      id: encode(rawId),
      client_data: encode(response.clientDataJSON),
      authenticator_data: encode(response.authenticatorData),
      signature: encode(response.signature),
      user: response.userHandle ? encode(response.userHandle) : "",
    };
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const said = form.querySelector("[data-said]");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      said.hidden = true;
      try {
        const answer = await (form.dataset.passkey === "create" ? create : get)(form.dataset);
        for (const [name, value] of Object.entries(answer)) form.elements[name].value = value;
        form.submit();
      } catch {
        // The officer stopped it, the device is not there, or it knows no key for this host: all read the same.
        said.setAttribute("role", "alert");
        said.hidden = false;
        said.focus();
      }
    });
  }
})();
