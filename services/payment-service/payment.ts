import type { Payment } from "../contracts/index";
import { made } from "../kit/saga-step";
import type { Applied, Step } from "../kit/saga-step";
import type { StepWithEffect } from "../kit/step-store";

/** What is paid. */
export interface PaymentRequest {
  readonly amount: number;
}

export type PaymentStep = Step<PaymentRequest>;

/** @returns the last action on the payment of a saga, and where it left the payment. */
export function progress(step: PaymentStep): Pick<Payment, "action" | "saga_id" | "status" | "amount"> {
  const amount = made(step)?.request.amount ?? 0;
  switch (step.status) {
    case "applied":
      return { action: "process_payment", saga_id: step.sagaId, status: "completed", amount };
    case "undone":
      return { action: "refund_payment", saga_id: step.sagaId, status: "refunded", amount };
  }
}

/** @returns the payment that a step made, as it stands now. */
export function paymentOf({ step, made: payment }: StepWithEffect<PaymentRequest>): Payment {
  return { ...progress(step), payment_id: payment.id, created_at: payment.at };
}

/** The lab's payment: what there is before anyone pays. */
export const samplePayment: Applied<PaymentRequest> = {
  status: "applied",
  sagaId: "saga-001",
  id: "payment-001",
  request: { amount: 100 },
  at: "2024-01-01T10:00:00.000Z",
};
