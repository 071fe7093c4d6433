import { type HierarchyPointNode, hierarchy, tree } from "d3-hierarchy";
import type { AstCategory, AstNode } from "../ast";
import { detailOf, shorten } from "./ast-label";

/** Pixels. The tree grows to the right: a row for each leaf, a column for each level. */
const ROW = 34;
const COLUMN = 270;
const WIDTH = 220;
const HEIGHT = 28;
const MARGIN = 24;
/** Characters that fit into a node at its text size. */
const FITS = 32;

interface Drawn {
  readonly role: string;
  readonly node: AstNode;
}
type Point = HierarchyPointNode<Drawn>;

const STYLE = `
  text { font: 11px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #1b1f24; }
  .kind { font-weight: 600; }
  .role { font-size: 9px; fill: #57606a; }
  .link { fill: none; stroke: #8c959f; }
  .node > path { stroke: #57606a; }
  .stmt > path { fill: #dbe9ff; stroke-width: 2; }
  .expr > path { fill: #e6f5e1; }
  .type > path { fill: #fff2cc; }
  .other > path { fill: #f6f8fa; stroke-dasharray: 4 3; }
`;

/** The tree as a picture of its own: no scripts, no fonts to load. Categories differ by outline, not by colour alone. */
export function astSvg(root: AstNode): string {
  const data = hierarchy<Drawn>({ role: "", node: root }, ({ node }) =>
    node.children.map(({ role, node: inner }) => ({ role, node: inner })),
  );
  const placed = tree<Drawn>().nodeSize([ROW, COLUMN])(data);
  const nodes = placed.descendants();
  const top = Math.min(...nodes.map(({ x }) => x)) - ROW / 2 - MARGIN;
  const bottom = Math.max(...nodes.map(({ x }) => x)) + ROW / 2 + MARGIN;
  const right = Math.max(...nodes.map(({ y }) => y)) + WIDTH + MARGIN * 2;
  const height = Math.ceil(bottom - top);
  const title = escaped(`${root.kind} ${detailOf(root)}`.trim());
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${right}" height="${height}" viewBox="${-MARGIN} ${Math.floor(top)} ${right} ${height}" role="img">`,
    `<title>${title}</title>`,
    `<style>${STYLE}</style>`,
    `<rect x="${-MARGIN}" y="${Math.floor(top)}" width="${right}" height="${height}" fill="#ffffff"/>`,
    ...placed.links().map(({ source, target }) => link(source, target)),
    ...nodes.map(drawNode),
    "</svg>",
  ];
  return `${parts.join("\n")}\n`;
}

function link(from: Point, to: Point): string {
  const [x, middle] = [from.y + WIDTH, (from.y + WIDTH + to.y) / 2];
  return `<path class="link" d="M${x},${from.x}C${middle},${from.x} ${middle},${to.x} ${to.y},${to.x}"/>`;
}

function drawNode({ x, y, data: { role, node } }: Point): string {
  const detail = detailOf(node);
  const room = FITS - [...node.kind].length - 1;
  const shown = room > 2 ? shorten(detail, room) : "";
  const line = node.span ? ` :${node.span.start.line + 1}` : "";
  return [
    `<g class="node ${node.category}" transform="translate(${y},${x})">`,
    `<title>${escaped(`${node.kind} ${detail}${line}`)}</title>`,
    `<path d="${outline(node.category)}"/>`,
    role && `<text class="role" x="-4" y="-5" text-anchor="end">${escaped(role)}</text>`,
    `<text x="14" y="4"><tspan class="kind">${escaped(shorten(node.kind, FITS))}</tspan>${shown && ` <tspan>${escaped(shown)}</tspan>`}</text>`,
    "</g>",
  ]
    .filter(Boolean)
    .join("");
}

/** Statements are boxes, expressions have round ends, types pointed ones, the rest rounded corners. */
function outline(category: AstCategory): string {
  const [w, h] = [WIDTH, HEIGHT / 2];
  switch (category) {
    case "stmt":
      return `M0,${-h}H${w}V${h}H0Z`;
    case "expr":
      return `M${h},${-h}H${w - h}A${h},${h} 0 0 1 ${w - h},${h}H${h}A${h},${h} 0 0 1 ${h},${-h}Z`;
    case "type":
      return `M10,${-h}H${w - 10}L${w},0L${w - 10},${h}H10L0,0Z`;
    case "other":
      return `M6,${-h}H${w - 6}Q${w},${-h} ${w},${-h + 6}V${h - 6}Q${w},${h} ${w - 6},${h}H6Q0,${h} 0,${h - 6}V${-h + 6}Q0,${-h} 6,${-h}Z`;
  }
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
