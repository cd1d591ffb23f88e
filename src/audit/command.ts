import type { ConfigFor } from '../config.ts';
import { connect } from '../lib/db/db.ts';
import { Said } from '../lib/said.ts';
import { readHeads } from './heads.ts';
import { type Finding, verifyLog } from './verify.ts';

const SAYS: Record<Finding['kind'], string> = {
  changed: 'this row is not what was sealed',
  removed: 'this row is gone, and no expiry of the log took it',
  broken: 'this seal does not follow from the one before (a change, a row put in, or another AUDIT_KEY)',
  gap: 'seals are missing here',
  cut: 'the log ends before this head that was kept elsewhere (cut off, or restored from an older backup)',
  forked: 'a head kept elsewhere is not in the chain',
  unsealed: 'this row was put among sealed ones',
};

const place = ({ generation, position, eventId }: Finding): string =>
  [
    `generation ${generation}`,
    ...(position === null ? [] : [`position ${position}`]),
    ...(eventId === null ? [] : [`event ${eventId}`]),
  ].join(', ');

/** The command was called wrongly; the message says how. */
export class CommandError extends Said {}

/**
 * `madoguchi verify [--heads FILE]`: checks the sealed log from its first line to its head, and against the heads kept elsewhere.
 * Ends with 1 where anything is wrong.
 */
export async function verifyCommand(
  args: readonly string[],
  { config, log }: { config: ConfigFor<'verify'>; log: (line: string) => void },
): Promise<void> {
  const [option, file = config.auditHeads, ...more] = args;
  if ((option !== undefined && (option !== '--heads' || args.length < 2)) || more.length > 0)
    throw new CommandError('verify [--heads FILE]');
  const kept = file === undefined ? [] : await readHeads(file);
  const db = connect({ url: config.deskDatabaseUrl, max: 1, name: 'madoguchi-verify', queryTimeoutMs: 60_000 });
  try {
    const { rows, heads, findings } = await verifyLog(db, config.auditKey, kept);
    for (const finding of findings) log(`WRONG  ${place(finding)}: ${SAYS[finding.kind]}`);
    for (const { generation, position, hash } of heads) log(`generation ${generation}: ${position} rows, head ${hash}`);
    if (file === undefined) log('No heads kept elsewhere were given (AUDIT_HEADS or --heads): a cut tail would not be noticed.');
    log(
      findings.length === 0
        ? `The log is whole: ${rows} rows.`
        : `The log is NOT whole: ${findings.length} findings in ${rows} rows.`,
    );
    if (findings.length > 0) process.exitCode = 1;
  } finally {
    await db.close();
  }
}
