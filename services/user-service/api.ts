import { Hono } from "hono";
import { compensateRequest, validateUserRequest } from "../contracts/index";
import type { UserAnswer, UserList, UserUnlocked, UserValidated } from "../contracts/index";
import type { Ports } from "../kit/ports";
import { Refusal } from "../kit/problem";
import { readBody } from "../kit/request";
import { undo } from "../kit/saga-step";
import type { UserStore } from "./store";
import { validate } from "./validation";

export interface UserPorts extends Ports {
  readonly store: UserStore;
}

export function usersApi({ identity, store, clock, newId }: UserPorts): Hono {
  const now = () => clock().toISOString();

  const api = new Hono();
  api.get("/users", async (c) => {
    const users = [...(await store.list())];
    return c.json({ ...identity, users, total: users.length } satisfies UserList);
  });
  api.get("/users/:id{[0-9]+}", async (c) => {
    const id = c.req.param("id");
    const user = await store.find(Number(id));
    if (user === undefined) throw new Refusal("not-found", `There is no user ${id}.`);
    return c.json({ ...identity, user } satisfies UserAnswer);
  });
  api.post("/users/validate", async (c) => {
    const { saga_id: sagaId, ...request } = await readBody(c, validateUserRequest);
    const id = `lock-${newId()}`;
    await store.lock(sagaId, request.user_id, (seen) =>
      validate(seen, { status: "applied", sagaId, id, request, at: now() }),
    );
    return c.json({
      ...identity,
      action: "validate_user",
      saga_id: sagaId,
      status: "validated",
      ...request,
    } satisfies UserValidated);
  });
  api.post("/users/unlock", async (c) => {
    const { saga_id: sagaId } = await readBody(c, compensateRequest);
    const { undid } = await store.unlock(sagaId, (step) => undo(step, sagaId, now()));
    return c.json({
      ...identity,
      action: "unlock_user",
      saga_id: sagaId,
      status: "unlocked",
      ...undid?.request,
    } satisfies UserUnlocked);
  });
  return api;
}
