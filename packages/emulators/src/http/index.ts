export { type HttpAnswer, type HttpRequest, readJson } from "./http-exchange.ts";
export { type HttpServer, type HttpServerOptions, startHttpServer } from "./http-server.ts";
export type { LoggedRequest, RequestLog } from "./request-log.ts";
export { createSelfSignedCertificate, type SelfSignedCertificate } from "./self-signed-certificate.ts";
