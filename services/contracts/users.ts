import * as z from "zod";
import { identity, sagaId } from "./common";

const userId = z.int().positive();

export const user = z.object({
  id: userId,
  name: z.string().min(1),
  email: z.email(),
  /** Only an active user can order. */
  status: z.enum(["active", "suspended"]),
});
export type User = z.infer<typeof user>;

/** GET /api/users */
export const userList = identity.extend({ users: z.array(user), total: z.int().nonnegative() });
export type UserList = z.infer<typeof userList>;

/** GET /api/users/{id} */
export const userAnswer = identity.extend({ user });
export type UserAnswer = z.infer<typeof userAnswer>;

/** POST /api/users/validate: may this user order? Locks the user for the saga. */
export const validateUserRequest = z.strictObject({ saga_id: sagaId, user_id: userId });
export type ValidateUserRequest = z.infer<typeof validateUserRequest>;

export const userValidated = identity.extend({
  action: z.literal("validate_user"),
  saga_id: sagaId,
  status: z.literal("validated"),
  user_id: userId,
});
export type UserValidated = z.infer<typeof userValidated>;

/** POST /api/users/unlock */
export const userUnlocked = identity.extend({
  action: z.literal("unlock_user"),
  saga_id: sagaId,
  status: z.literal("unlocked"),
  /** The user the saga had locked; absent when it never locked one. */
  user_id: userId.optional(),
});
export type UserUnlocked = z.infer<typeof userUnlocked>;
