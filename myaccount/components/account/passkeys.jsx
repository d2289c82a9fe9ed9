import { useEffect, useRef, useState } from "react";

// Passkeys: the browser's part. What the server asks comes as JSON, with binary values in base64url.

const RENEW_AFTER = 4 * 60 * 1000; // a question may be answered for five minutes
const ADDRESS = /^[\d.]+$|:/; // an IP address is no name that a passkey could belong to

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const plain = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function wanted(ask) {
  const one = { ...ask, challenge: bytes(ask.challenge) };
  if (ask.user) one.user = { ...ask.user, id: bytes(ask.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"])
    if (ask[list]) one[list] = ask[list].map((known) => ({ ...known, id: bytes(known.id) }));
  return one;
}

function written(credential) {
  const names = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const response = {};
  for (const name of names) if (credential.response[name]) response[name] = plain(credential.response[name]);
  return JSON.stringify({ id: credential.id, rawId: credential.id, type: credential.type, response });
}

// Edges: what is no JSON, as when the server is away, says nothing, and the page says that it failed.
async function post(address, fields) {
  try {
    return await (await fetch(address, { method: "POST", body: new URLSearchParams(fields) })).json();
  } catch {
    return {};
  }
}

// Whether this browser, at this address, can use passkeys: not before the page has come alive.
function useSupport() {
  const [support, setSupport] = useState("");
  useEffect(() => {
    if (!window.PublicKeyCredential) setSupport("none");
    else setSupport(ADDRESS.test(window.location.hostname) ? "address" : "yes");
  }, []);
  return support;
}

// Signs in with a passkey: by its button, and where the browser can, from the list of the username box.
export function PasskeySignIn({ address, words, children, ...props }) {
  const support = useSupport();
  const [said, setSaid] = useState("");
  const [busy, setBusy] = useState(false);
  const waiting = useRef(null);
  const button = useRef(null);
  const pressed = useRef(false);

  const answer = async (credential) => {
    const form = new FormData(button.current.form);
    const found = await post(address, {
      answer: written(credential),
      next: form.get("next") || new URLSearchParams(window.location.search).get("next") || "",
      keep: form.get("keep") || "",
    });
    if (found.to) window.location.assign(found.to);
    else setSaid(found.said || words.failed);
    return Boolean(found.to);
  };

  const wait = async () => {
    if (pressed.current) return; // the browser asks a device one question at a time
    waiting.current?.abort();
    const stop = (waiting.current = new AbortController());
    const { ask } = await post(`${address}/ask`, {});
    if (!ask || stop.signal.aborted) return;
    try {
      const mediation = "conditional";
      const found = await navigator.credentials.get({ publicKey: wanted(ask), mediation, signal: stop.signal });
      if (!(await answer(found))) wait();
    } catch {
      // the page has another question for the device, or the person wants none
    }
  };

  useEffect(() => {
    if (support !== "yes") return undefined;
    let timer;
    let left = false;
    window.PublicKeyCredential.isConditionalMediationAvailable?.().then((can) => {
      if (!can || left) return;
      wait();
      timer = setInterval(wait, RENEW_AFTER);
    });
    return () => {
      left = true;
      clearInterval(timer);
      waiting.current?.abort();
    };
  }, [support]);

  const signIn = async () => {
    setSaid("");
    setBusy(true);
    pressed.current = true;
    waiting.current?.abort();
    const { ask, said: refused } = await post(`${address}/ask`, {});
    let done = false;
    if (!ask) setSaid(refused || words.failed);
    else {
      try {
        done = await answer(await navigator.credentials.get({ publicKey: wanted(ask) }));
      } catch {
        setSaid(words.stopped);
      }
    }
    pressed.current = done;
    if (!done) setBusy(false);
  };

  if (support === "address") return <p className="small passkey-none">{words.address}</p>;
  if (support === "none") return null;
  const held = support ? undefined : { visibility: "hidden" }; // its place, so that nothing moves when it comes
  return (
    <div className="passkey-sign-in" style={held}>
      <button {...props} ref={button} type="button" aria-disabled={busy} onClick={() => busy || signIn()}>
        {children}
      </button>
      <p role="alert" className="field-error">
        {said}
      </p>
    </div>
  );
}

// A form that makes a passkey. What it holds besides is sent along, the password among it.
export function PasskeyAdd({ address, words, save, onRefuse, children, ...props }) {
  const support = useSupport();
  const [said, setSaid] = useState("");
  const [busy, setBusy] = useState(false);

  const make = async (form) => {
    const { ask, to, said: refused } = await post(`${address}/ask`, new FormData(form));
    if (to) return window.location.assign(to);
    if (!ask) {
      onRefuse?.();
      return setSaid(refused || words.failed);
    }
    let made;
    try {
      made = await navigator.credentials.create({ publicKey: wanted(ask) });
    } catch (fault) {
      return setSaid(fault.name === "InvalidStateError" ? words.known : words.stopped);
    }
    const found = await post(address, { name: new FormData(form).get("passkey_name") || "", answer: written(made) });
    return found.to ? window.location.assign(found.to) : setSaid(found.said || words.failed);
  };

  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    setSaid("");
    setBusy(true);
    await make(event.currentTarget);
    setBusy(false);
  };

  if (support === "address") return <p className="small">{words.address}</p>;
  if (support === "none") return <p className="small">{words.none}</p>;
  return (
    <form {...props} onSubmit={submit}>
      {children}
      <p role="alert" className="field-error">
        {said}
      </p>
      <button type="submit" aria-disabled={busy || !support} className="button button-quiet">
        {save}
      </button>
    </form>
  );
}
