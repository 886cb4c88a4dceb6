// SPDX-License-Identifier: EUPL-1.2
// Passkeys: the one thing no browser does without a script. A part of the page says where the first half is asked for and where the
// second is sent; what was typed into the form beside it goes along. The server keeps the key of the ceremony in a cookie.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

async function post(address, body, type) {
  const answer = await fetch(address, { method: "POST", body, headers: { "Content-Type": type } });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.error ?? "");
  return said;
}

function opened(options) {
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const list of [options.excludeCredentials, options.allowCredentials]) {
    for (const one of list ?? []) one.id = bytes(one.id);
  }
  return options;
}

function sealed(credential) {
  const out = { id: credential.id, rawId: text(credential.rawId), type: credential.type, response: {} };
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    const value = credential.response[name];
    if (value) out.response[name] = text(value);
  }
  if (credential.response.getTransports) out.response.transports = credential.response.getTransports();
  return JSON.stringify(out);
}

for (const part of document.querySelectorAll("[data-passkey]")) {
  const button = part.querySelector("button");
  const told = part.querySelector("[role=alert]");
  if (!window.PublicKeyCredential || !button) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const say = (words) => {
      told.textContent = words;
      told.hidden = false;
    };
    told.hidden = true;
    button.disabled = true;
    try {
      const form = document.getElementById(part.dataset.form);
      const typed = form ? new URLSearchParams(new FormData(form)) : new URLSearchParams();
      typed.delete("password");
      const options = opened(await post(part.dataset.begin, typed.toString(), "application/x-www-form-urlencoded"));
      let credential;
      try {
        credential = await navigator.credentials[part.dataset.passkey]({ publicKey: options });
      } catch {
        say(part.dataset.failed); // the person closed the window, or the device has no fitting passkey
        return;
      }
      const next = part.dataset.next ? "?next=" + encodeURIComponent(part.dataset.next) : "";
      const done = await post(part.dataset.finish + next, sealed(credential), "application/json");
      const to = new URL(done.to, location.href);
      const here = to.pathname === location.pathname;
      location.assign(to);
      if (here) location.reload(); // only the part behind # differs
    } catch (error) {
      say(error.message || part.dataset.failed);
    } finally {
      button.disabled = false;
    }
  });
}
