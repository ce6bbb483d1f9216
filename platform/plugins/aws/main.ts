import { serveProvider } from "../provider/main";
import { awsProvider } from "./provider";

serveProvider(awsProvider());
