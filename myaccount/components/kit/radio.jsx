import { useEffect, useRef } from "react";

// One of several. It shows at once what the person chose; the server is told, and what the server says counts.
export function Radio({ chosen, answers, onChoose, ...props }) {
  const box = useRef(null);

  useEffect(() => {
    box.current.checked = chosen;
  }, [chosen, answers]);

  return <input {...props} ref={box} type="radio" defaultChecked={chosen} onChange={() => onChoose()} />;
}
