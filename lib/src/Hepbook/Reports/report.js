for (const place of document.querySelectorAll('div.chart')) {
  const figure = JSON.parse(place.querySelector('script').textContent);
  const layout = Object.assign({ paper_bgcolor: 'white', plot_bgcolor: 'white', height: 450 }, figure.layout);
  if (layout.width > place.clientWidth) delete layout.width;
  Plotly.newPlot(place, figure.data, layout, Object.assign({}, figure.config, { responsive: true, displaylogo: false }))
    .catch(error => { place.textContent = 'This chart could not be drawn: ' + error; });
}
