import assert from "node:assert/strict";
import { traceOf } from "./observe";

describe("the trace of a request", () => {
  const trace = "0af7651916cd43dd8448eb211c80319c";
  const parent = "b7ad6b7169203331";
  const ids = { trace_id: trace, parent_id: parent };
  for (const [title, header, expected] of [
    ["is that of its traceparent", `00-${trace}-${parent}-01`, ids],
    ["is read from later versions too", `01-${trace}-${parent}-01-more`, ids],
    ["is none without the header", undefined, {}],
    ["is none when the version is invalid", `ff-${trace}-${parent}-01`, {}],
    ["is none when the trace id is zero", `00-${"0".repeat(32)}-${parent}-01`, {}],
    ["is none when the parent id is zero", `00-${trace}-${"0".repeat(16)}-01`, {}],
    ["is none when the header is malformed", `00-${trace.toUpperCase()}-${parent}-01`, {}],
  ] as const)
    it(title, () => {
      assert.deepEqual(traceOf(header), expected);
    });
});
