import assert from "node:assert/strict";
import { paymentAnswer, paymentList } from "../contracts/index";
import { MemorySteps } from "../kit/step-store";
import { fixedPorts, TestApp } from "../kit/test-app";
import { paymentsApi } from "./api";
import { samplePayment } from "./payment";
import type { PaymentRequest } from "./payment";

const identity = { service: "payment-service", version: "v1" };

describe("payment-service", () => {
  let app: TestApp;
  function start(store = new MemorySteps<PaymentRequest>()): void {
    app = new TestApp(identity, paymentsApi({ ...fixedPorts(identity), store }));
  }
  beforeEach(() => {
    start();
  });

  const request = { saga_id: "s1", amount: 19.99 };
  const paid = {
    ...identity,
    action: "process_payment",
    saga_id: "s1",
    status: "completed",
    amount: 19.99,
    payment_id: "payment-1",
  };
  const pay = (body: unknown = request) => app.expect(paymentAnswer, "POST", "/api/payments", body);
  const refund = (saga_id = "s1") =>
    app.expect(paymentAnswer, "POST", "/api/payments/compensate", { saga_id });
  const list = (query = "") => app.expect(paymentList, "GET", `/api/payments${query}`);

  it("answers a plain GET as the lab does, and more", async () => {
    start(new MemorySteps([samplePayment]));
    const words = { action: "process_payment", saga_id: "saga-001", status: "completed", amount: 100 };
    const { payments, total, ...top } = await list();
    assert.deepEqual(top, { ...identity, ...words });
    assert.deepEqual(payments, [
      { ...words, payment_id: "payment-001", created_at: "2024-01-01T10:00:00.000Z" },
    ]);
    assert.equal(total, 1);
  });

  it("has no payments to begin with", async () => {
    assert.deepEqual(await list(), { ...identity, payments: [], total: 0 });
  });

  it("takes a payment, once for a saga", async () => {
    assert.deepEqual(await pay(), paid);
    assert.deepEqual(await pay(), paid);
    const { payments, total } = await list();
    assert.equal(total, 1);
    const { service, version, ...payment } = paid;
    assert.deepEqual(payments, [{ ...payment, created_at: "2025-06-01T12:00:00.000Z" }]);
    assert.deepEqual({ service, version }, identity);
  });

  it("takes one payment for one Idempotency-Key", async () => {
    const headers = { "idempotency-key": "k" };
    const first = await app.expect(paymentAnswer, "POST", "/api/payments", { amount: 5 }, headers);
    assert.deepEqual(await app.expect(paymentAnswer, "POST", "/api/payments", { amount: 5 }, headers), first);
    await app.refuse(422, "payload-differs", "POST", "/api/payments", { amount: 6 }, headers);
    assert.equal((await list()).total, 1);
  });

  it("gives back what was paid, once", async () => {
    await pay();
    const refunded = { ...paid, action: "refund_payment", status: "refunded" };
    assert.deepEqual(await refund(), refunded);
    assert.deepEqual(await refund(), refunded);
    const { total, action, status, amount } = await list();
    assert.deepEqual(
      { total, action, status, amount },
      { total: 1, action: "refund_payment", status: "refunded", amount: 19.99 },
    );
  });

  it("gives back nothing when nothing was paid, and takes no late payment", async () => {
    const nothing = { ...identity, action: "refund_payment", saga_id: "s1", status: "refunded", amount: 0 };
    assert.deepEqual(await refund(), nothing);
    await app.refuse(409, "step-undone", "POST", "/api/payments", request);
    assert.equal((await list()).total, 0);
  });

  it("refuses another amount under the same saga", async () => {
    await pay();
    await app.refuse(422, "payload-differs", "POST", "/api/payments", { ...request, amount: 20 });
  });

  it("refuses what is not of the legal form", async () => {
    await app.refuse(400, "malformed-body", "POST", "/api/payments");
    await app.refuse(400, "invalid-request", "POST", "/api/payments", { ...request, user_id: 1 });
    await app.refuse(400, "invalid-request", "POST", "/api/payments", { amount: -1 });
    await app.refuse(400, "invalid-request", "GET", "/api/payments?limit=0");
    await app.refuse(405, "method-not-allowed", "GET", "/api/payments/compensate");
  });
});
