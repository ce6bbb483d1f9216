import type { Defaults } from "./defaults";
import type { SettingFault } from "./faults";
import type { Values } from "./read-values";
import { imageForm, istioForm } from "./schema";
import { serviceNames } from "./services";

const digestForm = "by digest outside dev, such as shop.example/user-service@sha256:<64 hex digits>";

/**
 * What has to hold between settings, or between a setting and the environment.
 *
 * @param found faults in single settings: what is already reported there is not reported as missing here.
 */
export function requirements(
  environment: string,
  { labCompatibility, testTraffic }: Pick<Defaults, "labCompatibility" | "testTraffic">,
  { images, istio }: Pick<Values, "images" | "istio">,
  found: readonly SettingFault[],
): SettingFault[] {
  const faulty = (key: string) => found.some(({ path }) => path.split(".")[0] === key);
  const faults: SettingFault[] = [];
  if (istio === undefined && !faulty("istio"))
    faults.push({ path: "istio", seen: undefined, legal: istioForm });
  if (!faulty("images")) {
    const needed = [...serviceNames, ...(testTraffic ? (["load-tester"] as const) : [])];
    const missing = needed.filter((name) => images?.[name] === undefined);
    faults.push(...missing.map((name) => ({ path: `images.${name}`, seen: undefined, legal: imageForm })));
  }
  if (environment === "dev") return faults;
  for (const [path, seen] of references(images ?? {})) {
    if (!seen.includes("@sha256:")) faults.push({ path, seen, legal: digestForm });
  }
  for (const [path, seen] of Object.entries({ labCompatibility, testTraffic })) {
    if (seen) faults.push({ path, seen, legal: "false outside dev" });
  }
  return faults;
}

/** Every image reference with its path. */
function references(images: NonNullable<Values["images"]>): (readonly [path: string, reference: string])[] {
  return Object.entries(images).flatMap(([name, image]) => {
    if (typeof image === "string") return [[`images.${name}`, image] as const];
    return Object.entries(image ?? {}).map(([version, one]) => [`images.${name}.${version}`, one] as const);
  });
}
