import { useEffect, useRef } from "react";

// A radio button that shows at once what the person chooses, and again what is saved whenever that is answered.
export function KeptRadio({ chosen, answers, onChoose, ...props }) {
  const box = useRef(null);

  useEffect(() => {
    box.current.checked = chosen;
  }, [chosen, answers]);

  return <input {...props} ref={box} type="radio" defaultChecked={chosen} onChange={() => onChoose()} />;
}
