import { useEffect, useRef, useState } from "react";

const WIDTH = 600;
const HEIGHT = 200;
const POINTS_AT_MOST = 1500;

// A signature: drawn with a finger, a pen or the mouse, or typed. A drawing is kept as the lines it is made of.
export function SignatureField({ id, said, words, label, told, group, onType, onLeave, onDraw }) {
  const [how, content] = split(said);
  const [way, setWay] = useState(how || "typed");
  const [strokes, setStrokes] = useState(how === "drawn" ? lines(content) : []);
  const drawing = useRef(null);
  const field = useRef(null);

  useEffect(() => {
    if (how) setWay(how);
    setStrokes(how === "drawn" ? lines(content) : []);
  }, [said]);

  const at = (event) => {
    const box = field.current.getBoundingClientRect();
    const x = Math.round(((event.clientX - box.left) / box.width) * WIDTH);
    const y = Math.round(((event.clientY - box.top) / box.height) * HEIGHT);
    return [Math.min(Math.max(x, 0), WIDTH), Math.min(Math.max(y, 0), HEIGHT)];
  };
  const begin = (event) => {
    event.preventDefault();
    field.current.setPointerCapture(event.pointerId);
    drawing.current = [at(event)];
  };
  const move = (event) => {
    if (!drawing.current) return;
    const [x, y] = at(event);
    const [lastX, lastY] = drawing.current[drawing.current.length - 1];
    if (Math.abs(x - lastX) + Math.abs(y - lastY) < 3 || count(strokes) + drawing.current.length > POINTS_AT_MOST) return;
    drawing.current.push([x, y]);
    setStrokes([...strokes.filter((one) => one !== drawing.current), drawing.current]);
  };
  const end = () => {
    const done = drawing.current;
    drawing.current = null;
    if (!done || done.length < 2) return;
    const all = [...strokes.filter((one) => one !== done), done];
    onDraw(`drawn\n${all.map((one) => one.map((point) => point.join(",")).join(" ")).join("\n")}`);
  };
  const choose = (next) => {
    setWay(next);
    if (said) onDraw("");
  };

  return (
    <div className="signature">
      <div role="radiogroup" {...group} id={undefined} className="picks picks-row">
        {["typed", "drawn"].map((one) => (
          <label key={one} className="pick">
            <input type="radio" name={`${id}-way`} checked={way === one} onChange={() => choose(one)} />
            <span>{one === "typed" ? words.sign_type : words.sign_draw}</span>
          </label>
        ))}
      </div>
      {way === "typed" ? (
        <input
          id={id}
          type="text"
          className="box signature-name"
          aria-label={`${label}: ${words.sign_name}`}
          {...told}
          placeholder={words.sign_name}
          autoComplete="name"
          maxLength={200}
          dir="auto"
          value={how === "typed" ? content : ""}
          onChange={(event) => onType(event.target.value.trim() ? `typed\n${event.target.value}` : "")}
          onBlur={onLeave}
        />
      ) : (
        <>
          <svg
            ref={field}
            id={id}
            tabIndex={-1}
            role="img"
            aria-label={`${label}: ${words.sign_field}`}
            viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
            className="signature-field"
            onPointerDown={begin}
            onPointerMove={move}
            onPointerUp={end}
            onPointerCancel={end}
          >
            <line x1="40" y1="160" x2="560" y2="160" className="signature-line" />
            <path d={strokes.map((one) => "M" + one.map((point) => point.join(",")).join("L")).join("")} className="signature-ink" />
          </svg>
          {strokes.length > 0 && (
            <button type="button" className="button button-plain button-small" onClick={() => onDraw("")}>
              {words.sign_again}
            </button>
          )}
        </>
      )}
      <p className="field-help">{words.sign_help}</p>
    </div>
  );
}

function split(said) {
  const cut = said.indexOf("\n");
  return cut < 0 ? ["", ""] : [said.slice(0, cut), said.slice(cut + 1)];
}

function lines(content) {
  return content.split("\n").map((one) => one.split(" ").map((point) => point.split(",").map(Number)));
}

function count(strokes) {
  return strokes.reduce((sum, one) => sum + one.length, 0);
}
