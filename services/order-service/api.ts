import { Hono } from "hono";
import { compensateRequest, createOrderRequest, listQuery } from "../contracts/index";
import type { OrderAnswer, OrderList } from "../contracts/index";
import type { Ports } from "../kit/ports";
import { readBody, readQuery } from "../kit/request";
import { apply, made, undo } from "../kit/saga-step";
import type { StepStore } from "../kit/step-store";
import { orderOf, progress } from "./order";
import type { OrderRequest, OrderStep } from "./order";

export interface OrderPorts extends Ports {
  readonly store: StepStore<OrderRequest>;
}

export function ordersApi({ identity, store, clock, newId }: OrderPorts): Hono {
  const answer = (step: OrderStep): OrderAnswer => {
    const order = made(step);
    return {
      ...identity,
      ...progress(step),
      ...(order && { order_id: order.id, amount: order.request.amount }),
    };
  };
  const now = () => clock().toISOString();

  const api = new Hono();
  api.get("/orders", async (c) => {
    const { limit } = readQuery(c, listQuery);
    const { steps, total } = await store.newest(limit);
    const [newest] = steps;
    return c.json({
      ...identity,
      ...(newest && progress(newest.step)),
      orders: steps.map(orderOf),
      total,
    } satisfies OrderList);
  });
  api.post("/orders", async (c) => {
    const { saga_id: sagaId = `saga-${newId()}`, ...request } = await readBody(c, createOrderRequest);
    const id = `order-${newId()}`;
    return c.json(
      answer(
        await store.change(sagaId, (seen) =>
          apply(seen, { status: "applied", sagaId, id, request, at: now() }),
        ),
      ),
    );
  });
  api.post("/orders/compensate", async (c) => {
    const { saga_id: sagaId } = await readBody(c, compensateRequest);
    return c.json(answer(await store.change(sagaId, (seen) => undo(seen, sagaId, now()))));
  });
  return api;
}
