import { useEffect, useRef, useState } from "react";

// A card's number goes from the patient's fingers to the processor's own boxes, and never through the portal. The
// processor's script comes from an address that the server names, and only on a page that takes a card.
const scripts = {};

function processor(script, key, language) {
  scripts[script] ??= new Promise((resolve, reject) => {
    const tag = document.createElement("script");
    tag.src = script;
    tag.onload = resolve;
    tag.onerror = () => {
      delete scripts[script];
      reject(new Error("blocked"));
    };
    document.head.append(tag);
  });
  return scripts[script].then(() => window.Stripe(key, { locale: language }));
}

const PROOF = ["setup_intent_authentication_failure", "payment_intent_authentication_failure"];
const DECLINED = ["card_declined", "expired_card", "incorrect_cvc", "incorrect_number", "processing_error"];

function reason(error) {
  if (error.type === "validation_error" || /^(incomplete|invalid)_/.test(error.code ?? "")) return "incomplete";
  if (PROOF.includes(error.code)) return "proof";
  return DECLINED.includes(error.code) ? "declined" : "failed";
}

// The boxes are another document, where our style sheet does not reach: they are told the colours of this moment.
function looks(place) {
  const style = getComputedStyle(place);
  const soft = getComputedStyle(document.documentElement).getPropertyValue("--ink-soft").trim();
  return {
    base: {
      color: style.color,
      iconColor: style.color,
      fontFamily: style.fontFamily,
      fontSize: style.fontSize,
      "::placeholder": { color: soft || style.color },
    },
    invalid: { color: style.color, iconColor: style.color },
  };
}

// Asks for a card. `answers` grows when the server has answered: then the button can be pressed again.
export function CardForm({ script, publishableKey, clientSecret, language, words, answers, onSaved, onKeep, ...props }) {
  const place = useRef(null);
  const stripe = useRef(null);
  const card = useRef(null);
  const [ready, setReady] = useState(false);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState("");

  useEffect(() => {
    let gone = false;
    processor(script, publishableKey, language).then(
      (found) => {
        if (gone) return;
        stripe.current = found;
        card.current = found.elements({ locale: language }).create("card", {
          hidePostalCode: true,
          disableLink: true,
          style: looks(place.current),
        });
        card.current.mount(place.current);
        card.current.on("change", () => setWrong(""));
        card.current.on("ready", () => card.current?.focus?.());
        setReady(true);
      },
      () => gone || setWrong("blocked"),
    );
    return () => {
      gone = true;
      card.current?.destroy();
      card.current = null;
    };
  }, [script, publishableKey, clientSecret, language]);

  useEffect(() => setBusy(false), [answers]);

  const save = async (event) => {
    event.preventDefault();
    if (busy || !ready) return;
    setBusy(true);
    setWrong("");
    const outcome = await stripe.current.confirmCardSetup(clientSecret, { payment_method: { card: card.current } });
    if (outcome.error) {
      setWrong(reason(outcome.error));
      setBusy(false);
    } else {
      onSaved();
    }
  };

  return (
    <form {...props} onSubmit={save} noValidate aria-busy={busy}>
      <div className="field" role="group" aria-label={words.details}>
        <span className="field-label" aria-hidden="true">
          {words.details}
        </span>
        <div ref={place} className="card-box" />
        {ready || wrong ? null : <p className="field-help">{words.loading}</p>}
        <div role="alert">
          {wrong ? (
            <p className="field-error" id="card-wrong">
              {words[wrong]}
            </p>
          ) : null}
        </div>
      </div>
      <div className="card-form-actions">
        <button type="submit" className="button button-main" disabled={!ready} aria-disabled={busy}>
          {busy ? words.saving : words.save}
        </button>
        <button type="button" className="button button-quiet" onClick={onKeep} disabled={busy}>
          {words.keep}
        </button>
      </div>
    </form>
  );
}

// A button that can be pressed once until the server has answered: `answers` grows then.
export function PayButton({ label, busyLabel, answers, onPay, ...props }) {
  const [busy, setBusy] = useState(false);
  const pay = () => {
    if (busy) return;
    setBusy(true);
    onPay();
  };

  useEffect(() => setBusy(false), [answers]);

  return (
    <button {...props} type="button" onClick={pay} aria-disabled={busy}>
      {busy ? busyLabel : label}
    </button>
  );
}

// Lets the patient's bank ask whether it is them. What they answered is looked up by the server: nothing is told it here.
export function BankProof({ script, publishableKey, clientSecret, language, words, onAnswered, ...props }) {
  const [busy, setBusy] = useState(false);
  const asked = useRef("");

  const ask = () => {
    setBusy(true);
    processor(script, publishableKey, language)
      .then((stripe) => stripe.confirmCardPayment(clientSecret))
      .catch(() => null)
      .finally(() => {
        setBusy(false);
        onAnswered();
      });
  };

  useEffect(() => {
    if (!clientSecret || asked.current === clientSecret) return;
    asked.current = clientSecret;
    ask();
  }, [clientSecret]);

  return (
    <button {...props} type="button" onClick={ask} disabled={busy}>
      {words.confirm}
    </button>
  );
}
