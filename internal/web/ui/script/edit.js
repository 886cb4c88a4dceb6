// SPDX-License-Identifier: EUPL-1.2
// Keeps what is typed as a draft a few seconds after typing, and suggests the address name of a new record from its title. Without this
// module a button keeps the draft, and the server suggests the name.
const wait = 2500;
const mostOnLeaving = 60000; // bytes that a browser still sends of a page that is being left

for (const form of document.querySelectorAll("form[data-draft]")) {
  const said = form.querySelector("[data-saved]");
  let timer;
  let busy; // what stops the words that are on their way
  let left = false; // the form itself is being sent: it is the server's turn

  const typed = () => {
    const data = new FormData(form);
    data.delete("do");
    // A file does not stay in a draft; its name does, so that the draft can say what to choose again.
    for (const [name, value] of [...data]) {
      if (!(value instanceof File)) continue;
      data.delete(name);
      if (value.name) data.append("files", value.name);
    }
    return new URLSearchParams(data).toString();
  };

  // A form that is shown again as it was sent, to be mended or looked at, is kept by nobody yet.
  let sent = "unkept" in form.dataset ? "" : typed();

  const keep = async () => {
    const body = typed();
    if (left || busy || body === sent) return;
    busy = new AbortController();
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST",
        headers: { "Content-Type": "application/x-www-form-urlencoded", "Sumanus-Fragment": "draft" },
        body,
        redirect: "error",
        signal: busy.signal,
        keepalive: document.visibilityState === "hidden" && body.length < mostOnLeaving,
      });
      if (answer.ok) {
        sent = body;
        const words = new DOMParser().parseFromString(await answer.text(), "text/html").body.textContent.trim();
        if (said) said.textContent = words;
      }
    } catch {
      // Without a connection the words stay in the form; the next key tries again.
    } finally {
      busy = undefined;
      if (!left && typed() !== sent) later();
    }
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, wait);
  };

  if (sent === "") later();
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep();
  });
  // What is sent is saved or shown again: a draft that arrives after it would come back by itself.
  form.addEventListener("submit", () => {
    left = true;
    clearTimeout(timer);
    busy?.abort();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) left = false; // back from the next page, with the words as they were left
  });

  // The address name follows the title until somebody types one.
  const slug = form.querySelector('input[name="slug"]');
  if (slug) {
    let own = slug.value !== "";
    slug.addEventListener("input", () => { own = slug.value !== ""; });
    const titles = [...form.querySelectorAll('[name^="title."]')];
    for (const title of titles) {
      title.addEventListener("input", () => {
        if (own) return;
        const best = titles.find((t) => t.name === "title.en" && t.value.trim()) ?? titles.find((t) => t.value.trim());
        slug.value = best ? suggest(best.value) : "";
      });
    }
  }
}

function suggest(title) {
  const words = title.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().split(/[^a-z0-9]+/).filter(Boolean);
  let out = "";
  for (const word of words) {
    if (out && out.length + 1 + word.length > 60) break;
    out = out ? `${out}-${word}` : word.slice(0, 60);
  }
  return out;
}
