// SPDX-License-Identifier: EUPL-1.2

// Long work: asks for the part of the page that tells how far it is and puts it in place, so that the page stays where it is and nothing
// is read out anew. When the work is over, the page is loaded once more. Without a script the page refreshes itself.
const box = () => document.querySelector("[data-progress]");

async function ask() {
  if (!box()) return;
  try {
    const answer = await fetch(location.href, { headers: { "Sumanus-Fragment": "1" }, cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.querySelector("[data-progress]");
    if (!answer.ok || !next) {
      location.reload();
      return;
    }
    box().replaceWith(next);
  } catch {
    // The server cannot be reached just now: ask again.
  }
  setTimeout(ask, 800);
}

setTimeout(ask, 400);
