// SPDX-License-Identifier: EUPL-1.2
// Light or dark at once. Without this module the two buttons post a form and the server remembers it.
const root = document.documentElement;
for (const form of document.querySelectorAll("form[data-scheme-choice]")) {
  form.addEventListener("submit", (event) => {
    const scheme = event.submitter?.value;
    if (scheme !== "light" && scheme !== "dark") return;
    event.preventDefault();
    root.dataset.scheme = scheme;
    // The server remembers it as it does without this module: the cookie is its own, and no script reads or writes it.
    fetch(form.action, { method: "POST", body: new URLSearchParams({ scheme }), redirect: "manual", keepalive: true }).catch(() => {});
    // The button that was pressed is hidden now; the focus goes to the one that leads back.
    form.querySelector(`button:not([value="${scheme}"])`)?.focus();
  });
}
