// Online booking on a clinic's own website. How to use it: docs/embedding.md.
(() => {
  const clinic = __CLINIC__;
  const script = document.currentScript;
  const home = new URL(script.src).origin;
  const asked = ["treatment", "staff", "location", "date", "language"];
  const links = "a[data-myaccount-book]";

  const words = (lang) => clinic.words[(lang || document.documentElement.lang).slice(0, 2)] || clinic.words[clinic.language];
  const tell = (element, name, detail) =>
    element.dispatchEvent(new CustomEvent(`myaccount:${name}`, { bubbles: true, detail }));

  // A frame is light or dark as the page around it is, whatever the visitor has chosen; a dialog of ours is light.
  const scheme = (element) => {
    const can = getComputedStyle(element).colorScheme;
    const wants = !can.includes("light") || matchMedia("(prefers-color-scheme: dark)").matches;
    return can.includes("dark") && wants ? "dark" : "light";
  };

  // A frame for what an element asks for. What happens in it is told on `teller`, for the page to listen to.
  const framed = (element, teller, close) => {
    const frame = document.createElement("iframe");
    const url = new URL("/book/embed", home);
    for (const key of asked) if (element.dataset[key]) url.searchParams.set(key, element.dataset[key]);
    const look = close ? "light" : scheme(element.parentElement);
    url.searchParams.set("scheme", look);
    frame.style.colorScheme = look;
    frame.src = url;
    frame.className = "myaccount-frame";
    frame.title = words(element.dataset.language)[0];
    addEventListener("message", ({ origin, source, data }) => {
      if (origin !== home || source !== frame.contentWindow || data?.source !== "myaccount") return;
      if (data.type === "ready") source.postMessage({ source: "myaccount", type: "hello" }, home);
      else if (data.type === "height" && data.height > 0 && data.height < 20000) grow(frame, teller || frame, data.height);
      else if (data.type === "booked") tell(teller || frame, "booked", {});
      else if (data.type === "close") close?.();
    });
    return frame;
  };

  const grow = (frame, teller, height) => {
    frame.style.setProperty("--height", `${height}px`);
    if (frame.isConnected && !frame.closest("dialog") && frame.getBoundingClientRect().bottom < 80) frame.scrollIntoView();
    tell(teller, "height", { height });
  };

  const dialogs = new WeakMap();
  const open = (link) => {
    const dialog = dialogs.get(link) || made(link);
    const before = document.documentElement.style.overflow;
    document.documentElement.style.overflow = "hidden";
    dialog.onclose = () => {
      document.documentElement.style.overflow = before;
      link.focus();
    };
    dialog.showModal();
  };

  const made = (link) => {
    const dialog = document.createElement("dialog");
    const button = document.createElement("button");
    const close = () => dialog.close();
    dialog.className = "myaccount-dialog";
    [dialog.ariaLabel, button.textContent] = words(link.dataset.language);
    button.type = "button";
    button.onclick = close;
    dialog.append(button, framed(link, link, close));
    document.body.append(dialog);
    dialogs.set(link, dialog);
    return dialog;
  };

  const dress = (link) => {
    link.role = "button";
    link.ariaHasPopup = "dialog";
    if (!link.hasAttribute("href")) link.tabIndex = 0;
  };

  const listen = () => {
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.(links);
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      open(link);
    });
    document.addEventListener("keydown", (event) => {
      const link = event.target.closest?.(links);
      if (!link || (event.key !== " " && (event.key !== "Enter" || link.href))) return;
      event.preventDefault();
      open(link);
    });
  };

  const paint = () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      .myaccount-frame { display: block; width: 100%; height: var(--height, 640px); border: 0; }
      .myaccount-dialog { box-sizing: border-box; width: min(640px, 100vw - 16px); max-width: none;
        max-height: calc(100dvh - 16px); padding: 0; border: 0; border-radius: 12px; overflow: hidden;
        background: #f8f6f3; color: #211e1b; box-shadow: 0 12px 48px rgb(40 32 24 / .22); color-scheme: light; }
      .myaccount-dialog::backdrop { background: rgb(33 30 27 / .5); }
      .myaccount-dialog > button { display: block; margin: 4px 8px 4px auto; min-height: 44px; padding: 0 12px; border: 0;
        border-radius: 8px; background: none; color: inherit; font: 1rem/1.5 system-ui, sans-serif; cursor: pointer; }
      .myaccount-dialog > button:hover { text-decoration: underline; }
      .myaccount-dialog > button:focus-visible { outline: 2px solid ${clinic.accent}; outline-offset: -2px; }
      .myaccount-dialog .myaccount-frame { height: min(var(--height, 640px), 100dvh - 76px); }
      ${links}:not([class]) { display: inline-block; padding: 10px 20px; border-radius: 8px; cursor: pointer;
        background: ${clinic.accent}; color: ${clinic.on}; font: 600 1rem/1.5 system-ui, sans-serif; text-decoration: none; }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  };

  const begin = () => {
    const once = `myaccount ${home}`;
    if (!window[once]) {
      window[once] = true;
      paint();
      listen();
    }
    document.querySelectorAll(links).forEach(dress);
    const isAsked = "inline" in script.dataset || asked.some((key) => key in script.dataset);
    if (script.closest("body") && (isAsked || !document.querySelector(links))) script.after(framed(script));
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
