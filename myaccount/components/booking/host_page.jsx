import { useEffect, useRef } from "react";

// The page within a frame on a clinic's website. It tells the page around it how high it is, that something has been
// booked (not what, nor by whom), and that somebody is done. It talks to nobody else: the page around introduces itself,
// its browser says where it is from, and that must be one of the websites that the clinic has allowed, or our own.
// Where the clinic takes a website off its list, the frame is loaded anew, which that website may not show any more.
export function HostPage({ framers, known, booked, finished, children, ...props }) {
  const shown = useRef(null);
  const host = useRef("");
  const allowed = framers.join(" ");

  const tell = (type, facts) => {
    if (host.current) window.parent.postMessage({ source: "myaccount", type, ...facts }, host.current);
  };
  const mayShow = (origin) => origin === location.origin || allowed.split(" ").includes(origin);
  const measure = () => tell("height", { height: Math.ceil(shown.current.getBoundingClientRect().height) });

  useEffect(() => {
    if (window.parent === window) return;
    const around = [...(location.ancestorOrigins ?? []), host.current].filter(Boolean);
    if (known && !around.every(mayShow)) location.reload();
    host.current = "";
    const hear = ({ source, origin, data }) => {
      if (source !== window.parent || data?.source !== "myaccount" || data.type !== "hello") return;
      if (!mayShow(origin)) return;
      host.current = origin;
      measure();
    };
    window.addEventListener("message", hear);
    window.parent.postMessage({ source: "myaccount", type: "ready" }, "*");
    return () => window.removeEventListener("message", hear);
  }, [allowed, known]);

  useEffect(() => {
    const sizes = new ResizeObserver(measure);
    const leave = (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) tell("close");
    };
    sizes.observe(shown.current);
    document.addEventListener("keydown", leave);
    return () => {
      sizes.disconnect();
      document.removeEventListener("keydown", leave);
    };
  }, []);

  useEffect(() => {
    if (booked) tell("booked");
  }, [booked]);

  useEffect(() => {
    if (finished) tell("close");
  }, [finished]);

  return (
    <div ref={shown} {...props}>
      {children}
    </div>
  );
}
