// Elements without markup: what comes from the server is only ever text.

/** An HTML element with attributes (functions become listeners) and children. */
export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same in SVG. */
export function s(tag, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** A family's name, which may go on in the next line after a dot. */
export const dotted = (name) => name.split(/(?<=\.)/).flatMap((part, i) => (i ? [document.createElement("wbr"), part] : [part]));

export const byId = (id) => document.getElementById(id);

/** Set the text, without touching a node whose text is that already. */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
