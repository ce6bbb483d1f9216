import { serveProvider } from "../provider/main";
import { kubernetesProvider } from "./provider";

serveProvider(kubernetesProvider());
