// A recipe as a drawing: what is made on the left, what it needs to the right, a column a level.
import { number, svg } from './dom.js';

const WIDTH = 190, HEIGHT = 44, ACROSS = 70, DOWN = 14;
const short = text => text.length > 26 ? `${text.slice(0, 25)}…` : text;

/** Rows of the tree {row, parent, depth, item, name, unit, quantity}; each item stands once, as deep as its deepest place. */
export function layout(rows) {
  const nodes = new Map();
  const edges = new Map();
  for (const row of rows) {
    const node = nodes.get(row.item) ?? { ...row, quantity: 0, isMade: false };
    node.depth = Math.max(node.depth, row.depth);
    node.quantity += row.quantity;
    nodes.set(row.item, node);
    if (row.parent === null) continue;
    const parent = rows[row.parent];
    nodes.get(parent.item).isMade = true;
    edges.set(`${parent.item}\n${row.item}`, [parent.item, row.item]);
  }
  const columns = [];
  for (const node of nodes.values()) (columns[node.depth] ??= []).push(node);
  const drawn = columns.filter(Boolean);
  const tallest = Math.max(...drawn.map(column => column.length));
  drawn.forEach((column, level) => {
    const parents = node => [...edges.values()].filter(edge => edge[1] === node.item).map(edge => nodes.get(edge[0]).y ?? 0);
    if (level > 0) {
      for (const node of column) node.wish = parents(node).reduce((sum, y, _, all) => sum + y / all.length, 0);
      column.sort((one, other) => one.wish - other.wish);
    }
    const top = (tallest - column.length) * (HEIGHT + DOWN) / 2;
    column.forEach((node, at) => { node.x = level * (WIDTH + ACROSS); node.y = top + at * (HEIGHT + DOWN); });
  });
  return { nodes: [...nodes.values()], edges: [...edges.values()].map(([from, to]) => [nodes.get(from), nodes.get(to)]),
    width: drawn.length * (WIDTH + ACROSS) - ACROSS, height: tallest * (HEIGHT + DOWN) - DOWN };
}

/** The drawing; `to` is the address of an item. */
export function graph(rows, to) {
  const { nodes, edges, width, height } = layout(rows);
  const lines = edges.map(([from, into]) => {
    const [x, y, u, v] = [from.x + WIDTH, from.y + HEIGHT / 2, into.x, into.y + HEIGHT / 2];
    return svg('path', { d: `M${x} ${y} C${x + ACROSS / 2} ${y} ${u - ACROSS / 2} ${v} ${u} ${v}` });
  });
  const boxes = nodes.map(node => svg('a', { href: to(node.item), 'aria-label': `${node.name ?? node.item}: ${number(node.quantity)} ${node.unit ?? ''}` },
    svg('g', { class: `node${node.isMade ? ' made' : ''}`, transform: `translate(${node.x} ${node.y})` },
      svg('title', null, `${node.item} ${node.name ?? ''}`), svg('rect', { width: WIDTH, height: HEIGHT, rx: 8 }),
      svg('text', { x: 10, y: 18 }, short(node.name ?? node.item)),
      svg('text', { x: 10, y: 35, class: 'sub' }, `${number(node.quantity)} ${node.unit ?? ''}`))));
  const frame = { viewBox: `-2 -2 ${width + 4} ${height + 4}`, width: width + 4, height: height + 4 };
  return svg('svg', { ...frame, role: 'group', 'aria-label': 'The recipe as a drawing' }, lines, boxes);
}
