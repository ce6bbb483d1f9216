import * as z from "zod";
import { amount, identity, sagaId } from "./common";

/** POST /api/payments. Without `saga_id` the payment starts a saga of its own. */
export const processPaymentRequest = z.strictObject({ saga_id: sagaId.optional(), amount });

/** What the last action on a payment was, and where it left the payment. */
const progress = z.object({
  action: z.enum(["process_payment", "refund_payment"]),
  saga_id: sagaId,
  status: z.enum(["completed", "refunded"]),
  /** Taken or given back; 0 when a refunded payment never came to be. */
  amount: amount.or(z.literal(0)),
});

/** POST /api/payments and POST /api/payments/compensate. */
export const paymentAnswer = identity.extend(progress.shape).extend({ payment_id: z.string().optional() });
export type PaymentAnswer = z.infer<typeof paymentAnswer>;

export const payment = progress.extend({ payment_id: z.string(), created_at: z.iso.datetime() });
export type Payment = z.infer<typeof payment>;

/** GET /api/payments, newest first. The progress of the newest payment also stands on top, when there is one. */
export const paymentList = identity
  .extend(progress.partial().shape)
  .extend({ payments: z.array(payment), total: z.int().nonnegative() });
export type PaymentList = z.infer<typeof paymentList>;
