// SPDX-License-Identifier: EUPL-1.2
// Says while somebody types whether a form fits: a pause, or leaving a field, sends it as it stands, and what the server would say to it
// stands at its fields. Nothing is saved by that. Without this module the button says the same.
const pause = 600; // ms without a key
const slowest = 5000; // ms between checks on a connection that is as slow as that
const rest = 30; // s of silence after a server that has too much to do

for (const form of document.querySelectorAll("form[data-check]")) {
  const line = form.querySelector("[data-checked]");
  const touched = new Set();
  let timer;
  let asking; // what stops the question that is on its way: only the last answer counts
  let wait = pause;
  let silentUntil = 0;
  let left = false; // the form itself is being sent: it is the server's turn

  const fields = () => [...form.querySelectorAll(".field, .ed-lang")];
  const typed = () => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) {
      if (name === "do" || name === "q" || name.endsWith("-q") || value instanceof File) data.delete(name);
    }
    data.append("do", "check");
    const body = new URLSearchParams(data);
    for (const id of untouched(fields(), touched)) body.append("untouched", id);
    return body.toString();
  };
  let asked = typed();

  const ask = async () => {
    clearTimeout(timer);
    const body = typed();
    if (left || body === asked) return;
    asking?.abort();
    const mine = new AbortController();
    asking = mine;
    asked = body;
    const began = performance.now();
    try {
      const answer = await fetch(form.getAttribute("action"), {
        method: "POST",
        headers: { "Content-Type": "application/x-www-form-urlencoded", "Sumanus-Fragment": "check" },
        body,
        redirect: "error",
        signal: mine.signal,
      });
      if (answer.status === 429 || answer.status === 503) {
        silentUntil = performance.now() + 1000 * (Number(answer.headers.get("Retry-After")) || rest);
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const said = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (asking === mine && !left) hold(form, () => show(form, line, said));
    } catch {
      // Without an answer nothing is known, and nothing is said; the next key asks again.
      if (asking !== mine) return;
      asked = "";
      line?.replaceChildren();
    } finally {
      if (asking === mine) {
        asking = undefined;
        wait = Math.min(slowest, Math.max(pause, performance.now() - began));
      }
    }
  };

  const soon = (after) => {
    clearTimeout(timer);
    timer = setTimeout(ask, Math.max(after, silentUntil - performance.now()));
  };
  const touch = (event) => {
    for (let at = event.target; at && at !== form; at = at.parentElement) touched.add(at);
  };
  form.addEventListener("input", (event) => {
    touch(event);
    soon(wait);
  });
  form.addEventListener("change", (event) => {
    touch(event);
    soon(0);
  });
  form.addEventListener("submit", () => {
    left = true;
    clearTimeout(timer);
    asking?.abort();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) left = false;
  });
}

// untouched names the fields that are empty because nobody has come to them yet: they are not scolded. One that the server has already
// complained about stays complained about.
function untouched(fields, touched) {
  const ids = new Set();
  for (const field of fields) {
    if (touched.has(field) || field.classList.contains("err")) continue;
    const controls = [...field.querySelectorAll("input, select, textarea")].filter((c) => c.type !== "hidden" && c.type !== "search");
    if (controls.some((c) => (c.type === "checkbox" || c.type === "radio" ? c.checked : c.value.trim() !== ""))) continue;
    for (const part of [field, ...field.querySelectorAll("input, select, textarea")]) {
      if (part.id) ids.add(part.id);
    }
  }
  return ids;
}

// hold changes the page and keeps what the person is at where it is on the screen.
function hold(form, change) {
  const at = form.contains(document.activeElement) ? document.activeElement : undefined;
  const before = at?.getBoundingClientRect().top;
  change();
  const moved = at ? at.getBoundingClientRect().top - before : 0;
  if (Math.abs(moved) >= 1) window.scrollBy({ top: moved, behavior: "instant" });
}

function show(form, line, said) {
  const faults = new Map([...said.querySelectorAll("[data-at]")].map((at) => [at.dataset.at, at.firstElementChild]));
  for (const message of form.querySelectorAll(".msg[id$='-error']")) {
    if (!faults.has(message.id.slice(0, -"-error".length))) unmark(form, message);
  }
  const homeless = [];
  for (const [id, message] of faults) {
    if (!mark(form, id, message)) homeless.push(message.textContent.trim());
  }
  tell(line, said.querySelector("[data-checked]"), homeless);
  summarise(said);
  for (const part of said.querySelectorAll("[data-live]")) {
    const here = document.querySelector(`[data-live="${CSS.escape(part.dataset.live)}"]`);
    if (here && !here.contains(document.activeElement) && here.innerHTML !== part.innerHTML) here.replaceChildren(...part.childNodes);
  }
}

// mark puts a message where the server would have put it; false when the page has no such control.
function mark(form, id, message) {
  const control = document.getElementById(id);
  const field = form.contains(control) ? control.closest(".field, .ed-lang") : null;
  if (!field) return false;
  const there = document.getElementById(message.id);
  if (there) {
    if (there.textContent !== message.textContent) there.replaceChildren(...message.childNodes);
    return true;
  }
  if (field.matches(".ed-lang")) {
    control.before(message);
  } else {
    const above = field.querySelector(":scope > .help") ?? field.querySelector(":scope > legend, :scope > label");
    if (above) above.after(message);
    else field.prepend(message);
  }
  field.classList.add("err");
  const told = field.matches("fieldset") ? field : control;
  told.setAttribute("aria-describedby", `${told.getAttribute("aria-describedby") ?? ""} ${message.id}`.trim());
  if (told === control && !control.matches("fieldset")) control.setAttribute("aria-invalid", "true");
  return true;
}

function unmark(form, message) {
  message.closest(".field, .ed-lang")?.classList.remove("err");
  for (const told of form.querySelectorAll(`[aria-describedby~="${CSS.escape(message.id)}"]`)) {
    const others = told.getAttribute("aria-describedby").split(/\s+/).filter((id) => id !== message.id);
    if (others.length > 0) told.setAttribute("aria-describedby", others.join(" "));
    else told.removeAttribute("aria-describedby");
    told.removeAttribute("aria-invalid");
  }
  message.remove();
}

// tell changes the quiet line, and only when it says something else: it is read out.
function tell(line, said, homeless) {
  if (!line || !said) return;
  if (homeless.length > 0) {
    let list = said.querySelector("ul");
    if (!list) {
      list = document.createElement("ul");
      list.className = "plain";
      said.append(list);
    }
    for (const text of homeless) {
      const item = document.createElement("li");
      item.textContent = text;
      list.append(item);
    }
  }
  if (line.textContent.trim() !== said.textContent.trim()) line.replaceChildren(...said.childNodes);
}

// summarise keeps the summary above a form that was not accepted in step with what is left to mend; it was read out when the page came.
function summarise(said) {
  const summary = document.getElementById("errors");
  if (!summary || summary.contains(document.activeElement)) return;
  summary.removeAttribute("role");
  const left = said.getElementById("errors");
  if (left) summary.replaceChildren(...left.childNodes);
  else summary.remove();
}
