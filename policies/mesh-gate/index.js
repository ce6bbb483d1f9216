// The engine's launcher would compile a TypeScript entry with a type-checking compiler, which takes seconds.
// tsx only strips the types; they are checked by `npm run typecheck`.
require("tsx/cjs");
require("../kit/serve-pack").servePack(require("./pack").meshGate);
