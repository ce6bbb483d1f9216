import { Hono } from "hono";
import { compensateRequest, listQuery, processPaymentRequest } from "../contracts/index";
import type { PaymentAnswer, PaymentList } from "../contracts/index";
import type { Ports } from "../kit/ports";
import { readBody, readQuery } from "../kit/request";
import { apply, made, undo } from "../kit/saga-step";
import type { StepStore } from "../kit/step-store";
import { paymentOf, progress } from "./payment";
import type { PaymentRequest, PaymentStep } from "./payment";

export interface PaymentPorts extends Ports {
  readonly store: StepStore<PaymentRequest>;
}

export function paymentsApi({ identity, store, clock, newId }: PaymentPorts): Hono {
  const answer = (step: PaymentStep): PaymentAnswer => {
    const payment = made(step);
    return { ...identity, ...progress(step), ...(payment && { payment_id: payment.id }) };
  };
  const now = () => clock().toISOString();

  const api = new Hono();
  api.get("/payments", async (c) => {
    const { limit } = readQuery(c, listQuery);
    const { steps, total } = await store.newest(limit);
    const [newest] = steps;
    return c.json({
      ...identity,
      ...(newest && progress(newest.step)),
      payments: steps.map(paymentOf),
      total,
    } satisfies PaymentList);
  });
  api.post("/payments", async (c) => {
    const { saga_id: sagaId = `saga-${newId()}`, ...request } = await readBody(c, processPaymentRequest);
    const id = `payment-${newId()}`;
    return c.json(
      answer(
        await store.change(sagaId, (seen) =>
          apply(seen, { status: "applied", sagaId, id, request, at: now() }),
        ),
      ),
    );
  });
  api.post("/payments/compensate", async (c) => {
    const { saga_id: sagaId } = await readBody(c, compensateRequest);
    return c.json(answer(await store.change(sagaId, (seen) => undo(seen, sagaId, now()))));
  });
  return api;
}
