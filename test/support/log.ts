import { z } from 'zod';

const line = z.object({}).loose();

/**
 * The lines of a process's log without what the logger numbers by itself: time, process, request and duration. Four digits of a birthday stand by
 * chance in one of a hundred request ids (found by a failed run), so who looks for digits looks here.
 */
export const written = (log: readonly string[]): string =>
  log
    .flatMap((part) => part.split('\n'))
    .filter((part) => part !== '')
    .map((part) => JSON.stringify({ ...line.parse(JSON.parse(part)), time: '', pid: '', reqId: '', ms: '' }))
    .join('\n');
