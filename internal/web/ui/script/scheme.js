// SPDX-License-Identifier: EUPL-1.2
// Light or dark at once. Without this module the two buttons post a form and the server remembers the same cookie.
const root = document.documentElement;
for (const form of document.querySelectorAll("form[data-scheme-choice]")) {
  form.addEventListener("submit", (event) => {
    const scheme = event.submitter?.value;
    if (scheme !== "light" && scheme !== "dark") return;
    event.preventDefault();
    root.dataset.scheme = scheme;
    const year = 365 * 24 * 60 * 60;
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `scheme=${scheme}; path=/; max-age=${year}; samesite=lax${secure}`;
    // The button that was pressed is hidden now; the focus goes to the one that leads back.
    form.querySelector(`button:not([value="${scheme}"])`)?.focus();
  });
}
