// The chart of a series: its target and features over time, with a strip below it that says what each day is.
import uPlot from '../vendor/uplot/uPlot.esm.js';
import { h } from './dom.js';
import { colours, PRESENCE } from './presence.js';

const LINES = ['#2b5fb8', '#c2570c', '#2f8f5b', '#9a3fb5', '#b8860b', '#0e8a92', '#d6336c', '#5f6b7a'];
const LINES_DARK = ['#7fa9f0', '#f0a268', '#6fcf9b', '#d398e6', '#e0bd5a', '#5fd0d8', '#f58ab0', '#aab4c4'];

/** Draws `history` with these columns; `pick(row)` is told which row was clicked. */
export class Chart {
  #plot = null;
  #strip = h('canvas', { class: 'strip', role: 'img', 'aria-label': 'What each day is: sale, no sale, gap, out of stock, closed' });
  #home = h('div', {
    class: 'plot', tabindex: 0, role: 'group', 'aria-label': 'Chart: the arrows move from day to day, Enter asks about a day, plus and minus zoom',
  });
  #history;
  #kinds;
  #columns = [];
  #pick;
  #at = 0;

  constructor(history, kinds, pick) {
    this.#history = history;
    this.#kinds = kinds;
    this.#pick = pick;
    this.#at = history.rows.length - 1;
    this.#home.addEventListener('keydown', event => this.#key(event));
    this.#strip.addEventListener('click', event => {
      const box = this.#strip.getBoundingClientRect();
      const { min, max } = this.#plot.scales.x;
      const left = this.#plot.bbox.left / devicePixelRatio;
      const share = (event.clientX - box.left - left) / (this.#plot.bbox.width / devicePixelRatio);
      this.#chosen(this.#nearest(min + share * (max - min)));
    });
    this.element = h('div', null, this.#home, this.#strip);
  }

  show(columns) {
    this.#columns = columns;
    this.draw();
  }

  zoomAll() {
    const times = this.#plot.data[0];
    this.#plot.setScale('x', { min: times[0], max: times.at(-1) });
  }

  resize() {
    this.#plot?.setSize({ width: this.#home.clientWidth, height: this.#height() });
  }

  draw() {
    const { min, max } = this.#plot?.scales.x ?? {};
    this.#plot?.destroy();
    const { columns, rows } = this.#history;
    const places = this.#columns.map(name => columns.indexOf(name));
    const data = [rows.map(row => Date.parse(row.timestamp.length === 10 ? `${row.timestamp}T00:00Z` : row.timestamp) / 1000),
      ...places.map(place => rows.map(row => row.values[place]))];
    const [ink, line] = colours('soft', 'line-soft');
    const palette = document.documentElement.dataset.theme === 'dark' ? LINES_DARK : LINES;
    const axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 }, font: '12px system-ui, sans-serif' };
    this.#plot = new uPlot({
      width: this.#home.clientWidth || 600, height: this.#height(), tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), 'UTC'),
      cursor: { drag: { x: true, y: false }, points: { size: 7 } },
      axes: [axis, { ...axis, size: 56 }],
      series: [{ label: 'Day', value: (_, seconds) => seconds === null ? '' : new Date(seconds * 1000).toISOString().slice(0, 10) },
        ...this.#columns.map((name, at) => ({
          label: name, stroke: palette[at % palette.length], width: at === 0 ? 1.2 : 1.8, spanGaps: false,
          points: { show: at === 0 && rows.length < 500, size: 4 },
          value: (_, value) => value === null ? '–' : String(Math.round(value * 1000) / 1000),
        }))],
      hooks: {
        setScale: [(_, scale) => { if (scale === 'x') requestAnimationFrame(() => this.#paint()); }],
        ready: [plot => plot.over.addEventListener('click', () => { if (plot.cursor.idx !== null && plot.select.width < 3) this.#chosen(plot.cursor.idx); })],
      },
    }, data, this.#home);
    if (min !== undefined && min !== null) this.#plot.setScale('x', { min, max });
    this.#paint();
  }

  /** The strip: a colour a day, between the edges of the chart. */
  #paint() {
    if (!this.#plot || !this.#strip.isConnected) return;
    const ratio = devicePixelRatio || 1;
    const canvas = this.#strip;
    canvas.width = Math.round(canvas.clientWidth * ratio);
    canvas.height = Math.round(canvas.clientHeight * ratio);
    const context = canvas.getContext('2d');
    const times = this.#plot.data[0];
    const step = times.length > 1 ? times[1] - times[0] : 86400;
    const known = Object.keys(PRESENCE);
    const paints = Object.fromEntries(colours(...known).map((colour, at) => [known[at], colour]));
    const { left, width } = this.#plot.bbox;
    for (let row = 0; row < times.length; row++) {
      const from = this.#plot.valToPos(times[row] - step / 2, 'x', true);
      const to = this.#plot.valToPos(times[row] + step / 2, 'x', true);
      if (to < left || from > left + width) continue;
      context.fillStyle = paints[this.#kinds[row]];
      const begin = Math.max(from, left);
      const between = to - from > 4 * ratio ? ratio : 0;
      context.fillRect(begin, 0, Math.max(1, Math.min(to, left + width) - begin - between), canvas.height);
    }
  }

  #height = () => innerWidth < 640 ? 260 : 360;

  #nearest(time) {
    const times = this.#plot.data[0];
    const step = times.length > 1 ? times[1] - times[0] : 86400;
    return Math.max(0, Math.min(times.length - 1, Math.round((time - times[0]) / step)));
  }

  #chosen(row) {
    this.#at = row;
    this.#pick(row);
  }

  #key(event) {
    const moves = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7 };
    if (moves[event.key]) this.#chosen(Math.max(0, Math.min(this.#history.rows.length - 1, this.#at + moves[event.key])));
    else if (event.key === 'Enter') this.#chosen(this.#at);
    else if (event.key === '+' || event.key === '-') this.#zoom(event.key === '+' ? 0.5 : 2);
    else return;
    event.preventDefault();
    const time = this.#plot.data[0][this.#at];
    this.#plot.setCursor({ left: this.#plot.valToPos(time, 'x'), top: 10 });
  }

  #zoom(by) {
    const times = this.#plot.data[0];
    const { min, max } = this.#plot.scales.x;
    const centre = Math.max(min, Math.min(max, times[this.#at]));
    const half = (max - min) / 2 * by;
    this.#plot.setScale('x', { min: Math.max(times[0], centre - half), max: Math.min(times.at(-1), centre + half) });
  }
}
