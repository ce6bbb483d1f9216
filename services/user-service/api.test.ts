import assert from "node:assert/strict";
import { userAnswer, userList, userUnlocked, userValidated } from "../contracts/index";
import type { User } from "../contracts/index";
import { fixedPorts, TestApp } from "../kit/test-app";
import { usersApi } from "./api";
import { MemoryUsers, sampleUsers } from "./store";

const identity = { service: "user-service", version: "v2" };
const john: User = { id: 1, name: "John Doe", email: "john@example.com", status: "active" };
const jane: User = { id: 2, name: "Jane Smith", email: "jane@example.com", status: "active" };
const suspended: User = { ...jane, id: 3, status: "suspended" };

describe("user-service", () => {
  let app: TestApp;
  beforeEach(() => {
    const store = new MemoryUsers([...sampleUsers, suspended]);
    app = new TestApp(identity, usersApi({ ...fixedPorts(identity), store }));
  });

  const validate = (saga_id: string, user_id: number) =>
    app.expect(userValidated, "POST", "/api/users/validate", { saga_id, user_id });
  const unlock = (saga_id: string) => app.expect(userUnlocked, "POST", "/api/users/unlock", { saga_id });
  const refuse = (status: number, kind: string, saga_id: string, user_id: number) =>
    app.refuse(status, kind, "POST", "/api/users/validate", { saga_id, user_id });

  it("lists the lab's users under its version", async () => {
    const users = [john, jane, suspended];
    assert.deepEqual(await app.expect(userList, "GET", "/api/users"), { ...identity, users, total: 3 });
  });

  it("shows one user", async () => {
    assert.deepEqual(await app.expect(userAnswer, "GET", "/api/users/2"), { ...identity, user: jane });
  });

  it("names its version in refusals too", async () => {
    const { version, detail } = await app.refuse(404, "not-found", "GET", "/api/users/99");
    assert.deepEqual({ version, detail }, { version: "v2", detail: "There is no user 99." });
  });

  it("validates a user, who is then locked for the saga", async () => {
    const validated = {
      ...identity,
      action: "validate_user",
      saga_id: "s1",
      status: "validated",
      user_id: 1,
    };
    assert.deepEqual(await validate("s1", 1), validated);
    assert.deepEqual(await validate("s1", 1), validated);
    const { detail } = await refuse(409, "locked", "s2", 1);
    assert.equal(detail, "Saga s1 holds user 1. Try again when it has ended.");
    await validate("s2", 2);
  });

  it("unlocks a user, who is then free for another saga", async () => {
    await validate("s1", 1);
    const unlocked = { ...identity, action: "unlock_user", saga_id: "s1", status: "unlocked", user_id: 1 };
    assert.deepEqual(await unlock("s1"), unlocked);
    await validate("s2", 1);
    assert.deepEqual(await unlock("s1"), unlocked);
    await refuse(409, "locked", "s3", 1);
  });

  it("records the unlocking of a user who was never locked, and refuses a late validation", async () => {
    const { user_id } = await unlock("s1");
    assert.equal(user_id, undefined);
    await refuse(409, "step-undone", "s1", 1);
    await validate("s2", 1);
  });

  it("does not leave a lock behind when it refuses", async () => {
    await refuse(404, "not-found", "s1", 99);
    await refuse(422, "not-eligible", "s1", 3);
    await validate("s1", 1);
    await refuse(422, "payload-differs", "s1", 2);
    await validate("s2", 2);
  });

  it("lets a refused saga try again under the same Idempotency-Key", async () => {
    const ask = () =>
      app.ask("POST", "/api/users/validate", { saga_id: "s2", user_id: 1 }, { "idempotency-key": "k" });
    await validate("s1", 1);
    assert.equal((await ask()).status, 409);
    await unlock("s1");
    assert.equal((await ask()).status, 200);
  });

  for (const [method, path, body, status, kind] of [
    ["GET", "/api/users/validate", undefined, 405, "method-not-allowed"],
    ["POST", "/api/users", {}, 405, "method-not-allowed"],
    ["GET", "/api/users/x", undefined, 404, "not-found"],
    ["POST", "/api/users/validate", undefined, 400, "malformed-body"],
    ["POST", "/api/users/validate", { saga_id: "s1" }, 400, "invalid-request"],
    ["POST", "/api/users/validate", { saga_id: "s1", user_id: 1.5 }, 400, "invalid-request"],
    ["POST", "/api/users/unlock", { user_id: 1 }, 400, "invalid-request"],
  ] as const)
    it(`refuses ${method} ${path} with ${body === undefined ? "no body" : JSON.stringify(body)}`, async () => {
      await app.refuse(status, kind, method, path, body);
    });
});
