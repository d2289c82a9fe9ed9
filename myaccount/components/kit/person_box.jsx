import { useEffect, useRef, useState } from "react";

const PAUSE = 150;

// A box that finds a person by what is typed, after the combobox pattern of WAI-ARIA: arrows walk through who was found,
// Enter chooses, Esc closes the list. Its form is sent the id of whoever is chosen, and nothing while nobody is.
export function PersonBox({ boxId, name, found, said, start, none, count, onFind, ...props }) {
  const box = useRef(null);
  const timer = useRef(null);
  const [typed, setTyped] = useState(start?.name ?? "");
  const [asked, setAsked] = useState("");
  const [chosen, setChosen] = useState(start?.id ?? "");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const people = asked ? found : [];
  const list = `${boxId}-list`;
  const isOpen = open && people.length > 0;

  useEffect(() => setAt(0), [found]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const type = (event) => {
    const words = event.target.value;
    setTyped(words);
    setChosen("");
    setOpen(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setAsked(words.trim());
      onFind(words.slice(0, 200));
    }, PAUSE);
  };
  const choose = (person) => {
    setChosen(person.id);
    setTyped(person.name);
    setOpen(false);
    box.current.focus();
  };
  const press = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && people.length) {
      event.preventDefault();
      setAt(isOpen ? (at + step + people.length) % people.length : step > 0 ? 0 : people.length - 1);
      setOpen(true);
    } else if (event.key === "Enter" && isOpen) {
      event.preventDefault();
      choose(people[at] ?? people[0]);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    }
  };

  return (
    <div className="person-box">
      <input
        ref={box}
        id={boxId}
        type="text"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={list}
        aria-activedescendant={isOpen ? `${list}-${at}` : undefined}
        value={typed}
        maxLength={200}
        onChange={type}
        onKeyDown={press}
        onBlur={() => setOpen(false)}
        {...props}
      />
      <input type="hidden" name={name} value={chosen} readOnly />
      <ul id={list} role="listbox" aria-label={props["aria-label"]} hidden={!isOpen} className="person-list">
        {people.map((person, index) => (
          <li
            key={person.id}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === at}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(person)}
          >
            <span>{person.name}</span>
            <span className="person-detail">{person.detail}</span>
          </li>
        ))}
      </ul>
      <div role="status" className={people.length || chosen ? "unseen" : "field-help"}>
        {open && asked && asked === typed.trim() && !chosen && (people.length ? `${people.length} ${count}` : said === asked ? none : "")}
      </div>
    </div>
  );
}
