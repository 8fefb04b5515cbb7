// Charts follow the page: in a dark theme their greys are turned round, and white paper becomes no paper.
const dark = matchMedia('screen and (prefers-color-scheme: dark)');
const places = [...document.querySelectorAll('div.chart')].map(place => ({ place, figure: JSON.parse(place.querySelector('script').textContent) }));

function mirror(value) {
  if (Array.isArray(value)) return value.map(mirror);
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mirror(part)]));
  if (typeof value !== 'string') return value;
  const grey = /^#(..)\1\1$/.exec(value), veil = /^rgba\((\d+), ?\1, ?\1, ?([\d.]+)\)$/.exec(value);
  if (!grey && !veil) return value;
  const level = Math.round(255 - 0.84 * (grey ? parseInt(grey[1], 16) : veil[1]));
  return `rgba(${level},${level},${level},${veil ? veil[2] : 1})`;
}

function draw({ place, figure }, isDark) {
  const data = isDark ? mirror(figure.data) : figure.data;
  const layout = Object.assign({ paper_bgcolor: 'white', plot_bgcolor: 'white', height: 450 }, isDark ? mirror(figure.layout) : figure.layout);
  if (isDark) layout.paper_bgcolor = layout.plot_bgcolor = 'rgba(0,0,0,0)';
  if (layout.width > place.clientWidth) delete layout.width;
  Plotly.react(place, structuredClone(data), layout, Object.assign({}, figure.config, { responsive: true, displaylogo: false }))
    .catch(error => { place.textContent = 'This chart could not be drawn: ' + error; });
}

const drawAll = () => places.forEach(chart => draw(chart, dark.matches));
drawAll();
dark.addEventListener('change', drawAll);
// Paper is white whatever the screen is.
addEventListener('beforeprint', () => places.forEach(chart => draw(chart, false)));
addEventListener('afterprint', drawAll);
