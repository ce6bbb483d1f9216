import assert from "node:assert/strict";
import { orderAnswer, orderList } from "../contracts/index";
import { MemorySteps } from "../kit/step-store";
import { fixedPorts, TestApp } from "../kit/test-app";
import { ordersApi } from "./api";
import { sampleOrder } from "./order";
import type { OrderRequest } from "./order";

const identity = { service: "order-service", version: "v1" };
const time = "2025-06-01T12:00:00.000Z";

describe("order-service", () => {
  let app: TestApp;
  function start(store = new MemorySteps<OrderRequest>()): void {
    app = new TestApp(identity, ordersApi({ ...fixedPorts(identity), store }));
  }
  beforeEach(() => {
    start();
  });

  const request = { saga_id: "s1", user_id: 1, amount: 19.99 };
  const created = {
    ...identity,
    action: "create_order",
    saga_id: "s1",
    status: "initiated",
    order_id: "order-1",
    amount: 19.99,
  };
  const create = (body: unknown = request) => app.expect(orderAnswer, "POST", "/api/orders", body);
  const cancel = (saga_id = "s1") => app.expect(orderAnswer, "POST", "/api/orders/compensate", { saga_id });
  const list = (query = "") => app.expect(orderList, "GET", `/api/orders${query}`);

  it("answers a plain GET as the lab does, and more", async () => {
    start(new MemorySteps([sampleOrder]));
    const words = { action: "create_order", saga_id: "saga-001", status: "initiated" };
    const { orders, total, ...top } = await list();
    assert.deepEqual(top, { ...identity, ...words });
    assert.deepEqual(orders, [
      { ...words, order_id: "order-001", user_id: 1, amount: 100, created_at: "2024-01-01T10:00:00.000Z" },
    ]);
    assert.equal(total, 1);
  });

  it("has no orders to begin with", async () => {
    assert.deepEqual(await list(), { ...identity, orders: [], total: 0 });
  });

  it("creates an order, once for a saga", async () => {
    assert.deepEqual(await create(), created);
    assert.deepEqual(await create(), created);
    const { orders, total } = await list();
    assert.equal(total, 1);
    const { action, status, saga_id, order_id } = created;
    assert.deepEqual(orders, [
      { action, status, saga_id, order_id, user_id: 1, amount: 19.99, created_at: time },
    ]);
  });

  it("starts a saga for an order without one", async () => {
    const first = await create({ user_id: 1, amount: 5 });
    const second = await create({ user_id: 1, amount: 5 });
    assert.notEqual(first.saga_id, second.saga_id);
    assert.equal((await list()).total, 2);
  });

  it("creates one order for one Idempotency-Key", async () => {
    const body = { user_id: 1, amount: 5 };
    const headers = { "idempotency-key": "k" };
    const first = await app.expect(orderAnswer, "POST", "/api/orders", body, headers);
    assert.deepEqual(await app.expect(orderAnswer, "POST", "/api/orders", body, headers), first);
    await app.refuse(422, "payload-differs", "POST", "/api/orders", { ...body, amount: 6 }, headers);
    assert.equal((await list()).total, 1);
  });

  it("cancels an order, once", async () => {
    await create();
    const cancelled = { ...created, action: "cancel_order", status: "compensated" };
    assert.deepEqual(await cancel(), cancelled);
    assert.deepEqual(await cancel(), cancelled);
    const { orders, total, action, status } = await list();
    assert.deepEqual({ total, action, status }, { total: 1, action: "cancel_order", status: "compensated" });
    assert.equal(orders[0]?.status, "compensated");
  });

  it("records the cancelling of an order that never came to be, and refuses it when it comes late", async () => {
    const nothing = { ...identity, action: "cancel_order", saga_id: "s1", status: "compensated" };
    assert.deepEqual(await cancel(), nothing);
    const { detail } = await app.refuse(409, "step-undone", "POST", "/api/orders", request);
    assert.equal(detail, `Saga s1 undid this step at ${time}. Start another saga.`);
    assert.equal((await list()).total, 0);
  });

  it("refuses another order under the same saga", async () => {
    await create();
    const other = { ...request, amount: 20 };
    const { detail } = await app.refuse(422, "payload-differs", "POST", "/api/orders", other);
    assert.match(detail, /19\.99.*20/);
  });

  it("lists the newest orders first, as many as asked for", async () => {
    for (const saga_id of ["a", "b", "c"]) await create({ ...request, saga_id });
    const { orders, total, saga_id } = await list("?limit=2");
    assert.deepEqual(
      orders.map((order) => order.saga_id),
      ["c", "b"],
    );
    assert.deepEqual({ total, saga_id }, { total: 3, saga_id: "c" });
  });

  for (const [fault, body] of [
    ["amount", { ...request, amount: 0 }],
    ["amount", { ...request, amount: 0.001 }],
    ["amount", { ...request, amount: "5" }],
    ["amount", { ...request, amount: 1_000_000.01 }],
    ["user_id", { ...request, user_id: 0 }],
    ["saga_id", { ...request, saga_id: "a b" }],
    ["saga_id", { ...request, saga_id: "x".repeat(81) }],
  ] as const)
    it(`refuses the ${fault} of ${JSON.stringify(body).slice(0, 60)}`, async () => {
      const { errors } = await app.refuse(400, "invalid-request", "POST", "/api/orders", body);
      assert.deepEqual(
        errors?.map(({ path }) => path),
        [`body.${fault}`],
      );
    });

  it("takes amounts to the cent", async () => {
    for (const [index, amount] of [0.01, 0.1, 1.1, 19.99, 1_000_000].entries())
      assert.equal((await create({ user_id: 1, saga_id: `s${index}`, amount })).amount, amount);
  });

  it("creates and cancels by POST only", async () => {
    await app.refuse(405, "method-not-allowed", "GET", "/api/orders/compensate");
    await app.refuse(405, "method-not-allowed", "DELETE", "/api/orders");
    await app.refuse(400, "malformed-body", "POST", "/api/orders");
    await app.refuse(400, "invalid-request", "POST", "/api/orders/compensate", {});
  });
});
