import type { Lease, LeaseHolder, LeaseOptions, Leases } from "../leases.ts";
import { number, text } from "./columns.ts";
import type { Row, Session } from "./sqlite.ts";
import type { Store } from "./store.ts";

const defaultDurationSeconds = 60;

const isHolders = "host = ? AND process_id = ? AND process_start_time = ?";
const isHeldBy = `flow_run_id = ? AND ${isHolders}`;

export function createStoredLeases(store: Store): Leases {
  return {
    acquire: (flowRunId, holder, options) =>
      store.write((session) => {
        const now = new Date();
        const held = findLease(session, flowRunId);
        if (held !== null && held.expiresAt > now && !isSameHolder(held, holder)) {
          return { acquired: false, lease: held };
        }
        const lease = { ...holder, flowRunId, acquiredAt: now, expiresAt: expiry(now, options) };
        session.run(
          "INSERT OR REPLACE INTO leases VALUES (?, ?, ?, ?, ?, ?)",
          flowRunId,
          holder.host,
          holder.processId,
          holder.processStartTime,
          now.toISOString(),
          lease.expiresAt.toISOString(),
        );
        return { acquired: true, lease };
      }),
    renew: (flowRunId, holder, options) =>
      store.write((session) => {
        const expiresAt = expiry(new Date(), options).toISOString();
        const sql = `UPDATE leases SET expires_at = ? WHERE ${isHeldBy}`;
        return session.run(sql, expiresAt, flowRunId, ...identity(holder)) > 0;
      }),
    renewAll: (holder, options) =>
      store.write((session) => {
        const expiresAt = expiry(new Date(), options).toISOString();
        session.run(`UPDATE leases SET expires_at = ? WHERE ${isHolders}`, expiresAt, ...identity(holder));
      }),
    release: (flowRunId, holder) =>
      store.write((session) => session.run(`DELETE FROM leases WHERE ${isHeldBy}`, flowRunId, ...identity(holder)) > 0),
    read: (flowRunId) => store.read((session) => findLease(session, flowRunId)),
    listExpired: () =>
      store.read((session) =>
        session
          .all("SELECT * FROM leases WHERE expires_at <= ? ORDER BY expires_at", new Date().toISOString())
          .map(toLease),
      ),
  };
}

function expiry(now: Date, { durationSeconds = defaultDurationSeconds }: LeaseOptions = {}): Date {
  return new Date(now.getTime() + durationSeconds * 1000);
}

function identity(holder: LeaseHolder): [string, number, string] {
  return [holder.host, holder.processId, holder.processStartTime];
}

function isSameHolder(a: LeaseHolder, b: LeaseHolder): boolean {
  return a.host === b.host && a.processId === b.processId && a.processStartTime === b.processStartTime;
}

function findLease(session: Session, flowRunId: string): Lease | null {
  const row = session.get("SELECT * FROM leases WHERE flow_run_id = ?", flowRunId);
  return row === undefined ? null : toLease(row);
}

function toLease(row: Row): Lease {
  return {
    flowRunId: text(row, "flow_run_id"),
    host: text(row, "host"),
    processId: number(row, "process_id"),
    processStartTime: text(row, "process_start_time"),
    acquiredAt: new Date(text(row, "acquired_at")),
    expiresAt: new Date(text(row, "expires_at")),
  };
}
