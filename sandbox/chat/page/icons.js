// Icons, drawn for this page: strokes on a 24 by 24 grid.

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  plus: "M12 5v14M5 12h14",
  dots: "M12 5.4v.1M12 11.95v.1M12 18.5v.1",
  down: "M6 9l6 6 6-6",
  send: "M12 19V5M6 11l6-6 6 6",
  mic: "M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4zM6.5 11.5a5.5 5.5 0 0 0 11 0M12 17v3",
  clip: "M17.5 11.5l-5.7 5.7a3.6 3.6 0 0 1-5.1-5.1l6.4-6.4a2.4 2.4 0 0 1 3.4 3.4l-6.3 6.3a1.2 1.2 0 0 1-1.7-1.7l5.6-5.6",
  slash: "M14.5 5l-5 14",
  keys: "M4 7.5h16v9H4zM7.5 10.5v.01M12 10.5v.01M16.5 10.5v.01M8.5 13.5h7",
  cross: "M6.5 6.5l11 11M17.5 6.5l-11 11",
  copy: "M9 9h10v10H9zM5 15V5h10",
  check: "M5 12.5l4.5 4.5L19 7.5",
  into: "M19 6v5a3 3 0 0 1-3 3H6M10 9.5L5.5 14l4.5 4.5",
  photo: "M4.5 6h15v12h-15zM7 15.5l3.5-4 3 3 2-2 2.5 3M15.5 9.5v.01",
  file: "M7 4h7l4 4v12H7zM14 4v4h4",
  music:
    "M9 17.5V6l9-2v11.5M9 17.5a2 2 0 1 1-4 0 2 2 0 0 1 4 0zM18 15.5a2 2 0 1 1-4 0 2 2 0 0 1 4 0z",
  person: "M12 12a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM5 19.5c.8-3 3.5-4.5 7-4.5s6.2 1.5 7 4.5",
  pin: "M12 20.5s-6-5.6-6-10.3a6 6 0 0 1 12 0c0 4.7-6 10.3-6 10.3zM12 12a1.9 1.9 0 1 0 0-3.8 1.9 1.9 0 0 0 0 3.8z",
  stop: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM6 6l12 12",
  tape: "M7 15.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM17 15.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM7 15.5h10",
  phone:
    "M6 4.5h3l1.5 4-2 1.5a11 11 0 0 0 5.5 5.5l1.5-2 4 1.5v3a1.5 1.5 0 0 1-1.7 1.5A15.5 15.5 0 0 1 4.5 6.2 1.5 1.5 0 0 1 6 4.5z",
  missed: "M4 6l6 6 8-8M18 9V4h-5M4 18.5c4.5-3.5 11.5-3.5 16 0",
  coins: "M9 12a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM15.5 9.8A4.5 4.5 0 1 1 11 17M4 20.5h4",
  scale: "M12 4v16M7 20h10M5 7.5h14M5 7.5L2.8 13h4.4zM19 7.5L16.8 13h4.4z",
  ticket:
    "M4 7.5h16v3a1.8 1.8 0 0 0 0 3.5v3H4v-3a1.8 1.8 0 0 0 0-3.5zM14 8v.01M14 12v.01M14 16v.01",
  bolt: "M13 3.5L6 13.5h5l-1 7 7-10h-5z",
  desk: "M4 10h16M6 10v9M18 10v9M8 10V6h8v4M12 13h3",
  chat: "M5 6.5h14v9.5h-8l-4 3.5V16H5z",
  link: "M8.5 15.5l7-7M10 8.5h5.5V14",
  refresh: "M18.5 12a6.5 6.5 0 1 1-2-4.7M17 4v3.5h-3.5",
};

const FILLED = {
  play: "M8 5.5v13l11-6.5z",
  pause: "M7 5.5h3.6v13H7zM13.4 5.5H17v13h-3.6z",
};

/** An SVG icon, hidden from assistive technology: the button around it carries the words. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", name in FILLED ? "icon filled" : "icon");
  if (name === "dots") svg.classList.add("bold");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", FILLED[name] ?? ICONS[name]);
  svg.append(path);
  return svg;
}
