import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { engineAddress, serve } from "../provider/serve";
import { endChildren } from "./child";
import { languageHost } from "./host";

serve(LanguageRuntimeService, languageHost(engineAddress()), endChildren);
