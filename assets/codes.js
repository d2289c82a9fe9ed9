// Prints recovery codes, or copies them as text. Without this script they are still there to be written down.
const actions = document.querySelector("[data-codes]");
const codes = () => [...document.querySelectorAll(".codes code")].map((one) => one.textContent).join("\n");

actions.hidden = false;
actions.querySelector("[data-print]").addEventListener("click", () => window.print());
actions.querySelector("[data-copy]").addEventListener("click", async () => {
  const said = actions.querySelector("[data-copied]");
  try {
    await navigator.clipboard.writeText(codes());
    said.textContent = said.dataset.copied;
  } catch {
    const all = document.createRange();
    all.selectNodeContents(document.querySelector(".codes"));
    window.getSelection().removeAllRanges();
    window.getSelection().addRange(all); // the browser lets nobody copy here: at least it is marked
  }
});
