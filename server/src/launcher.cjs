#!/usr/bin/env node
// What is started: loads the bundle of the same name (`cli.bundle.js` for `cli.js`) with the machine code that the build left
// beside it. Compiling the bundle anew is most of what a short run costs. Where the code is of another Node it is not used.
"use strict";
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const { setFlagsFromString } = require("node:v8");
const { Script } = require("node:vm");

// How much of the parser's wasm code runs before it is compiled a second time, for speed. V8's own measure sets that off within
// the first small file, where it costs a tenth of a second of two cores and comes too late to help; large work still does.
// Set here, since machine code is only taken back under the flags that it was made with.
setFlagsFromString("--wasm-tiering-budget=20000000");

// The same for JavaScript, where the command line works: in a run of seconds, each thread of which compiles for itself, a quarter
// of the time went into machine code that was hardly used. Less of it is made, and what is made is smaller, since calls in it stay
// calls. A server runs for long, and keeps V8's own measures.
if (path.basename(__filename) === "cli.js") {
  setFlagsFromString("--interrupt-budget=500000");
  setFlagsFromString("--max-inlined-bytecode-size=100");
  setFlagsFromString("--max-inlined-bytecode-size-cumulative=200");
}

const bundle = __filename.replace(/\.js$/, ".bundle.js");
const cache = `${bundle}.cache`;
const write = process.env.TVMSCRIPT_WRITE_CODE_CACHE === "1";

function cachedCode() {
  try {
    return fs.readFileSync(cache);
  } catch {
    return undefined;
  }
}

const script = new Script(Module.wrap(fs.readFileSync(bundle, "utf8")), { filename: bundle, cachedData: cachedCode() });
const loaded = new Module(bundle, module);
loaded.filename = bundle;
loaded.paths = module.paths;
// At the end, when the functions that a run needs have been compiled; until then none is let go of. Code is made for the flags that
// are set when it is written.
if (write) {
  setFlagsFromString("--no-flush-bytecode");
  process.once("exit", () => {
    setFlagsFromString("--flush-bytecode");
    fs.writeFileSync(cache, script.createCachedData());
  });
}
script
  .runInThisContext()
  .call(loaded.exports, loaded.exports, module.require.bind(module), loaded, bundle, path.dirname(bundle));
