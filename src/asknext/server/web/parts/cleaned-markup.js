import { html, h } from "../vendor/htm-preact.js";

const TAGS = new Set(["A", "BLOCKQUOTE", "BR", "CODE", "EM", "H1", "H2", "H3", "H4", "H5", "H6", "HR", "IMG", "LI", "OL", "P", "PRE", "S", "STRONG", "TABLE", "TBODY", "TD", "TH", "THEAD", "TR", "UL"]);
// The page has headings of its own above these.
const LOWER = { H1: "h3", H2: "h4", H3: "h5", H4: "h6", H5: "h6" };

/**
 * Markup that the server has made of Markdown and cleaned. It is read into a document that runs and loads nothing, and
 * built anew from the tags and attributes named here alone, so that a mistake there would do no harm here.
 */
export function CleanedMarkup({ markup }) {
  const read = new DOMParser().parseFromString(markup ?? "", "text/html");
  return html`<div class="prose" dir="auto">${children(read.body)}</div>`;
}

const children = (node) => [...node.childNodes].map(built).filter((one) => one !== null);

function built(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE || !TAGS.has(node.tagName)) return null;
  if (node.tagName === "IMG") return picture(node);
  const tag = LOWER[node.tagName] ?? node.tagName.toLowerCase();
  const inside = children(node);
  if (tag === "a") return link(node, inside);
  if (tag === "table") return h("div", { class: "wide", tabindex: 0 }, h(tag, {}, ...inside));
  return h(tag, tag === "ol" && node.start > 1 ? { start: node.start } : {}, ...inside);
}

function link(node, inside) {
  const href = /^(https?:|mailto:)/i.test(node.getAttribute("href") ?? "") ? node.href : undefined;
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...inside);
}

function picture(node) {
  const source = node.getAttribute("src") ?? "";
  if (!/^\/api\/v1\/[\w./%~-]*guidelines\/media\//.test(source)) return null;
  return h("img", { src: source, alt: node.alt, loading: "lazy" });
}
