// The parts of plotly.js that the pages draw with. Scatter belongs to the core; another kind of
// chart is one more line here.
const Plotly = require("plotly.js/lib/core");

Plotly.register([
  require("plotly.js/lib/bar"),
  require("plotly.js/lib/scatterpolar"),
]);

module.exports = Plotly;
