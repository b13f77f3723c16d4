// Bundles plotly.js: node bundle.mjs OUTPUT. Prints the folders of the packages that went in.
import { readFile } from "node:fs/promises";
import { build } from "esbuild";

// Plotly describes each of its attributes for its own reference pages. Its published bundles leave
// these texts out, and so does this one: a tenth of the bytes.
const description = /\bdescription: (?:\[[^\]]*\]\.join\([^)]*\)|'(?:[^'\\\n]|\\.)*')/g;

const withoutDescriptions = {
  name: "without-descriptions",
  setup({ onLoad }) {
    onLoad({ filter: /plotly\.js[\\/]src[\\/].*\.js$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      return { contents: source.replace(description, 'description: ""'), loader: "js" };
    });
  },
};

const result = await build({
  entryPoints: ["plotly.js"],
  outfile: process.argv[2],
  plugins: [withoutDescriptions],
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "Plotly",
  define: { global: "window" },
  target: "es2018",
  loader: { ".css": "text" },
  legalComments: "none",
  metafile: true,
  logLevel: "error",
});

const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;
const folders = Object.keys(result.metafile.inputs).map((path) => path.match(folder)?.[0]);
console.log([...new Set(folders.filter(Boolean))].sort().join("\n"));
