import type { Order } from "../contracts/index";
import type { Applied, Step } from "../kit/saga-step";
import type { StepWithEffect } from "../kit/step-store";

/** What is ordered, and by whom. */
export interface OrderRequest {
  readonly user_id: number;
  readonly amount: number;
}

export type OrderStep = Step<OrderRequest>;

/** @returns the last action on the order of a saga, and where it left the order. */
export function progress({ status, sagaId }: OrderStep): Pick<Order, "action" | "saga_id" | "status"> {
  switch (status) {
    case "applied":
      return { action: "create_order", saga_id: sagaId, status: "initiated" };
    case "undone":
      return { action: "cancel_order", saga_id: sagaId, status: "compensated" };
  }
}

/** @returns the order that a step made, as it stands now. */
export function orderOf({ step, made }: StepWithEffect<OrderRequest>): Order {
  return { ...progress(step), order_id: made.id, ...made.request, created_at: made.at };
}

/** The lab's order: what there is before anyone orders. */
export const sampleOrder: Applied<OrderRequest> = {
  status: "applied",
  sagaId: "saga-001",
  id: "order-001",
  request: { user_id: 1, amount: 100 },
  at: "2024-01-01T10:00:00.000Z",
};
