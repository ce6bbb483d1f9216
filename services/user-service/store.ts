import type { User } from "../contracts/index";
import { made } from "../kit/saga-step";
import type { Applied, Undone } from "../kit/saga-step";
import type { Seen, UserRequest, UserStep } from "./validation";

/** Keeps the users, and which saga holds which of them. */
export interface UserStore {
  list(): Promise<readonly User[]>;
  find(id: number): Promise<User | undefined>;
  /** Lets `decide` judge whether a saga may lock a user and keeps what it returns. Nothing comes between. */
  lock(
    sagaId: string,
    userId: number,
    decide: (seen: Seen) => Applied<UserRequest>,
  ): Promise<Applied<UserRequest>>;
  /** Keeps what `decide` returns and frees the user the saga held. Nothing comes between. */
  unlock(
    sagaId: string,
    decide: (step: UserStep | undefined) => Undone<UserRequest>,
  ): Promise<Undone<UserRequest>>;
}

/** Keeps users and locks as long as the process lives. */
export class MemoryUsers implements UserStore {
  readonly #users: ReadonlyMap<number, User>;
  readonly #steps = new Map<string, UserStep>();
  /** Sagas by the user they hold. */
  readonly #owners = new Map<number, string>();

  constructor(users: readonly User[]) {
    this.#users = new Map(users.map((user) => [user.id, user]));
  }

  list(): Promise<readonly User[]> {
    return Promise.resolve([...this.#users.values()]);
  }

  find(id: number): Promise<User | undefined> {
    return Promise.resolve(this.#users.get(id));
  }

  lock(
    sagaId: string,
    userId: number,
    decide: (seen: Seen) => Applied<UserRequest>,
  ): Promise<Applied<UserRequest>> {
    return new Promise((resolve) => {
      const step = decide({
        step: this.#steps.get(sagaId),
        user: this.#users.get(userId),
        owner: this.#owners.get(userId),
      });
      this.#steps.set(sagaId, step);
      this.#owners.set(userId, sagaId);
      resolve(step);
    });
  }

  unlock(
    sagaId: string,
    decide: (step: UserStep | undefined) => Undone<UserRequest>,
  ): Promise<Undone<UserRequest>> {
    return new Promise((resolve) => {
      const step = decide(this.#steps.get(sagaId));
      this.#steps.set(sagaId, step);
      const userId = made(step)?.request.user_id;
      if (userId !== undefined && this.#owners.get(userId) === sagaId) this.#owners.delete(userId);
      resolve(step);
    });
  }
}

/** The lab's users. */
export const sampleUsers: readonly User[] = [
  { id: 1, name: "John Doe", email: "john@example.com", status: "active" },
  { id: 2, name: "Jane Smith", email: "jane@example.com", status: "active" },
];
