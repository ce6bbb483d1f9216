import * as pulumi from "@pulumi/pulumi";
import { removeSafeguard } from "./safeguards";

pulumi.runtime.registerStackTransformation(removeSafeguard(process.env["UNSAFE"]));

// After the line above: it has to stand before the first resource.
export = import("../../../index.js");
