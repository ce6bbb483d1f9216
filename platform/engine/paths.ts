import { join } from "node:path";
import { stateDir } from "../locations";

/** Where Pulumi's state for this machine lies. `npm run down` keeps all of it. */
export function enginePaths() {
  const root = join(stateDir(), "pulumi");
  return {
    root,
    /** The file backend: stacks, checkpoints, locks. */
    backend: join(root, "backend"),
    /** A project folder without a program, so that making a stack does not write into the checkout. */
    project: join(root, "project"),
    /** Pulumi's home with its plugin cache, made anew for every run. */
    plugins: join(root, "plugins"),
    /** Encrypts the secrets in the state; made on this machine, never leaves it. */
    passphrase: join(root, "passphrase"),
    /** The kubeconfig of `--context`, reduced to that context. */
    kubeconfig: join(root, "kubeconfig"),
    /** What the engine reads in place of the checkout's Pulumi.dev.yaml. */
    stackConfig: (stack: string) => join(root, `Pulumi.${stack}.yaml`),
  } as const;
}
