import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** Ends the limit of a request whose body is still on its way. */
const limits = new WeakMap<IncomingMessage, () => void>();

/**
 * Cuts off who has not sent a whole request so many ms after its head: on a door that takes large files the server's own limit is that of a file, and
 * whoever has not signed in could keep a connection as long.
 */
export function limitReceiving(app: FastifyInstance, ms: number): void {
  app.addHook('onRequest', async ({ raw }) => {
    if (raw.headers['transfer-encoding'] === undefined && Number(raw.headers['content-length'] ?? 0) === 0) return;
    const timer = setTimeout(() => raw.destroy(), ms).unref();
    const end = (): void => clearTimeout(timer);
    limits.set(raw, end);
    raw.once('end', end).once('close', end);
  });
}

/** A file is taken from somebody whom the page knows: it may be as long on its way as the server lets it. */
export const mayTakeLong = (raw: IncomingMessage): void => limits.get(raw)?.();
