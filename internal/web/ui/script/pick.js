// SPDX-License-Identifier: EUPL-1.2
// Finds a record while somebody types: a combobox with a list box under it (ARIA Authoring Practices 1.2, list autocomplete). Without
// this module the button beside the field searches, and the form comes back with the results.
let count = 0;

for (const field of document.querySelectorAll("[data-pick]")) {
  const input = field.querySelector("input[type=search]");
  const chosen = field.querySelector("[data-pick-chosen]");
  const row = input?.closest(".row");
  if (!input || !chosen || !row) continue;
  const id = `pick-list-${++count}`;
  const list = document.createElement("ul");
  list.id = id;
  list.className = "pick-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.querySelector("legend")?.textContent.trim() ?? "");
  list.hidden = true;
  row.after(list);
  const status = document.createElement("p");
  status.className = "vh";
  status.setAttribute("role", "status");
  list.after(status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", id);

  let timer;
  let asked = 0;
  let at = -1;
  const options = () => [...list.querySelectorAll("[role=option]")];

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const move = (to) => {
    const all = options();
    if (all.length === 0) return;
    at = (to + all.length) % all.length;
    for (const [i, o] of all.entries()) o.setAttribute("aria-selected", String(i === at));
    input.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  };

  const ask = async () => {
    const mine = ++asked;
    if (input.value.trim() === "") return close();
    try {
      const answer = await fetch(`${field.dataset.pick}&q=${encodeURIComponent(input.value)}`, { headers: { "Sumanus-Fragment": "pick" } });
      if (!answer.ok || mine !== asked) return;
      const found = new DOMParser().parseFromString(`<ul>${await answer.text()}</ul>`, "text/html").querySelector("ul");
      const words = found.querySelector("[data-status]");
      status.textContent = words?.textContent.trim() ?? "";
      list.replaceChildren(...found.children);
      for (const [i, o] of options().entries()) o.id = `${id}-${i}`;
      list.hidden = false;
      at = -1;
      input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-expanded", "true");
    } catch {
      close(); // the button still searches
    }
  };

  const take = (option) => {
    const name = chosen.dataset.pickChosen;
    const kind = chosen.dataset.pickType;
    const there = [...field.querySelectorAll(`input[name="${CSS.escape(name)}"]`)].find((b) => b.value === option.dataset.value);
    if (there) {
      there.checked = true;
    } else {
      const box = document.createElement("input");
      box.type = kind;
      box.name = name;
      box.value = option.dataset.value;
      box.checked = true;
      box.id = `${id}-on-${++count}`;
      const label = document.createElement("label");
      label.htmlFor = box.id;
      label.textContent = option.dataset.label;
      const choice = document.createElement("div");
      choice.className = "choice";
      choice.append(box, label);
      chosen.append(choice);
      chosen.querySelector("[data-pick-none]")?.remove();
    }
    status.textContent = option.dataset.label;
    input.value = "";
    close();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 200);
  });
  input.addEventListener("keydown", (event) => {
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
        event.preventDefault();
        if (list.hidden) ask();
        else move(event.key === "ArrowDown" ? at + 1 : at < 0 ? -1 : at - 1);
        break;
      case "Enter": // a search, never a save by mistake
        event.preventDefault();
        if (!list.hidden && at >= 0) take(options()[at]);
        else ask();
        break;
      case "Escape":
        if (!list.hidden) {
          event.preventDefault();
          close();
        }
        break;
      case "Tab":
        close();
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  input.addEventListener("blur", close);
}
