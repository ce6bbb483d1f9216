import * as z from "zod";
import { amount, identity, sagaId } from "./common";

/** POST /api/orders. Without `saga_id` the order starts a saga of its own. */
export const createOrderRequest = z.strictObject({
  saga_id: sagaId.optional(),
  user_id: z.int().positive(),
  amount,
});

/** What the last action on an order was, and where it left the order. */
const progress = z.object({
  action: z.enum(["create_order", "cancel_order"]),
  saga_id: sagaId,
  status: z.enum(["initiated", "compensated"]),
});

/**
 * POST /api/orders and POST /api/orders/compensate.
 * `order_id` and `amount` are absent when a cancelled order never came to be.
 */
export const orderAnswer = identity
  .extend(progress.shape)
  .extend({ order_id: z.string().optional(), amount: amount.optional() });
export type OrderAnswer = z.infer<typeof orderAnswer>;

export const order = progress.extend({
  order_id: z.string(),
  user_id: z.int().positive(),
  amount,
  created_at: z.iso.datetime(),
});
export type Order = z.infer<typeof order>;

/** GET /api/orders, newest first. The progress of the newest order also stands on top, when there is one. */
export const orderList = identity
  .extend(progress.partial().shape)
  .extend({ orders: z.array(order), total: z.int().nonnegative() });
export type OrderList = z.infer<typeof orderList>;
