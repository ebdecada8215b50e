/** Calls fail at once between two attempts to connect anew, so that a connection that broke must not take long. */
export const channelOptions = { "grpc.initial_reconnect_backoff_ms": 100, "grpc.max_reconnect_backoff_ms": 5000 };
