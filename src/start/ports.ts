import { createServer } from 'node:net';

/** The system cannot start; the message is one sentence that says what to do. */
export class CannotStart extends Error {}

/** Refuses a port that somebody else listens on, naming it and the setting. Port 0 is any free one. */
export async function mustBeFree(setting: string, host: string, port: number): Promise<void> {
  if (port === 0) return;
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new CannotStart(
          error.code === 'EACCES'
            ? `Port ${port} may not be used by this account: set ${setting} to another port.`
            : `Port ${port} is taken by another program: end it, or set ${setting} to another port.`,
        ),
      ),
    );
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}
