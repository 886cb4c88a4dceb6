// SPDX-License-Identifier: EUPL-1.2
// What every page has: a button that copies what stands beside it, and the eye led to what was not accepted. Without this module the
// words can be selected and copied, and the summary of faults stands first on the page.
const said = 2000;

for (const button of document.querySelectorAll("[data-copy-button]")) {
  const part = button.closest("[data-copies]");
  const source = part?.querySelector("[data-copy]");
  if (!source) continue;
  const status = document.createElement("span");
  status.className = "vh";
  status.setAttribute("role", "status");
  button.after(status);
  const label = button.textContent;
  let timer;
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (!(await copy(source))) {
      select(source); // the person's own copy key does the rest
      return;
    }
    clearTimeout(timer);
    button.textContent = button.dataset.copied;
    status.textContent = button.dataset.copied;
    timer = setTimeout(() => {
      button.textContent = label;
      status.textContent = "";
    }, said);
  });
}

async function copy(source) {
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent);
    return true;
  } catch {
    select(source); // an address without https has no clipboard of its own
    return document.execCommand("copy");
  }
}

function select(source) {
  if (source.select) {
    source.focus();
    source.select();
    return;
  }
  const range = document.createRange();
  range.selectNodeContents(source);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

// A form that was not accepted: the summary of its faults is read first.
if (!location.hash) document.querySelector("[data-focus]:not(.demo *)")?.focus();
