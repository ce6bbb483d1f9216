import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { matches } from "./differences";
import { pathText } from "./json";
import type { Path } from "./json";
import { encode } from "./properties";
import type { Checked, Differences } from "./provider";

export function checkResponse(checked: Checked): rpc.CheckResponse {
  const response = new rpc.CheckResponse();
  response.setInputs(encode(checked.inputs));
  for (const { property, reason } of checked.faults) {
    const failure = new rpc.CheckFailure();
    failure.setProperty(property);
    failure.setReason(reason);
    response.addFailures(failure);
  }
  return response;
}

const kinds = {
  add: [rpc.PropertyDiff.Kind.ADD, rpc.PropertyDiff.Kind.ADD_REPLACE],
  delete: [rpc.PropertyDiff.Kind.DELETE, rpc.PropertyDiff.Kind.DELETE_REPLACE],
  update: [rpc.PropertyDiff.Kind.UPDATE, rpc.PropertyDiff.Kind.UPDATE_REPLACE],
} as const;

/** @param ignored places whose changes do not count, as the resource option `ignoreChanges` names them. */
export function diffResponse(found: Differences, ignored: readonly string[] = []): rpc.DiffResponse {
  const patterns = ignored.map(parsePattern);
  const changes = found.changes.filter(
    ({ path }) => !patterns.some((pattern) => path.length >= pattern.length && matches(path, pattern)),
  );
  const response = new rpc.DiffResponse();
  const { DIFF_SOME, DIFF_NONE } = rpc.DiffResponse.DiffChanges;
  response.setChanges(changes.length > 0 ? DIFF_SOME : DIFF_NONE);
  response.setHasdetaileddiff(true);
  for (const { path, kind, replaces } of changes) {
    const difference = new rpc.PropertyDiff();
    difference.setKind(kinds[kind][replaces ? 1 : 0]);
    difference.setInputdiff(true);
    response.getDetaileddiffMap().set(pathText(path), difference);
    if (replaces) response.addReplaces(pathText(path));
  }
  response.setDiffsList([...new Set(changes.map(({ path }) => String(path[0])))]);
  response.setDeletebeforereplace(found.deleteBeforeReplace && changes.some(({ replaces }) => replaces));
  return response;
}

/** Reads what `pathText` writes, and `*` for any step. */
export function parsePattern(text: string): Path {
  const steps = text.matchAll(/\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\[(\*)\]|([^.[\]]+)/g);
  return [...steps].map(([, index, quoted, star, plain]) => {
    if (index !== undefined) return Number(index);
    return quoted?.replace(/\\(.)/g, "$1") ?? star ?? plain ?? "";
  });
}
