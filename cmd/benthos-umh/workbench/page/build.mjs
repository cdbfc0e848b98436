// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Builds dist, which page.go embeds; with --tests, the tests into build. The same sources
// give the same bytes on every machine: CI compares them.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));

const licence =
  "Copyright 2026 The benthos-umh authors\n   SPDX-License-Identifier: Apache-2.0; NOTICE.txt has the licences of what others wrote";

const common = {
  absWorkingDir: here,
  bundle: true,
  charset: "utf8",
  format: "esm",
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none", // NOTICE.txt has the licences
  logLevel: "warning",
  target: "es2022",
};

if (process.argv.includes("--tests")) {
  const tests = readdirSync(join(here, "test"))
    .filter((name) => name.endsWith(".test.ts"))
    .sort();
  rmSync(join(here, "build"), { recursive: true, force: true });
  await build({
    ...common,
    entryPoints: tests.map((name) => `test/${name}`),
    outdir: "build",
    outExtension: { ".js": ".mjs" },
    platform: "node",
    sourcemap: "inline",
    target: "node18",
  });
} else {
  await page();
}

async function page() {
  const dist = join(here, "dist");
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist);
  const { metafile } = await build({
    ...common,
    banner: { js: `/* ${licence} */`, css: `/* ${licence} */` },
    entryPoints: { app: "src/main.tsx" },
    metafile: true,
    minify: true,
    outdir: "dist",
  });
  copyFileSync(join(here, "src/index.html"), join(dist, "index.html"));
  writeFileSync(join(dist, "NOTICE.txt"), notice(Object.keys(metafile.inputs)));
}

// notice names every package of which something is in the bundle, with its licence.
function notice(inputs) {
  const packages = new Set();
  for (const input of inputs) {
    const found = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (found) packages.add(found[0]);
  }
  const parts = ["The workbench's page contains the following packages.\n"];
  for (const folder of [...packages].sort()) {
    const { name, version } = JSON.parse(readFileSync(join(here, folder, "package.json"), "utf8"));
    const files = readdirSync(join(here, folder))
      .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
      .sort();
    if (files.length === 0) throw new Error(`${name} ${version} has no file with its licence`);
    const texts = files.map((file) =>
      readFileSync(join(here, folder, file), "utf8")
        .replaceAll("\r\n", "\n")
        .trim(),
    );
    parts.push(`${"-".repeat(80)}\n${name} ${version}\n\n${texts.join("\n\n")}\n`);
  }
  return parts.join("\n");
}
